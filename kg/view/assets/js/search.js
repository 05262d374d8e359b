// The search box: names and other names of what is in the graph.

const searchBox = document.getElementById('search');
const hitList = document.getElementById('hits');
const findable = nodes.filter((node) => edgesOfNode.get(node.id).length)
  .map((node) => ({ node, names: [node.kg.name, ...node.kg.aliases].map(fold) }));
let hits = [];
let current = -1;

// The nodes whose names fit: `{ node, rank }`.
function findNodes(text) {
  const wanted = fold(text);
  return wanted ? findable
    .map(({ node, names }) => ({ node, rank: Math.min(...names.map((name) => rankOf(name, wanted))) }))
    .filter(({ rank }) => rank < 4)
    .sort((a, b) => a.rank - b.rank || b.node.size - a.node.size || a.node.id - b.node.id) : [];
}

function search() {
  const wanted = fold(searchBox.value);
  hits = findNodes(searchBox.value).slice(0, 12).map(({ node }) => node);
  current = hits.length ? 0 : -1;
  hitList.replaceChildren(...hits.map((node, at) => element('li', {
    role: 'option', id: `hit-${at}`, onpointerdown: (event) => { event.preventDefault(); take(at); },
  }, element('span', { class: 'name', dir: 'auto' }, nameOf(node)), element('small', {}, node.group))));
  if (wanted && !hits.length) hitList.append(element('li', { class: 'none' }, 'Nobody and nothing of that name'));
  hitList.hidden = !wanted;
  searchBox.setAttribute('aria-expanded', String(!hitList.hidden));
  markCurrent();
}

function rankOf(name, wanted) {
  const at = name.indexOf(wanted);
  if (at < 0) return 4;
  if (at === 0) return name === wanted ? 0 : 1;
  return name[at - 1] === ' ' ? 2 : 3;
}

function markCurrent() {
  [...hitList.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === current)));
  if (current >= 0) searchBox.setAttribute('aria-activedescendant', `hit-${current}`);
  else searchBox.removeAttribute('aria-activedescendant');
}

// What was looked for is shown even if its kind was switched off.
function take(at) {
  const node = hits[at];
  closeHits();
  searchBox.value = '';
  remember(() => {
    if (state.off.type.has(node.group)) change(() => switchNames('type', [node.group], true));
    if (!document.getElementById('table').hidden) showTab('graph');
    choose('node', node.id, true);
  });
}

function closeHits() {
  hitList.hidden = true;
  searchBox.setAttribute('aria-expanded', 'false');
  searchBox.removeAttribute('aria-activedescendant');
}

searchBox.addEventListener('input', search);
searchBox.addEventListener('focus', search);
searchBox.addEventListener('blur', closeHits);
searchBox.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    closeHits();
    event.stopPropagation();
  } else if (event.key === 'Enter' && current >= 0 && !hitList.hidden) {
    take(current);
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits.length) {
    current = (current + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length;
    markCurrent();
    event.preventDefault();
  }
});
