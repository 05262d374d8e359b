// The tools above the drawing: each opens a small card.

const toolBox = document.getElementById('explore');
// Beside the link, for it is there on every tab.
const saveButton = document.getElementById('tool-save');
const card = { open: null };
const TOOLS = [
  { name: 'around', text: 'Around', title: 'Only somebody and those around them', body: aroundCard },
  { name: 'path', text: 'Path', title: 'How two are connected', body: pathCard },
  { name: 'hidden', text: 'Hidden', title: 'What you have hidden, and how to bring it back', body: hiddenCard },
  { name: 'save', title: 'Save the picture or what it shows', body: saveCard },
];
const toolButtons = new Map();
const cardBox = element('section', { id: 'card', tabindex: '-1', hidden: true });

function buildToolbar() {
  const row = element('div', { class: 'row', role: 'group', 'aria-label': 'Tools' });
  for (const { name, text, title } of TOOLS.filter((tool) => tool.text)) {
    const number = element('span', { class: 'number' });
    const button = element('button', {
      type: 'button', id: `tool-${name}`, title, 'aria-expanded': 'false', 'aria-controls': 'card', onclick: () => (card.open === name ? closeCard(true) : openCard(name)),
    }, icon(name), element('span', { class: 'text' }, text), number);
    toolButtons.set(name, { button, number });
    row.append(button);
  }
  toolButtons.set('save', { button: saveButton, number: element('span', {}) });
  saveButton.addEventListener('click', () => (card.open === 'save' && !cardBox.closest('[hidden]') ? closeCard(true) : openCard('save')));
  toolBox.append(row, communityBox, cardBox);
}

function openCard(name) {
  if (card.open && card.open !== name) leaveCard();
  showTab('graph');
  card.open = name;
  communityBox.open = false;
  drawCard();
  besideCard();
  const first = cardBox.querySelector('input, button:not(.close)');
  if (first) first.focus({ preventScroll: true });
}

// The card has gone, and with it what is only lit while it is open.
function closeCard(back) {
  const { open } = card;
  if (!open) return;
  leaveCard();
  drawTools();
  besideCard();
  if (back && toolButtons.has(open)) toolButtons.get(open).button.focus();
}

// As long as the reader has not moved the picture, it makes room for the card.
function besideCard() {
  if (!moved && canvas.clientWidth) fitView();
}

function leaveCard() {
  const { open } = card;
  card.open = null;
  if (open === 'path') change(dropPath);
}

// Draws the card anew, with the cursor where it was.
function drawCard() {
  drawTools();
  const tool = TOOLS.find(({ name }) => name === card.open);
  if (!tool) return;
  const focused = document.activeElement && cardBox.contains(document.activeElement) ? focusable(cardBox).indexOf(document.activeElement) : -1;
  const close = element('button', { type: 'button', class: 'icon close', title: 'Close', onclick: () => closeCard(true) }, icon('close'), hiddenLabel('Close'));
  const title = element('h2', { id: 'card-title' }, tool.title);
  cardBox.setAttribute('aria-labelledby', 'card-title');
  cardBox.replaceChildren(close, title, ...tool.body().filter(Boolean));
  if (focused >= 0) (focusable(cardBox)[focused] || cardBox).focus({ preventScroll: true });
}

function focusable(box) {
  return [...box.querySelectorAll('input, button')];
}

function drawTools() {
  const hidden = explore.hidden.node.size + explore.hidden.edge.size;
  const active = { around: explore.around !== null, path: Boolean(path.found), hidden: hidden > 0 };
  for (const [name, { button, number }] of toolButtons) {
    button.setAttribute('aria-expanded', String(card.open === name));
    button.classList.toggle('active', Boolean(active[name]));
    number.textContent = name === 'hidden' && hidden ? ` ${hidden}` : '';
  }
  cardBox.hidden = !card.open;
  cardBox.classList.toggle('right', card.open === 'save');
}

function aroundCard() {
  const chosen = explore.around ? explore.around.id : state.chosen && state.chosen.kind === 'node' ? state.chosen.id : null;
  const parts = [whoField('around-who', 'Around', chosen, (id) => lookAround(id, explore.around ? explore.around.steps : 1))];
  if (chosen === null) return [element('p', { class: 'hint' }, 'Everything else leaves the picture.'), ...parts, element('p', { class: 'hint' }, 'Type a name, or click one in the picture.')];
  const steps = element('div', { class: 'choice', role: 'group', 'aria-label': 'Steps away' }, ...DISTANCES.map((number) => element('button', {
    type: 'button', 'aria-pressed': String(Boolean(explore.around) && explore.around.steps === number), onclick: () => lookAround(chosen, number),
  }, Number.isFinite(number) ? String(number) : 'all')));
  parts.push(element('div', { class: 'line' }, element('span', {}, 'Steps away'), steps));
  if (!explore.around) return parts;
  parts.push(element('p', { class: 'told', role: 'status' }, shown.nodes.size ? `${count(shown.nodes.size, 'entity', 'entities')} and ${count(shown.edges.size, 'edge', 'edges')}` : 'Nothing around it is shown: filters hide it.'),
    checkbox('Stand them in rings around it', explore.rings, (on) => change(() => { explore.rings = on; })),
    element('button', { type: 'button', class: 'plain', onclick: lookEverywhere }, 'Show everybody again'));
  return parts;
}

function hiddenCard() {
  const things = ['node', 'edge'].flatMap((kind) => [...explore.hidden[kind]].sort((a, b) => a - b).map((id) => ({ kind, id })));
  if (!things.length) return [element('p', { class: 'hint' }, 'Nothing yet. Right-click something in the picture, or press it long, and choose “Hide it”.')];
  return [
    element('ul', { class: 'things' }, ...things.slice(0, 200).map(({ kind, id }) => element('li', {},
      element('span', { dir: 'auto' }, nameOfThing(kind, id)),
      element('button', { type: 'button', class: 'plain', onclick: () => bringBack(kind, id) }, 'Bring back', hiddenLabel(` ${nameOfThing(kind, id)}`))))),
    things.length > 200 ? element('p', { class: 'hint' }, `and ${things.length - 200} more`) : null,
    element('button', { type: 'button', class: 'plain', onclick: () => bringBack() }, 'Bring all back'),
  ];
}

function saveCard() {
  const row = (text, note, run) => element('li', {}, element('button', { type: 'button', onclick: run }, element('strong', {}, text), element('small', {}, note)));
  return [
    element('h3', {}, 'The picture, as it is on the screen'),
    element('ul', { class: 'saves' },
      row('Image (PNG)', 'for slides and articles', savePng),
      row('Drawing (SVG)', 'to edit, to print large', saveSvg)),
    element('h3', {}, 'What it shows, as data'),
    element('ul', { class: 'saves' },
      row('Entities (CSV)', count(shown.nodes.size, 'row', 'rows'), saveEntities),
      row('Edges (CSV)', count(shown.edges.size, 'row', 'rows'), saveEdges),
      row('Claims with sentences (CSV)', count(shownClaims().length, 'row', 'rows'), saveClaims),
      row('Graph (Turtle)', 'RDF, for triple stores', saveTurtle)),
    element('p', { class: 'told', id: 'saved', role: 'status' }),
  ];
}

// While the cards ask for somebody, a click on a node of the picture is the answer.
function answerWith(id) {
  if (card.open === 'path' && (path.from === null || path.to === null)) pickEnd(path.from === null ? 'from' : 'to', id);
  else if (card.open === 'around' && !explore.around) lookAround(id);
  else return false;
  return true;
}

toolBox.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !card.open) return;
  event.stopPropagation();
  closeCard(true);
});
KEYS.push(['/', 'Find names or words'], ['Menu, Shift F10', 'What can be done with what is open']);
buildToolbar();
whenShown(standNodes);
whenShown(drawCard);
