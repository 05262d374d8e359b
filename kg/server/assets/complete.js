// Offers words that fit where one types: prefixes, terms of the ontology, entities, variables and keywords.
'use strict';
window.kgComplete = function (area, layer, list, say) {
  const MOST = 40;
  const PAUSE = 150;
  let offered = [];
  let current = -1;
  let begin = 0;
  let vocabulary = null;
  let waiting = 0;
  let asked = 0;

  async function words() {
    if (!vocabulary) {
      vocabulary = { prefixes: {}, terms: [] };
      try {
        const answer = await fetch('/query/words', { headers: { accept: 'application/json' } });
        if (answer.ok) vocabulary = await answer.json();
      } catch { vocabulary = null; }
    }
    return vocabulary || { prefixes: {}, terms: [] };
  }

  // The word before the caret, and where it begins; none inside strings and comments.
  function typed() {
    const at = area.selectionStart;
    const inside = window.kgHighlight.pieces(area.value).find(([, text, from]) => from < at && at <= from + text.length);
    if (inside && (inside[0] === 'comment' || inside[0] === 'string' || inside[0] === 'iri')) return null;
    const found = /[?$]?[\p{L}\p{N}_:.-]*$/u.exec(area.value.slice(0, at));
    return { word: found[0], from: found.index };
  }

  function rank(name, note, wanted) {
    const low = name.toLowerCase();
    const local = low.slice(low.indexOf(':') + 1);
    if (low.startsWith(wanted)) return 0;
    if (!wanted.includes(':') && local.startsWith(wanted)) return 1;
    if (local.includes(wanted.slice(wanted.indexOf(':') + 1)) && (!wanted.includes(':') || low.startsWith(wanted.slice(0, wanted.indexOf(':') + 1)))) return 2;
    return wanted.length > 2 && !wanted.includes(':') && note.toLowerCase().includes(wanted) ? 3 : 9;
  }

  async function entities(name) {
    try {
      const answer = await fetch(`/find?q=${encodeURIComponent(name.replace(/[-_]/g, ' '))}`, { headers: { accept: 'application/json' } });
      if (!answer.ok) return [];
      return (await answer.json()).found.filter((hit) => hit.name).map((hit) => ({ name: hit.name, note: `${hit.label} (${hit.type})` }));
    } catch { return []; }
  }

  async function offer(forced) {
    const place = typed();
    const mine = ++asked;
    if (!place || (!forced && place.word.length < 2)) return close();
    const { prefixes, terms } = await words();
    let found;
    if (/^[?$]/.test(place.word)) {
      const known = new Set(area.value.match(/[?$][\p{L}\p{N}_]+/gu) || []);
      found = [...known].filter((name) => name !== place.word && name.startsWith(place.word)).map((name) => ({ name, note: '' }));
    } else if (place.word.startsWith('kgr:')) {
      found = place.word.length > 4 ? await entities(place.word.slice(4)) : [];
    } else {
      const wanted = place.word.toLowerCase();
      const all = [...terms, ...Object.entries(prefixes).map(([name, space]) => ({ name: `${name}:`, note: space })),
        ...[...window.kgHighlight.KEYWORDS].filter((name) => name !== 'A').map((name) => ({ name, note: '' }))];
      found = all.map((each) => ({ ...each, rank: rank(each.name, each.note, wanted) }))
        .filter((each) => each.rank < 9 && each.name.toLowerCase() !== wanted)
        .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
    }
    if (mine !== asked) return;
    begin = place.from;
    show(found.slice(0, MOST));
  }

  function show(found) {
    offered = found;
    current = found.length ? 0 : -1;
    list.replaceChildren(...found.map((each, at) => {
      const item = document.createElement('li');
      const name = document.createElement('span');
      const note = document.createElement('small');
      item.id = `word-${at}`;
      item.setAttribute('role', 'option');
      name.textContent = each.name;
      note.textContent = each.note;
      item.append(name, note);
      item.addEventListener('pointerdown', (event) => { event.preventDefault(); take(at); });
      return item;
    }));
    list.hidden = !found.length;
    if (found.length) say(`${found.length === MOST ? 'Many' : found.length} words fit`);
    place();
    mark();
  }

  // Beneath the caret, as the layer has the same letters at the same places.
  function place() {
    if (list.hidden) return;
    const range = document.createRange();
    let left = begin;
    for (const span of layer.children) {
      const { length } = span.textContent;
      if (left <= length) {
        range.setStart(span.firstChild, Math.max(0, Math.min(left, length)));
        break;
      }
      left -= length;
    }
    const frame = layer.parentElement.getBoundingClientRect();
    const at = range.getBoundingClientRect();
    list.style.setProperty('top', `${Math.min(at.bottom, frame.bottom) - frame.top + 4}px`);
    list.style.setProperty('left', `${Math.max(4, Math.min(at.left - frame.left, frame.width - 260))}px`);
  }

  function mark() {
    [...list.children].forEach((item, at) => {
      item.setAttribute('aria-selected', String(at === current));
      if (at === current) item.scrollIntoView({ block: 'nearest' });
    });
    if (current >= 0) area.setAttribute('aria-activedescendant', `word-${current}`);
    else area.removeAttribute('aria-activedescendant');
  }

  function take(at) {
    const { name } = offered[at];
    const keyword = window.kgHighlight.KEYWORDS.has(name);
    const end = area.selectionStart;
    close();
    area.focus();
    area.setSelectionRange(begin, end);
    const text = name.endsWith(':') ? name : `${name}${keyword || area.value[end] === ' ' ? '' : ' '}`;
    // Goes through the browser's own undo; where that is not to be had, the text is set.
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, begin, end, 'end');
      area.dispatchEvent(new Event('input'));
    }
  }

  function close() {
    asked += 1;
    list.hidden = true;
    offered = [];
    current = -1;
    mark();
  }

  area.setAttribute('aria-autocomplete', 'list');
  area.setAttribute('aria-controls', list.id);
  area.addEventListener('input', (event) => {
    clearTimeout(waiting);
    if (event.inputType && event.inputType.startsWith('delete') && list.hidden) return;
    waiting = setTimeout(() => offer(false), PAUSE);
  });
  area.addEventListener('blur', () => { clearTimeout(waiting); close(); });
  area.addEventListener('scroll', place);
  area.addEventListener('keydown', (event) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      offer(true);
    } else if (list.hidden) {
      return;
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      current = (current + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length;
      mark();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && current >= 0) {
      event.preventDefault();
      take(current);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      close();
    }
  });
};
