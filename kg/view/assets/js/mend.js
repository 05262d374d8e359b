// Marks on an entity: that it is another's, that it is two, that it is called otherwise, is of another kind, or is none.

function mendTools(node) {
  const box = element('div', { class: 'mend' });
  const forms = [
    ['This is the same as …', sameForm], ['These are two …', canBeTwo(node).length ? twoForm : null],
    ['Rename …', renameForm], ['Another kind …', kindForm], ['No such thing', null, dropNode],
  ];
  const room = element('div', { class: 'form' });
  for (const [text, form, act] of forms) {
    if (!form && !act) continue;
    box.append(element('button', { type: 'button', 'aria-expanded': form ? 'false' : null, onclick: (event) => {
      const wasOpen = event.currentTarget.getAttribute('aria-expanded') === 'true';
      for (const button of box.querySelectorAll(':scope > [aria-expanded]')) button.setAttribute('aria-expanded', 'false');
      room.replaceChildren();
      if (act) act(node);
      else if (!wasOpen) {
        event.currentTarget.setAttribute('aria-expanded', 'true');
        room.append(...form(node));
        room.querySelector('input, select').focus();
      }
    } }, text));
  }
  const told = marksOn(node);
  return element('details', { class: 'mending', open: told.length > 0 }, element('summary', { 'data-focus': 'mending' }, 'Is this entity right?'), box, room,
    ...told.map((mark) => element('p', { class: 'marked', dir: 'auto' }, element('strong', {}, `${MARK_WORDS[mark.kind]}: `), printable(mark.words), ' ',
      element('button', { type: 'button', 'aria-label': `Take back: ${MARK_WORDS[mark.kind]}, ${printable(mark.words)}`, onclick: () => { takeBack([mark.id]); mended('Mark taken back'); } }, 'Take back'))));
}

function mended(said) {
  showPanel();
  say(`${said}; ${count(marks.size, 'mark', 'marks')}`, true);
  const summary = panelBox.querySelector('.mending > summary');
  if (summary) summary.focus({ preventScroll: true });
}

function marksOn(node) {
  return [...marks.values()].filter((mark) => !mark.id.startsWith('claim ') && mark.id.split('\n').slice(1).includes(node.kg.iri));
}

function toldApart(node) {
  return marksOn(node).some((mark) => mark.kind === 'apart');
}

function entityMark(kind, iris, values, words, further = '') {
  setMark({ id: [kind + further, ...iris].join('\n'), kind, values, words });
  mended(`Marked: ${MARK_WORDS[kind]}`);
}

function sameForm(node) {
  const list = element('ul', { role: 'listbox', id: 'same-hits', class: 'hits', 'aria-label': 'Matching entities', hidden: true });
  const field = element('input', {
    type: 'text', id: 'same-as', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'false', 'aria-controls': 'same-hits', 'aria-autocomplete': 'list',
  });
  const box = element('div', { class: 'picker' }, field, list);
  combobox(field, list, (text) => {
    const found = findNodes(text).map((hit) => hit.node).filter((other) => other !== node).slice(0, 12);
    if (!fold(text)) return [];
    return [{ heading: found.length ? '' : 'Nobody and nothing of that name', options: found.map((other) => ({
      show: [element('span', { class: 'name', dir: 'auto' }, nameOf(other)), element('small', {}, other.group)], take: () => markSame(node, other),
    })) }];
  });
  return [element('label', { for: 'same-as' }, 'The same as'), box];
}

function markSame(node, other) {
  const [one, two] = [node, other].sort((a, b) => a.id - b.id);
  const names = [one, two].map(reference);
  if (JSON.stringify(names[0]) === JSON.stringify(names[1])) {
    say('These two have one name, and no article tells them apart: they cannot be marked', true);
    return;
  }
  for (const mark of marksOn(node)) if (mark.kind === 'apart') marks.delete(mark.id);
  entityMark('merge', [one.kg.iri, two.kg.iri], { names }, `${nameOf(node)} and ${nameOf(other)}`);
}

// What may be another: one of the names that articles give it, or it as one article has it.
function canBeTwo(node) {
  const [usual, ...others] = node.kg.spellings;
  if (!usual) return [];
  const names = others.map(([name]) => ({ text: `“${printable(name)}” is another than “${printable(usual[0])}”`, names: [{ name: usual[0] }, { name }] }));
  // Of a name that no two articles give, nothing would be left when one of them is taken out.
  const inArticles = usual[1] < 2 ? [] : articlesOf(node).slice(0, 200).map((iri) => {
    const article = articles.get(iri) || { iri };
    const stands = [outletOf(article), printable(article.date || ''), printable(article.title || '')].filter(Boolean).join(', ') || articleId(article);
    return { text: `In ${stands} it is another`, names: [{ name: usual[0] }, { name: node.kg.name, article: articleName(iri) }] };
  });
  return [...names, ...inArticles];
}

function twoForm(node) {
  const options = canBeTwo(node);
  const field = element('select', { id: 'who-else' }, ...options.map((option, at) => element('option', { value: at }, option.text)));
  return [element('label', { for: 'who-else' }, 'Which is another?'), field,
    element('button', { type: 'button', onclick: () => {
      const { names, text } = options[field.value];
      for (const mark of marksOn(node)) if (mark.kind === 'merge') marks.delete(mark.id);
      entityMark('apart', [node.kg.iri], { names }, `${nameOf(node)}: ${text}`, ` ${JSON.stringify(names)}`);
    } }, 'Mark')];
}

function renameForm(node) {
  const field = element('input', { type: 'text', id: 'new-name', value: nameOf(node), maxlength: 300, autocomplete: 'off' });
  const act = () => {
    const name = field.value.trim();
    if (!name || name === node.kg.name) {
      say('Write another name first', true);
      return;
    }
    entityMark('rename', [node.kg.iri], { ...reference(node), to: name }, `${nameOf(node)} is called ${name}`);
  };
  field.addEventListener('keydown', (event) => { if (event.key === 'Enter') act(); });
  return [element('label', { for: 'new-name' }, 'Its name'), field, element('button', { type: 'button', onclick: act }, 'Mark')];
}

function kindForm(node) {
  const field = element('select', { id: 'new-kind' }, ...Object.entries(TYPES).filter(([name]) => name !== node.group).map(([name]) => element('option', { value: name }, name)));
  return [element('label', { for: 'new-kind' }, 'What it is'), field,
    element('button', { type: 'button', onclick: () => entityMark('retype', [node.kg.iri], { ...reference(node), to: field.value }, `${nameOf(node)} is of the kind ${field.value}`) }, 'Mark')];
}

function dropNode(node) {
  entityMark('drop-entity', [node.kg.iri], reference(node), `${nameOf(node)} is no person, place or body; what is told of it goes with it`);
}
