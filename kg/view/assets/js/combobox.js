// A text field with a list of what fits, by mouse, touch, keys and for screen readers (the combobox of WAI-ARIA 1.2).

// Makes one of a field and a list. `find` takes the text and gives groups: `{ heading, options, note }`, where an option is
// `{ show, take }`: what stands in the list, and what happens when it is taken.
function combobox(field, list, find) {
  const status = element('p', { class: 'hidden-label', role: 'status' });
  list.after(status);
  let options = [];
  let current = -1;

  const mark = (at, seen) => {
    current = at;
    options.forEach(({ item }, number) => item.setAttribute('aria-selected', String(number === at)));
    if (at < 0) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', options[at].item.id);
    if (at >= 0 && seen) options[at].item.scrollIntoView({ block: 'nearest' });
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
    status.textContent = '';
  };
  const take = (option) => {
    if (!option.stays) close();
    option.take();
  };
  const show = () => {
    const groups = find(field.value);
    options = [];
    list.replaceChildren(...groups.map((group, number) => {
      const heading = element('div', { class: 'group', id: `${list.id}-group-${number}` }, ...[group.heading].flat());
      const items = group.options.map((option) => {
        const item = element('div', {
          role: 'option', id: `${list.id}-${options.length}`, class: option.style || null, 'aria-selected': 'false', 'aria-label': option.name || null,
          onpointerdown: (event) => event.preventDefault(), onclick: () => take(option),
        }, ...[option.show].flat());
        options.push({ ...option, item });
        return item;
      });
      return element('li', items.length ? { role: 'group', 'aria-labelledby': heading.id } : { role: 'presentation', class: 'none' }, heading, ...items, group.note ? element('div', { class: 'note' }, group.note) : null);
    }));
    list.hidden = !groups.length;
    list.scrollTop = 0;
    field.setAttribute('aria-expanded', String(!list.hidden));
    status.textContent = list.hidden ? '' : options.length ? count(options.length, 'suggestion', 'suggestions') : list.textContent;
    mark(options.length ? 0 : -1, false);
  };

  field.addEventListener('input', show);
  field.addEventListener('focus', show);
  field.addEventListener('click', () => { if (list.hidden) show(); });
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === 'Escape') {
      if (list.hidden) field.value = '';
      if (!list.hidden || field.value) event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && current >= 0 && !list.hidden) {
      event.preventDefault();
      take(options[current]);
    } else if (step && options.length) {
      event.preventDefault();
      if (list.hidden) show();
      else if (Math.abs(step) > 1) mark(Math.max(0, Math.min(options.length - 1, current + step)), true);
      else mark((current + step + options.length) % options.length, true);
    }
  });
  return { show, close };
}
