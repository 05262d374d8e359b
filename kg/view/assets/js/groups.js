// What can be done with communities: they are closed, opened and hidden as others are.

const groupSummary = communityBox.querySelector('summary');

// Between two of them, across and down, for their names; in pixels of a screen of so many that shows the whole graph.
const [BETWEEN_GROUPS, ABOVE_GROUPS] = [90, 50];
const [SCREEN_WIDTH, SCREEN_HEIGHT] = [900, 600];

// In a graph that was not laid out by communities, each stands in the middle of its members, as large as they are many and
// clear of the others.
function gatherCommunities() {
  const weight = (id) => nodes[id].size;
  const span = (side) => nodes.reduce((most, node) => Math.max(most, node[side]), -Infinity) - nodes.reduce((least, node) => Math.min(least, node[side]), Infinity);
  const pixel = Math.max(1, span('x') / SCREEN_WIDTH, span('y') / SCREEN_HEIGHT);
  for (const community of communities) {
    const all = community.nodes.reduce((sum, id) => sum + weight(id), 0);
    const mean = (side) => community.nodes.reduce((sum, id) => sum + weight(id) * nodes[id][side], 0) / all;
    Object.assign(community, { x: mean('x'), y: mean('y'), size: pixel * (8 + 2.5 * Math.sqrt(community.nodes.length)) });
  }
  for (let round = 0; round < 200; round += 1) {
    let apart = true;
    communities.forEach((one, at) => {
      for (const other of communities.slice(at + 1)) {
        const [across, down] = [other.x - one.x, other.y - one.y];
        const [right, below] = [one.size + other.size + BETWEEN_GROUPS * pixel - Math.abs(across), one.size + other.size + ABOVE_GROUPS * pixel - Math.abs(down)];
        if (right <= 0 || below <= 0) continue;
        apart = false;
        // The shorter way out; of two on one spot the later goes right and down.
        if (right < below * 1.6) move(one, other, 'x', (across < 0 ? -1 : 1) * right * 0.3);
        else move(one, other, 'y', (down < 0 ? -1 : 1) * below * 0.3);
      }
    });
    if (apart) break;
  }
  for (const community of communities) Object.assign(community, { x: Math.round(community.x), y: Math.round(community.y) });
}

function move(one, other, side, by) {
  one[side] -= by;
  other[side] += by;
}

if (!data.rooms) gatherCommunities();

function groupItems(node) {
  const home = communityOf(node);
  return communities[home].nodes.length > 1 ? [['Draw its community as one', () => closeCommunity(home)]] : [];
}

function communityMenu(community) {
  const { id, nodes: members } = community;
  return [
    ['Open it', () => openCommunity(id)],
    ['Hide all in it', () => change(() => { for (const each of members) explore.hidden.node.add(each); })],
    null,
    ['Draw all communities as one each', () => change(() => communities.forEach((each) => closed.add(each.id)))],
    ['Open all', () => change(() => closed.clear())],
  ].filter((item) => !item || item[0] !== 'Open all' || shown.nodes.size <= MOST_OPEN);
}

// Opens what is closed around all that is shown, if that can be drawn; for use inside a change.
function openAround() {
  refreshShown();
  if (shown.nodes.size <= MOST_OPEN) reveal([...shown.nodes]);
}

// One of the cards above the drawing at a time.
groupSummary.addEventListener('click', () => { if (!communityBox.open) closeCard(false); });
