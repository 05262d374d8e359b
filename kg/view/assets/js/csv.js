// What is shown as tables (RFC 4180, in UTF-8 with the mark by which spreadsheets know it).

// What a spreadsheet would take for a formula, even behind spaces (OWASP, "CSV injection").
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

function csvCell(value) {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  const text = storable(printable(value ?? ''));
  return `"${(FORMULA.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
}

// Columns are `[name, read]`.
function csvTable(columns, rows) {
  const lines = [columns.map(([name]) => csvCell(name)), ...rows.map((row) => columns.map(([, read]) => csvCell(read(row))))];
  return `\ufeff${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

const labelOfIri = (iri) => (nodeNamed(iri) ? nameOf(nodeNamed(iri)) : iri || '');
const several = (texts) => texts.map(printable).join('; ');
const shownEdgesOf = (node) => edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id));

function entitiesCsv() {
  return csvTable([
    ['name', nameOf],
    ['type', (node) => node.group],
    ['other names', (node) => several(node.kg.aliases)],
    ['edges', (node) => shownEdgesOf(node).length],
    ['claims', (node) => new Set(shownEdgesOf(node).flatMap(claimsOf)).size],
    ['same as', (node) => several(node.kg.sameAs)],
    ['iri', (node) => node.kg.iri],
  ], nodes.filter((node) => shown.nodes.has(node.id)));
}

function edgesCsv() {
  const dates = (edge) => datesOf(claimsOf(edge));
  return csvTable([
    ['from', (edge) => nameOf(nodes[edge.from])],
    ['relation', (edge) => edge.kg.relation],
    ['to', (edge) => nameOf(nodes[edge.to])],
    ['directed', (edge) => !isSymmetric(edge)],
    ['kind', (edge) => TONES[edge.kg.tone]],
    ['how', (edge) => STATUSES[edge.kg.status]],
    ['contradicted', (edge) => conflictsOf(edge).length > 0],
    ['where', (edge) => several(edge.kg.places)],
    ['claims', (edge) => claimsOf(edge).length],
    ['articles', (edge) => new Set(claimsOf(edge).map((position) => claims[position].article)).size],
    ['first date', (edge) => dates(edge)[0]],
    ['last date', (edge) => dates(edge).pop()],
    ['from iri', (edge) => nodes[edge.from].kg.iri],
    ['to iri', (edge) => nodes[edge.to].kg.iri],
  ], edges.filter((edge) => shown.edges.has(edge.id)));
}

function claimsCsv() {
  const article = (claim) => articles.get(claim.article) || {};
  return csvTable([
    ['subject', (claim) => labelOfIri(claim.subject)],
    ['relation', (claim) => claim.relation],
    ['object', (claim) => labelOfIri(claim.object)],
    ['polarity', (claim) => claim.polarity],
    ['modality', (claim) => claim.modality],
    ['operator', (claim) => claim.operator],
    ['asserted', (claim) => claim.asserted],
    ['speaker', (claim) => labelOfIri(claim.speaker)],
    ['place', (claim) => labelOfIri(claim.place)],
    ['time', (claim) => claim.time],
    ['topic', (claim) => claim.topic],
    ['event type', (claim) => claim.event_type],
    ['confidence', (claim) => claim.confidence],
    ['sentence', (claim) => claim.sentences.map(printable).join(' […] ')],
    ['outlet', (claim) => outletOf(article(claim))],
    ['date', (claim) => article(claim).date],
    ['title', (claim) => article(claim).title],
    ['url', (claim) => safeUrl(article(claim).url)],
    ['iri', (claim) => claim.iri],
    ['article iri', (claim) => claim.article],
  ], shownClaims().map((position) => claims[position]));
}

function saveEntities() {
  saveText(fileName('entities', 'csv'), 'text/csv', entitiesCsv());
}

function saveEdges() {
  saveText(fileName('edges', 'csv'), 'text/csv', edgesCsv());
}

function saveClaims() {
  saveText(fileName('claims', 'csv'), 'text/csv', claimsCsv());
}
