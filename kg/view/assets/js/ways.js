// How two of the graph are connected: the shortest ways between them over what is shown, one after the other, with a sentence
// for each step.

const MOST_WAYS = 60;
const way = { from: null, to: null, at: 0, alone: false, found: null };

keep('way', () => (way.from === null || way.to === null ? '' : [way.from, way.to, way.at, way.alone ? 'alone' : ''].filter((each) => each !== '').join('.')), (text) => {
  const [from, to, at, alone] = text.split('.');
  const is = (id) => text !== '' && id !== undefined && id !== '' && Boolean(nodes[Number(id)]);
  [way.from, way.to] = is(from) && is(to) ? [Number(from), Number(to)] : [null, null];
  way.at = Math.max(0, Math.floor(Number(at)) || 0);
  way.alone = alone === 'alone';
});

// The last narrowing: it sees what all others leave.
narrowings.push((wanted) => {
  way.found = null;
  if (way.from === null || way.to === null) return wanted;
  way.found = shortestWays(way.from, way.to, neighboursAmong(wanted));
  way.at = Math.min(way.at, Math.max(0, way.found.length - 1));
  if (!way.alone || !way.found.length) return wanted;
  const kept = new Set(way.found.flat().flatMap(({ edges: between }) => between));
  return wanted.filter((edge) => kept.has(edge));
});

lights.push(() => {
  const steps = way.found && way.found[way.at];
  if (!steps) return null;
  const lit = { nodes: new Set([way.from, way.to]), edges: new Set() };
  for (const { to, edges: between } of steps) {
    lit.nodes.add(to);
    for (const edge of between) lit.edges.add(edge.id);
  }
  const { chosen } = state;
  // Something beside the way may be looked at meanwhile.
  if (chosen && !(chosen.kind === 'edge' ? lit.edges : lit.nodes).has(chosen.id)) return null;
  return lit;
});

// All shortest ways, at most `MOST_WAYS`: each a list of steps `{ from, to, edges }`, with all edges between the two. Those
// with more claims behind their steps come first.
function shortestWays(from, to, around) {
  if (from === to) return [];
  const far = distancesFrom(from, around, Infinity);
  if (!far.has(to)) return [];
  const back = (id) => {
    const steps = new Map();
    for (const { id: other, edge } of around.get(id) || []) {
      if (far.get(other) !== far.get(id) - 1) continue;
      if (!steps.has(other)) steps.set(other, { from: other, to: id, edges: [] });
      steps.get(other).edges.push(edge);
    }
    return [...steps.values()].sort((a, b) => told(b) - told(a) || a.from - b.from);
  };
  const told = ({ edges: between }) => between.reduce((sum, edge) => sum + (edge.kg.tone === 'structure' ? 0.1 : 1) * Math.max(0.1, claimsOf(edge).length), 0);
  const found = [];
  const follow = (id, rest) => {
    if (found.length >= MOST_WAYS) return;
    if (id === from) found.push(rest);
    else for (const step of back(id)) follow(step.from, [step, ...rest]);
  };
  follow(to, []);
  for (const steps of found) for (const step of steps) step.edges.sort(byImportance);
  // A way is as strong as its weakest step.
  const strength = new Map(found.map((steps) => [steps, Math.min(...steps.map(told))]));
  return found.sort((a, b) => strength.get(b) - strength.get(a));
}

function findWay(from, to) {
  showTab('graph');
  change(() => {
    Object.assign(way, { from, to, at: 0 });
    // What starts out hidden is not in the way: only what the reader hid.
    for (const id of [from, to]) if (id !== null) unhideNode(nodes[id]);
  });
  openCard('way');
  if (way.found && way.found.length) bringIntoSight(wayNodes());
}

function wayNodes() {
  const steps = (way.found && way.found[way.at]) || [];
  return [way.from, ...steps.map(({ to }) => to)].filter((id) => id !== null && shown.nodes.has(id));
}

function stepWay(by) {
  const number = way.found.length;
  change(() => { way.at = (way.at + by + number) % number; });
  bringIntoSight(wayNodes());
}

// Forgets the way; for use inside a change.
function wayStop() {
  Object.assign(way, { from: null, to: null, at: 0, alone: false });
}

function wayCard() {
  const parts = [
    element('p', { class: 'hint' }, 'How are two of them connected, over what is shown now?'),
    whoField('way-from', 'From', way.from, (id) => pickEnd('from', id)),
    whoField('way-to', 'To', way.to, (id) => pickEnd('to', id)),
  ];
  if (way.from === null || way.to === null) {
    parts.push(element('p', { class: 'hint' }, 'Type a name, or click one in the picture.'));
    return parts;
  }
  const { found } = way;
  if (!found || !found.length) {
    parts.push(element('p', { class: 'told', role: 'status' }, way.from === way.to ? 'These are one and the same.'
      : `No way leads from ${nameOf(nodes[way.from])} to ${nameOf(nodes[way.to])} over what is shown now. Filters may hide one.`));
    return parts;
  }
  const steps = found[way.at];
  const long = count(steps.length, 'step', 'steps');
  parts.push(element('div', { class: 'stepper' },
    element('button', { type: 'button', title: 'The way before', disabled: found.length < 2, onclick: () => stepWay(-1) }, icon('back'), hiddenLabel('The way before')),
    element('p', { class: 'told', role: 'status' }, found.length === 1 ? `One shortest way, ${long}`
      : `Way ${way.at + 1} of ${found.length < MOST_WAYS ? found.length : `${MOST_WAYS} or more`}, ${long}`),
    element('button', { type: 'button', title: 'The next way', disabled: found.length < 2, onclick: () => stepWay(1) }, icon('on'), hiddenLabel('The next way'))));
  parts.push(element('ol', { class: 'steps' }, ...steps.map(wayStep)));
  parts.push(checkbox('Only these ways in the picture', way.alone, (on) => {
    change(() => { way.alone = on; });
    fitView();
  }));
  return parts;
}

function pickEnd(end, id) {
  const other = end === 'from' ? way.to : way.from;
  if (other !== null) findWay(end === 'from' ? id : other, end === 'from' ? other : id);
  else {
    way[end] = id;
    openCard('way');
  }
  const empty = ['from', 'to'].find((each) => way[each] === null);
  if (empty) document.getElementById(`way-${empty}`).focus();
}

function wayStep({ from, to, edges: between }) {
  const [edge, ...others] = between;
  const forward = edge.from === from;
  const position = claimsOf(edge)[0];
  const sentence = position === undefined ? '' : printable(claims[position].sentences[0] || '');
  const arrow = isSymmetric(edge) ? '–' : forward ? '→' : '←';
  const verb = element('button', { type: 'button', class: 'verb', title: 'Show its sentences', onclick: () => choose('edge', edge.id, true) }, `${verbOf(edge)} ${arrow}`);
  verb.style.setProperty('--tone', edgeTextColour(edge));
  return element('li', {},
    element('p', { dir: 'auto' }, nodeButton(nodes[from]), ' ', verb, ' ', nodeButton(nodes[to]), statusNote(edge) ? ' ' : null, statusNote(edge)),
    sentence ? element('blockquote', { dir: 'auto' }, ...highlighted(sentence, nodes[edge.from], nodes[edge.to])) : element('p', { class: 'hint' }, 'From the gazetteer.'),
    others.length ? element('p', { class: 'hint' }, `and ${count(others.length, 'other edge', 'other edges')} between the two`) : null);
}
