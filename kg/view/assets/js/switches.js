// The filters by names: what is switched on and off, and how the address says it.
//
// "-a,b" is all but a and b, "a,b" is these only, whatever comes to the graph later; "*" is all, "-*" is none.

function switchAll(kind) {
  state.off[kind].clear();
  state.only.delete(kind);
}

function switchNames(kind, names, on) {
  for (const name of names) {
    if (on) state.off[kind].delete(name);
    else state.off[kind].add(name);
  }
  if (!state.off[kind].size) state.only.delete(kind);
}

function onlyThese(kind, names) {
  const wanted = new Set(names);
  state.off[kind] = new Set(facets[kind].names.filter((name) => !wanted.has(name)));
  state.only.add(kind);
  if (!state.off[kind].size) state.only.delete(kind);
}

function namesOn(kind) {
  return facets[kind].names.filter((name) => !state.off[kind].has(name)).sort();
}

// The names that are switched off and would show something.
function namesOff(kind) {
  return facets[kind].names.filter((name) => state.off[kind].has(name)).sort();
}

function showEverything() {
  for (const kind of FACETS) switchAll(kind);
  state.minimum = 0;
  state.independent = 1;
  for (const { loosen } of toldByParts()) loosen();
}

function switchesText(kind) {
  if (state.only.has(kind)) {
    const on = namesOn(kind);
    return on.length ? joined(on).replace(/^[-*]/, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`) : '-*';
  }
  return state.off[kind].size ? `-${joined([...state.off[kind]].sort())}` : '*';
}

function giveSwitches(kind, text) {
  switchAll(kind);
  if (text === '*') return [];
  const all = text.startsWith('-');
  const names = parted(all ? text.slice(1) : text);
  const known = new Set([...facets[kind].names, ...(data.quiet[kind] || [])]);
  const some = names.filter((name) => known.has(name));
  if (text === '-*') onlyThese(kind, []);
  else if (all) switchNames(kind, some, false);
  else if (some.length) onlyThese(kind, some);
  return text === '-*' ? [] : names.filter((name) => !known.has(name));
}

for (const kind of FACETS) {
  const first = switchesText(kind);
  keep(kind, () => (switchesText(kind) === first ? '' : switchesText(kind)), (text) => giveSwitches(kind, text || first),
    // What a first look leaves out depends on the graph, so an address says it.
    { whole: kind in data.quiet ? () => switchesText(kind) : undefined });
}

function keepNumber(name, take, give, [first, last]) {
  keep(name, take, (text) => {
    const number = text === '' ? first : Number(text);
    give(Number.isFinite(number) ? Math.min(last, Math.max(first, Math.round(number))) : first);
    return Number.isFinite(number) ? [] : [text];
  });
}

keepNumber('sure', () => (state.minimum ? String(Math.round(state.minimum * 100)) : ''), (percent) => { state.minimum = percent / 100; }, [0, 100]);
keepNumber('told', () => (state.independent > 1 ? String(state.independent) : ''), (number) => { state.independent = number; }, [1, 99]);
