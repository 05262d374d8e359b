// What the reader has chosen: filters, the edge or node that is open, light or dark.

const state = {
  // Names that are switched off.
  off: Object.fromEntries(Object.entries(data.quiet).map(([kind, names]) => [kind, new Set(names)])),
  // Claims that are less sure than this are not shown.
  minimum: 0,
  chosen: null,
  hovered: null,
};
const shown = { nodes: new Set(), edges: new Set() };

function isSure(position) {
  return claims[position].confidence >= state.minimum;
}

// Positions of the claims behind an edge that are sure enough.
function claimsOf(edge) {
  return edge.kg.claims.filter(isSure);
}

function isWanted(edge) {
  return (!edge.kg.claims.length || edge.kg.claims.some(isSure)) && !state.off.relation.has(edge.kg.relation) && !state.off.status.has(edge.kg.status)
    && !state.off.type.has(nodes[edge.from].group) && !state.off.type.has(nodes[edge.to].group);
}

// A node without an edge says nothing, so it goes with its last edge.
function refreshShown() {
  shown.nodes.clear();
  shown.edges.clear();
  const wanted = edges.filter(isWanted);
  const show = (edge) => {
    shown.edges.add(edge.id);
    shown.nodes.add(edge.from).add(edge.to);
  };
  wanted.filter((edge) => edge.kg.claims.length).forEach(show);
  // What is known besides is told of those that a sure claim mentions.
  wanted.filter((edge) => !edge.kg.claims.length && (!state.minimum || shown.nodes.has(edge.from))).forEach(show);
}

// What the chosen or hovered thing lights up; null when nothing is.
function spotlight() {
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
