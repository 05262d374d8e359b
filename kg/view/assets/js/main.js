// Puts the parts together and starts.

// The nodes that are chosen with a node or an edge.
function endsOf(kind, id) {
  if (kind === 'node') return [id];
  return kind === 'edge' ? [edges[id].from, edges[id].to] : [];
}

function choose(kind, id, move) {
  remember(() => {
    reveal(endsOf(kind, id));
    state.chosen = { kind, id };
    state.hovered = null;
    hoverBox.hidden = true;
    showPanel();
    if (kind === 'node' && shown.nodes.has(id)) network.selectNodes([id], false);
    else if (kind === 'edge' && shown.edges.has(id)) network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
    else network.unselectAll();
    paint();
    markRow();
    tellChosen();
    if (move || kind === 'edge') bringIntoSight(endsOf(kind, id));
    if (!isGivenBack()) panelBox.focus({ preventScroll: true });
  });
}

function unchoose() {
  const before = state.chosen;
  const wasInside = panelBox.contains(document.activeElement);
  remember(() => {
    state.chosen = null;
    panelBox.hidden = true;
    network.unselectAll();
    paint();
    markRow();
    tellChosen();
  });
  if (before && wasInside && !isGivenBack()) returnFocus(before);
}

// Where the reader came from: the row, or the drawing.
function returnFocus({ kind, id }) {
  const row = tableBox.hidden ? null : tableBox.querySelector(`tr[data-${kind}="${id}"] button`);
  const open = document.querySelector('[role="tabpanel"]:not([hidden])');
  (row || (open.id === 'graph' ? canvas : open)).focus({ preventScroll: true });
}

function chosenText() {
  if (!state.chosen) return '';
  const { kind, id } = state.chosen;
  return namesOfChosen[kind](id);
}

function giveChosen(text) {
  const edge = text.includes('~') ? edgeNamed(text) : null;
  const happening = eventNamed(text);
  const node = edge || happening ? null : nodeByName.get(unescaped(text));
  if (edge) choose('edge', edge.id);
  else if (happening) choose('event', happening.id);
  else if (node) choose('node', node.id);
  else unchoose();
  return text && !edge && !node && !happening ? [text] : [];
}

// For what stands around the page, such as a server's links: who is chosen, or nobody.
function tellChosen() {
  const node = state.chosen && state.chosen.kind === 'node' ? nodes[state.chosen.id] : null;
  document.dispatchEvent(new CustomEvent('kgchosen', { detail: node && { iri: node.kg.iri, name: nameOf(node) } }));
}

function markRow() {
  for (const row of tableBox.querySelectorAll('tr.chosen')) row.classList.remove('chosen');
  if (state.chosen) {
    const row = tableBox.querySelector(`tr[data-${state.chosen.kind}="${state.chosen.id}"]`);
    if (row) row.classList.add('chosen');
  }
}

function applyFilters() {
  refreshShown();
  refreshFilters();
  paint();
  showTable();
  // The panel tells what is shown of what was chosen.
  if (state.chosen) showPanel();
  for (const run of afterShown) run();
  document.getElementById('summary').textContent = [
    `${count(shown.nodes.size, 'entity', 'entities')} and ${count(shown.edges.size, 'edge', 'edges')} shown`,
    `${count(tally.claims, 'claim', 'claims')} from ${count(tally.articles, 'article', 'articles')}`,
  ].join(' · ');
}

function toggleTheme() {
  remember(() => giveTheme(root.dataset.theme === 'dark' ? 'light' : 'dark'));
}

function giveTheme(name) {
  const known = name === '' || name === 'light' || name === 'dark';
  setTheme(known && name ? name : themeOfSystem());
  drawSwatches();
  paint();
  showTable();
  if (state.chosen) showPanel();
  for (const run of afterShown) run();
  return known ? [] : [name];
}

function giveTab(name) {
  const known = name === '' || tabNames().includes(name);
  showTab(known && name ? name : tabNames()[0]);
  return known ? [] : [name];
}

keep('theme', () => (root.dataset.theme === themeOfSystem() ? '' : root.dataset.theme), giveTheme, { late: true });
keep('chosen', chosenText, giveChosen, { late: true });
keep('at', placeText, givePlace, { late: true, passive: true });
keep('tab', () => (currentTab() === tabNames()[0] ? '' : currentTab()), giveTab, { late: true });

function listen(id, handler) {
  document.getElementById(id).addEventListener('click', handler);
}

listen('zoom-in', () => { zoomBy(1.35); noteMove(); });
listen('zoom-out', () => { zoomBy(1 / 1.35); noteMove(); });
listen('fit', () => { fitView(); noteMove(); });
listen('undo', undo);
listen('redo', redo);
listen('copy-link', copyLink);
listen('theme', toggleTheme);
for (const name of tabNames()) listen(`${name}-tab`, () => showTab(name));
document.querySelector('.skip').addEventListener('click', (event) => {
  // The address is the choices'.
  event.preventDefault();
  showTab('table');
  tableBox.focus();
});
document.querySelector('.tabs').addEventListener('keydown', (event) => {
  const tabs = tabNames();
  const at = tabs.indexOf(document.querySelector('.tabs [aria-selected="true"]').id.replace(/-tab$/, ''));
  const next = { ArrowRight: tabs[(at + 1) % tabs.length], ArrowLeft: tabs[(at + tabs.length - 1) % tabs.length], Home: tabs[0], End: tabs[tabs.length - 1] }[event.key];
  if (!next) return;
  event.preventDefault();
  showTab(next);
  document.getElementById(`${next}-tab`).focus();
});
document.addEventListener('keydown', (event) => {
  if (document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape' && drawerIsOpen()) closeDrawer();
  else if (event.key === 'Escape' && state.chosen) unchoose();
  if (!event.ctrlKey && !event.metaKey) return;
  const key = event.key.toLowerCase();
  // In a text field the keys undo what was typed.
  if ((key !== 'z' && key !== 'y') || event.target.closest('textarea, input[type=text], input[type=search]')) return;
  event.preventDefault();
  (key === 'y' || event.shiftKey ? redo : undo)();
});

refreshShown();
buildFilters();
choosePen();
applyFilters();
// The drawing stands as all of it would, whatever the address leaves out, in the room that all else has left by now.
network.redraw();
fitView();
openAddress();
refreshSteps();

function onScreen(point) {
  const frame = canvas.getBoundingClientRect();
  return { x: frame.left + point.x, y: frame.top + point.y };
}

// For scripts that drive the page: tests, slides, a link from elsewhere.
window.kgView = Object.freeze({
  nodes: () => nodes.filter((node) => shown.nodes.has(node.id)).map((node) => ({ id: node.id, label: nameOf(node), type: node.group })),
  edges: () => edges.filter((edge) => shown.edges.has(edge.id)).map((edge) => ({
    id: edge.id, label: labelOf(edge), status: edge.kg.status, dashes: edge.dashes, from: nameOf(nodes[edge.from]), to: nameOf(nodes[edge.to]),
  })),
  claims: () => edges.filter((edge) => shown.edges.has(edge.id)).map((edge) => claimsOf(edge).filter((position) => !isBackground(edge))),
  address: () => addressText(false),
  link,
  view: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
  select: (edge) => choose('edge', edge),
  selectNode: (node) => choose('node', node),
  events: eventsInSight,
  circles: circlesInSight,
  // What of these is drawn by itself, and what stands for the rest.
  drawn: () => ({
    nodes: [...drawn.nodes], edges: [...drawn.edges],
    communities: [...drawn.communities].map(([id, members]) => ({ id, members, label: printable(communities[id].label) })),
    bundles: [...drawn.bundles.values()].map(({ from, to, claims: number }) => ({ from, to, claims: number })),
  }),
  openCommunity,
  closeCommunity,
  // Where a community is drawn: as one, or its name where it is open.
  pointOnCommunity: (id) => onScreen(closed.has(id) ? placeOfCommunity(communities[id]) : middleOf(frames.find(({ community }) => community.id === id).title)),
  pointOnNode: (node) => onScreen(network.canvasToDOM(network.getPosition(node))),
  pointOfNode: (node) => network.canvasToDOM(network.getPosition(node)),
  pointOnEdge: (edge, share) => onScreen(pointOnEdge(edge, share)),
});
