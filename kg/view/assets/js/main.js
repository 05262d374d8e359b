// Puts the parts together and starts.

function choose(kind, id, move) {
  state.chosen = { kind, id };
  state.hovered = null;
  hoverBox.hidden = true;
  showPanel();
  if (kind === 'node' && shown.nodes.has(id)) network.selectNodes([id], false);
  else if (kind === 'edge' && shown.edges.has(id)) network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
  else network.unselectAll();
  paint();
  markRow();
  if (move || kind === 'edge') bringIntoSight(kind === 'node' ? [id] : [edges[id].from, edges[id].to]);
  panelBox.focus({ preventScroll: true });
}

function unchoose() {
  const before = state.chosen;
  state.chosen = null;
  panelBox.hidden = true;
  network.unselectAll();
  paint();
  markRow();
  const row = before && before.kind === 'edge' ? tableBox.querySelector(`tr[data-edge="${before.id}"] button`) : null;
  if (row && !tableBox.hidden) row.focus();
}

function markRow() {
  for (const row of tableBox.querySelectorAll('tr.chosen')) row.classList.remove('chosen');
  if (state.chosen && state.chosen.kind === 'edge') {
    const row = tableBox.querySelector(`tr[data-edge="${state.chosen.id}"]`);
    if (row) row.classList.add('chosen');
  }
}

function applyFilters() {
  refreshShown();
  refreshFilters();
  paint();
  showTable();
  for (const run of afterShown) run();
  document.getElementById('nothing').hidden = shown.edges.size > 0;
  document.getElementById('reset').hidden = !edges.length;
  document.getElementById('summary').textContent = [
    `${count(shown.nodes.size, 'entity', 'entities')} and ${count(shown.edges.size, 'edge', 'edges')} shown`,
    `${count(claims.filter((_, position) => isSure(position)).length, 'claim', 'claims')} from ${count(articles.size, 'article', 'articles')}`,
  ].join(' · ');
}

function toggleTheme() {
  setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark');
  drawSwatches();
  paint();
  showTable();
  if (state.chosen) showPanel();
}

function listen(id, handler) {
  document.getElementById(id).addEventListener('click', handler);
}

listen('zoom-in', () => zoomBy(1.35));
listen('zoom-out', () => zoomBy(1 / 1.35));
listen('fit', fitView);
listen('theme', toggleTheme);
for (const name of tabNames()) listen(`${name}-tab`, () => showTab(name));
listen('reset', () => {
  change(() => {
    for (const { give } of kept.values()) give('');
    for (const names of Object.values(state.off)) names.clear();
  });
  fitView();
});
listen('filters-toggle', (event) => {
  const open = filterBox.classList.toggle('open');
  event.currentTarget.setAttribute('aria-expanded', String(open));
});
document.querySelector('.skip').addEventListener('click', () => { showTab('table'); tableBox.focus(); });
document.querySelector('.tabs').addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const tabs = tabNames();
  const at = tabs.indexOf(document.querySelector('.tabs [aria-selected="true"]').id.replace(/-tab$/, ''));
  const next = tabs[(at + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length];
  showTab(next);
  document.getElementById(`${next}-tab`).focus();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && state.chosen) unchoose();
  // In a text field the keys undo what was typed.
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && event.target.type !== 'text') {
    event.preventDefault();
    (event.shiftKey ? redo : undo)();
  }
});

buildFilters();
refreshShown();
choosePen();
applyFilters();
fitView();

// For scripts that drive the page: tests, slides, a link from elsewhere.
window.kgView = Object.freeze({
  nodes: () => nodes.filter((node) => shown.nodes.has(node.id)).map((node) => ({ id: node.id, label: nameOf(node), type: node.group })),
  edges: () => edges.filter((edge) => shown.edges.has(edge.id)).map((edge) => ({
    id: edge.id, label: labelOf(edge), status: edge.kg.status, dashes: edge.dashes, from: nameOf(nodes[edge.from]), to: nameOf(nodes[edge.to]),
  })),
  select: (edge) => choose('edge', edge),
  pointOnEdge: (edge, share) => {
    const frame = canvas.getBoundingClientRect();
    const point = pointOnEdge(edge, share);
    return { x: frame.left + point.x, y: frame.top + point.y };
  },
});
