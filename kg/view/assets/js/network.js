// The drawing: vis-network holds it; colours and what is hidden follow the state.

const canvas = document.getElementById('canvas');
const hoverBox = document.getElementById('hover');
// As the style sheets have it.
const isSmall = window.matchMedia('(max-width: 800px)');

const nodeItems = new vis.DataSet(nodes.map((node) => ({
  id: node.id, x: node.x, y: node.y, shape: node.shape, size: node.size, hidden: true, physics: false,
})));
// Edges come in as soon as they are drawn, and stay: of a large graph few are at first.
const edgeItems = new vis.DataSet();
const network = new vis.Network(canvas, { nodes: nodeItems, edges: edgeItems }, JSON.parse(data.options));
const painted = { node: new Map(), edge: new Map() };
// A large graph is seen from farther away, and drawn with a broader pen.
let pen = 1;
// How many units of the drawing are a pixel when all of it is seen.
let far = 1;
// More edges than this leave the picture while it is dragged or zoomed, so that it follows the hand.
const MOST_MOVING = 1200;
let lettingGo = false;

// Gives nodes and edges the looks that the state asks for, and touches only those that change.
function paint() {
  const lit = spotlight();
  renew(nodeItems, painted.node, new Map([
    ...[...drawn.nodes].map((id) => [id, nodeLook(nodes[id], !lit || lit.nodes.has(id))]),
    ...[...drawn.communities].map(([id]) => [`c${id}`, communityLook(communities[id], !lit)]),
  ]));
  renew(edgeItems, painted.edge, new Map([
    ...[...drawn.edges].map((id) => [id, edgeLook(edges[id], !lit || lit.edges.has(id))]),
    ...[...drawn.bundles].map(([id, made]) => [id, bundleLook(made, !lit)]),
  ]), beginningOf);
  const many = drawn.edges.size > MOST_MOVING;
  if (many !== lettingGo) {
    lettingGo = many;
    network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
  }
  redraw();
}

// Draws anew as soon as the screen does, once however much has changed by then.
function redraw() {
  network.body.emitter.emit('_requestRedraw');
}

// Brings the items that vis-network has to the wanted looks; new ones come in, and those no longer wanted are hidden.
function renew(items, before, wanted, beginning = () => ({})) {
  const changed = [];
  for (const [id, look] of wanted) {
    const key = JSON.stringify(look);
    if (before.get(id) === key) continue;
    changed.push({ id, hidden: false, physics: true, ...(before.has(id) ? {} : beginning(id)), ...look });
    before.set(id, key);
  }
  for (const [id, key] of before) {
    if (key && !wanted.has(id)) {
      changed.push({ id, hidden: true, physics: false });
      before.set(id, '');
    }
  }
  if (changed.length) items.update(changed);
}

// How an edge or a bundle is drawn whatever is chosen.
function beginningOf(id) {
  const edge = edges[id];
  if (!edge) return { smooth: false, arrows: '', selfReference: { size: 1 } };
  return { from: edge.from, to: edge.to, arrows: edge.arrows, dashes: edge.dashes, smooth: edge.smooth };
}

function nodeLook(node, bright) {
  const fill = colour(node.group);
  const rim = colour('canvas');
  const background = bright ? fill : faded(fill, 0.22);
  const strong = { background: fill, border: colour('ink') };
  return { size: node.size * pen, color: { background, border: rim, highlight: strong, hover: strong } };
}

function edgeLook(edge, bright) {
  const full = edgeColour(edge);
  const share = bright ? 0.9 : 0.13;
  return {
    width: edge.width * pen * (edge.kg.tone === 'structure' ? 0.75 : 1),
    color: { color: faded(full, share), highlight: full, hover: full, inherit: false },
    background: { enabled: conflictsOf(edge).length > 0, color: faded(colour('disputed'), bright ? 0.4 : 0.1), size: 9 * pen, dashes: false },
  };
}

// A closed community is a disc in the room that its members take.
function communityLook(community, bright) {
  const full = colour('accent');
  const strong = { background: mixed(full, colour('canvas'), 0.3), border: full };
  const background = mixed(full, colour('canvas'), bright ? 0.14 : 0.06);
  return {
    x: community.x, y: community.y, shape: 'dot', size: community.size, physics: false,
    color: { background, border: mixed(full, colour('canvas'), bright ? 0.6 : 0.2), highlight: strong, hover: strong },
  };
}

// Between closed communities a bundle is as broad as its claims are many, on the first sight of the graph; once some are
// open, what leads out of them shall not cover what is in them.
function bundleLook(made, bright) {
  const full = colour(toneOf(made));
  const between = isCommunity(made.from) && isCommunity(made.to);
  const first = drawn.nodes.size === 0;
  const broad = (0.8 + 0.45 * Math.log2(made.claims + 1)) * (first ? far : 2 * pen);
  return {
    from: made.from, to: made.to, physics: false, width: between ? broad : 0.8 * pen,
    color: { color: faded(full, !bright ? 0.06 : between && first ? 0.5 : 0.3), highlight: full, hover: full, inherit: false },
  };
}

// What stands around the drawing may have taken other room; noticed later only, that would move what is placed now.
function noticeSize() {
  network.setSize('100%', '100%');
}

// Brings everything that is shown into view, beside the panel where that is open.
function fitView() {
  noticeSize();
  const box = boxOfDrawn();
  if (box) moveView(middleOf(box), fittingScale(box, 1.6));
}

function boxOf(ids) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const id of ids) {
    const { x, y } = network.getPosition(id);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box.left <= box.right ? box : null;
}

function boxOfDrawn() {
  const boxes = [...drawn.communities.keys()].map((id) => communities[id])
    .map(({ x, y, size }) => ({ left: x - size, right: x + size, top: y - size, bottom: y + size }));
  const box = boxOf(drawn.nodes);
  if (box) boxes.push(box);
  if (!boxes.length) return null;
  const [least, most] = ['min', 'max'].map((end) => (side) => Math[end](...boxes.map((each) => each[side])));
  return { left: least('left'), right: most('right'), top: least('top'), bottom: most('bottom') };
}

function middleOf(box) {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

// The scale at which a box fits beside the panel, with room for the names at its rim.
function fittingScale(box, largest) {
  const free = freeSpace();
  const [across, down] = [Math.min(170, free.width * 0.3), Math.min(110, free.height * 0.3)];
  return Math.max(0.02, Math.min((free.width - across) / (box.right - box.left + 1), (free.height - down) / (box.bottom - box.top + 1), largest));
}

// Puts a point of the drawing into the middle of what the panel leaves free.
function moveView(position, scale) {
  const free = freeSpace();
  network.moveTo({
    position: { x: position.x + (free.right - free.left) / 2 / scale, y: position.y + free.below / 2 / scale }, scale, animation: false,
  });
}

function freeSpace() {
  const wide = !isSmall.matches;
  const right = wide && !panelBox.hidden ? panelBox.offsetWidth + 14 : 0;
  // On small screens both lie at the bottom, the one before the other.
  const below = wide ? 0 : Math.max(...[panelBox, cardBox].map((box) => (box.hidden ? 0 : box.offsetHeight + 8)));
  const left = wide && !cardBox.hidden && card.open !== 'save' ? cardBox.offsetLeft + cardBox.offsetWidth : 0;
  return { left, right, below, width: canvas.clientWidth - left - right, height: canvas.clientHeight - below };
}

// Moves the view only if one of the nodes is out of sight or beneath the panel.
function bringIntoSight(ids) {
  const box = boxOf(ids);
  if (!box) return;
  const free = freeSpace();
  const first = network.canvasToDOM({ x: box.left, y: box.top });
  const last = network.canvasToDOM({ x: box.right, y: box.bottom });
  if (first.x < free.left + 50 || first.y < 60 || last.x > free.left + free.width - 50 || last.y > free.height - 40) {
    moveView(middleOf(box), fittingScale(box, network.getScale()));
  }
}

function choosePen() {
  const box = boxOfDrawn();
  const scale = box ? fittingScale(box, 1.6) : 1;
  pen = Math.min(1.8, Math.max(1, 0.85 / scale));
  far = Math.max(1, 1 / scale);
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
}

function hover(kind, id, pointer) {
  state.hovered = { kind, id };
  showHover(kind === 'node' ? hoverNode(nodes[id]) : hoverEdge(edges[id]), pointer);
  if (!state.chosen && drawn.edges.size < 1500) paint();
}

function showHover(told, pointer) {
  hoverBox.replaceChildren(...told.filter(Boolean));
  hoverBox.hidden = false;
  const left = Math.min(pointer.x + 14, canvas.clientWidth - hoverBox.offsetWidth - 8);
  const top = Math.min(pointer.y + 14, canvas.clientHeight - hoverBox.offsetHeight - 8);
  hoverBox.style.left = `${Math.max(8, left)}px`;
  hoverBox.style.top = `${Math.max(8, top)}px`;
  canvas.style.cursor = 'pointer';
}

function unhover() {
  state.hovered = null;
  hoverBox.hidden = true;
  canvas.style.cursor = '';
  if (!state.chosen && drawn.edges.size < 1500) paint();
}

function hoverNode(node) {
  const seen = edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id)).length;
  const aliases = [...new Set(node.kg.aliases.map(printable))].filter((alias) => alias && alias !== nameOf(node));
  return [
    element('strong', { dir: 'auto' }, nameOf(node)),
    [node.group, count(node.kg.articles, 'article', 'articles'), count(seen, 'edge', 'edges')].join(', '),
    ...firstOf([...new Set(node.kg.offices.map(officeWords))], 4).map((office) => element('span', { class: 'office', dir: 'auto' }, office)),
    aliases.length ? element('span', { class: 'also', dir: 'auto' }, `also: ${firstOf(aliases, 6).join(', ')}`) : null,
  ];
}

// The first of several short texts, and how many there are besides.
function firstOf(texts, number) {
  const cut = (text) => (text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text);
  return texts.length > number ? [...texts.slice(0, number).map(cut), `${texts.length - number} more`] : texts.map(cut);
}

function officeWords({ label, start, end }) {
  const when = start && end ? `${start} to ${end}` : start ? `since ${start}` : end ? `until ${end}` : '';
  return printable(label) + (when ? `, ${when}` : '');
}

// Its name counts all of them, whatever is filtered.
function membersShown({ nodes: { length } }, number) {
  return `${number < length ? `${number.toLocaleString('en')} of ` : ''}${count(length, 'member', 'members')}`;
}

function hoverCommunity(community, number) {
  const names = firstOf(community.nodes.map((id) => nodes[id]).filter((node) => shown.nodes.has(node.id))
    .sort((a, b) => b.size - a.size || a.id - b.id).map(nameOf), 8);
  return [element('strong', { dir: 'auto' }, membersShown(community, number)), element('span', { dir: 'auto' }, names.join(', ')),
    element('em', {}, 'A click opens it.')];
}

function hoverBundle(made) {
  const tones = Object.entries(made.tones).sort(([a, left], [b, right]) => right - left || a.localeCompare(b));
  return [element('strong', { dir: 'auto' }, `${standInName(made.from)} – ${standInName(made.to)}`),
    [count(made.claims, 'claim', 'claims'), count(made.edges.length, 'edge', 'edges')].join(', '),
    element('span', {}, tones.map(([tone, number]) => `${TONES[tone]}: ${number.toLocaleString('en')}`).join(' · '))];
}

function hoverEdge(edge) {
  const status = edge.kg.status === 'stated' ? '' : `, ${STATUSES[edge.kg.status].toLowerCase()}`;
  const sides = [nameOf(nodes[edge.from]), isSymmetric(edge) ? '–' : '→', nameOf(nodes[edge.to])];
  return [element('strong', { dir: 'auto' }, sides.join(' ')), `${edge.label}${status}`,
    ...conflictsOf(edge).map((conflict) => element('em', { dir: 'auto' }, `≠ ${printable(conflict.label)}`))];
}

network.on('afterDrawing', drawLabels);
network.on('hoverNode', ({ node, pointer }) => {
  if (isCommunity(node)) showHover(hoverCommunity(communityNamed(node), drawn.communities.get(communityNamed(node).id)), pointer.DOM);
  else hover('node', node, pointer.DOM);
});
network.on('hoverEdge', ({ edge, pointer }) => {
  if (drawn.bundles.has(edge)) showHover(hoverBundle(drawn.bundles.get(edge)), pointer.DOM);
  else hover('edge', edge, pointer.DOM);
});
network.on('blurNode', unhover);
network.on('blurEdge', unhover);
network.on('dragStart', () => { hoverBox.hidden = true; });
network.on('zoom', () => { hoverBox.hidden = true; });
network.on('beforeDrawing', drawFrames);
// What is seen whole is seen whole when the window, or what stands around the drawing, takes another size.
network.on('resize', () => requestAnimationFrame(() => { if (!moved) fitView(); }));
network.on('click', ({ nodes: [node], edges: [edge], pointer }) => {
  const frame = frameAt(pointer.DOM);
  if (frame) closeCommunity(frame.community.id);
  else if (isCommunity(node)) openCommunity(communityNamed(node).id);
  else if (node === undefined && drawn.bundles.has(edge)) showBundle(drawn.bundles.get(edge));
  else if (node !== undefined && answerWith(node)) return;
  else if (node !== undefined) choose('node', node);
  else if (edge !== undefined) choose('edge', edge);
  else unchoose();
});

// Nothing moves unasked; but who wants to may let what is open push and pull itself into another order.
const settleButton = document.getElementById('settle');
const SETTLING = {
  enabled: true, stabilization: false, maxVelocity: 40, minVelocity: 2, solver: 'barnesHut',
  barnesHut: { gravitationalConstant: -6000, centralGravity: 0.05, springLength: 170, springConstant: 0.02, damping: 0.4, avoidOverlap: 0.3 },
};
// Beyond so many nodes it would take minutes.
const MOST_SETTLING = 600;

function settle(on) {
  settleButton.setAttribute('aria-pressed', String(on));
  network.setOptions({ physics: on ? SETTLING : { enabled: false } });
}

settleButton.addEventListener('click', () => settle(settleButton.getAttribute('aria-pressed') === 'false'));
network.on('stabilized', () => settle(false));
whenShown(() => {
  settleButton.disabled = drawn.nodes.size > MOST_SETTLING;
  settleButton.title = settleButton.disabled ? 'Too much is shown to let it settle' : 'Let it settle: what belongs together pulls, all else pushes';
});
