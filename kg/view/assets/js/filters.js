// Filters that are the legend too: each line shows how a thing is drawn, how many there are, and switches them off.

const filterBox = document.getElementById('filters');
const swatches = [];

// How many lines of a long list stand there at once, and from how many on it can be searched.
const [AT_ONCE, MANY] = [40, 8];

function buildFilters() {
  const totals = totalNumbers();
  const events = facets.event.names;
  filterBox.replaceChildren(
    element('p', { class: 'note' }, 'Beside each: how many entities or claims it shows with the other filters as they are.'),
    ...filterGroup('Who and what', 'type', Object.keys(TYPES).filter((name) => totals.type.get(name)).map((name) => ({ name, draw: nodeSwatch(name) }))),
    ...filterGroup('What between them', 'event', Object.keys(TONES).map((tone) => ({
      kind: 'tone', name: tone, label: TONES[tone], draw: lineSwatch(tone, false),
      members: events.filter((name) => toneOfEvent(name) === tone && totals.event.get(name)).sort((a, b) => orderOfEvent(a) - orderOfEvent(b)),
    })).filter((line) => line.members.length)),
    ...filterGroup('How the articles put it', 'status', Object.keys(STATUSES).filter((name) => totals.status.get(name)).map((name) => ({
      name, draw: lineSwatch(name === 'denied' ? 'denied' : 'soft', dashesOf(name)),
    }))),
    ...(claims.length ? [confidenceFilter(), ...independenceFilter()].flat() : []),
    ...['relation', 'outlet', 'article'].flatMap((kind) => longList(kind, totals[kind])),
  );
  drawSwatches();
}

// How much there is of each name, with nothing left out.
function totalNumbers() {
  const totals = Object.fromEntries(FACETS.map((kind) => [kind, new Map()]));
  const add = (kind, name) => totals[kind].set(name, (totals[kind].get(name) || 0) + 1);
  for (const node of nodes) if (edgesOfNode.get(node.id).length) add('type', node.group);
  eachRow((edge, position) => {
    add('relation', edge.kg.relation);
    for (const kind of CLAIM_KINDS) {
      if (kind in BACKGROUND && isBackground(edge)) add(kind, BACKGROUND[kind]);
      else if (position >= 0) add(kind, facets[kind].names[facets[kind].codes[position]]);
    }
  });
  return totals;
}

function orderOfEvent(name) {
  return [...TONE_OF_EVENT.keys()].indexOf(name);
}

function dashesOf(status) {
  const edge = edges.find((each) => each.kg.status === status);
  return edge && edge.dashes;
}

function heading(text, reset) {
  return element('h2', {}, text, element('button', { type: 'button', 'aria-label': `${text}: all`, onclick: () => change(reset) }, 'all'));
}

// A slider that lets through what reaches a number.
function slider(label, range, id, take, give, say) {
  const input = element('input', { type: 'range', id, ...range, 'aria-label': label });
  const said = element('output', { for: id });
  input.addEventListener('input', () => change(() => give(Number(input.value)), id));
  input.addEventListener('change', endGesture);
  input.refresh = () => {
    input.value = take();
    said.textContent = say(take());
    input.setAttribute('aria-valuetext', said.textContent);
  };
  return element('label', { class: 'slider' }, input, said);
}

// Claims that are less sure are not shown, nor what only they say.
function confidenceFilter() {
  return [heading('How sure', () => { state.minimum = 0; }),
    slider('Least confidence of the claims shown, in per cent', { min: 0, max: 100, step: 5 }, 'minimum',
      () => Math.round(state.minimum * 100), (percent) => { state.minimum = percent / 100; }, (percent) => (percent ? `${percent} % and more` : 'any'))];
}

// Copies of one report count once.
function independenceFilter() {
  const most = Math.min(10, claims.reduce((before, claim) => Math.max(before, independentOf(claim)), 1));
  if (most < 2) return [];
  return [heading('How many tell it', () => { state.independent = 1; }),
    slider('Least number of independent articles that tell what is shown', { min: 1, max: most, step: 1 }, 'independent',
      () => state.independent, (number) => { state.independent = number; }, (number) => (number > 1 ? `${number} articles or more` : 'any number'))];
}

function filterGroup(text, kind, lines) {
  return lines.length ? [heading(text, () => switchAll(kind)), ...lines.flatMap((line) => filterLine(kind, line))] : [];
}

function filterLine(kind, line) {
  const swatch = element('canvas', { width: 52, height: 32, 'aria-hidden': 'true' });
  swatches.push([swatch, line.draw]);
  const members = line.members || [line.name];
  const made = [checkLine(kind, members, line.label || wordsOfName(kind, line.name), swatch, line.name, line.kind)];
  if (members.length > 1) {
    made.push(element('details', {}, element('summary', {}, count(members.length, 'kind of event', 'kinds of events')),
      element('div', { class: 'inner' }, ...members.map((name) => checkLine(kind, [name], wordsOfName(kind, name), null, name)))));
  }
  return made;
}

// A switch with how much it shows, and a button that switches all others of its kind off.
function checkLine(kind, members, text, swatch, name, as = kind) {
  const box = element('input', { type: 'checkbox', 'data-kind': as, 'data-name': name });
  const number = element('span', { class: 'count' });
  box.addEventListener('change', () => change(() => switchNames(kind, members, box.checked)));
  const codes = members.map((member) => facets[kind].names.indexOf(member));
  const line = element('div', { class: 'line' },
    element('label', { title: as === 'event' ? `${text} (PLOVER: ${name})` : text }, box, swatch, element('span', { class: 'text', dir: 'auto' }, text), number),
    element('button', { type: 'button', class: 'only', title: `Only ${text}`, 'aria-label': `Only ${text}`, onclick: () => change(() => onlyThese(kind, members)) }, 'only'));
  box.refresh = () => {
    const off = members.filter((member) => state.off[kind].has(member)).length;
    box.checked = off === 0;
    box.indeterminate = off > 0 && off < members.length;
    const shows = codes.reduce((sum, code) => sum + numbers[kind][code], 0);
    number.textContent = shows.toLocaleString('en');
    line.classList.toggle('off', off === members.length);
    line.classList.toggle('without', shows === 0);
  };
  return line;
}

const LISTS = {
  relation: ['Relations', 'Find a relation'], outlet: ['Outlets', 'Find an outlet'], article: ['Articles', 'Find an article'],
};

// A list that unfolds, with a box to search it where it is long; what is chosen and what shows something come first.
function longList(kind, totals) {
  const names = [...totals.keys()].sort((a, b) => totals.get(b) - totals.get(a) || (a < b ? -1 : 1));
  if (names.length < 2) return [];
  const [text, placeholder] = LISTS[kind];
  const folded = new Map(names.map((name) => [name, fold(`${wordsOfName(kind, name)} ${hintOf(kind, name)}`)]));
  const find = element('input', { type: 'search', class: 'find', placeholder, 'aria-label': placeholder, autocomplete: 'off', spellcheck: 'false' });
  const lines = element('div', { class: 'lines' });
  const made = element('details', { class: 'long', 'data-list': kind }, element('summary', {}, text, element('span', { class: 'count' }, names.length.toLocaleString('en'))),
    names.length > MANY ? find : null, lines, element('button', { type: 'button', class: 'all', onclick: () => change(() => switchAll(kind)) }, 'all'));
  const fill = () => {
    const codes = new Map(facets[kind].names.map((name, code) => [name, code]));
    const chosen = (name) => state.off[kind].size > 0 && state.off[kind].has(name) !== state.only.has(kind);
    const rank = (name) => (chosen(name) ? 2 : 0) + (numbers[kind][codes.get(name)] ? 1 : 0);
    const wanted = fold(find.value);
    const fitting = names.filter((name) => folded.get(name).includes(wanted));
    const ranks = new Map(fitting.map((name) => [name, rank(name)]));
    const first = fitting.sort((a, b) => ranks.get(b) - ranks.get(a)).slice(0, AT_ONCE);
    lines.replaceChildren(...first.map((name) => checkLine(kind, [name], [wordsOfName(kind, name), hintOf(kind, name)].filter(Boolean).join(', '), null, name)),
      fitting.length > first.length ? element('p', { class: 'more' }, `and ${(fitting.length - first.length).toLocaleString('en')} more: type to find one`) : '',
      fitting.length ? '' : element('p', { class: 'more' }, 'None of that name'));
    refreshIn(lines);
  };
  // While somebody is at it, the lines stay where they are.
  made.refresh = () => { if (made.open) (lines.childElementCount && made.contains(document.activeElement) ? refreshIn(lines) : fill()); };
  made.addEventListener('toggle', () => { if (made.open) fill(); });
  find.addEventListener('input', fill);
  return [made];
}

function hintOf(kind, name) {
  const article = kind === 'article' ? articleByName.get(name) : null;
  return article ? [outletOf(article), article.date && printable(article.date)].filter(Boolean).join(', ') : '';
}

function refreshIn(box) {
  for (const input of box.querySelectorAll('input[type=checkbox], input[type=range]')) input.refresh();
}

function refreshFilters() {
  for (const list of filterBox.querySelectorAll('details.long')) list.refresh();
  for (const input of filterBox.querySelectorAll(':scope > .line input, :scope > details:not(.long) input, :scope > .slider input')) input.refresh();
}

function drawSwatches() {
  for (const [swatch, draw] of swatches) {
    const context = swatch.getContext('2d');
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, 26, 16);
    draw(context);
  }
}

function nodeSwatch(type) {
  const sample = nodes.find((node) => node.group === type);
  return (context) => {
    context.fillStyle = colour(type);
    context.beginPath();
    outline(context, sample.shape);
    context.fill();
  };
}

function outline(context, shape) {
  const [x, y, size] = [13, 8, 6];
  const corners = { hexagon: [6, 0], square: [4, Math.PI / 4], diamond: [4, 0], triangle: [3, -Math.PI / 2], triangleDown: [3, Math.PI / 2], star: [10, -Math.PI / 2] };
  if (!corners[shape]) {
    context.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  const [number, turn] = corners[shape];
  for (let at = 0; at < number; at += 1) {
    const reach = shape === 'star' && at % 2 ? size * 0.5 : size * 1.15;
    const angle = turn + (at * 2 * Math.PI) / number;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
}

function lineSwatch(name, dashes) {
  return (context) => {
    context.strokeStyle = colour(name);
    context.lineWidth = 2.4;
    context.setLineDash(dashes ? dashes.map((length) => length * 0.7) : []);
    context.beginPath();
    context.moveTo(1, 8);
    context.lineTo(25, 8);
    context.stroke();
  };
}
