// What the reader has chosen, and what of the graph that leaves to be seen.
//
// Each part of the page that lets the reader choose something adds its own tests of what is shown, and keeps its choice
// under a name, so that undo and the address of the page can bring it back.

const state = {
  // Names that are switched off.
  off: Object.fromEntries(Object.entries(data.quiet).map(([kind, names]) => [kind, new Set(names)])),
  // Claims that are less sure than this are not shown.
  minimum: 0,
  chosen: null,
  hovered: null,
};
const shown = { nodes: new Set(), edges: new Set() };
// Whether the claim at a position passes the tests.
const passing = new Uint8Array(claims.length);

// What a claim, an edge and a node have to pass to be shown; parts add theirs while the page loads.
const claimTests = [(claim) => claim.confidence >= state.minimum];
const edgeTests = [(edge) => !state.off.relation.has(edge.kg.relation) && !state.off.status.has(edge.kg.status)];
const nodeTests = [(node) => !state.off.type.has(node.group)];
// What looks at all edges that pass at once, and leaves fewer of them: who is within two steps of somebody.
const narrowings = [];
// What else than the chosen or the hovered thing is lit up: each tells it as `spotlight` does, or null.
const lights = [];
const afterShown = [];

function isSure(position) {
  return passing[position] === 1;
}

// Positions of the claims behind an edge that pass.
function claimsOf(edge) {
  return edge.kg.claims.filter(isSure);
}

function isWanted(edge) {
  return (!edge.kg.claims.length || edge.kg.claims.some(isSure)) && edgeTests.every((test) => test(edge))
    && nodeTests.every((test) => test(nodes[edge.from]) && test(nodes[edge.to]));
}

// A node without an edge says nothing, so it goes with its last edge.
function refreshShown() {
  claims.forEach((claim, position) => { passing[position] = Number(claimTests.every((test) => test(claim, position))); });
  shown.nodes.clear();
  shown.edges.clear();
  const wanted = narrowings.reduce((left, narrow) => narrow(left), edges.filter(isWanted));
  const show = (edge) => {
    shown.edges.add(edge.id);
    shown.nodes.add(edge.from).add(edge.to);
  };
  wanted.filter((edge) => edge.kg.claims.length).forEach(show);
  // What is known besides is told of those that a claim mentions, once claims are left out.
  const all = passing.every(Boolean);
  wanted.filter((edge) => !edge.kg.claims.length && (all || shown.nodes.has(edge.from))).forEach(show);
}

// Runs after each change of what is shown.
function whenShown(run) {
  afterShown.push(run);
}

// Name -> how to take a choice as a short text (empty: as at the beginning), and how to give it back.
const kept = new Map();
const past = [];
const future = [];

function keep(name, take, give) {
  kept.set(name, { take, give });
}

function choices() {
  return Object.fromEntries([...kept].map(([name, { take }]) => [name, take()]).filter(([, text]) => text));
}

// Every choice of the reader's that changes what is shown goes through here.
function change(make) {
  const before = choices();
  make();
  applyFilters();
  if (JSON.stringify(before) !== JSON.stringify(choices())) {
    past.push(before);
    future.length = 0;
  }
}

function giveBack(wanted) {
  for (const [name, { give }] of kept) give(wanted[name] || '');
  applyFilters();
}

function undo() {
  if (!past.length) return;
  future.push(choices());
  giveBack(past.pop());
}

function redo() {
  if (!future.length) return;
  past.push(choices());
  giveBack(future.pop());
}

for (const [kind, names] of Object.entries(data.quiet)) {
  keep(kind, () => differing(state.off[kind], names), (text) => {
    state.off[kind] = new Set(names);
    for (const name of text ? text.split(' ').map(decodeURIComponent) : []) {
      if (!state.off[kind].delete(name)) state.off[kind].add(name);
    }
  });
}
keep('sure', () => (state.minimum ? String(Math.round(state.minimum * 100)) : ''), (text) => { state.minimum = Number(text) / 100 || 0; });

// The names whose switch stands otherwise than at the beginning.
function differing(off, quiet) {
  const first = new Set(quiet);
  return [...new Set([...off, ...first])].filter((name) => off.has(name) !== first.has(name)).sort().map(encodeURIComponent).join(' ');
}

// What the chosen or hovered thing lights up; null when nothing is.
function spotlight() {
  for (const light of lights) {
    const told = light();
    if (told) return told;
  }
  const focus = state.chosen || state.hovered;
  if (!focus) return null;
  const lit = { nodes: new Set(), edges: new Set() };
  const around = focus.kind === 'node' ? edgesOfNode.get(focus.id) : [edges[focus.id]];
  if (focus.kind === 'node') lit.nodes.add(focus.id);
  for (const edge of around) {
    if (!shown.edges.has(edge.id)) continue;
    lit.edges.add(edge.id);
    lit.nodes.add(edge.from).add(edge.to);
  }
  return lit;
}
