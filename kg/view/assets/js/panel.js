// The side panel: every claim behind an edge or a node, with its sentences and where they stand.

const panelBox = document.getElementById('panel');

function showPanel() {
  const { kind, id } = state.chosen;
  const close = element('button', { type: 'button', class: 'icon close', title: 'Close', onclick: unchoose },
    element('span', { 'aria-hidden': 'true' }, '✕'), element('span', { class: 'hidden-label' }, 'Close'));
  panelBox.replaceChildren(close, moreButton(kind, id), ...(kind === 'edge' ? edgePanel(edges[id]) : nodePanel(nodes[id])));
  panelBox.style.setProperty('--tone', kind === 'edge' ? edgeTextColour(edges[id]) : colour('soft'));
  panelBox.hidden = false;
  panelBox.scrollTop = 0;
}

function edgePanel(edge) {
  const relation = relations.get(edge.kg.relation);
  const positions = claimsOf(edge);
  const { status } = edge.kg;
  const kind = [
    STATUSES[status], positions.length && countClaims(positions), periodOf(positions),
  ];
  const between = edgesOfNode.get(edge.from).filter((other) => other !== edge && shown.edges.has(other.id)
    && (other.from === edge.to || other.to === edge.to) && (other.from === edge.from || other.to === edge.from));
  return [
    element('h2', { dir: 'auto' }, nodeButton(nodes[edge.from]), ' ',
      element('span', { class: 'verb' }, verbOf(edge) + (isSymmetric(edge) ? '' : ' →')), ' ', nodeButton(nodes[edge.to])),
    element('p', { class: 'kind' }, kind.filter(Boolean).join(' · ')),
    relation && relation.definition ? element('p', { class: 'definition' }, printable(relation.definition)) : null,
    ...conflictsOf(edge).map(conflictBox),
    ...(positions.length ? claimList(positions) : [
      element('p', { class: 'empty' }, 'No article says this; it is general knowledge from the gazetteer.')]),
    between.length ? element('h3', {}, 'Also between the two') : null,
    ...between.map((other) => section(betweenHeading(other), claimsOf(other), edgeTextColour(other), between.length <= 8)),
  ].filter(Boolean);
}

function nodePanel(node) {
  const around = edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id)).sort(byImportance);
  const hiddenCount = edgesOfNode.get(node.id).length - around.length;
  const aliases = [...new Set(node.kg.aliases.map(printable))].filter((alias) => alias && alias !== nameOf(node));
  const links = node.kg.sameAs.map(safeUrl).filter(Boolean);
  const spoken = claims.map((_, position) => position).filter((position) => isSure(position) && claims[position].speaker === node.kg.iri);
  const here = claims.map((_, position) => position).filter((position) => isSure(position) && claims[position].place === node.kg.iri);
  const positions = [...new Set(around.flatMap(claimsOf))];
  return [
    element('h2', { dir: 'auto' }, nameOf(node)),
    element('p', { class: 'kind' }, [node.group, positions.length && countClaims(positions)].filter(Boolean).join(' · ')),
    aliases.length ? element('p', { class: 'aliases', dir: 'auto' }, element('b', {}, 'Also: '), aliases.join(', ')) : null,
    links.length ? element('p', { class: 'aliases links' }, ...links.flatMap((link) => [webLink(link, new URL(link).hostname), ' '])) : null,
    ...around.map((edge, rank) => section(
      [element('span', { class: 'verb' }, edge.to === node.id && !isSymmetric(edge) ? `← ${verbOf(edge)}` : verbOf(edge)), ' ',
        element('span', { class: 'other', dir: 'auto' }, nameOf(nodes[edge.from === node.id ? edge.to : edge.from])),
        statusNote(edge)],
      claimsOf(edge), edgeTextColour(edge), rank === 0)),
    spoken.length ? section([element('span', { class: 'other' }, `What ${nameOf(node)} says`)], spoken, colour('soft')) : null,
    here.length ? section([element('span', { class: 'other' }, `What happened in ${nameOf(node)}`)], here, colour('soft')) : null,
    hiddenCount ? element('p', { class: 'empty' }, `The filters hide ${count(hiddenCount, 'edge', 'edges')} more.`) : null,
  ].filter(Boolean);
}

function byImportance(a, b) {
  return (a.kg.tone === 'structure') - (b.kg.tone === 'structure') || b.kg.claims.length - a.kg.claims.length || a.id - b.id;
}

// A part that unfolds; its claims are built when it does, for a node may have hundreds.
function section(heading, positions, tone, open) {
  const made = element('details', {}, element('summary', {}, ...heading.filter(Boolean),
    element('span', { class: 'count' }, positions.length ? String(positions.length) : '')));
  made.style.setProperty('--tone', tone);
  const fill = () => {
    if (made.open && made.childElementCount === 1) {
      made.append(...(positions.length ? claimList(positions) : [element('p', { class: 'empty' }, 'From the gazetteer.')]));
    }
  };
  made.addEventListener('toggle', fill);
  made.open = Boolean(open);
  fill();
  return made;
}

function claimList(positions) {
  return positions.map((position) => claimCard(claims[position], position));
}

function claimCard(claim, position) {
  const article = articles.get(claim.article) || {};
  const subject = nodeNamed(claim.subject);
  const object = nodeNamed(claim.object);
  const status = claim.polarity === 'negative' ? 'denied' : claim.modality;
  return element('article', { class: `claim ${status}`, 'data-claim': position },
    ...claim.sentences.map((sentence) => element('blockquote', { dir: 'auto' }, ...highlighted(printable(sentence), subject, object))),
    source(article), chips(claim));
}

function source(article) {
  const url = safeUrl(article.url);
  const outlet = outletOf(article);
  const title = printable(article.title || '');
  const main = title || outlet || `Article ${printable(decodeURIComponent((article.iri || '').split('/').pop()))}`;
  return element('p', { class: 'source', dir: 'auto' },
    outlet ? element('strong', {}, outlet) : null, outlet && article.date ? ', ' : null,
    article.date ? element('time', {}, printable(article.date)) : null,
    (outlet || article.date) && (url || title || !outlet) ? element('br', {}) : null, url ? webLink(url, main) : title || (outlet ? null : main));
}

function chips(claim) {
  const speaker = nodeNamed(claim.speaker);
  const place = nodeNamed(claim.place);
  const words = [
    claim.polarity === 'negative' && ['strong', claim.operator === 'refused' ? 'refused' : 'denied or not so'],
    claim.modality !== 'actual' && ['strong', claim.operator && claim.operator !== claim.modality
      ? `${claim.modality}: ${claim.operator}` : claim.modality],
    speaker && ['', `according to ${nameOf(speaker)}`],
    !claim.asserted && !speaker && claim.modality === 'actual' && claim.polarity === 'positive' && ['', 'not asserted'],
    place && ['', `in ${nameOf(place)}`],
    claim.time && ['', whenOf(claim.time)],
    claim.topic && ['', `about ${printable(claim.topic)}`],
    claim.event_type && claim.event_type !== 'STRUCTURE' && ['', claim.event_type.toLowerCase()],
  ].filter(Boolean);
  const bar = element('i', {});
  bar.style.width = `${Math.round(claim.confidence * 100)}%`;
  return element('ul', { class: 'chips' },
    ...words.map(([style, text]) => element('li', { class: style || null, dir: 'auto' }, text)),
    element('li', { title: 'How sure the reading is' }, element('span', { class: 'meter', 'aria-hidden': 'true' }, bar),
      `${Math.round(claim.confidence * 100)} % sure`));
}

function whenOf(time) {
  const [start, end] = printable(time).split('/');
  if (!end) return start;
  if (end === '..') return `since ${start}`;
  return start === '..' ? `until ${end}` : `${start} to ${end}`;
}

// The sentence in pieces, with the names of the subject and the object marked.
function highlighted(sentence, subject, object) {
  const marks = new Map();
  for (const [node, style] of [[object, 'object'], [subject, 'subject']]) {
    for (const name of node ? [node.kg.name, ...node.kg.aliases] : []) {
      const clean = printable(name);
      if (clean.length > 1 && clean.length < 80) marks.set(clean, style);
    }
  }
  if (!marks.size) return [sentence];
  const names = [...marks.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pieces = sentence.split(new RegExp(`(?<![\\p{L}\\p{N}])(${names.join('|')})(?![\\p{L}\\p{N}])`, 'u'));
  return pieces.map((piece, at) => (at % 2 ? element('mark', { class: marks.get(piece) }, piece) : piece));
}

function countClaims(positions) {
  const sources = new Set(positions.map((position) => claims[position].article));
  return `${count(positions.length, 'claim', 'claims')} in ${count(sources.size, 'article', 'articles')}`;
}

function nodeButton(node) {
  return element('button', { type: 'button', onclick: () => choose('node', node.id, true) }, nameOf(node));
}

function betweenHeading(edge) {
  return [
    isSymmetric(edge) ? null : element('span', { class: 'other', dir: 'auto' }, nameOf(nodes[edge.from])),
    element('span', { class: 'verb' }, verbOf(edge)), statusNote(edge),
  ];
}

function statusNote(edge) {
  const plain = edge.kg.status === 'stated' || edge.kg.status === 'background';
  return plain ? null : element('small', {}, STATUSES[edge.kg.status].toLowerCase());
}

function webLink(url, text) {
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text);
}
