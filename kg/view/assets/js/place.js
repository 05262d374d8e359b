// Where the drawing is looked at from: as a node near the middle of the screen, how far it is from there, and the zoom,
// so that a link still shows the same when a grown graph is laid out anew.

// Whether the reader moved the drawing, which otherwise stands as it was at the beginning.
let moved = false;

function noteMove() {
  moved = true;
  writeAddressSoon();
}

function placeText() {
  if (!moved || !shown.nodes.size) return '';
  const middle = network.getViewPosition();
  let nearest = null;
  for (const id of shown.nodes) {
    const { x, y } = network.getPosition(id);
    const away = Math.hypot(x - middle.x, y - middle.y);
    if (!nearest || away < nearest.away) nearest = { id, away, x, y };
  }
  const numbers = [middle.x - nearest.x, middle.y - nearest.y].map(Math.round);
  return [escaped(nameByNode.get(nodes[nearest.id])), ...numbers, Number(network.getScale().toPrecision(3))].join('~');
}

function givePlace(text) {
  moved = Boolean(text);
  if (!text) {
    fitView();
    return [];
  }
  const [name, ...rest] = parted(text, '~');
  const [right, down, scale] = rest.map(Number);
  const node = nodeByName.get(name);
  if (!node || ![right, down, scale].every(Number.isFinite)) {
    moved = false;
    fitView();
    return [node ? text : name];
  }
  const { x, y } = network.getPosition(node.id);
  noticeSize();
  network.moveTo({ position: { x: x + right, y: y + down }, scale: Math.min(20, Math.max(0.01, scale)), animation: false });
  return [];
}

network.on('zoom', noteMove);
network.on('dragEnd', ({ nodes: dragged }) => { if (!dragged.length) noteMove(); });
