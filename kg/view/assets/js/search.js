// The search box: who and what, two of them at once, relations, places, and the words of sentences and titles.

const searchBox = document.getElementById('search');
const hitList = document.getElementById('hits');
const SENTENCE_ROOM = 190;
// So many sentences and names are listed at first.
const LISTED = { nodes: 7, sentences: 5, titles: 2, claims: 5 };
let more = false;

const searchHits = combobox(searchBox, hitList, (text) => {
  if (!fold(text)) return [];
  const people = findNodes(text);
  const pairs = people.length && people[0].rank < 3 ? [] : findPairs(text);
  const named = findRelations(text);
  const told = people.length && people[0].rank < 3 ? [] : findTold(text);
  const found = findPassages(text);
  const groups = [
    pairs.length ? { heading: 'Between the two', options: pairs.map(pairOption) } : null,
    told.length ? { heading: 'What is told', options: told.map(edgeOption) } : null,
    people.length ? { heading: 'Who and what', options: people.slice(0, LISTED.nodes).map(nodeOption) } : null,
    ...whereabouts(people),
    named.length ? { heading: 'Only one relation', options: named.map(relationOption) } : null,
    ...titleGroup(found.filter(({ passage }) => passage.kind === 'title')),
    ...sentenceGroups(found.filter(({ passage }) => passage.kind === 'sentence')),
  ].filter(Boolean);
  const near = groups.length ? [] : findSimilar(text);
  if (near.length) groups.push({ heading: 'Did you mean', options: near.map((node) => nodeOption({ node })) });
  more = false;
  return groups.length ? groups : [{ heading: 'No name, relation or sentence has these words', options: [] }];
});

function nodeOption({ node, name }) {
  const other = name && printable(name) !== nameOf(node) ? printable(name) : '';
  return {
    show: [element('span', { class: 'name', dir: 'auto' }, nameOf(node)), other ? element('span', { class: 'other', dir: 'auto' }, other) : null,
      element('small', {}, node.group)].filter(Boolean),
    take: taken(() => { if (revealNode(node)) choose('node', node.id, true); }),
  };
}

function pairOption({ one, other, edges: between }) {
  return {
    show: [element('span', { class: 'name', dir: 'auto' }, `${nameOf(one)} – ${nameOf(other)}`),
      element('small', {}, between.length ? count(between.length, 'edge', 'edges') : 'find a path')],
    take: taken(() => {
      const drawn = between.filter((edge) => shown.edges.has(edge.id));
      if (!between.length) findPath(one.id, other.id);
      else if (drawn.length || revealEdge(between[0])) choose('edge', (drawn[0] || between[0]).id, true);
    }),
  };
}

function edgeOption(edge) {
  return {
    show: [element('span', { class: 'name', dir: 'auto' }, nameOfThing('edge', edge.id)), element('small', {}, STATUSES[edge.kg.status].toLowerCase())],
    take: taken(() => { if (revealEdge(edge)) choose('edge', edge.id, true); }),
  };
}

function relationOption({ relation, edges: drawn }) {
  return {
    show: [element('span', { class: 'name', dir: 'auto' }, printable(relation.label)), element('small', {}, count(drawn.length, 'edge', 'edges'))],
    take: taken(() => showOnly('relation', relation.name)),
  };
}

// What happened at the places among these.
function whereabouts(found) {
  const places = found.filter(({ node, rank }) => rank < 4 && happenedAt.has(node.kg.iri)).slice(0, 2);
  return places.length ? [{
    heading: 'What happened there',
    options: places.map(({ node }) => ({
      show: [element('span', { class: 'name', dir: 'auto' }, `in ${nameOf(node)}`),
        element('small', {}, count(happenedAt.get(node.kg.iri).length, 'claim', 'claims'))],
      take: taken(() => showOnly('place', node.kg.iri)),
    })),
  }] : [];
}

function titleGroup(found) {
  return found.length ? [{
    heading: 'Articles',
    options: found.slice(0, more ? 50 : LISTED.titles).map(({ passage, parts }) => ({
      style: 'long',
      show: [element('span', { class: 'words', dir: 'auto' }, ...withWordsMarked(passage.text, parts, SENTENCE_ROOM)),
        element('small', {}, [standsIn(passage.article), `only its ${count(passage.claims.length, 'claim', 'claims')}`].filter(Boolean).join(' · '))],
      take: taken(() => showOnly('article', nameByArticle.get(articles.get(passage.article)))),
    })),
  }] : [];
}

// Each sentence with the claims drawn from it.
function sentenceGroups(found) {
  const few = found.slice(0, more ? 100 : LISTED.sentences);
  const groups = few.map(({ passage, parts }, number) => ({
    heading: [number ? null : element('span', { class: 'title' }, `Sentences (${found.length.toLocaleString('en')})`),
      element('span', { class: 'words', dir: 'auto' }, ...withWordsMarked(passage.text, parts, SENTENCE_ROOM)),
      standsIn(passage.article) ? element('small', {}, standsIn(passage.article)) : null].filter(Boolean),
    note: passage.claims.length > LISTED.claims ? `and ${count(passage.claims.length - LISTED.claims, 'other claim', 'other claims')} from it` : '',
    options: tellingFirst(passage.claims).slice(0, LISTED.claims).map((position) => ({
      style: 'claimed',
      show: [element('span', { class: 'name', dir: 'auto' }, wordsOf(claims[position])), isClaimShown(position) ? null : element('small', {}, 'not shown now')].filter(Boolean),
      take: taken(() => openClaim(position)),
    })),
  }));
  if (found.length > few.length) {
    const left = Math.min(found.length, 100);
    groups.push({ heading: '', options: [{ style: 'more', show: `Show ${left === found.length ? 'all' : 'the first'} ${left} sentences`, stays: true, take: () => { more = true; searchHits.show(); searchBox.focus(); } }] });
  }
  return groups;
}

// What is shown before what is not, and what happened before lasting facts.
function tellingFirst(positions) {
  const rank = (position) => (isClaimShown(position) ? 0 : 2) + (claims[position].event_type === 'STRUCTURE' ? 1 : 0);
  return [...positions].sort((a, b) => rank(a) - rank(b) || a - b);
}

function standsIn(iri) {
  const article = articles.get(iri) || {};
  return [outletOf(article), printable(article.date || '')].filter(Boolean).join(', ');
}

// What is found and taken is one step, whatever it changes.
function taken(run) {
  return () => {
    searchBox.value = '';
    remember(run);
  };
}

// The claim in the panel, with what hides it taken back.
function openClaim(position) {
  const edge = edgeOfClaim(position);
  if (!edge || !revealEdge(edge, position)) return;
  choose('edge', edge.id, true);
  const card = cardOf(position);
  if (!card) return;
  card.classList.add('found');
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: 'center' });
}

// The card of a claim, of a long list too; of a copy that is folded, the card of the same words.
function cardOf(position) {
  for (;;) {
    const card = panelBox.querySelector(`[data-claim="${position}"]`);
    const further = panelBox.querySelector('.claims > .more');
    if (card) return card;
    if (!further) break;
    further.click();
  }
  const [sentence] = claims[position].sentences;
  return [...panelBox.querySelectorAll('[data-claim]')].find((card) => claims[Number(card.dataset.claim)].sentences[0] === sentence);
}

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  event.preventDefault();
  searchBox.focus();
});
