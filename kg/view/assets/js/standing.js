// Where the nodes stand: where they were laid out, where the reader put them, or in rings around one of them.

// Node -> where the reader put it; it stays there.
const pinned = new Map();
// Where each was put last on the drawing.
const stood = new Map(nodes.map((node) => [node.id, `${node.x},${node.y}`]));
// Between two neighbours on a ring, and between two rings.
const [BESIDE, RING_GAP] = [95, 170];
// Screens are wider than high, and so are names.
const WIDER = 1.25;

keep('pinned', () => [...pinned].sort(([a], [b]) => a - b).map(([id, { x, y }]) => joined([nameByNode.get(nodes[id]), String(x), String(y)], '~')).join(','), (text) => {
  pinned.clear();
  return (text ? text.split(',') : []).filter((each) => {
    const [name, ...place] = parted(each, '~');
    const [x, y] = place.map(Number);
    const node = nodeByName.get(name);
    if (!node || !Number.isFinite(x) || !Number.isFinite(y)) return true;
    pinned.set(node.id, { x, y });
    return false;
  });
});

function pin(id) {
  const { x, y } = network.getPosition(id);
  change(() => pinned.set(id, { x: Math.round(x), y: Math.round(y) }));
}

function unpin(id) {
  change(() => pinned.delete(id));
}

// Moves what does not stand where it should.
function standNodes() {
  const rings = explore.around && explore.rings ? ringsAround(explore.around.id) : new Map();
  const moved = [];
  for (const node of nodes) {
    const { x, y } = pinned.get(node.id) || rings.get(node.id) || node;
    const key = `${x},${y}`;
    if (stood.get(node.id) !== key) {
      stood.set(node.id, key);
      moved.push({ id: node.id, x, y });
    }
  }
  if (moved.length) nodeItems.update(moved);
}

// Those around one node in rings, each near to whom it is tied to on the ring within. The same graph gives the same rings.
function ringsAround(id) {
  const around = neighboursAmong(edges.filter((edge) => shown.edges.has(edge.id)));
  const steps = distancesFrom(id, around, Infinity);
  const places = new Map([[id, { x: nodes[id].x, y: nodes[id].y }]]);
  const turns = new Map([[id, 0]]);
  const last = Math.max(...steps.values());
  let radius = 0;
  for (let step = 1; step <= last; step += 1) {
    const ring = [...steps].filter(([, far]) => far === step).map(([each]) => {
      const inner = (around.get(each) || []).filter((next) => steps.get(next.id) === step - 1);
      return { id: each, turn: step === 1 ? 0 : meanTurn(inner.map((next) => turns.get(next.id))), inner: inner.length };
    });
    // On the first ring those with much in common stand side by side: large ones first would leave that to chance.
    if (step === 1) orderByTies(ring, around);
    else ring.sort((a, b) => a.turn - b.turn || a.id - b.id);
    radius = Math.max(radius + RING_GAP, (ring.length * BESIDE) / (2 * Math.PI));
    const wedge = (2 * Math.PI) / ring.length;
    const shift = step === 1 ? -Math.PI / 2 : meanTurn(ring.map(({ turn }, at) => turn - at * wedge));
    ring.forEach(({ id: each }, at) => {
      const turn = shift + at * wedge;
      turns.set(each, turn);
      places.set(each, { x: Math.round(nodes[id].x + WIDER * radius * Math.cos(turn)), y: Math.round(nodes[id].y + radius * Math.sin(turn)) });
    });
  }
  return places;
}

// The middle of several directions.
function meanTurn(turns) {
  const turn = Math.atan2(turns.reduce((sum, each) => sum + Math.sin(each), 0), turns.reduce((sum, each) => sum + Math.cos(each), 0));
  return turn < 0 ? turn + 2 * Math.PI : turn;
}

// Each next one is whom most ties lead to from the last few; the first is the largest.
function orderByTies(ring, around) {
  const left = new Map([...ring].sort((a, b) => nodes[b.id].size - nodes[a.id].size || a.id - b.id).map((each) => [each.id, each]));
  ring.length = 0;
  while (left.size) {
    const recent = ring.slice(-3).reverse();
    let [best, most] = [null, -1];
    for (const each of left.values()) {
      const ties = recent.reduce((sum, other, at) => sum + (around.get(other.id) || []).filter((next) => next.id === each.id).length / (at + 1), 0);
      if (ties > most) [best, most] = [each, ties];
    }
    left.delete(best.id);
    ring.push(best);
  }
}

network.on('dragEnd', ({ nodes: held }) => {
  const dragged = held.filter((id) => !isCommunity(id));
  if (!dragged.length) return;
  for (const id of dragged) {
    const { x, y } = network.getPosition(id);
    stood.set(id, `${Math.round(x)},${Math.round(y)}`);
  }
  change(() => {
    for (const id of dragged) {
      const [x, y] = stood.get(id).split(',').map(Number);
      pinned.set(id, { x, y });
    }
  });
});

// A small pin on what the reader put somewhere.
network.on('afterDrawing', (context) => {
  for (const [id, { x, y }] of pinned) {
    if (!drawn.nodes.has(id)) continue;
    const radius = nodes[id].size * pen;
    context.beginPath();
    context.arc(x + 0.75 * radius, y - 0.75 * radius, 3.2 * pen, 0, 2 * Math.PI);
    context.fillStyle = colour('accent');
    context.fill();
    context.lineWidth = 1.4 * pen;
    context.strokeStyle = colour('canvas');
    context.stroke();
  }
});
