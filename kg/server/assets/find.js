// The box that finds names while one types; Enter without a choice searches for the words.
'use strict';
(function () {
  const box = document.getElementById('find');
  const list = document.getElementById('found');
  const PAUSE = 120;
  let hits = [];
  let current = -1;
  let waiting = 0;
  let asked = null;
  if (!box) return;

  async function ask() {
    const typed = box.value.trim();
    if (asked) asked.abort();
    if (!typed) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`/find?q=${encodeURIComponent(typed)}`, { signal: asked.signal, headers: { accept: 'application/json' } });
      if (answer.ok) show((await answer.json()).found);
    } catch { /* typed on, or the server is away */ }
  }

  function show(found) {
    if (document.activeElement !== box) return;
    hits = found;
    current = -1;
    list.replaceChildren(...hits.map((hit, at) => {
      const item = document.createElement('li');
      const name = document.createElement('bdi');
      const kind = document.createElement('small');
      item.setAttribute('role', 'option');
      item.id = `found-${at}`;
      name.className = 'name';
      name.textContent = hit.label;
      kind.textContent = hit.type;
      item.append(name, kind);
      item.addEventListener('pointerdown', (event) => { event.preventDefault(); location.assign(hit.href); });
      return item;
    }));
    list.hidden = !hits.length;
    box.setAttribute('aria-expanded', String(!list.hidden));
    mark();
  }

  function mark() {
    [...list.children].forEach((item, at) => {
      item.setAttribute('aria-selected', String(at === current));
      if (at === current) item.scrollIntoView({ block: 'nearest' });
    });
    if (current >= 0) box.setAttribute('aria-activedescendant', `found-${current}`);
    else box.removeAttribute('aria-activedescendant');
  }

  function close() {
    list.hidden = true;
    current = -1;
    box.setAttribute('aria-expanded', 'false');
    mark();
  }

  box.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
  box.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Enter' && current >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(hits[current].href);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits.length) {
      event.preventDefault();
      list.hidden = false;
      box.setAttribute('aria-expanded', 'true');
      const steps = hits.length + 1; // one of which is none
      current = ((current + 1 + (event.key === 'ArrowDown' ? 1 : -1) + steps) % steps) - 1;
      mark();
    }
  });
}());
