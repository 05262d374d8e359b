// The graph by keyboard: from one node to the next, as the eye would go.

const WIDEST = Math.PI / 3;
const walk = { at: null, from: null, edge: -1 };
const AROUND = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

// What can be walked to, the important ones first; what a closed community hides is opened in its list.
function drawnBySize() {
  return [...drawn.nodes].map((id) => nodes[id]);
}

// The node that lies best in a direction: near, and not far off the line.
function towards(here, angle, ids) {
  const from = network.getPosition(here);
  let best = null;
  for (const id of ids) {
    const to = network.getPosition(id);
    const [x, y] = [to.x - from.x, to.y - from.y];
    const off = Math.abs(Math.atan2(Math.sin(Math.atan2(y, x) - angle), Math.cos(Math.atan2(y, x) - angle)));
    const cost = Math.hypot(x, y) / Math.cos(Math.min(off, 1.4)) ** 2;
    if (id !== here && off <= WIDEST && (!best || cost < best.cost)) best = { id, cost };
  }
  return best ? best.id : null;
}

function neighbours(id) {
  return [...new Set(edgesOfNode.get(id).filter((edge) => shown.edges.has(edge.id)).flatMap((edge) => [edge.from, edge.to]))]
    .filter((other) => other !== id && drawn.nodes.has(other));
}

function edgesAlong(one, other) {
  return edgesOfNode.get(one).filter((edge) => shown.edges.has(edge.id) && (edge.from === other || edge.to === other)).sort(byImportance);
}

function walkTo(id) {
  if (id === null) {
    say(drawn.nodes.size ? 'Nothing on that side' : 'All communities are closed; their list opens them');
    return;
  }
  Object.assign(walk, { from: walk.at, at: id, edge: -1 });
  if (state.chosen) unchoose();
  bringIntoSight([id]);
  const { x, y } = network.canvasToDOM(network.getPosition(id));
  hover('node', id, { x: x + 24, y: y + 24 });
  network.redraw();
  const node = nodes[id];
  const between = walk.from === null || walk.from === id ? [] : edgesAlong(walk.from, id);
  const told = between.slice(0, 3).map((edge) => `${nameOf(nodes[edge.from])} ${verbOf(edge)} ${nameOf(nodes[edge.to])}`);
  say([`${nameOf(node)}, ${node.group}, ${count(neighbours(id).length, 'neighbour', 'neighbours')}`,
    told.length ? `${told.join('; ')}${between.length > told.length ? ` and ${between.length - told.length} more` : ''}` : ''].filter(Boolean).join('. '));
}

function leave() {
  Object.assign(walk, { at: null, from: null, edge: -1 });
  unhover();
  network.redraw();
}

// Opens what is between the last two, one after the other.
function openBetween() {
  const between = walk.from === null ? [] : edgesAlong(walk.from, walk.at);
  if (!between.length) {
    say('Nothing between the last two');
    return;
  }
  walk.edge = (walk.edge + 1) % between.length;
  const kept = { ...walk };
  choose('edge', between[walk.edge].id);
  Object.assign(walk, kept);
  canvas.focus({ preventScroll: true });
  say(`${nameOf(nodes[between[walk.edge].from])} ${verbOf(between[walk.edge])} ${nameOf(nodes[between[walk.edge].to])}, ${walk.edge + 1} of ${between.length}; Enter goes to what the articles say`);
}

// Opens the node, or goes to the edge that is open already.
function enter() {
  if (walk.edge >= 0 && state.chosen) panelBox.focus({ preventScroll: true });
  else choose('node', walk.at);
}

const WALKS = {
  Enter: enter, ' ': enter, e: openBetween, E: openBetween,
  Home: () => walkTo((drawnBySize()[0] || { id: null }).id),
  PageDown: () => walkBy(1), PageUp: () => walkBy(-1),
};

function walkBy(step) {
  const order = drawnBySize();
  if (order.length) walkTo(order[(order.findIndex((node) => node.id === walk.at) + step + order.length) % order.length].id);
}

canvas.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && !state.chosen) leave();
  const zoom = { '+': () => zoomBy(1.35), '=': () => zoomBy(1.35), '-': () => zoomBy(1 / 1.35), 0: fitView }[event.key];
  const isWalk = event.key in AROUND || event.key in WALKS;
  if (!zoom && !isWalk) return;
  event.preventDefault();
  if (walk.at !== null && !drawn.nodes.has(walk.at)) leave();
  if (zoom) zoom();
  else if (walk.at === null) WALKS.Home();
  else if (event.key in WALKS) WALKS[event.key]();
  else {
    const found = towards(walk.at, AROUND[event.key], neighbours(walk.at));
    walkTo(found === null ? towards(walk.at, AROUND[event.key], drawn.nodes) : found);
  }
});
canvas.addEventListener('blur', () => { if (!state.chosen && walk.at !== null) unhover(); });
canvas.addEventListener('focus', () => {
  if (walk.at === null && state.chosen && state.chosen.kind === 'node') walk.at = state.chosen.id;
  network.redraw();
});

// A ring around the node that the keys have come to.
network.on('afterDrawing', (context) => {
  if (walk.at === null || document.activeElement !== canvas || !drawn.nodes.has(walk.at)) return;
  const { x, y } = network.getPosition(walk.at);
  const width = 3 / network.getScale();
  context.beginPath();
  context.arc(x, y, nodes[walk.at].size * pen + 3 * width, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = colour('accent');
  context.stroke();
});
canvas.tabIndex = 0;
canvas.querySelector('.vis-network').tabIndex = -1;
// What a filter leaves, told when it has changed.
let toldBefore = '';
whenShown(() => {
  const told = `${count(shown.nodes.size, 'entity', 'entities')} and ${count(shown.edges.size, 'edge', 'edges')} shown`;
  if (toldBefore && told !== toldBefore) say(told);
  toldBefore = told;
});
