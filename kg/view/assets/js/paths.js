// How two of the graph are connected: the shortest paths between them over what is shown, one after the other, with a sentence
// for each step.

const MOST_PATHS = 60;
const path = { from: null, to: null, at: 0, alone: false, found: null };

keep('path', () => {
  if (path.from === null || path.to === null) return '';
  return joined([...[path.from, path.to].map((id) => nameByNode.get(nodes[id])), String(path.at + 1), ...(path.alone ? ['alone'] : [])], '~');
}, (text) => {
  const [one, other, at, alone] = parted(text, '~');
  const [from, to] = [nodeByName.get(one), nodeByName.get(other)];
  const known = Boolean(from && to);
  Object.assign(path, {
    from: known ? from.id : null, to: known ? to.id : null, at: Math.max(0, Math.floor(Number(at)) - 1 || 0), alone: known && alone === 'alone',
  });
  if (known) card.open = 'path';
  else if (card.open === 'path') card.open = null;
  return text ? [one, other].filter((name) => !nodeByName.has(name || '')) : [];
});

// The last narrowing: it sees what all others leave.
narrowings.push((wanted) => {
  path.found = null;
  if (path.from === null || path.to === null) return wanted;
  path.found = shortestPaths(path.from, path.to, neighboursAmong(wanted));
  path.at = Math.min(path.at, Math.max(0, path.found.length - 1));
  if (!path.alone || !path.found.length) return wanted;
  const kept = new Set(path.found.flat().flatMap(({ edges: between }) => between));
  return wanted.filter((edge) => kept.has(edge));
});

lights.push(() => {
  const steps = path.found && path.found[path.at];
  if (!steps) return null;
  const lit = { nodes: new Set([path.from, path.to]), edges: new Set() };
  for (const { to, edges: between } of steps) {
    lit.nodes.add(to);
    for (const edge of between) lit.edges.add(edge.id);
  }
  const { chosen } = state;
  // Something beside the path may be looked at meanwhile.
  if (chosen && !(chosen.kind === 'edge' ? lit.edges.has(chosen.id) : chosen.kind === 'node' && lit.nodes.has(chosen.id))) return null;
  return lit;
});

// All shortest paths, at most `MOST_PATHS`: each a list of steps `{ from, to, edges }`, with all edges between the two. Those
// with more claims behind their steps come first.
function shortestPaths(from, to, around) {
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
    if (found.length >= MOST_PATHS) return;
    if (id === from) found.push(rest);
    else for (const step of back(id)) follow(step.from, [step, ...rest]);
  };
  follow(to, []);
  for (const steps of found) for (const step of steps) step.edges.sort(byImportance);
  // A path is as strong as its weakest step.
  const strength = new Map(found.map((steps) => [steps, Math.min(...steps.map(told))]));
  return found.sort((a, b) => strength.get(b) - strength.get(a));
}

function findPath(from, to) {
  remember(() => {
    showTab('graph');
    change(() => {
      Object.assign(path, { from, to, at: 0 });
      for (const id of [from, to]) unhideNode(nodes[id]);
      openPath();
    });
  });
  openCard('path');
  if (path.found && path.found.length) bringIntoSight(pathNodes());
}

function pathNodes() {
  const steps = (path.found && path.found[path.at]) || [];
  return [path.from, ...steps.map(({ to }) => to)].filter((id) => id !== null && shown.nodes.has(id));
}

// Opens the communities that the path leads through; for use inside a change.
function openPath() {
  refreshShown();
  reveal(pathNodes());
}

function stepPath(by) {
  const number = path.found.length;
  change(() => {
    path.at = (path.at + by + number) % number;
    openPath();
  });
  bringIntoSight(pathNodes());
}

// Forgets the path; for use inside a change.
function dropPath() {
  Object.assign(path, { from: null, to: null, at: 0, alone: false });
}

function pathCard() {
  const parts = [
    path.found ? null : element('p', { class: 'hint' }, 'How are two of them connected, over what is shown now?'),
    whoField('path-from', 'From', path.from, (id) => pickEnd('from', id)),
    whoField('path-to', 'To', path.to, (id) => pickEnd('to', id)),
  ];
  if (path.from === null || path.to === null) {
    parts.push(element('p', { class: 'hint' }, 'Type a name, or click one in the picture.'));
    return parts;
  }
  const { found } = path;
  if (!found || !found.length) {
    parts.push(element('p', { class: 'told', role: 'status' }, path.from === path.to ? 'These are one and the same.'
      : `No path leads from ${nameOf(nodes[path.from])} to ${nameOf(nodes[path.to])} over ${isFiltered() ? 'what is shown now' : 'all that the articles say'}.`));
    if (isFiltered() && distancesFrom(path.from, neighboursAmong(edges), Infinity).has(path.to)) {
      parts.push(element('p', { class: 'hint' }, 'There is one over what is left out.'),
        element('button', { type: 'button', class: 'plain', onclick: () => change(showEverything) }, 'Show everything, and the path'));
    }
    return parts;
  }
  const steps = found[path.at];
  const long = count(steps.length, 'step', 'steps');
  parts.push(element('div', { class: 'stepper' },
    element('button', { type: 'button', title: 'The path before', disabled: found.length < 2, onclick: () => stepPath(-1) }, icon('back'), hiddenLabel('The path before')),
    element('p', { class: 'told', role: 'status' }, found.length === 1 ? `One shortest path, ${long}`
      : `Path ${path.at + 1} of ${found.length < MOST_PATHS ? found.length : `${MOST_PATHS} or more`}, ${long}`),
    element('button', { type: 'button', title: 'The next path', disabled: found.length < 2, onclick: () => stepPath(1) }, icon('on'), hiddenLabel('The next path'))));
  parts.push(element('ol', { class: 'steps' }, ...steps.map(pathStep)));
  parts.push(checkbox('Only these paths in the picture', path.alone, (on) => change(() => { path.alone = on; })));
  return parts;
}

// Whether some filter leaves something out.
function isFiltered() {
  return shown.edges.size < edges.length;
}

function pickEnd(end, id) {
  const other = end === 'from' ? path.to : path.from;
  if (other !== null) findPath(end === 'from' ? id : other, end === 'from' ? other : id);
  else {
    path[end] = id;
    openCard('path');
  }
  const empty = ['from', 'to'].find((each) => path[each] === null);
  if (empty) document.getElementById(`path-${empty}`).focus();
}

function pathStep({ from, to, edges: between }) {
  const [edge, ...others] = between;
  const forward = edge.from === from;
  const position = claimsOf(edge)[0];
  const sentence = position === undefined || !claims[position].sentences.length ? null : markedSentence(claims[position], 0);
  const arrow = isSymmetric(edge) ? '–' : forward ? '→' : '←';
  const verb = element('button', { type: 'button', class: 'verb', title: 'Show its sentences', onclick: () => choose('edge', edge.id, true) }, `${verbOf(edge)} ${arrow}`);
  verb.style.setProperty('--tone', edgeTextColour(edge));
  return element('li', {},
    element('p', { dir: 'auto' }, nodeButton(nodes[from]), ' ', verb, ' ', nodeButton(nodes[to]), statusNote(edge) ? ' ' : null, statusNote(edge)),
    sentence ? element('blockquote', { dir: 'auto' }, ...sentence) : element('p', { class: 'hint' }, 'From the gazetteer.'),
    others.length ? element('p', { class: 'hint' }, `and ${count(others.length, 'other edge', 'other edges')} between the two`) : null);
}
