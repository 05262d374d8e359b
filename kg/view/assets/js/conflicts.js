// What contradicts itself: the mark on its edges, and both sides beside each other in the panel.

const conflictsByClaim = new Map();
for (const conflict of data.conflicts) {
  for (const position of [...conflict.one, ...conflict.other]) {
    if (!conflictsByClaim.has(position)) conflictsByClaim.set(position, []);
    conflictsByClaim.get(position).push(conflict);
  }
}

const disputedEdges = new Set(edges.filter((edge) => edge.kg.claims.some((position) => conflictsByClaim.has(position))));

// The conflicts that an edge's claims are in, as far as both sides are sure enough; where somebody acts is no matter of
// dispute.
function conflictsOf(edge) {
  if (!disputedEdges.has(edge) || edge.kg.status === 'background') return [];
  const found = new Set(claimsOf(edge).flatMap((position) => conflictsByClaim.get(position) || []));
  return [...found].filter((conflict) => conflict.one.some(isSure) && conflict.other.some(isSure));
}

function labelOf(edge) {
  return conflictsOf(edge).length ? `${edge.label} ≠` : edge.label;
}

function conflictBox(conflict) {
  return element('section', { class: 'conflict' }, element('h3', { dir: 'auto' }, `≠ ${printable(conflict.label)}`),
    element('div', { class: 'sides' }, ...[conflict.one, conflict.other].map((side) => element('div', {}, ...sideOf(side.filter(isSure))))));
}

// The claims of one side, each kind of them under what it says.
function sideOf(positions) {
  const said = new Map();
  for (const position of positions) {
    const words = wordsOf(claims[position]);
    said.set(words, [...(said.get(words) || []), position]);
  }
  return [...said].flatMap(([words, members]) => [element('h4', { dir: 'auto' }, words), ...claimList(members)]);
}

function wordsOf(claim) {
  const relation = relations.get(claim.relation);
  const verb = printable(relation ? relation.label : claim.relation);
  const denied = claim.polarity === 'negative' ? `: ${claim.operator === 'refused' ? 'refused' : 'not so'}` : '';
  return `${nameOf(nodeNamed(claim.subject))} ${verb} ${nameOf(nodeNamed(claim.object))}${denied}`;
}
