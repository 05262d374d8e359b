// What can be done with a node or an edge: a menu by right click, long press, the Menu key, and a button in the panel.

const menuBox = element('div', { id: 'menu', role: 'menu', hidden: true });
document.body.append(menuBox);
let backFromMenu = null;

// Opens a menu at a point of the window. An item is `[text, run]`; null draws a line between two.
function openMenu(label, items, x, y) {
  backFromMenu = document.activeElement;
  menuBox.setAttribute('aria-label', label);
  menuBox.replaceChildren(element('p', { class: 'about', dir: 'auto', role: 'presentation' }, label), ...items.map((item) => (item
    ? element('button', { type: 'button', role: 'menuitem', tabindex: '-1', onclick: () => { closeMenu(true); item[1](); } }, item[0])
    : element('div', { role: 'separator' }))));
  menuBox.hidden = false;
  const { offsetWidth, offsetHeight } = menuBox;
  menuBox.style.left = `${Math.max(6, Math.min(x, window.innerWidth - offsetWidth - 6))}px`;
  menuBox.style.top = `${Math.max(6, Math.min(y, window.innerHeight - offsetHeight - 6))}px`;
  menuBox.querySelector('button').focus();
}

function closeMenu(back) {
  if (menuBox.hidden) return;
  menuBox.hidden = true;
  if (back && backFromMenu && backFromMenu.isConnected) backFromMenu.focus({ preventScroll: true });
}

menuBox.addEventListener('keydown', (event) => {
  const items = [...menuBox.querySelectorAll('button')];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at + items.length - 1) % items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to].focus();
  else if (event.key === 'Escape' || event.key === 'Tab') closeMenu(true);
  else if (event.key.length === 1 && event.key !== ' ') {
    const next = [...items.slice(at + 1), ...items].find((item) => fold(item.textContent).startsWith(fold(event.key)));
    if (next) next.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
menuBox.addEventListener('contextmenu', (event) => event.preventDefault());
document.addEventListener('pointerdown', (event) => { if (!menuBox.contains(event.target)) closeMenu(false); }, true);
window.addEventListener('blur', () => closeMenu(false));

function menuOf(kind, id) {
  if (isCommunity(id)) return communityMenu(communityNamed(id));
  if (kind === 'edge' && drawn.bundles.has(id)) return [['Show what is between them', () => showBundle(drawn.bundles.get(id))]];
  return kind === 'node' ? nodeMenu(nodes[id]) : edgeMenu(edges[id]);
}

function nodeMenu(node) {
  const { id } = node;
  const here = happenedAt.get(node.kg.iri);
  return [
    ['Show what the articles say', () => choose('node', id, true)],
    ['Only this and those around it', () => { lookAround(id); openCard('around'); }],
    ['Find a path to …', () => { Object.assign(path, { from: id, to: null }); openCard('path'); document.getElementById('path-to').focus(); }],
    here ? [`Only what happened here (${here.length})`, () => showOnly('place', node.kg.iri)] : undefined,
    null,
    pinned.has(id) ? ['Let go: back to its place', () => unpin(id)] : ['Pin it where it is', () => pin(id)],
    ...groupItems(node),
    ['Hide it', () => hide('node', id)],
  ].filter((item) => item !== undefined);
}

function edgeMenu(edge) {
  const { id } = edge;
  const verb = verbOf(edge);
  return [
    ['Show what the articles say', () => choose('edge', id, true)],
    [`Only “${verb}”`, () => showOnly('relation', edge.kg.relation)],
    null,
    ['Hide this edge', () => hide('edge', id)],
    [`Hide all of “${verb}”`, () => hideRelation(edge.kg.relation)],
    null,
    [`Go to ${nameOf(nodes[edge.from])}`, () => choose('node', edge.from, true)],
    [`Go to ${nameOf(nodes[edge.to])}`, () => choose('node', edge.to, true)],
  ];
}

function nameOfThing(kind, id) {
  if (kind === 'node') return standInName(id);
  const between = drawn.bundles.get(id);
  if (between) return `${standInName(between.from)} – ${standInName(between.to)}`;
  const edge = edges[id];
  return `${nameOf(nodes[edge.from])} ${verbOf(edge)} ${nameOf(nodes[edge.to])}`;
}

function openMenuOf(kind, id, x, y) {
  hoverBox.hidden = true;
  openMenu(nameOfThing(kind, id), menuOf(kind, id), x, y);
}

// The menu of what lies at a point of the drawing.
function openMenuAt(point, x, y) {
  const node = network.getNodeAt(point);
  const edge = node === undefined ? network.getEdgeAt(point) : undefined;
  if (node !== undefined) openMenuOf('node', node, x, y);
  else if (edge !== undefined) openMenuOf('edge', edge, x, y);
  else {
    openMenu('The picture', [
      ['Show everything in the window', fitView],
      ...(toldFilters().length ? [['Take away all filters', () => change(showEverything)]] : []),
      ['Save …', () => openCard('save')],
    ], x, y);
  }
}

// The button of the panel that opens the menu of what it tells of.
function moreButton(kind, id) {
  return element('button', {
    type: 'button', class: 'icon to-do', title: 'What to do with it', 'aria-haspopup': 'menu', 'data-focus': 'to-do',
    onclick: (event) => {
      const { left, bottom } = event.currentTarget.getBoundingClientRect();
      openMenuOf(kind, id, left, bottom + 4);
    },
  }, icon('more'), hiddenLabel('What to do with it'));
}

network.on('oncontext', ({ event, pointer }) => {
  event.preventDefault();
  if (menuBox.hidden) openMenuAt(pointer.DOM, event.clientX, event.clientY);
});
network.on('hold', ({ event, pointer }) => {
  const touch = event && event.pointerType === 'touch';
  const frame = canvas.getBoundingClientRect();
  if (touch) openMenuAt(pointer.DOM, frame.left + pointer.DOM.x, frame.top + pointer.DOM.y);
});
// A row of the table, by mouse, by long press and by the Menu key.
tableBox.addEventListener('contextmenu', (event) => {
  const row = event.target.closest('tr[data-edge]');
  if (!row) return;
  event.preventDefault();
  const frame = event.target.getBoundingClientRect();
  openMenuOf('edge', Number(row.dataset.edge), event.clientX || frame.left, event.clientY || frame.bottom);
});
// The Menu key, on whatever is open in the panel.
document.addEventListener('keydown', (event) => {
  const asked = event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10');
  if (!asked || !state.chosen || !['node', 'edge'].includes(state.chosen.kind) || tableBox.contains(event.target) || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  const { left, top } = panelBox.getBoundingClientRect();
  openMenuOf(state.chosen.kind, state.chosen.id, left + 12, top + 40);
});
