// Names on the drawing, as on a map: always the same size on the screen, the important ones first, and none where it
// would cover another. Zooming in makes room for more.

const FONT = 'Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const CELL = 80;
// The largest nodes bear their names even if a smaller one gets covered.
const ALWAYS_NAMED = 30;
// In pixels: one name of an edge to so much of the drawing.
const AREA_OF_NAME = 12000;
const ALONG_EDGE = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
const widths = new Map();

// Keeps boxes in squares, so that a new one meets only its neighbours.
class Occupied {
  constructor() {
    this.cells = new Map();
  }

  * keys(box) {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) yield `${column},${row}`;
    }
  }

  isFree(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
      }
    }
    return true;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

function textWidth(context, font, text) {
  const key = `${font}\n${text}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

function boxAround(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function drawLabels(context) {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const view = { left: 0, top: 0, right: context.canvas.clientWidth, bottom: context.canvas.clientHeight };
  const within = (box) => box.right > view.left && box.left < view.right && box.bottom > view.top && box.top < view.bottom;
  const lit = spotlight();
  const { clientWidth, clientHeight } = context.canvas;
  // More names along lines than this would cover the lines.
  let room = Math.ceil((clientWidth * clientHeight) / AREA_OF_NAME);
  const occupied = new Occupied();
  const sacred = new Occupied();
  const names = new Occupied();
  const stands = standingNodes(within);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.direction = 'ltr';
  const isLit = (kind, id) => !lit || lit[kind].has(id);
  drawCommunityLabels(context, occupied, sacred, lit ? 0.35 : 1);
  drawFrameTitles(context, occupied, sacred);
  if (!lit && !drawn.nodes.size) drawBundleCounts(context, occupied, within);
  // What is lit gets its names first, edges too.
  const bright = stands.filter((stand) => isLit('nodes', stand.node.id));
  for (const stand of bright) occupied.add(stand.box);
  for (const stand of bright.slice(0, ALWAYS_NAMED)) sacred.add(stand.box);
  bright.forEach((stand, rank) => drawNodeLabel(context, stand, { occupied, sacred, names }, 1, lit || rank < ALWAYS_NAMED));
  let tries = 8 * room;
  for (const id of lit ? [...drawn.edges].filter((each) => isLit('edges', each)) : drawn.edges) {
    if (room <= 0 || tries <= 0) break;
    const done = drawEdgeLabel(context, edges[id], occupied, within, lit);
    if (done !== null) tries -= 1;
    if (done) room -= 1;
  }
  const dim = stands.filter((stand) => !isLit('nodes', stand.node.id));
  for (const stand of dim) occupied.add(stand.box);
  for (const stand of dim) drawNodeLabel(context, stand, { occupied, sacred, names }, 0.35, false);
  context.restore();
}

// The nodes in sight with their boxes on the screen, the largest first.
function standingNodes(within) {
  const scale = network.getScale();
  const stands = [];
  for (const id of drawn.nodes) {
    const node = nodes[id];
    const place = network.canvasToDOM(network.getPosition(node.id));
    const radius = node.size * pen * scale;
    const box = boxAround(place.x, place.y, 2 * radius, 2 * radius);
    if (within(box)) stands.push({ node, place, radius, box });
  }
  return stands;
}

// Where it covers nothing; if it has to be told, where it covers no large node, or at last no other name.
function drawNodeLabel(context, stand, { occupied, sacred, names }, alpha, insist) {
  const { node, place, radius } = stand;
  const large = node.size > 18;
  const size = large ? 14 : node.size > 13 ? 13 : 12;
  const font = `${large ? 600 : 500} ${size}px ${FONT}`;
  const width = textWidth(context, font, node.label) + 4;
  const height = size + 4;
  const beside = radius + 4 + width / 2;
  const spots = [
    [place.x, place.y + radius + 3 + height / 2], [place.x, place.y - radius - 3 - height / 2],
    [place.x + beside, place.y], [place.x - beside, place.y],
    [place.x + 0.8 * beside, place.y + radius], [place.x - 0.8 * beside, place.y + radius],
    [place.x + 0.8 * beside, place.y - radius], [place.x - 0.8 * beside, place.y - radius],
  ];
  const { clientWidth } = context.canvas;
  const isFree = (space) => ([x, y]) => x > width / 2 && x < clientWidth - width / 2
    && space.isFree(boxAround(x, y, width, height));
  const spot = spots.find(isFree(occupied)) || (insist && (spots.find(isFree(sacred)) || (large && spots.find(isFree(names)))));
  if (!spot) return;
  const box = boxAround(spot[0], spot[1], width, height);
  for (const space of [occupied, sacred, names]) space.add(box);
  context.globalAlpha = alpha;
  context.font = font;
  context.lineWidth = 4;
  context.strokeStyle = colour('canvas');
  context.strokeText(node.label, spot[0], spot[1]);
  context.fillStyle = colour('ink');
  context.fillText(node.label, spot[0], spot[1]);
  context.globalAlpha = 1;
}

// The names of closed communities, on them; of two that would cover each other, that of the larger.
function drawCommunityLabels(context, occupied, sacred, alpha) {
  const font = `600 13px ${FONT}`;
  const small = `400 12px ${FONT}`;
  const order = [...drawn.communities].sort(([a, left], [b, right]) => right - left || a - b);
  for (const [id, number] of order) {
    const community = communities[id];
    const place = placeOfCommunity(community);
    const reach = community.size * network.getScale();
    const lines = linesOf(context, font, printable(community.label), 2 * reach);
    const told = membersShown(community, number);
    const width = Math.max(...lines.map((line) => textWidth(context, font, line)), textWidth(context, small, told)) + 6;
    const height = 17 * lines.length + 19;
    const [on, ...beside] = [place.y, place.y + reach + height / 2 + 3, place.y - reach - height / 2 - 3];
    // A small one would be covered by its name.
    const spots = reach < 40 ? [...beside, on] : [on, ...beside];
    const box = spots.map((y) => boxAround(place.x, y, width, height)).find((each) => sacred.isFree(each));
    occupied.add(boxAround(place.x, place.y, 1.6 * reach, 1.6 * reach));
    if (!box) continue;
    occupied.add(box);
    sacred.add(box);
    context.globalAlpha = alpha;
    context.lineWidth = 4;
    context.strokeStyle = colour('canvas');
    [...lines, told].forEach((text, at) => {
      context.font = at < lines.length ? font : small;
      context.strokeText(text, place.x, box.top + 17 * at + 10);
      context.fillStyle = colour(at < lines.length ? 'ink' : 'soft');
      context.fillText(text, place.x, box.top + 17 * at + 10);
    });
    context.globalAlpha = 1;
  }
}

// The names of a community in one line or, where that is wider than its disc, each in its own.
function linesOf(context, font, label, width) {
  const at = label.indexOf(', ');
  return at < 0 || textWidth(context, font, label) <= width ? [label] : [label.slice(0, at + 1), label.slice(at + 2)];
}

// How many claims lie between two closed communities, on the line; the greatest numbers first.
function drawBundleCounts(context, occupied, within) {
  const font = `500 11px ${FONT}`;
  const between = [...drawn.bundles.values()].filter(({ from, to }) => isCommunity(from) && isCommunity(to));
  const discs = [...drawn.communities.keys()].map((id) => ({ ...placeOfCommunity(communities[id]), reach: communities[id].size * network.getScale() }));
  const isOutside = (box) => discs.every(({ x, y, reach }) => Math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y) > reach + 6);
  for (const made of between.sort((a, b) => b.claims - a.claims || (a.id < b.id ? -1 : 1)).slice(0, 40)) {
    const label = `×${made.claims.toLocaleString('en')}`;
    const [from, to] = [made.from, made.to].map((id) => network.canvasToDOM(network.getPosition(id)));
    const box = ALONG_EDGE.map((share) => boxAround(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y), textWidth(context, font, label) + 8, 15))
      .find((each) => within(each) && isOutside(each) && occupied.isFree(each));
    if (made.claims) drawTag(context, box, label, font, mixed(colour(toneOf(made)), colour('ink'), 0.7));
    if (box) occupied.add(box);
  }
}

function drawTag(context, box, label, font, ink) {
  if (!box) return;
  context.fillStyle = colour('canvas');
  context.globalAlpha = 0.9;
  context.beginPath();
  context.roundRect(box.left, box.top, box.right - box.left, 15, 4);
  context.fill();
  context.globalAlpha = 1;
  context.font = font;
  context.fillStyle = ink;
  context.fillText(label, (box.left + box.right) / 2, box.top + 8);
}

// Says whether there was room for it; null where there was nothing to look for.
function drawEdgeLabel(context, edge, occupied, within, lit) {
  const made = network.body.edges[edge.id];
  if (!made || !made.connected) return null;
  const font = `${lit ? 600 : 500} 11px ${FONT}`;
  const label = labelOf(edge);
  const width = textWidth(context, font, label) + 8;
  const from = network.canvasToDOM(network.getPosition(edge.from));
  const to = network.canvasToDOM(network.getPosition(edge.to));
  const length = Math.hypot(from.x - to.x, from.y - to.y);
  const needed = Math.abs(from.x - to.x) > Math.abs(from.y - to.y) ? width * 0.8 : 50;
  if (edge.from !== edge.to && length < needed && !lit) return null;
  if (!within(boxAround((from.x + to.x) / 2, (from.y + to.y) / 2, Math.abs(from.x - to.x), Math.abs(from.y - to.y)))) return null;
  const shares = edge.from === edge.to ? [0.5] : ALONG_EDGE;
  const spots = shares.map((share) => pointOnEdge(edge.id, share));
  const chosen = state.chosen && state.chosen.kind === 'edge' && state.chosen.id === edge.id;
  // The chosen edge is named in any case, beside the line if need be.
  if (chosen) spots.push(...[-20, 20, -38, 38, -56, 56, 0].map((shift) => ({ x: spots[0].x, y: spots[0].y + shift })));
  const boxes = spots.map((spot) => boxAround(spot.x, spot.y, width, 15)).filter(within);
  const box = boxes.find((each) => occupied.isFree(each)) || (chosen && boxes[boxes.length - 1]);
  if (!box) return false;
  occupied.add(box);
  drawTag(context, box, label, font, edgeTextColour(edge));
  return true;
}

// Where an edge runs, in pixels of the drawing.
function pointOnEdge(id, share) {
  const { edgeType } = network.body.edges[id];
  if (edges[id].from === edges[id].to) {
    const node = network.getPosition(edges[id].from);
    const reach = nodes[edges[id].from].size + 30;
    return network.canvasToDOM({ x: node.x + reach * 0.7, y: node.y - reach });
  }
  return network.canvasToDOM(edgeType.getPoint(share));
}

const nodesBySize = [...nodes].sort((a, b) => b.size - a.size || a.id - b.id);
const edgesByWeight = [...edges].sort((a, b) => (a.kg.tone === 'structure') - (b.kg.tone === 'structure')
  || b.kg.claims.length - a.kg.claims.length || a.id - b.id);
