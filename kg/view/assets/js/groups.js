// What can be done with communities: they are closed, opened and hidden as others are.

const groupSummary = communityBox.querySelector('summary');

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
