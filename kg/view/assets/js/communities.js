// Communities: groups of nodes, found beforehand, that are drawn as one where they are closed. What the filters leave
// (`shown`) is divided here into what is drawn by itself and what a closed community stands for (`drawn`).
//
// `openCommunity(id)`, `closeCommunity(id)` and `communityOf(node)` are for other parts of the page. Which communities
// stand otherwise than at the beginning is kept as `turned`: undo and the address bring it back.

const communities = data.communities.map((community, id) => ({ ...community, id, nodes: [] }));
for (const node of nodes) communities[communityOf(node)].nodes.push(node.id);
// A graph of many nodes begins with all of them closed.
const closedAtFirst = data.collapsed ? communities.map(({ id }) => id) : [];
const closed = new Set(closedAtFirst);
// What is drawn by itself, the important first; `communities` are the closed ones with how many of their members the
// filters leave, and `bundles` the edges from or to these, as one where they are between the same two.
const drawn = { nodes: new Set(), edges: new Set(), communities: new Map(), bundles: new Map() };
// With more than this in sight, zooming is no pleasure.
const MOST_OPEN = 2000;

// A community is called by the first of its members, for its number is another as soon as the graph has grown.
function leaderOf({ id }) {
  return nameByNode.get(nodesBySize.find((node) => communityOf(node) === id));
}

keep('turned', () => {
  const first = new Set(closedAtFirst);
  return joined(communities.filter((each) => first.has(each.id) !== closed.has(each.id)).map(leaderOf).sort());
}, (text) => {
  const leaders = parted(text);
  const turned = new Set(leaders.filter((name) => nodeByName.has(name)).map((name) => communityOf(nodeByName.get(name))));
  const first = new Set(closedAtFirst);
  closed.clear();
  for (const { id } of communities) if (first.has(id) !== turned.has(id)) closed.add(id);
  return leaders.filter((name) => !nodeByName.has(name));
});

function communityOf(node) {
  return node.kg.community;
}

function openCommunity(id) {
  change(() => closed.delete(id));
  network.unselectAll();
  hoverBox.hidden = true;
  const box = boxOf(communities[id].nodes.filter((node) => drawn.nodes.has(node)));
  // Opened where it stands; only if its members would be too small to read, the view comes closer.
  if (box && fittingScale(box, 1) > 1.5 * network.getScale()) moveView(middleOf(box), fittingScale(box, 1));
}

function closeCommunity(id) {
  change(() => closed.add(id));
}

// Opens whatever is closed around these nodes: somebody has asked for them.
function reveal(ids) {
  const hiding = new Set(ids.map((id) => communityOf(nodes[id])).filter((id) => closed.has(id)));
  if (!hiding.size) return;
  for (const id of hiding) closed.delete(id);
  refreshDrawn();
  paint();
  showCommunities();
}

function refreshDrawn() {
  for (const part of Object.values(drawn)) part.clear();
  for (const node of nodesBySize) {
    const home = communityOf(node);
    if (!shown.nodes.has(node.id)) continue;
    if (closed.has(home)) drawn.communities.set(home, (drawn.communities.get(home) || 0) + 1);
    else drawn.nodes.add(node.id);
  }
  for (const edge of edgesByWeight) {
    if (!shown.edges.has(edge.id)) continue;
    const [one, other] = [edge.from, edge.to].map(standIn);
    if (one === edge.from && other === edge.to) drawn.edges.add(edge.id);
    else if (one !== other) bundle(String(one) < String(other) ? [one, other] : [other, one], edge);
  }
}

// What stands for a node on the drawing: itself, or `c3` for the community that it is in.
function standIn(id) {
  const home = communityOf(nodes[id]);
  return closed.has(home) ? `c${home}` : id;
}

function bundle([from, to], edge) {
  const id = `${from}-${to}`;
  if (!drawn.bundles.has(id)) drawn.bundles.set(id, { id, from, to, edges: [], claims: 0, tones: {} });
  const made = drawn.bundles.get(id);
  const number = Math.max(1, claimsOf(edge).length);
  made.edges.push(edge);
  made.claims += claimsOf(edge).length;
  made.tones[edge.kg.tone] = (made.tones[edge.kg.tone] || 0) + number;
}

// The tone of most of the claims; lasting facts only if there is nothing else.
function toneOf({ tones }) {
  const order = Object.keys(TONES);
  return Object.keys(tones).sort((a, b) => (a === 'structure') - (b === 'structure') || tones[b] - tones[a] || order.indexOf(a) - order.indexOf(b))[0];
}

function isCommunity(id) {
  return typeof id === 'string' && /^c\d+$/.test(id);
}

function communityNamed(id) {
  return communities[Number(id.slice(1))];
}

function standInName(id) {
  return isCommunity(id) ? printable(communityNamed(id).label) : nameOf(nodes[id]);
}

// Where a closed community is, in pixels of the drawing.
function placeOfCommunity({ id }) {
  return network.canvasToDOM(network.getPosition(`c${id}`));
}

// The communities in words, for keyboards and screen readers, and for closing them again.
const communityBox = document.getElementById('communities');
const communityList = communityBox.querySelector('.list');
// The bundle that the list is about, if not about all communities.
let bundleListed = null;

function showCommunities() {
  communityBox.hidden = communities.length < 2;
  const open = communities.filter(({ id }) => !closed.has(id));
  communityBox.querySelector('summary').textContent = `${count(communities.length, 'community', 'communities')}${closed.size ? `, ${open.length} open` : ''}`;
  if (!communityBox.open) bundleListed = null;
  else if (drawn.bundles.has(bundleListed)) listBundle(drawn.bundles.get(bundleListed));
  else listCommunities(open);
}

function listCommunities(open) {
  const focused = document.activeElement && document.activeElement.dataset.community;
  const many = shown.nodes.size > MOST_OPEN;
  const all = element('button', {
    type: 'button', class: 'all', disabled: !closed.size || many, 'data-community': 'all',
    title: many ? 'More than can be drawn at once: open some of them' : null, onclick: () => change(() => closed.clear()),
  }, 'Open all');
  const none = element('button', {
    type: 'button', class: 'all', disabled: !open.length, 'data-community': 'none', onclick: () => change(() => communities.forEach(({ id }) => closed.add(id))),
  }, 'Close all');
  communityList.replaceChildren(element('p', {}, all, none), ...communities.map((community) => {
    const { id, label, members } = community;
    const name = printable(label);
    return element('button', {
      type: 'button', 'data-community': id, 'aria-expanded': String(!closed.has(id)), title: closed.has(id) ? 'Open' : 'Close',
      onclick: () => (closed.has(id) ? openCommunity(id) : closeCommunity(id)),
    }, element('span', { class: 'name', dir: 'auto' }, name), element('span', { class: 'count' }, members.toLocaleString('en')));
  }));
  const again = focused && communityList.querySelector(`[data-community="${focused}"]`);
  if (again) again.focus({ preventScroll: true });
}

function showBundle({ id }) {
  bundleListed = id;
  communityBox.open = true;
  showCommunities();
  communityList.querySelector('button').focus({ preventScroll: true });
}

// What is between two of which one is a closed community, as edges to choose from.
function listBundle({ from, to, edges: inside }) {
  const rows = [...inside].sort(byImportance).slice(0, 100);
  const back = () => {
    bundleListed = null;
    showCommunities();
  };
  communityList.replaceChildren(
    element('p', {}, element('button', { type: 'button', class: 'all', onclick: back }, '← All communities')),
    element('h2', { dir: 'auto' }, `${standInName(from)} – ${standInName(to)}`),
    ...rows.map((edge) => element('button', { type: 'button', dir: 'auto', onclick: () => choose('edge', edge.id, true) },
      element('span', { class: 'name' }, `${nameOf(nodes[edge.from])} `, element('b', {}, verbOf(edge)), ` ${nameOf(nodes[edge.to])}`),
      element('span', { class: 'count' }, String(claimsOf(edge).length || '')))),
    inside.length > rows.length ? element('p', {}, `and ${inside.length - rows.length} more`) : '');
}

communityBox.addEventListener('toggle', showCommunities);
whenShown(showCommunities);

// A light ground beneath each open community, with its name on top, where they have rooms of their own and some are closed.
const frames = [];

function placeFrames() {
  frames.length = 0;
  if (!data.rooms || (!closed.size && !data.collapsed)) return;
  for (const community of communities) {
    if (closed.has(community.id)) continue;
    const box = boxOf(community.nodes.filter((id) => drawn.nodes.has(id)));
    if (box) frames.push({ community, box, title: null });
  }
}

function drawFrames(context) {
  placeFrames();
  const room = 60 * Math.max(1, pen);
  context.save();
  context.fillStyle = faded(colour('accent'), 0.05);
  context.strokeStyle = faded(colour('accent'), 0.35);
  context.lineWidth = 1 / network.getScale();
  for (const { box } of frames) {
    context.beginPath();
    context.roundRect(box.left - room, box.top - room, box.right - box.left + 2 * room, box.bottom - box.top + 2 * room, room);
    context.fill();
    context.stroke();
  }
  context.restore();
}

// The names of the open communities above their grounds; a click there closes them. In pixels of the screen.
function drawFrameTitles(context, occupied, sacred) {
  const font = `600 12px ${FONT}`;
  const room = 60 * Math.max(1, pen);
  for (const frame of frames) {
    const label = `${printable(frame.community.label)}  ✕`;
    const width = textWidth(context, font, label) + 14;
    const at = network.canvasToDOM({ x: (frame.box.left + frame.box.right) / 2, y: frame.box.top - room });
    frame.title = boxAround(at.x, at.y, width, 20);
    occupied.add(frame.title);
    sacred.add(frame.title);
    context.font = font;
    context.fillStyle = colour('card');
    context.strokeStyle = faded(colour('accent'), 0.5);
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(frame.title.left, frame.title.top, width, 20, 6);
    context.fill();
    context.stroke();
    context.fillStyle = colour('accent');
    context.fillText(label, at.x, at.y + 0.5);
  }
}

function frameAt({ x, y }) {
  return frames.find(({ title }) => title && x > title.left && x < title.right && y > title.top && y < title.bottom);
}
