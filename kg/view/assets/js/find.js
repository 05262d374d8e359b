// Finds what is in the graph by what a reader types: names and other names, two names at once, relations, places.

const findable = nodes.map((node) => ({ node, names: [node.kg.name, ...node.kg.aliases].map((name) => ({ name, folded: fold(name), words: wordsIn(name) })) }));
// Words that stand between two names.
const BETWEEN = new Set(['and', 'with', 'vs', 'versus', 'to', 'meets', 'und', 'et', 'y']);
const happenedAt = new Map();
claims.forEach((claim, position) => {
  if (!claim.place) return;
  if (!happenedAt.has(claim.place)) happenedAt.set(claim.place, []);
  happenedAt.get(claim.place).push(position);
});

// How well a name fits, the lower the better; 5 is not at all.
function rankOf({ folded, words }, wanted, asked) {
  if (folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (asked.length && fitInOrder(asked, words)) return 2;
  if (asked.length && asked.every((each) => words.some((word) => word.startsWith(each)))) return 3;
  return wanted.length > 1 && folded.includes(wanted) ? 4 : 5;
}

// Whether the words asked for begin words of a name, in their order.
function fitInOrder(asked, words) {
  let at = 0;
  for (const word of words) if (at < asked.length && word.startsWith(asked[at])) at += 1;
  return at === asked.length;
}

// The nodes whose names fit: `{ node, rank, name }`, with the name that fitted.
function findNodes(text, worst = 4) {
  const wanted = fold(text);
  const asked = wordsIn(text);
  if (!wanted) return [];
  const found = [];
  for (const { node, names } of findable) {
    let best = null;
    names.forEach((name, at) => {
      const fits = rankOf(name, wanted, asked);
      // Its own name comes before another's other names.
      const rank = fits + (at ? 0.5 : 0);
      if (fits <= worst && (!best || rank < best.rank)) best = { node, rank, name: name.name };
    });
    if (best) found.push(best);
  }
  return found.sort((a, b) => a.rank - b.rank || b.node.size - a.node.size || a.node.id - b.node.id);
}

// Two names typed one after the other: `{ one, other, edges }`, those first that have dealings with each other.
function findPairs(text) {
  const asked = wordsIn(text);
  const pairs = new Map();
  for (let cut = 1; cut < asked.length && asked.length <= 8; cut += 1) {
    const rest = asked.slice(BETWEEN.has(asked[cut]) && cut + 1 < asked.length ? cut + 1 : cut);
    const [left, right] = [asked.slice(0, cut), rest].map((words) => findNodes(words.join(' '), 3).slice(0, 3));
    for (const one of left) {
      for (const other of right) {
        const key = [one.node.id, other.node.id].sort((a, b) => a - b).join();
        const rank = one.rank + other.rank;
        if (one.node !== other.node && !(pairs.has(key) && pairs.get(key).rank <= rank)) {
          pairs.set(key, { one: one.node, other: other.node, rank, edges: edgesBetween(one.node, other.node) });
        }
      }
    }
  }
  return [...pairs.values()].sort((a, b) => (b.edges.length > 0) - (a.edges.length > 0) || a.rank - b.rank
    || b.one.size + b.other.size - a.one.size - a.other.size || a.one.id - b.one.id).slice(0, 4);
}

function edgesBetween(one, other) {
  return edgesOfNode.get(one.id).filter((edge) => edge.from === other.id || edge.to === other.id).sort(byImportance);
}

function findRelations(text) {
  const asked = wordsIn(text);
  if (!asked.length || asked.join('').length < 2) return [];
  return [...relations.values()].map((relation) => ({ relation, edges: edges.filter((edge) => edge.kg.relation === relation.name) }))
    .filter(({ relation, edges: drawn }) => drawn.length && isNamed(relation, asked))
    .sort((a, b) => b.edges.length - a.edges.length || (a.relation.name < b.relation.name ? -1 : 1)).slice(0, 4);
}

function isNamed(relation, asked) {
  return [relation.label, relation.name].some((name) => {
    const words = wordsIn(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
    return fitInOrder(asked, words) || fold(name).startsWith(asked.join(''));
  });
}

// A name and a relation, in any order and form: "sanctions russia". The edges of that relation at that name.
function findTold(text) {
  const asked = wordsIn(text);
  const found = new Map();
  for (let cut = 1; cut < asked.length && asked.length <= 8; cut += 1) {
    for (const [names, verbs] of [[asked.slice(0, cut), asked.slice(cut)], [asked.slice(cut), asked.slice(0, cut)]]) {
      const stems = verbs.map((word) => otherForms({ words: [word] }).words[0]);
      if (stems.join('').length < 3) continue;
      for (const { node, rank } of findNodes(names.join(' '), 2).slice(0, 3)) {
        for (const edge of edgesOfNode.get(node.id)) {
          const relation = relations.get(edge.kg.relation);
          if (relation && !found.has(edge) && isNamed(relation, stems)) found.set(edge, rank);
        }
      }
    }
  }
  return [...found].sort(([a, one], [b, other]) => one - other || byImportance(a, b)).slice(0, 5).map(([edge]) => edge);
}

// Names that are nearly what was typed, for those who mistype; only asked where nothing fits.
function findSimilar(text) {
  const asked = wordsIn(text);
  const allowed = (word) => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2);
  if (!asked.some(allowed)) return [];
  return findable.map(({ node, names }) => {
    const off = Math.min(...names.map(({ words }) => asked.reduce((sum, word) => {
      const nearest = Math.min(...words.map((other) => slips(word, other, allowed(word))), Infinity);
      return sum + nearest;
    }, 0)));
    return { node, off };
  }).filter(({ off }) => Number.isFinite(off)).sort((a, b) => a.off - b.off || b.node.size - a.node.size || a.node.id - b.node.id).slice(0, 4).map(({ node }) => node);
}

// How many letters are wrong, missing, too many or swapped (Damerau 1964, in its restricted form); Infinity beyond `most`.
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}
