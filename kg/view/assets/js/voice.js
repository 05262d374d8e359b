// What a screen reader is told of that a sighted reader sees: what changed after a filter, a choice or a mark. And the
// sheet that lists the keys.

const saidBox = document.getElementById('said');
const helpDialog = document.getElementById('help');
let saying = 0;

// Says something once the page has come to rest; to those who see, too, where nothing else shows it.
function say(text, aloud = false) {
  clearTimeout(saying);
  saidBox.classList.toggle('aloud', aloud);
  saidBox.textContent = '';
  saying = setTimeout(() => {
    saidBox.textContent = text;
    if (aloud) saying = setTimeout(() => saidBox.classList.remove('aloud'), 4000);
  }, 120);
}

// Other parts add theirs.
const KEYS = [
  ['?', 'This sheet'],
  ['Esc', 'Close what is open'],
  ['Ctrl Z, Ctrl Shift Z', 'Undo a choice, or do it again'],
  ['Arrows, in the graph', 'Go to the neighbour on that side; where there is none, to the next entity there'],
  ['Page Up, Page Down', 'In the graph: the entity before or after, the important ones first'],
  ['Home', 'In the graph: the most important entity'],
  ['Enter', 'In the graph: open the entity'],
  ['E', 'In the graph: open what is between the last two; again for the next; then Enter goes there'],
  ['+, −, 0', 'In the graph: closer, farther, everything'],
  ['Arrows, on tabs', 'The next tab'],
];

function showHelp() {
  helpDialog.replaceChildren(element('h2', { id: 'help-heading' }, 'Keys'),
    element('dl', {}, ...KEYS.flatMap(([key, what]) => [element('dt', {}, ...key.split(', ').flatMap((each, at) => [at ? ', ' : '', /^(in|on) /.test(each) ? each : element('kbd', {}, each)])), element('dd', {}, what)])),
    element('p', {}, 'The Table tab says in words all that the graph shows.'),
    element('div', { class: 'buttons' }, element('button', { type: 'button', class: 'main', onclick: () => helpDialog.close() }, 'Close')));
  helpDialog.showModal();
  // The focus goes to the button at its end.
  helpDialog.scrollTop = 0;
}

function isTyping(target) {
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|range|button)$/.test(target.type);
}

document.getElementById('help-open').addEventListener('click', showHelp);
document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || isTyping(event.target) || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  showHelp();
});
