// What the reader marks as right or wrong: kept in the page and, where the browser allows it, beyond it; listed in a
// dialog, taken back one by one, and downloaded as a file of corrections.

const KINDS = ['confirm-claim', 'drop-claim', 'merge', 'apart', 'rename', 'retype', 'drop-entity'];
const STORED = `kg marks of ${window.location.pathname}`;
// Id -> `{ id, kind, values, words }`: what the file says, and what people read.
const marks = new Map();
const marksDialog = document.getElementById('marks');
const marksToggle = document.getElementById('marks-toggle');
let isKept = true;
let isSaved = true;

function isMark(value) {
  const isText = (text) => typeof text === 'string';
  const isValue = (each) => isText(each) || (Array.isArray(each) && each.every(isValue))
    || (each && typeof each === 'object' && !Array.isArray(each) && isText(each.name) && Object.values(each).every(isText));
  return Boolean(value) && isText(value.id) && KINDS.includes(value.kind) && isText(value.words)
    && Boolean(value.values) && typeof value.values === 'object' && Object.entries(value.values).every(([key, each]) => /^[a-z]+$/.test(key) && isValue(each));
}

function recallMarks() {
  try {
    const told = JSON.parse(window.localStorage.getItem(STORED) || '[]');
    for (const mark of Array.isArray(told) ? told.filter(isMark) : []) marks.set(mark.id, mark);
  } catch {
    isKept = false;
  }
}

function storeMarks() {
  try {
    if (marks.size) window.localStorage.setItem(STORED, marksText());
    else window.localStorage.removeItem(STORED);
    isKept = true;
  } catch {
    isKept = false;
  }
}

function setMark(mark) {
  marking(() => marks.set(mark.id, { ...mark, values: { ...mark.values, date: today() } }));
}

// Each change of the marks goes through here, as a step that can be undone.
function marking(make) {
  remember(() => {
    make();
    changed();
  });
}

function marksText() {
  return marks.size ? JSON.stringify([...marks.values()]) : '';
}

keep('marks', marksText, (text) => {
  marks.clear();
  for (const mark of text ? JSON.parse(text) : []) marks.set(mark.id, mark);
  changed();
  if (state.chosen) showPanel();
}, { aside: true, late: true });

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

function takeBack(ids) {
  marking(() => ids.forEach((id) => marks.delete(id)));
}

function changed() {
  isSaved = !marks.size;
  storeMarks();
  showMarks();
}

// Brings the header, the cards and the dialog up to what is marked.
function showMarks() {
  marksToggle.hidden = !marks.size;
  marksToggle.textContent = count(marks.size, 'mark', 'marks');
  for (const card of document.querySelectorAll('.claim[data-claim]')) showVerdict(card);
  if (marksDialog.open) listMarks();
}

function claimMark(position) {
  return `claim ${claims[position].iri}`;
}

function verdictOn(position) {
  const mark = marks.get(claimMark(position));
  return mark ? mark.kind : null;
}

function showVerdict(card) {
  const verdict = verdictOn(Number(card.dataset.claim));
  card.classList.toggle('right', verdict === 'confirm-claim');
  card.classList.toggle('wrong', verdict === 'drop-claim');
  for (const button of card.querySelectorAll(':scope > .actions [data-verdict]')) {
    button.setAttribute('aria-pressed', String(button.dataset.verdict === verdict));
  }
}

// Marks claims, or takes the mark back where it is there already.
function judge(positions, kind) {
  const isBack = positions.every((position) => verdictOn(position) === kind);
  marking(() => positions.forEach((position) => {
    const claim = claims[position];
    // A claim cannot be wrong by one mark and right by another that fits it as well.
    const { key, alike } = claimKey(position);
    for (const other of alike) if (verdictOn(other) !== kind) marks.delete(claimMark(other));
    if (isBack) marks.delete(claimMark(position));
    else {
      const article = articles.get(claim.article) || {};
      const stands = [outletOf(article), printable(article.date || '')].filter(Boolean).join(', ') || printable(article.title || '') || articleId(article);
      const fits = alike.length ? `; fits ${count(alike.length, 'claim', 'claims')} of the same sentence, too` : '';
      marks.set(claimMark(position), { id: claimMark(position), kind, values: { ...key, date: today() }, words: `${wordsOf(claim)} (${stands})${fits}` });
    }
  }));
  say(`${isBack ? 'Mark taken back' : kind === 'confirm-claim' ? 'Marked as right' : 'Marked as wrong'}; ${count(marks.size, 'mark', 'marks')}`, true);
}

const MARK_WORDS = {
  'confirm-claim': 'Right', 'drop-claim': 'Wrong', merge: 'One and the same', apart: 'Two, not one', rename: 'Other name', retype: 'Other kind', 'drop-entity': 'No such thing',
};

function listMarks() {
  const focused = marksDialog.contains(document.activeElement) ? [...marksDialog.querySelectorAll('button')].indexOf(document.activeElement) : -1;
  marksDialog.replaceChildren(
    element('h2', { id: 'marks-heading' }, 'What you marked'),
    element('p', {}, isKept ? 'Your browser keeps these marks for this file, on this machine alone.'
      : 'This browser keeps nothing for pages opened from a file: download the marks before you close the page.'),
    element('ul', {}, ...[...marks.values()].map((mark) => element('li', {},
      element('span', { dir: 'auto' }, element('strong', {}, `${MARK_WORDS[mark.kind]}: `), printable(mark.words)),
      element('button', { type: 'button', 'aria-label': `Take back: ${MARK_WORDS[mark.kind]}, ${printable(mark.words)}`, onclick: () => { takeBack([mark.id]); say('Mark taken back', true); } }, 'Take back')))),
    ...(marks.size ? [] : [element('p', { class: 'empty' }, 'Nothing is marked.')]),
    element('p', { class: 'hint' }, 'Downloaded, they change the graph at the next build: ', element('code', {}, 'kg build ARTICLES --corrections corrections.toml')),
    element('div', { class: 'buttons' },
      marks.size ? element('button', { type: 'button', class: 'main', onclick: downloadMarks }, 'Download corrections.toml') : null,
      marks.size > 1 ? element('button', { type: 'button', onclick: () => { takeBack([...marks.keys()]); say('All marks taken back', true); } }, 'Take all back') : null,
      element('button', { type: 'button', onclick: () => marksDialog.close() }, 'Close')),
  );
  const buttons = marksDialog.querySelectorAll('button');
  if (focused >= 0) buttons[Math.min(focused, buttons.length - 1)].focus();
}

// What tells a claim from others may have changed since it was marked: one of its names may be another's by now.
function downloadMarks() {
  const places = new Map(claims.map((claim, position) => [`claim ${claim.iri}`, position]));
  const told = [...marks.values()].map((mark) => (places.has(mark.id)
    ? { ...mark, values: { ...claimKey(places.get(mark.id)).key, date: mark.values.date } } : mark));
  download('corrections.toml', correctionsFile(told), 'application/toml');
  isSaved = true;
  say('Downloaded as corrections.toml', true);
}

function download(name, text, type) {
  const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

marksToggle.addEventListener('click', () => {
  listMarks();
  marksDialog.showModal();
});
// The button is gone when the last mark is.
marksDialog.addEventListener('close', () => { if (marksToggle.hidden) canvas.focus({ preventScroll: true }); });
window.addEventListener('beforeunload', (event) => { if (!isKept && !isSaved) event.preventDefault(); });
recallMarks();
showMarks();
