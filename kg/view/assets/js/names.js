// What things are called outside this page, in its address above all: by the last part of their IRI, which stays when the
// graph grows, never by a position.

function lastPart(iri) {
  const part = String(iri).slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1);
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

// The things by their names; where two would bear one, the later is called by its whole IRI.
function byName(things, iriOf) {
  const named = new Map();
  for (const thing of things) {
    const name = lastPart(iriOf(thing));
    named.set(named.has(name) ? iriOf(thing) : name, thing);
  }
  return named;
}

function inverse(named) {
  return new Map([...named].map(([name, thing]) => [thing, name]));
}

// `,` parts the names of a list, and `~` the parts of a name.
function escaped(name) {
  return name.replace(/[%,~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function unescaped(name) {
  return name.replace(/%(25|2C|7E)/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

function joined(names, mark = ',') {
  return names.map(escaped).join(mark);
}

function parted(text, mark = ',') {
  return text ? text.split(mark).map(unescaped) : [];
}

const nodeByName = byName(nodes, (node) => node.kg.iri);
const nameByNode = inverse(nodeByName);

// Kind of what can be chosen -> its name in the address; parts of the page add theirs.
const namesOfChosen = { node: (id) => escaped(nameByNode.get(nodes[id])), edge: (id) => edgeName(edges[id]) };

function edgeName(edge) {
  const { relation, status } = edge.kg;
  const parts = [nameByNode.get(nodes[edge.from]), relation, nameByNode.get(nodes[edge.to])];
  // What one article states and another reports is one edge, whichever comes first.
  return joined(status === 'stated' || status === 'reported' ? parts : [...parts, status], '~');
}

function edgeNamed(name) {
  const node = nodeByName.get(parted(name, '~')[0]);
  return node && edgesOfNode.get(node.id).find((edge) => edgeName(edge) === name);
}
