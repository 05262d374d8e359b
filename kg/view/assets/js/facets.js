// What the filters leave to be seen, and how much each of their lines would show.
//
// Claims and edges are looked at once, while the page loads; afterwards each has a bit set for every filter that it does
// not pass. What has none is shown, and what has one alone is what that filter hides, so that one round over
// all claims gives all numbers, however many filters there are (Yee et al. 2003, Faceted metadata for image search).

const KIND_BITS = Object.fromEntries(FACETS.map((kind, at) => [kind, 1 << at]));
// What a claim must reach or lie in: kind -> whether it does; a part adds its own before the page starts.
const measures = new Map([
  ['sure', { isOn: () => state.minimum > 0, passes: (position) => claims[position].confidence >= state.minimum }],
  ['independent', { isOn: () => state.independent > 1, passes: (position) => independentOf(claims[position]) >= state.independent }],
]);
// What other parts hide; what is known besides of somebody of whom no claim is shown.
const [OTHERS, UNTOLD] = [1 << 28, 1 << 29];

function independentOf(claim) {
  return claim.independent || 1;
}

// The kind's values of all claims or nodes: their names, and the place of each item's among them.
function index(values) {
  const names = new Map();
  const codes = Int32Array.from(values, (name) => {
    if (!names.has(name)) names.set(name, names.size);
    return names.get(name);
  });
  return { names: [...names.keys()], codes };
}

function isBackground(edge) {
  return edge.kg.status === 'background';
}

const articleByName = byName(articles.values(), (article) => article.iri);
const nameByArticle = inverse(articleByName);

// An event type; of what has none, that of its relation, as a meeting that was denied is a matter of meetings.
const eventTypes = new Array(claims.length).fill('other');
for (const edge of edges) {
  const relation = relations.get(edge.kg.relation);
  const usual = (relation && relation.event_type) || (edge.kg.tone === 'open' ? 'open' : 'other');
  if (!isBackground(edge)) for (const position of edge.kg.claims) eventTypes[position] = claims[position].event_type || usual;
}

function statusOf(claim) {
  if (claim.polarity === 'negative') return 'denied';
  if (claim.modality !== 'actual') return claim.modality;
  return claim.asserted ? 'stated' : 'reported';
}

const facets = {
  type: index(nodes.map((node) => node.group)),
  event: index(eventTypes),
  status: index(claims.map(statusOf)),
  relation: index(edges.map((edge) => edge.kg.relation)),
  outlet: index(claims.map((claim) => outletOf(articles.get(claim.article) || {}) || '?')),
  article: index(claims.map((claim) => nameByArticle.get(articles.get(claim.article)) || '?')),
};
// What lies behind edges of the background is no claim of a kind.
const BACKGROUND = { event: 'STRUCTURE', status: 'background' };
const CLAIM_KINDS = ['event', 'status', 'outlet', 'article'];
const backgroundCodes = {};
for (const [kind, name] of Object.entries(BACKGROUND)) {
  const { names } = facets[kind];
  if (edges.some(isBackground) && !names.includes(name)) names.push(name);
  backgroundCodes[kind] = names.indexOf(name);
}

const claimMisses = new Int32Array(claims.length);
const edgeMisses = new Int32Array(edges.length);
// Kind -> how many of each name would be shown; of types entities, of the others claims and known facts.
const numbers = Object.fromEntries(FACETS.map((kind) => [kind, new Int32Array(facets[kind].names.length)]));
// What is shown, in numbers.
const tally = { claims: 0, articles: 0 };
// Which filter hides how much that no other hides.
const hiddenBy = new Map();

function bitOf(kind) {
  return KIND_BITS[kind] || 1 << (FACETS.length + [...measures.keys()].indexOf(kind));
}

// Whether each name of a kind is switched on.
function switches(kind) {
  return Uint8Array.from(facets[kind].names, (name) => Number(!state.off[kind].has(name)));
}

function refreshShown() {
  missClaims();
  missEdges();
  shown.nodes.clear();
  shown.edges.clear();
  const show = (edge) => {
    shown.edges.add(edge.id);
    shown.nodes.add(edge.from).add(edge.to);
  };
  const wanted = edges.filter((edge) => !edgeMisses[edge.id] && (!edge.kg.claims.length || edge.kg.claims.some(isSure)));
  const left = narrowings.reduce((some, narrow) => narrow(some), wanted);
  if (left.length < wanted.length) {
    const kept = new Set(left);
    for (const edge of wanted) if (!kept.has(edge)) edgeMisses[edge.id] |= OTHERS;
  }
  left.filter((edge) => edge.kg.claims.length).forEach(show);
  // What is known besides is told of those that a claim mentions, once claims are left out.
  if (!passing.every(Boolean)) {
    for (const edge of edges) if (!edge.kg.claims.length && !shown.nodes.has(edge.from)) edgeMisses[edge.id] |= UNTOLD;
  }
  left.filter((edge) => !edge.kg.claims.length && !edgeMisses[edge.id]).forEach(show);
  refreshDrawn();
  countAll();
  refreshDrawn();
}

function missClaims() {
  const kinds = CLAIM_KINDS.map((kind) => [facets[kind].codes, switches(kind), KIND_BITS[kind]]);
  const limits = [...measures].filter(([, { isOn }]) => isOn()).map(([kind, { passes }]) => [passes, bitOf(kind)]);
  for (let position = 0; position < claims.length; position += 1) {
    let missed = 0;
    for (const [codes, on, bit] of kinds) if (!on[codes[position]]) missed |= bit;
    for (const [passes, bit] of limits) if (!passes(position)) missed |= bit;
    if (claimTests.length && !claimTests.every((test) => test(claims[position], position))) missed |= OTHERS;
    claimMisses[position] = missed;
    passing[position] = Number(missed === 0);
  }
}

function missEdges() {
  const [types, related] = [switches('type'), switches('relation')];
  const visible = nodes.map((node) => nodeTests.every((test) => test(node)));
  for (const edge of edges) {
    let missed = related[facets.relation.codes[edge.id]] ? 0 : KIND_BITS.relation;
    if (!types[facets.type.codes[edge.from]] || !types[facets.type.codes[edge.to]]) missed |= KIND_BITS.type;
    if (isBackground(edge)) for (const kind of Object.keys(BACKGROUND)) if (state.off[kind].has(BACKGROUND[kind])) missed |= KIND_BITS[kind];
    if (!visible[edge.from] || !visible[edge.to] || !edgeTests.every((test) => test(edge))) missed |= OTHERS;
    edgeMisses[edge.id] = missed;
  }
}

// Calls with each claim behind an edge (-1 for a known fact), and the filters that it does not pass.
function eachRow(run) {
  for (const edge of edges) {
    const missed = edgeMisses[edge.id];
    if (!edge.kg.claims.length) run(edge, -1, missed);
    for (const position of edge.kg.claims) run(edge, position, missed | claimMisses[position]);
  }
}

function countAll() {
  for (const kind of FACETS) numbers[kind].fill(0);
  const seen = new Uint8Array(nodes.length);
  const alone = new Map();
  const [told, counted] = [new Uint8Array(claims.length), new Int32Array(claims.length)];
  eachRow((edge, position, missed) => {
    if (missed & (missed - 1)) return;
    if (missed) alone.set(missed, (alone.get(missed) || 0) + 1);
    const counts = (kind) => missed === 0 || missed === KIND_BITS[kind];
    if (!missed && position >= 0) told[position] = 1;
    if (counts('type')) countTypes(edge, missed, seen);
    if (counts('relation')) numbers.relation[facets.relation.codes[edge.id]] += 1;
    for (const kind of CLAIM_KINDS) {
      if (!counts(kind)) continue;
      if (kind in BACKGROUND && isBackground(edge)) numbers[kind][backgroundCodes[kind]] += 1;
      // A claim may stand behind two edges: what it says, and where.
      else if (position >= 0 && !(counted[position] & KIND_BITS[kind])) {
        counted[position] |= KIND_BITS[kind];
        numbers[kind][facets[kind].codes[position]] += 1;
      }
    }
  });
  tally.claims = told.reduce((sum, one) => sum + one, 0);
  tally.articles = new Set(facets.article.codes.filter((_, position) => told[position])).size;
  hiddenBy.clear();
  for (const kind of [...FACETS, ...measures.keys()]) hiddenBy.set(kind, alone.get(bitOf(kind)) || 0);
}

// A node counts where its type, switched on, would show it: the other end must not be hidden by a type of its own.
function countTypes(edge, missed, seen) {
  const [from, to] = [nodes[edge.from].group, nodes[edge.to].group];
  for (const [id, own, other] of [[edge.from, from, to], [edge.to, to, from]]) {
    if (!seen[id] && (!missed || (own === other || !state.off.type.has(other)))) {
      seen[id] = 1;
      numbers.type[facets.type.codes[id]] += 1;
    }
  }
}
