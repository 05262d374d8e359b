// The query page: colours, completion, questions to narrow, and what was asked before in this browser.
'use strict';
(function () {
  const area = document.getElementById('query');
  const form = document.getElementById('asking');
  const editor = area.parentElement;
  const layer = editor.querySelector('.layer');
  const KEPT = 'kg-asked';
  const MOST_KEPT = 30;
  const LONGEST_ADDRESS = 12000;
  const original = area.value;
  let wrong = area.dataset.line ? wordAt(window.kgHighlight.offsetOf(area.value, Number(area.dataset.line), Number(area.dataset.column))) : -1;

  // Parsers often complain just behind the word that is wrong.
  function wordAt(at) {
    const before = /\S+$/.exec(area.value.slice(0, at));
    return before && !/\S/.test(area.value.charAt(at)) ? before.index : at;
  }

  function paint() {
    window.kgHighlight.paint(layer, area.value, wrong);
    layer.scrollTop = area.scrollTop;
    layer.scrollLeft = area.scrollLeft;
  }

  function say(text) {
    document.getElementById('said').textContent = text;
  }

  // What was asked is kept in this browser alone.
  function kept() {
    try {
      const told = JSON.parse(localStorage.getItem(KEPT) || '[]');
      return Array.isArray(told) ? told.filter((each) => typeof each === 'string') : [];
    } catch { return []; }
  }

  function keep(text) {
    try { localStorage.setItem(KEPT, JSON.stringify([text, ...kept().filter((each) => each !== text)].slice(0, MOST_KEPT))); } catch { /* storage is off */ }
  }

  function showHistory() {
    const box = document.getElementById('history');
    const told = kept();
    box.hidden = !told.length;
    box.querySelector('ul').replaceChildren(...told.map((text) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `/query?query=${encodeURIComponent(text)}`;
      link.title = text;
      link.textContent = text.replace(/\s+/g, ' ').slice(0, 200);
      item.append(link);
      return item;
    }));
  }

  function narrow(box) {
    const wanted = box.value.trim().toLowerCase();
    for (const item of document.querySelectorAll('.library > ul li')) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  }

  // Names of entities for the parameters of a question.
  async function suggest(input) {
    const typed = input.value.trim();
    if (typed.length < 2) return;
    try {
      const answer = await fetch(`/find?q=${encodeURIComponent(typed)}`, { headers: { accept: 'application/json' } });
      if (!answer.ok) return;
      input.list.replaceChildren(...(await answer.json()).found.map((hit) => {
        const option = document.createElement('option');
        option.value = hit.label;
        return option;
      }));
    } catch { /* the server is away */ }
  }

  editor.classList.add('painted');
  area.addEventListener('input', () => {
    if (wrong >= 0 && area.value !== original) {
      wrong = -1;
      area.removeAttribute('aria-invalid');
    }
    paint();
  });
  area.addEventListener('scroll', paint);
  new ResizeObserver(paint).observe(area);
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener('submit', () => {
    if (area.value.trim()) keep(area.value);
    // Addresses have an end; what is longer goes without one.
    if (encodeURIComponent(area.value).length > LONGEST_ADDRESS) form.method = 'post';
  });
  window.kgComplete(area, layer, document.getElementById('words'), say);

  const box = document.getElementById('narrow');
  box.hidden = false;
  box.addEventListener('input', () => narrow(box));
  document.querySelectorAll('.param').forEach((input, at) => {
    const choices = document.createElement('datalist');
    choices.id = `choices-${at}`;
    input.after(choices);
    input.setAttribute('list', choices.id);
    input.addEventListener('input', () => suggest(input));
  });
  document.getElementById('forget').addEventListener('click', () => {
    try { localStorage.removeItem(KEPT); } catch { /* nothing was kept */ }
    showHistory();
  });
  const place = document.getElementById('fault-place');
  if (place) {
    place.addEventListener('click', (event) => {
      event.preventDefault();
      area.focus();
      area.setSelectionRange(wrong, wrong);
    });
  }
  paint();
  showHistory();
}());
