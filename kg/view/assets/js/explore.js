// What the reader looks at of the graph: somebody and those around, what happened at one place, less what is hidden.

const DISTANCES = [1, 2, 3, Infinity];
const explore = {
  // Somebody and how many steps away from them others may be; `rings` stands them in circles around.
  around: null,
  rings: false,
  // The IRI of a place: only what happened there.
  place: null,
  hidden: { node: new Set(), edge: new Set() },
};

claimTests.push((claim) => explore.place === null || claim.place === explore.place);
edgeTests.push((edge) => !explore.hidden.edge.has(edge.id) && (explore.place === null || edge.kg.claims.length > 0));
nodeTests.push((node) => !explore.hidden.node.has(node.id));
narrowings.push((wanted) => {
  if (explore.around === null) return wanted;
  const near = distancesFrom(explore.around.id, neighboursAmong(wanted), explore.around.steps);
  return wanted.filter((edge) => near.has(edge.from) && near.has(edge.to));
});

// Who stands in the middle anyway needs no light of their own.
lights.push(() => (explore.around && state.chosen && state.chosen.kind === 'node' && state.chosen.id === explore.around.id ? shown : null));

// Node -> the edges that leave it, each with the node at its other end.
function neighboursAmong(list) {
  const around = new Map();
  const add = (from, to, edge) => {
    if (!around.has(from)) around.set(from, []);
    around.get(from).push({ id: to, edge });
  };
  for (const edge of list) {
    if (edge.from === edge.to) continue;
    add(edge.from, edge.to, edge);
    add(edge.to, edge.from, edge);
  }
  return around;
}

// How many steps away the others are, breadth first, up to so many steps.
function distancesFrom(id, around, steps) {
  const found = new Map([[id, 0]]);
  let rim = [id];
  for (let step = 1; step <= steps && rim.length; step += 1) {
    rim = rim.flatMap((each) => (around.get(each) || []).map((next) => next.id)).filter((next) => !found.has(next) && found.set(next, step));
  }
  return found;
}

keep('around', () => {
  if (!explore.around) return '';
  const { id, steps } = explore.around;
  return joined([nameByNode.get(nodes[id]), Number.isFinite(steps) ? String(steps) : 'all', ...(explore.rings ? ['rings'] : [])], '~');
}, (text) => {
  const [name, steps, rings] = parted(text, '~');
  const node = nodeByName.get(name);
  explore.around = node ? { id: node.id, steps: steps === 'all' ? Infinity : Math.min(99, Math.max(1, Math.floor(Number(steps)) || 1)) } : null;
  explore.rings = Boolean(node) && rings === 'rings';
  return text && !node ? [name] : [];
});
keep('place', () => (explore.place === null ? '' : escaped(nameByNode.get(nodeNamed(explore.place)))), (text) => {
  const node = nodeByName.get(unescaped(text));
  explore.place = node ? node.kg.iri : null;
  return text && !node ? [text] : [];
});
keep('hidden', () => joined([...explore.hidden.node].map((id) => nameByNode.get(nodes[id])).sort()), (text) => {
  const names = parted(text);
  explore.hidden.node = new Set(names.filter((name) => nodeByName.has(name)).map((name) => nodeByName.get(name).id));
  return names.filter((name) => !nodeByName.has(name));
});
keep('hidden-edges', () => [...explore.hidden.edge].map((id) => edgeName(edges[id])).sort().join(','), (text) => {
  const found = (text ? text.split(',') : []).map((name) => [name, edgeNamed(name)]);
  explore.hidden.edge = new Set(found.filter(([, edge]) => edge).map(([, edge]) => edge.id));
  return found.filter(([, edge]) => !edge).map(([name]) => name);
});

// What narrows the picture, in words, each with how to take it back.
tellFilter(() => {
  const told = [];
  const hidden = [explore.hidden.node.size && count(explore.hidden.node.size, 'entity', 'entities'), explore.hidden.edge.size && count(explore.hidden.edge.size, 'edge', 'edges')];
  if (explore.around) told.push({ words: aroundWords(), loosen: () => { explore.around = null; explore.rings = false; } });
  if (explore.place !== null) told.push({ words: `only what happened in ${nameOf(nodeNamed(explore.place))}`, loosen: () => { explore.place = null; } });
  if (hidden.some(Boolean)) told.push({ words: `${hidden.filter(Boolean).join(' and ')} hidden`, loosen: () => { for (const ids of Object.values(explore.hidden)) ids.clear(); } });
  return told;
});

function aroundWords() {
  const { id, steps } = explore.around;
  return Number.isFinite(steps) ? `within ${count(steps, 'step', 'steps')} of ${nameOf(nodes[id])}` : `all that is connected with ${nameOf(nodes[id])}`;
}

// What is looked at in another way is brought into the window.
let lookedAt = '[null,false,null,false]';
whenShown(() => {
  const looks = JSON.stringify([explore.around && [explore.around.id, String(explore.around.steps)], explore.rings, explore.place, path.alone]);
  if (looks === lookedAt) return;
  lookedAt = looks;
  standNodes();
  fitView();
});

// Looks at somebody and those around; what hides them is taken back.
function lookAround(id, steps = 1) {
  change(() => {
    unhideNode(nodes[id]);
    Object.assign(explore, { around: { id, steps }, place: null });
    openAround();
  });
}

function lookEverywhere() {
  change(() => Object.assign(explore, { around: null, rings: false }));
}

// Only one relation or article, or what happened at one place, of all that there is.
function showOnly(kind, name) {
  remember(() => {
    showTab('graph');
    change(() => {
      dropPath();
      showEverything();
      if (kind === 'place') explore.place = name;
      else onlyThese(kind, [name]);
      openAround();
    });
    fitView();
  });
}

function hide(kind, id) {
  remember(() => {
    if (state.chosen && state.chosen.kind === kind && state.chosen.id === id) unchoose();
    change(() => explore.hidden[kind].add(id));
  });
}

function hideRelation(name) {
  remember(() => {
    unchoose();
    change(() => switchNames('relation', [name], false));
  });
}

function bringBack(kind, id) {
  change(() => {
    if (kind) explore.hidden[kind].delete(id);
    else for (const ids of Object.values(explore.hidden)) ids.clear();
  });
}

function unhideNode(node) {
  explore.hidden.node.delete(node.id);
  switchNames('type', [node.group], true);
}

// What was looked for is shown even if something hides it: first what may hide just this is taken back, then everything.
function makeShown(isThere, takeBack) {
  if (isThere()) return true;
  change(() => {
    takeBack();
    refreshShown();
    if (!isThere()) showEverything();
  });
  return isThere();
}

function revealNode(node) {
  showTab('graph');
  return makeShown(() => shown.nodes.has(node.id), () => {
    unhideNode(node);
    for (const edge of edgesOfNode.get(node.id)) explore.hidden.edge.delete(edge.id);
    lookAtAll();
  }) || !edgesOfNode.get(node.id).length;
}

function revealEdge(edge, position = edge.kg.claims[0]) {
  showTab('graph');
  return makeShown(() => shown.edges.has(edge.id) && (position === undefined || isSure(position)), () => {
    unhideNode(nodes[edge.from]);
    unhideNode(nodes[edge.to]);
    explore.hidden.edge.delete(edge.id);
    switchNames('relation', [edge.kg.relation], true);
    for (const kind of position === undefined ? [] : CLAIM_KINDS) switchNames(kind, [facets[kind].names[facets[kind].codes[position]]], true);
    lookAtAll();
  });
}

function lookAtAll() {
  Object.assign(explore, { around: null, rings: false, place: null });
  dropPath();
}

const claimEdges = new Map();

// The edge that a claim is drawn as; where it happened is an edge only beside that.
function edgeOfClaim(position) {
  if (!claimEdges.size) {
    for (const edge of edges) if (edge.kg.status !== 'background') for (const each of edge.kg.claims) claimEdges.set(each, edge);
  }
  return claimEdges.get(position);
}

function isClaimShown(position) {
  const edge = edgeOfClaim(position);
  return isSure(position) && Boolean(edge) && shown.edges.has(edge.id);
}
