// What the reader has chosen, and what of the graph that leaves to be seen.
//
// A part of the page that hides something adds a test; what a filter of facets.js leaves out is worked out there.

const state = {
  // Names that are switched off, by the kind of filter.
  off: Object.fromEntries(FACETS.map((kind) => [kind, new Set(data.quiet[kind])])),
  // Kinds of filters of which the reader wants some only: what comes to the graph later is none of these.
  only: new Set(),
  // Claims that are less sure than this, or that fewer independent articles tell, are not shown.
  minimum: 0,
  independent: 1,
  chosen: null,
  hovered: null,
};
const shown = { nodes: new Set(), edges: new Set() };
// Whether the claim at a position passes.
const passing = new Uint8Array(claims.length);

// What a claim, an edge and a node have to pass to be shown besides the filters; parts add theirs while the page loads.
const claimTests = [];
const edgeTests = [];
const nodeTests = [];
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

// Runs after each change of what is shown.
function whenShown(run) {
  afterShown.push(run);
}

// Kind of what can be chosen -> the edges that belong to it; parts of the page add theirs.
const edgesAround = { node: (id) => edgesOfNode.get(id), edge: (id) => [edges[id]] };

// What the chosen or hovered thing lights up; null when nothing is.
function spotlight() {
  for (const light of lights) {
    const told = light();
    if (told) return told;
  }
  const focus = state.chosen || state.hovered;
  if (!focus) return null;
  const lit = { nodes: new Set(), edges: new Set() };
  const around = edgesAround[focus.kind](focus.id);
  if (focus.kind === 'node') lit.nodes.add(focus.id);
  for (const edge of around) {
    if (!shown.edges.has(edge.id)) continue;
    lit.edges.add(edge.id);
    lit.nodes.add(edge.from).add(edge.to);
  }
  return lit;
}
