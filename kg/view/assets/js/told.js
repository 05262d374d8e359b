// One line that says in words what is left out, each with a way to take it back; and what to loosen where nothing fits.

const toldBox = document.getElementById('told');
const NAMED_AT_MOST = 2;
// What other parts leave out: each tells a list of { kind, words, loosen }; `kind` is that of a measure, if it is one.
const tellings = [];

// For parts that hide something: what they hide, in words.
function tellFilter(tell) {
  tellings.push(tell);
}

function toldByParts() {
  return tellings.flatMap((tell) => tell());
}

function listed(words) {
  if (words.length <= NAMED_AT_MOST) return words.join(' and ');
  return `${words.slice(0, NAMED_AT_MOST).join(', ')} and ${words.length - NAMED_AT_MOST} more`;
}

function wordsOfSwitches(kind, names) {
  if (kind !== 'event') return names.map((name) => quoted(kind, wordsOfName(kind, name)));
  // All of one tone are called by it.
  const wanted = new Set(names);
  const tones = Object.keys(TONES).filter((tone) => {
    const members = facets.event.names.filter((name) => toneOfEvent(name) === tone);
    return members.length && members.every((name) => wanted.has(name));
  });
  return [...tones.map((tone) => quoted(kind, TONES[tone])), ...names.filter((name) => !tones.includes(toneOfEvent(name))).map((name) => quoted(kind, eventWords(name)))];
}

function quoted(kind, words) {
  const short = words.length > 40 ? `${words.slice(0, 39).trimEnd()}…` : words;
  return kind === 'type' ? short.toLowerCase() : kind === 'outlet' ? short : `“${short}”`;
}

// All that is left out, the filters first.
function toldFilters() {
  const told = [];
  for (const kind of FACETS) {
    const off = namesOff(kind);
    if (!off.length) continue;
    const words = state.only.has(kind) ? `only ${listed(wordsOfSwitches(kind, namesOn(kind))) || 'nothing'}` : `without ${listed(wordsOfSwitches(kind, off))}`;
    told.push({ kind, words, loosen: () => switchAll(kind) });
  }
  if (state.minimum) told.push({ kind: 'sure', words: `at least ${Math.round(state.minimum * 100)} % sure`, loosen: () => { state.minimum = 0; } });
  if (state.independent > 1) {
    told.push({ kind: 'independent', words: `told by at least ${state.independent} independent articles`, loosen: () => { state.independent = 1; } });
  }
  return [...told, ...toldByParts()];
}

function refreshTold() {
  const told = toldFilters();
  const focused = toldBox.contains(document.activeElement);
  toldBox.replaceChildren(element('span', { class: 'says' }, told.length ? 'Shown:' : 'Everything is shown'),
    ...told.map(({ words, loosen }) => element('span', { class: 'chip' }, element('span', { dir: 'auto' }, words),
      element('button', { type: 'button', title: 'Take this filter away', 'aria-label': `Take away: ${words}`, onclick: () => change(loosen) }, element('span', { 'aria-hidden': 'true' }, '×')))),
    told.length ? element('button', { type: 'button', class: 'everything', onclick: () => change(showEverything) }, 'Show everything again') : '');
  if (focused) (toldBox.querySelector('button') || document.getElementById('undo')).focus();
  tellNothing(told);
}

// Where nothing is left: which of the filters to loosen, that which gives most first.
function tellNothing(told) {
  const box = document.getElementById('nothing');
  box.hidden = shown.edges.size > 0;
  if (box.hidden) return;
  if (!edges.length) {
    box.replaceChildren(element('p', {}, 'There is nothing in this graph.'));
    return;
  }
  const helping = told.map((each) => ({ ...each, gain: hiddenBy.get(each.kind) || 0 })).filter(({ gain }) => gain).sort((a, b) => b.gain - a.gain);
  box.replaceChildren(
    element('p', {}, told.length > 1 ? 'Nothing fits all of these filters.' : 'Nothing fits this filter.'),
    ...helping.map(({ words, loosen, gain }) => element('button', { type: 'button', onclick: () => change(loosen) },
      `Take away “${words}”: shows ${count(gain, 'claim', 'claims')}`)),
    told.length > 1 && !helping.length ? element('p', {}, 'No single one of them hides it all: take away more than one.') : '',
    element('button', { type: 'button', id: 'reset', onclick: () => { change(showEverything); fitView(); } }, 'Show everything again'));
}

whenShown(refreshTold);
