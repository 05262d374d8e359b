// The drawing: vis-network holds it; colours and what is hidden follow the state.

const canvas = document.getElementById('canvas');
const hoverBox = document.getElementById('hover');

const nodeItems = new vis.DataSet(nodes.map((node) => ({
  id: node.id, x: node.x, y: node.y, shape: node.shape, size: node.size, hidden: true,
})));
const edgeItems = new vis.DataSet(edges.map((edge) => ({
  id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows, dashes: edge.dashes, smooth: edge.smooth,
  width: edge.width, hidden: true,
})));
const network = new vis.Network(canvas, { nodes: nodeItems, edges: edgeItems }, JSON.parse(data.options));
const painted = { node: new Map(), edge: new Map() };
// A large graph is seen from farther away, and drawn with a broader pen.
let pen = 1;

// Gives nodes and edges the looks that the state asks for, and touches only those that change.
function paint() {
  const lit = spotlight();
  const changed = (kind, list, look) => list.map((item) => {
    const wanted = look(item);
    const key = JSON.stringify(wanted);
    if (painted[kind].get(item.id) === key) return null;
    painted[kind].set(item.id, key);
    return { id: item.id, ...wanted };
  }).filter(Boolean);
  nodeItems.update(changed('node', nodes, (node) => nodeLook(node, !lit || lit.nodes.has(node.id))));
  edgeItems.update(changed('edge', edges, (edge) => edgeLook(edge, !lit || lit.edges.has(edge.id), Boolean(lit))));
  network.redraw();
}

function nodeLook(node, bright) {
  const fill = colour(node.group);
  const rim = colour('canvas');
  const background = bright ? fill : faded(fill, 0.22);
  const strong = { background: fill, border: colour('ink') };
  return { hidden: !shown.nodes.has(node.id), size: node.size * pen, color: { background, border: rim, highlight: strong, hover: strong } };
}

function edgeLook(edge, bright, focused) {
  const full = edgeColour(edge);
  const share = bright ? (edge.kg.tone === 'structure' && !focused ? 0.75 : 0.9) : 0.13;
  return {
    hidden: !shown.edges.has(edge.id),
    width: edge.width * pen * (edge.kg.tone === 'structure' ? 0.75 : 1),
    color: { color: faded(full, share), highlight: full, hover: full, inherit: false },
    background: { enabled: conflictsOf(edge).length > 0, color: faded(colour('disputed'), bright ? 0.4 : 0.1), size: 9 * pen, dashes: false },
  };
}

// Brings everything that is shown into view, beside the panel where that is open.
function fitView() {
  const box = boxOf(shown.nodes);
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
  const covered = panelBox.hidden ? null : panelBox.getBoundingClientRect();
  const wide = canvas.clientWidth > 700;
  const right = covered && wide ? covered.width + 14 : 0;
  const below = covered && !wide ? covered.height + 8 : 0;
  const left = wide && !cardBox.hidden ? cardBox.offsetLeft + cardBox.offsetWidth : 0;
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
  const box = boxOf(shown.nodes);
  pen = box ? Math.min(1.8, Math.max(1, 0.85 / fittingScale(box, 1.6))) : 1;
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
}

function hover(kind, id, pointer) {
  state.hovered = { kind, id };
  hoverBox.replaceChildren(...(kind === 'node' ? hoverNode(nodes[id]) : hoverEdge(edges[id])));
  hoverBox.hidden = false;
  const left = Math.min(pointer.x + 14, canvas.clientWidth - hoverBox.offsetWidth - 8);
  const top = Math.min(pointer.y + 14, canvas.clientHeight - hoverBox.offsetHeight - 8);
  hoverBox.style.left = `${Math.max(8, left)}px`;
  hoverBox.style.top = `${Math.max(8, top)}px`;
  canvas.style.cursor = 'pointer';
  if (!state.chosen && nodes.length < 1500) paint();
}

function unhover() {
  state.hovered = null;
  hoverBox.hidden = true;
  canvas.style.cursor = '';
  if (!state.chosen && nodes.length < 1500) paint();
}

function hoverNode(node) {
  const seen = edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id)).length;
  return [element('strong', { dir: 'auto' }, nameOf(node)), `${node.group}, ${count(seen, 'edge', 'edges')}`];
}

function hoverEdge(edge) {
  const status = edge.kg.status === 'stated' ? '' : `, ${STATUSES[edge.kg.status].toLowerCase()}`;
  const sides = [nameOf(nodes[edge.from]), isSymmetric(edge) ? '–' : '→', nameOf(nodes[edge.to])];
  return [element('strong', { dir: 'auto' }, sides.join(' ')), `${edge.label}${status}`,
    ...conflictsOf(edge).map((conflict) => element('em', { dir: 'auto' }, `≠ ${printable(conflict.label)}`))];
}

network.on('afterDrawing', drawLabels);
network.on('hoverNode', ({ node, pointer }) => hover('node', node, pointer.DOM));
network.on('hoverEdge', ({ edge, pointer }) => hover('edge', edge, pointer.DOM));
network.on('blurNode', unhover);
network.on('blurEdge', unhover);
network.on('dragStart', () => { hoverBox.hidden = true; });
network.on('zoom', () => { hoverBox.hidden = true; });
network.on('click', ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined && answerWith(node)) return;
  if (node !== undefined) choose('node', node);
  else if (edge !== undefined) choose('edge', edge);
  else unchoose();
});
