// Small drawings for buttons, and the parts that buttons and cards are made of.

const ICONS = {
  around: 'M10 7.5a2.5 2.5 0 1 0 .01 0zM10 2.5a7.5 7.5 0 1 0 .01 0z',
  path: 'M4.5 13.5a2 2 0 1 0 .01 0zM15.5 2.5a2 2 0 1 0 .01 0zM6.5 15.5h6a3 3 0 0 0 0-6h-5a3 3 0 0 1 0-6h6',
  hidden: 'M3 10s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5zM4 16 16 4',
  back: 'M12 5l-5 5 5 5',
  on: 'M8 5l5 5-5 5',
  close: 'M5 5l10 10M15 5 5 15',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
};

function icon(name) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  made.setAttribute('viewBox', '0 0 20 20');
  made.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  made.append(path);
  return made;
}

function hiddenLabel(text) {
  return element('span', { class: 'hidden-label' }, text);
}

function checkbox(text, on, set) {
  const box = element('input', { type: 'checkbox' });
  box.checked = on;
  box.addEventListener('change', () => set(box.checked));
  return element('label', { class: 'check' }, box, text);
}

// A field for one name of the graph, with completion; `set` takes the node's id.
function whoField(id, text, chosen, set) {
  const field = element('input', {
    id, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder: 'A name', 'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-autocomplete': 'list',
  });
  const list = element('ul', { id: `${id}-list`, class: 'hits', role: 'listbox', 'aria-label': text, hidden: true });
  const box = element('div', { class: 'who' }, element('label', { for: id }, text), element('div', { class: 'field' }, field, list));
  field.value = chosen === null ? '' : nameOf(nodes[chosen]);
  combobox(field, list, (typed) => {
    if (!fold(typed) || (chosen !== null && typed === nameOf(nodes[chosen]))) return [];
    const found = findNodes(typed).filter(({ node }) => edgesOfNode.get(node.id).length).slice(0, 8);
    if (!found.length) return [{ heading: 'Nobody and nothing of that name', options: [] }];
    return [{ heading: '', options: found.map(({ node, name }) => ({ ...nodeOption({ node, name }), take: () => set(node.id) })) }];
  });
  field.addEventListener('focus', () => field.select());
  return box;
}
