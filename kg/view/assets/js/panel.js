// The side panel: every claim behind an edge or a node.

const panelBox = document.getElementById('panel');
// Kind of what can be chosen -> what the panel says of it, and in which colour; parts of the page add theirs.
const panelParts = { node: (id) => nodePanel(nodes[id]), edge: (id) => edgePanel(edges[id]) };
const panelColours = { node: () => colour('soft'), edge: (id) => edgeTextColour(edges[id]) };

const SECTIONS = 60;
// What the reader unfolded, as long as one thing is open.
const panelView = { of: '', open: new Map(), byDate: false, tall: false };

function showPanel() {
  const { kind, id } = state.chosen;
  const same = panelView.of === `${kind} ${id}`;
  const at = same ? panelBox.scrollTop : 0;
  const focused = same && panelBox.contains(document.activeElement) ? document.activeElement.dataset.focus || '' : null;
  if (!same) Object.assign(panelView, { of: `${kind} ${id}`, open: new Map() });
  panelBox.replaceChildren(panelHead(), ...panelParts[kind](id));
  const heading = panelBox.querySelector('h2');
  if (heading) heading.id = 'panel-heading';
  panelBox.setAttribute(heading ? 'aria-labelledby' : 'aria-label', heading ? 'panel-heading' : 'What the articles say');
  panelBox.style.setProperty('--tone', panelColours[kind](id));
  panelBox.classList.toggle('tall', panelView.tall);
  panelBox.hidden = false;
  panelBox.scrollTop = at;
  if (focused !== null) (panelBox.querySelector(`[data-focus="${CSS.escape(focused)}"]`) || panelBox).focus({ preventScroll: true });
}

function panelHead() {
  const taller = element('button', { type: 'button', class: 'icon taller', title: 'Taller or lower', 'aria-pressed': String(panelView.tall), 'data-focus': 'taller',
    onclick: (event) => {
      panelView.tall = panelBox.classList.toggle('tall');
      event.currentTarget.setAttribute('aria-pressed', String(panelView.tall));
    } }, element('span', { 'aria-hidden': 'true' }, '⇕'), element('span', { class: 'hidden-label' }, 'Taller'));
  const close = element('button', { type: 'button', class: 'icon close', title: 'Close (Esc)', onclick: unchoose, 'data-focus': 'close' },
    element('span', { 'aria-hidden': 'true' }, '✕'), element('span', { class: 'hidden-label' }, 'Close'));
  const { kind, id } = state.chosen;
  return element('div', { class: 'corner' }, taller, kind === 'node' || kind === 'edge' ? moreButton(kind, id) : null, close);
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
    listTools(positions), markKey(positions),
    ...conflictsOf(edge).map(conflictBox),
    ...(positions.length ? claimList(positions) : [
      element('p', { class: 'empty' }, 'No article says this; it is general knowledge from the gazetteer.')]),
    between.length ? element('h3', {}, 'Also between the two') : null,
    ...between.map((other) => section(`edge ${other.id}`, betweenHeading(other), claimsOf(other), edgeTextColour(other), between.length <= 8)),
  ].filter(Boolean);
}

function nodePanel(node) {
  const around = edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id)).sort(byImportance);
  const hiddenCount = edgesOfNode.get(node.id).length - around.length;
  const aliases = [...new Set(node.kg.aliases.map(printable))].filter((alias) => alias && alias !== nameOf(node));
  const links = node.kg.sameAs.map(safeUrl).filter(Boolean);
  const spoken = (claimsBy('speaker').get(node.kg.iri) || []).filter(isSure);
  const here = (claimsBy('place').get(node.kg.iri) || []).filter(isSure);
  const positions = [...new Set(around.flatMap(claimsOf))];
  const all = [...new Set([...positions, ...spoken, ...here])];
  return [
    element('h2', { dir: 'auto' }, nameOf(node)),
    element('p', { class: 'kind' }, [node.group, positions.length && countClaims(positions), periodOf(positions)].filter(Boolean).join(' · ')),
    aliases.length ? element('p', { class: 'aliases', dir: 'auto' }, element('b', {}, 'Also: '), aliases.join(', ')) : null,
    links.length ? element('p', { class: 'aliases links' }, ...links.flatMap((link) => [webLink(link, new URL(link).hostname), ' '])) : null,
    mendTools(node),
    listTools(all, true), markKey(all),
    ...(panelView.byDate && all.length ? claimList(all, true) : bySections(node, around, spoken, here)),
    hiddenCount ? element('p', { class: 'empty' }, `The filters hide ${count(hiddenCount, 'edge', 'edges')} more.`) : null,
  ].filter(Boolean);
}

// How the claims are listed: by date or by whom, the oldest or the newest first.
function listTools(positions, canGroup) {
  if (positions.length < 2) return null;
  const choice = (name, text, pressed, make) => element('button', {
    type: 'button', 'aria-pressed': String(pressed), 'data-focus': name, onclick: () => { make(); showPanel(); },
  }, text);
  return element('div', { class: 'listing', role: 'group', 'aria-label': 'How to list the claims' },
    ...(canGroup ? [choice('by-whom', 'By whom', !panelView.byDate, () => { panelView.byDate = false; }),
      choice('by-date', 'By date', panelView.byDate, () => { panelView.byDate = true; })] : []),
    choice('newest', 'Newest first', listOrder.newest, () => { listOrder.newest = !listOrder.newest; }));
}

function bySections(node, around, spoken, here) {
  const made = around.slice(0, SECTIONS).map((edge, rank) => edgeSection(node, edge, rank === 0));
  if (around.length > SECTIONS) {
    made.push(element('button', { type: 'button', class: 'more', onclick: (event) => {
      const rest = around.slice(SECTIONS).map((edge) => edgeSection(node, edge, false));
      event.currentTarget.replaceWith(...rest);
      rest[0].querySelector('summary').focus({ preventScroll: true });
    } }, `Show ${count(around.length - SECTIONS, 'more edge', 'more edges')}`));
  }
  if (spoken.length) made.push(section('spoken', [element('span', { class: 'other' }, `What ${nameOf(node)} says`)], spoken, colour('soft'), false, { isMixed: true }));
  if (here.length) made.push(section('here', [element('span', { class: 'other' }, `What happened in ${nameOf(node)}`)], here, colour('soft'), false, { isMixed: true }));
  return made;
}

function edgeSection(node, edge, open) {
  const other = nodes[edge.from === node.id ? edge.to : edge.from];
  return section(`edge ${edge.id}`, [
    element('span', { class: 'verb' }, edge.to === node.id && !isSymmetric(edge) ? `← ${verbOf(edge)}` : verbOf(edge)), ' ',
    element('span', { class: 'other', dir: 'auto' }, nameOf(other)), statusNote(edge),
  ], claimsOf(edge), edgeTextColour(edge), open, { other });
}

// IRI -> positions of the claims that have it as subject, object, speaker, place or article.
const indexes = new Map();

function claimsBy(role) {
  if (!indexes.has(role)) {
    const found = new Map();
    claims.forEach((claim, position) => {
      if (claim[role] === null) return;
      if (!found.has(claim[role])) found.set(claim[role], []);
      found.get(claim[role]).push(position);
    });
    indexes.set(role, found);
  }
  return indexes.get(role);
}

function byImportance(a, b) {
  return (a.kg.tone === 'structure') - (b.kg.tone === 'structure') || b.kg.claims.length - a.kg.claims.length || a.id - b.id;
}

// A part that unfolds; its claims are built when it does, for a node may have thousands.
function section(key, heading, positions, tone, open, { other = null, isMixed = false } = {}) {
  const made = element('details', { class: 'part' }, element('summary', { 'data-focus': key }, ...heading.filter(Boolean),
    element('span', { class: 'count' }, positions.length ? positions.length.toLocaleString('en') : '')));
  made.style.setProperty('--tone', tone);
  const fill = () => {
    if (made.open && made.childElementCount === 1) {
      made.append(...(other ? [element('p', { class: 'onward' }, 'Go to ', nodeButton(other))] : []),
        ...(positions.length ? claimList(positions, isMixed) : [element('p', { class: 'empty' }, 'From the gazetteer.')]));
    }
  };
  made.open = panelView.open.has(key) ? panelView.open.get(key) : Boolean(open);
  fill();
  made.addEventListener('toggle', () => {
    panelView.open.set(key, made.open);
    fill();
  });
  return made;
}

function countClaims(positions) {
  const sources = new Set(positions.map((position) => claims[position].article));
  const texts = new Set(positions.map(textOf));
  const independent = texts.size < sources.size ? `, ${texts.size.toLocaleString('en')} independent` : '';
  return `${count(positions.length, 'claim', 'claims')} in ${count(sources.size, 'article', 'articles')}${independent}`;
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
