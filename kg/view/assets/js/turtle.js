// What is shown as RDF in Turtle, in the terms of docs/model.md: entities, facts, claims with their evidence, articles. Every
// triple is one of the store's.

const VOCABULARIES = {
  kg: 'https://newskg.example/ontology#', oa: 'http://www.w3.org/ns/oa#', owl: 'http://www.w3.org/2002/07/owl#', plover: 'https://newskg.example/plover#',
  prov: 'http://www.w3.org/ns/prov#', rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  schema: 'https://schema.org/', skos: 'http://www.w3.org/2004/02/skos/core#', xsd: 'http://www.w3.org/2001/XMLSchema#',
};

// The entities' own prefix, by the base of this graph.
function addOwnPrefix() {
  const { iri = '' } = nodes.length ? nodes[0].kg : {};
  const at = iri.indexOf('/resource/');
  if (at > 0 && !/[\u0000-\u0020<>"{}|^`\\]/.test(iri.slice(0, at))) VOCABULARIES.kgr = iri.slice(0, at + '/resource/'.length);
}
addOwnPrefix();

function turtleOf() {
  const positions = shownClaims();
  const told = positions.map((position) => claims[position]);
  const named = new Set([...shown.nodes].map((id) => nodes[id].kg.iri));
  for (const claim of told) for (const iri of [claim.subject, claim.object, claim.place, claim.speaker]) if (iri) named.add(iri);
  const subjects = [
    ...nodes.filter((node) => named.has(node.kg.iri)).map((node) => entityTurtle(node)),
    ...told.flatMap(claimTurtle),
    ...[...new Set(told.map((claim) => claim.article))].sort().filter((iri) => articles.has(iri)).map((iri) => articleTurtle(articles.get(iri))),
  ];
  return `${Object.entries(VOCABULARIES).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`).join('')}\n${subjects.join('\n')}`;
}

function subjectTurtle(iri, facts) {
  const told = new Map();
  for (const [property, value] of facts.filter(Boolean)) told.set(property, (told.get(property) || new Set()).add(value));
  return `${term(iri)} ${[...told].map(([property, values]) => `${property} ${[...values].join(', ')}`).join(' ;\n    ')} .\n`;
}

// An IRI in short where its vocabulary has a prefix.
function term(iri) {
  for (const [prefix, start] of Object.entries(VOCABULARIES)) {
    if (iri.startsWith(start) && /^[A-Za-z][\w-]*$/.test(iri.slice(start.length))) return `${prefix}:${iri.slice(start.length)}`;
  }
  return `<${storable(iri).replace(/[\u0000-\u0020<>"{}|^`\\\ufffd]/g, encodeURIComponent)}>`;
}

function literal(text, suffix = '') {
  const escaped = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `"${storable(text).replace(/[\\"\n\r\t]/g, (sign) => escaped[sign])}"${suffix}`;
}

// A date, month, year or moment with its type; anything else as it is.
function timeLiteral(text) {
  const kind = /^\d{4}$/.test(text) ? 'gYear' : /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? 'gYearMonth'
    : isDay(text) ? 'date' : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(text) && isDay(text.slice(0, 10)) ? 'dateTime' : '';
  return literal(text, kind && `^^xsd:${kind}`);
}

function isDay(text) {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return Boolean(day) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

// An entity, and the facts that the edges shown state of it.
function entityTurtle(node) {
  const { iri, name, aliases, sameAs } = node.kg;
  return subjectTurtle(iri, [
    ['a', term(`${VOCABULARIES.kg}${node.group}`)],
    ['rdfs:label', literal(name, '@en')],
    ...aliases.map((alias) => ['skos:altLabel', literal(alias, '@en')]),
    ...sameAs.map((other) => ['owl:sameAs', term(other)]),
    ...edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id)).flatMap((edge) => factsOf(edge, node.id)),
  ]);
}

// The plain triples of an edge whose relation is known by its IRI: what a claim asserts, and what the gazetteer knows.
function factsOf(edge, from) {
  const relation = relations.get(edge.kg.relation);
  const positions = claimsOf(edge);
  if (!relation || !relation.iri || (edge.kg.claims.length && !positions.some((position) => claims[position].asserted))) return [];
  const ways = [[edge.from, edge.to], ...(relation.symmetric ? [[edge.to, edge.from]] : [])];
  return ways.filter(([one]) => one === from).map(([, other]) => [term(relation.iri), term(nodes[other].kg.iri)]);
}

// The evidence of a claim, each with its IRI: that of the claim with a number.
function evidenceOf(claim) {
  const at = claim.iri.lastIndexOf('/claim/');
  return claim.evidence.map((evidence, place) => ({ ...evidence, iri: `${claim.iri.slice(0, at)}/evidence/${claim.iri.slice(at + 7)}-${claim.numbers[place] || place + 1}` }));
}

function claimTurtle(claim) {
  const evidence = evidenceOf(claim);
  const relation = relations.get(claim.relation);
  const [start, end] = claim.time ? claim.time.split('/') : [];
  const language = (articles.get(claim.article) || {}).language || 'en';
  return [
    subjectTurtle(claim.iri, [
      ['a', 'kg:Claim'],
      ['rdf:subject', term(claim.subject)],
      relation && relation.iri ? ['rdf:predicate', term(relation.iri)] : null,
      ['rdf:object', term(claim.object)],
      ['kg:polarity', `kg:${claim.polarity}`],
      ['kg:modality', `kg:${claim.modality}`],
      claim.operator ? ['kg:operator', literal(claim.operator)] : null,
      ['kg:asserted', String(claim.asserted)],
      ['kg:confidence', `"${Number(claim.confidence.toFixed(4))}"^^xsd:decimal`],
      claim.event_type ? ['kg:eventType', term(`${VOCABULARIES.plover}${claim.event_type}`)] : null,
      claim.place ? ['kg:place', term(claim.place)] : null,
      claim.speaker ? ['kg:speaker', term(claim.speaker)] : null,
      start && start !== '..' ? ['kg:timeStart', timeLiteral(start)] : null,
      (end || start) && (end || start) !== '..' ? ['kg:timeEnd', timeLiteral(end || start)] : null,
      claim.topic ? ['kg:topic', literal(claim.topic, `@${language}`)] : null,
      ['prov:hadPrimarySource', term(claim.article)],
      ...evidence.map(({ iri }) => ['prov:wasDerivedFrom', term(iri)]),
    ]),
    ...evidence.map(({ iri, text, start: from, end: to }) => subjectTurtle(iri, [
      ['a', 'kg:Evidence'], ['oa:exact', literal(text)], ['oa:start', String(from)], ['oa:end', String(to)],
    ])),
  ];
}

function articleTurtle(article) {
  const { iri, title, outlet, author, date, url, language } = article;
  return subjectTurtle(iri, [
    ['a', 'schema:NewsArticle'],
    title ? ['schema:headline', literal(title)] : null,
    outlet ? ['schema:publisher', literal(outlet)] : null,
    author ? ['schema:author', literal(author)] : null,
    date ? ['schema:datePublished', timeLiteral(date)] : null,
    language ? ['schema:inLanguage', literal(language)] : null,
    addressTurtle(url),
  ]);
}

// An address that is none is kept as text by the store; one that is told from neither is left out.
function addressTurtle(url) {
  if (!url) return null;
  if (!/^[a-z][a-z0-9+.-]*:./i.test(url)) return ['schema:url', literal(url)];
  const plain = /^[\w:/?#@!$&'()*+,;=%~.-]*$/.test(url) && !/%(?![0-9a-f]{2})|#.*#/i.test(url) && URL.canParse(url);
  return plain ? ['schema:url', `<${url}>`] : null;
}

function saveTurtle() {
  saveText(fileName('graph', 'ttl'), 'text/turtle', turtleOf());
}
