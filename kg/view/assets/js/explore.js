// What the reader looks at of the graph: somebody and those around, one relation, place or article, less what is hidden.

const STEPS = [1, 2, 3, Infinity];
const explore = {
  // Somebody and how many steps away from them others may be; `rings` stands them in circles around.
  around: null,
  rings: false,
  // Only one relation, place or article: `{ kind, name }`.
  only: null,
  hidden: { node: new Set(), edge: new Set() },
};
// Steps from the one in the middle, of all that are shown.
let distances = new Map();

claimTests.push((claim) => !explore.only || explore.only.kind === 'relation' || claim[explore.only.kind] === explore.only.name);
edgeTests.push((edge) => !explore.hidden.edge.has(edge.id) && (!explore.only
  || (explore.only.kind === 'relation' ? edge.kg.relation === explore.only.name : edge.kg.claims.length > 0)));
nodeTests.push((node) => !explore.hidden.node.has(node.id));
narrowings.push((wanted) => {
  if (explore.around === null) return wanted;
  distances = distancesFrom(explore.around.id, neighboursAmong(wanted), explore.around.steps);
  return wanted.filter((edge) => distances.has(edge.from) && distances.has(edge.to));
});

// Who stands in the middle anyway needs no light of their own.
lights.push(() => (explore.around && state.chosen && state.chosen.kind === 'node' && state.chosen.id === explore.around.id ? shown : null));

// Node -> the edges that leave it, each with the node at its other end.
function neighboursAmong(list) {
  const around = new Map();
  const add = (from, to, edge) => {
    if (!around.has(from)) around.set(from, []);
    around.get(from).push({ id: to, edge });
  };
  for (const edge of list) {
    if (edge.from === edge.to) continue;
    add(edge.from, edge.to, edge);
    add(edge.to, edge.from, edge);
  }
  return around;
}

// How many steps away the others are, breadth first, up to so many steps.
function distancesFrom(id, around, steps) {
  const found = new Map([[id, 0]]);
  let rim = [id];
  for (let step = 1; step <= steps && rim.length; step += 1) {
    rim = rim.flatMap((each) => (around.get(each) || []).map((next) => next.id)).filter((next) => !found.has(next) && found.set(next, step));
  }
  return found;
}

keep('around', () => (explore.around ? [explore.around.id, Number.isFinite(explore.around.steps) ? explore.around.steps : 'all', explore.rings ? 'rings' : ''].filter((each) => each !== '').join('.') : ''), (text) => {
  const [id, steps, rings] = text.split('.');
  explore.around = text && nodes[Number(id)] ? { id: Number(id), steps: steps === 'all' ? Infinity : Math.max(1, Math.floor(Number(steps)) || 1) } : null;
  explore.rings = rings === 'rings';
});
keep('only', () => (explore.only ? `${explore.only.kind} ${encodeURIComponent(explore.only.name)}` : ''), (text) => {
  const [kind, name] = text.split(' ');
  explore.only = ['relation', 'place', 'article'].includes(kind) && name ? { kind, name: decoded(name) } : null;
});
for (const kind of ['node', 'edge']) {
  keep(`hidden-${kind}s`, () => [...explore.hidden[kind]].sort((a, b) => a - b).join('.'), (text) => {
    const list = kind === 'node' ? nodes : edges;
    explore.hidden[kind] = new Set((text ? text.split('.') : []).map(Number).filter((id) => list[id]));
  });
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Looks at somebody and those around; what hides them is taken back.
function lookAround(id, steps = 1) {
  change(() => {
    unhideNode(nodes[id]);
    explore.around = { id, steps };
    explore.only = null;
  });
  fitView();
}

function lookEverywhere() {
  change(() => {
    explore.around = null;
    explore.rings = false;
  });
  fitView();
}

function showOnly(kind, name) {
  change(() => {
    explore.only = { kind, name };
    explore.around = null;
    if (kind === 'relation') state.off.relation.delete(name);
    dropPath();
  });
  if (!shown.edges.size) reveal(() => explore.only && shown.edges.size > 0, () => { explore.only = { kind, name }; openUp(); });
  showTab('graph');
  fitView();
}

function showAllKinds() {
  change(() => { explore.only = null; });
  fitView();
}

function hide(kind, id) {
  if (state.chosen && state.chosen.kind === kind && state.chosen.id === id) unchoose();
  change(() => explore.hidden[kind].add(id));
}

function hideRelation(name) {
  unchoose();
  change(() => state.off.relation.add(name));
}

function bringBack(kind, id) {
  change(() => {
    if (kind) explore.hidden[kind].delete(id);
    else for (const ids of Object.values(explore.hidden)) ids.clear();
  });
}

function unhideNode(node) {
  explore.hidden.node.delete(node.id);
  state.off.type.delete(node.group);
}

// Whether something less than everything is shown, by whatever filter.
function isFiltered() {
  return shown.edges.size < edges.length;
}

// Takes back all that narrows the picture, of all parts of the page.
function showEverything() {
  for (const [name, { give }] of kept) if (name !== 'path' && name !== 'pinned') give('');
  openUp();
}

// Switches on what lasting filters leave out at first.
function openUp() {
  for (const names of Object.values(state.off)) names.clear();
}

// What was looked for is shown even if something hides it: first what this part knows of is taken back, then everything.
function reveal(isThere, takeBack) {
  if (isThere()) return true;
  change(() => {
    takeBack();
    refreshShown();
    if (isThere()) return;
    showEverything();
  });
  return isThere();
}

function revealNode(node) {
  showTab('graph');
  return reveal(() => shown.nodes.has(node.id), () => {
    unhideNode(node);
    for (const edge of edgesOfNode.get(node.id)) explore.hidden.edge.delete(edge.id);
    explore.only = null;
    explore.around = null;
    dropPath();
  }) || !edgesOfNode.get(node.id).length;
}

function revealEdge(edge, position) {
  showTab('graph');
  return reveal(() => shown.edges.has(edge.id) && (position === undefined || isSure(position)), () => {
    unhideNode(nodes[edge.from]);
    unhideNode(nodes[edge.to]);
    explore.hidden.edge.delete(edge.id);
    state.off.relation.delete(edge.kg.relation);
    state.off.status.delete(edge.kg.status);
    explore.only = null;
    explore.around = null;
    dropPath();
    if (position !== undefined && claims[position].confidence < state.minimum) state.minimum = 0;
  });
}

const claimEdges = new Map();

// The edge that a claim is drawn as; where it happened is an edge only beside that.
function edgeOfClaim(position) {
  if (!claimEdges.size) {
    for (const edge of edges) if (edge.kg.status !== 'background') for (const each of edge.kg.claims) claimEdges.set(each, edge);
  }
  return claimEdges.get(position);
}

// What narrows the picture, in words, each with how to take it back.
function narrowed() {
  const told = [];
  if (explore.around) told.push({ text: aroundWords(), undo: lookEverywhere });
  if (explore.only) told.push({ text: onlyWords(), undo: showAllKinds });
  const hidden = explore.hidden.node.size + explore.hidden.edge.size;
  if (hidden) told.push({ text: `${count(hidden, 'thing', 'things')} hidden`, undo: () => bringBack() });
  return told;
}

function aroundWords() {
  const { id, steps } = explore.around;
  const far = Number.isFinite(steps) ? `within ${count(steps, 'step', 'steps')}` : 'all that is connected';
  return `Around ${nameOf(nodes[id])}, ${far}`;
}

function onlyWords() {
  const { kind, name } = explore.only;
  if (kind === 'relation') return `Only “${relations.has(name) ? printable(relations.get(name).label) : printable(name)}”`;
  if (kind === 'place') return `Only what happened in ${nodeNamed(name) ? nameOf(nodeNamed(name)) : '?'}`;
  const article = articles.get(name) || {};
  return `Only the article ${printable(article.title || '') ? `“${printable(article.title)}”` : outletOf(article) || printable(name)}`;
}
