// What the page shows, as it stands in the data block, and the words for it. Nothing here changes later.

const data = JSON.parse(document.getElementById('kg-data').textContent);
Object.assign(data, unpack(data.packed));
const { nodes, edges, claims } = data;
const relations = new Map(data.relations.map((relation) => [relation.name, relation]));
const articles = new Map(data.articles.map((article) => [article.iri, article]));
// What happened, as far as claims tell of it; `claims` are the positions of those that report or deny it.
const events = new Map(data.events.map((event) => [event.iri, { ...event, claims: [] }]));
nodes.forEach((node, at) => { node.kg = { ...data.nodesTold[at], offices: [] }; });
edges.forEach((edge, at) => { edge.kg = data.edgesTold[at]; });
for (const { node, ...office } of data.offices) nodes[node].kg.offices.push(office);
claims.forEach((claim, position) => {
  claim.evidence = claim.evidence.map((place) => data.evidence[place]);
  claim.sentences = [...new Set(claim.evidence.map((evidence) => evidence.text))];
  if (events.has(claim.event)) events.get(claim.event).claims.push(position);
});
const nodeByIri = new Map(nodes.map((node) => [node.kg.iri, node]));
const edgesOfNode = new Map(nodes.map((node) => [node.id, []]));
for (const edge of edges) {
  edgesOfNode.get(edge.from).push(edge);
  if (edge.to !== edge.from) edgesOfNode.get(edge.to).push(edge);
}

const TYPES = {
  Person: 'People', Country: 'Countries', Organization: 'Organizations', Group: 'Groups', City: 'Cities',
  Region: 'Regions', Facility: 'Facilities', Office: 'Offices', Event: 'Events',
  Work: 'Works, products',
};
const TONES = {
  'verbal-cooperation': 'Talk, agree', 'material-cooperation': 'Help, cooperate',
  'verbal-conflict': 'Demand, accuse', 'material-conflict': 'Coerce, attack',
  structure: 'Lasting facts', open: 'Open relations', other: 'Other',
};
const STATUSES = {
  stated: 'Stated as fact', reported: 'Reported only', planned: 'Planned', possible: 'Possible',
  requested: 'Asked for', denied: 'Denied', background: 'Background',
};

// Control characters, and marks that turn the writing direction of what follows them.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

function printable(text) {
  return String(text).replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
}

function nameOf(node) {
  return printable(node.kg.name) || '?';
}

function verbOf(edge) {
  const relation = relations.get(edge.kg.relation);
  return printable(relation ? relation.label : edge.kg.relation);
}

function isSymmetric(edge) {
  const relation = relations.get(edge.kg.relation);
  return Boolean(relation && relation.symmetric);
}

function nodeNamed(iri) {
  return iri === null ? undefined : nodeByIri.get(iri);
}

function outletOf(article) {
  if (article.outlet) return printable(article.outlet);
  const url = safeUrl(article.url);
  return url ? new URL(url).hostname.replace(/^www\./, '') : '';
}

// Only the web: an address from an article may be anything, "javascript:" too.
function safeUrl(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
  } catch {
    return '';
  }
}

function count(number, one, many) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

function datesOf(positions) {
  const dates = positions.map((position) => (articles.get(claims[position].article) || {}).date).filter(Boolean).sort();
  return [...new Set(dates)];
}

function periodOf(positions) {
  const dates = datesOf(positions);
  return dates.length > 1 ? `${dates[0]} to ${dates[dates.length - 1]}` : dates[0] || '';
}

// Letters that have no accent to take off, and what people type for them.
const PLAIN_LETTERS = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ', ё: 'е' };

// A text as it is looked for: without accents and capitals.
function fold(text) {
  return printable(text).toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[øłđðħŧıßæœþςё]/g, (letter) => PLAIN_LETTERS[letter]);
}

// Builds an element; texts become text nodes, whatever they say.
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}
