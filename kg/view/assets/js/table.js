// The same graph in words, for reading, for keyboards and for screen readers: a table of edges and one of entities.

const tableBox = document.getElementById('table');
const TABLES = {
  edge: {
    name: 'Edges', all: edges, counted: ['edge', 'edges'], hint: 'choose one for the sentences behind it', key: 1,
    columns: [
      ['From', (edge) => nameOf(nodes[edge.from])],
      ['Relation', (edge) => verbOf(edge)],
      ['To', (edge) => nameOf(nodes[edge.to])],
      ['How', (edge) => STATUSES[edge.kg.status] + (conflictsOf(edge).length ? ', contradicted' : '')],
      ['Where', (edge) => edge.kg.places.map(printable).join(', '), 'wide'],
      ['Claims', (edge) => claimsOf(edge).length, 'number'],
      ['Date', (edge) => periodOf(claimsOf(edge)), 'whole wide'],
    ],
  },
  node: {
    name: 'Entities', all: nodes, counted: ['entity', 'entities'], hint: 'choose one for all that is told of it', key: 0,
    columns: [
      ['Name', nameOf],
      ['Kind', (node) => node.group, 'whole'],
      ['Also called', (node) => [...new Set(node.kg.aliases.map(printable))].filter((alias) => alias && alias !== nameOf(node)).join(', '), 'wide'],
      ['Edges', (node) => edgesShown(node).length, 'number'],
      ['Claims', (node) => claimsAbout(node).length, 'number'],
      ['Articles', (node) => new Set(claimsAbout(node).map((position) => claims[position].article)).size, 'number wide'],
      ['Date', (node) => periodOf(claimsAbout(node)), 'whole wide'],
    ],
  },
};
const tableView = { kind: 'edge', edge: { column: 5, down: true, limit: 200 }, node: { column: 4, down: true, limit: 200 } };

function edgesShown(node) {
  return edgesOfNode.get(node.id).filter((edge) => shown.edges.has(edge.id));
}

function claimsAbout(node) {
  return [...new Set(edgesShown(node).flatMap(claimsOf))];
}

function showTable() {
  if (tableBox.hidden) return;
  const table = TABLES[tableView.kind];
  const view = tableView[tableView.kind];
  const rows = sortedRows(table, view);
  const head = element('tr', {}, ...table.columns.map(([name, , style], at) => element('th', {
    scope: 'col', class: style || null, 'aria-sort': at === view.column ? (view.down ? 'descending' : 'ascending') : null,
  }, element('button', { type: 'button', onclick: () => sortBy(at) }, name))));
  const body = rows.slice(0, view.limit).map((row) => tableRow(table, row));
  tableBox.replaceChildren(
    element('div', { class: 'listing', role: 'group', 'aria-label': 'Which table' }, ...Object.entries(TABLES).map(([kind, { name, all }]) => element('button', {
      type: 'button', 'data-table': kind, 'aria-pressed': String(kind === tableView.kind), onclick: () => showKind(kind),
    }, `${name} (${all.filter((item) => shown[`${kind}s`].has(item.id)).length.toLocaleString('en')})`))),
    element('table', { 'aria-rowcount': rows.length + 1 },
      element('caption', {}, `${count(rows.length, ...table.counted)}; ${table.hint}`),
      element('thead', {}, head), element('tbody', {}, ...body)));
  if (rows.length > view.limit) {
    tableBox.append(element('button', { type: 'button', class: 'more', onclick: moreRows }, `Show ${Math.min(500, rows.length - view.limit)} more of ${(rows.length - view.limit).toLocaleString('en')}`));
  }
}

// The rows that are shown, each cell read once: what it says of a node may take a while.
function sortedRows(table, view) {
  const read = table.columns[view.column][1];
  const found = table.all.filter((item) => shown[`${tableView.kind}s`].has(item.id)).map((item) => ({ item, by: read(item) }));
  const weigh = tableView.kind === 'edge' ? byImportance : (a, b) => b.size - a.size || a.id - b.id;
  return found.sort((a, b) => {
    const order = typeof a.by === 'number' ? a.by - b.by : a.by.localeCompare(b.by, 'en');
    return (view.down ? -order : order) || weigh(a.item, b.item);
  }).map(({ item }) => item);
}

function tableRow(table, item) {
  const { kind } = tableView;
  const chosen = state.chosen && state.chosen.kind === kind && state.chosen.id === item.id;
  const row = element('tr', { class: chosen ? 'chosen' : null, [`data-${kind}`]: item.id, onclick: () => choose(kind, item.id) });
  table.columns.forEach(([, read, style], at) => {
    const told = read(item);
    const text = typeof told === 'number' ? told.toLocaleString('en') : told;
    if (at !== table.key) row.append(element('td', { class: style || null, dir: 'auto' }, text));
    else {
      const opener = element('button', { type: 'button', class: kind === 'edge' ? 'verb' : 'name' }, text);
      if (kind === 'edge') {
        opener.setAttribute('aria-label', `${text}: ${nameOf(nodes[item.from])}, ${nameOf(nodes[item.to])}`);
        opener.style.setProperty('--tone', edgeTextColour(item));
      }
      row.append(element('th', { scope: 'row', dir: 'auto' }, opener));
    }
  });
  return row;
}

function showKind(kind) {
  tableView.kind = kind;
  showTable();
  tableBox.querySelector(`[data-table="${kind}"]`).focus();
}

function sortBy(column) {
  const view = tableView[tableView.kind];
  const { columns } = TABLES[tableView.kind];
  view.down = column === view.column ? !view.down : /number/.test(columns[column][2] || '');
  view.column = column;
  showTable();
  tableBox.querySelectorAll('thead button')[column].focus();
  say(`Sorted by ${columns[column][0]}, ${view.down ? 'descending' : 'ascending'}`);
}

function moreRows() {
  const view = tableView[tableView.kind];
  const first = view.limit;
  view.limit += 500;
  showTable();
  tableBox.querySelectorAll('tbody tr')[first].querySelector('button').focus({ preventScroll: true });
}

function tabNames() {
  return [...document.querySelectorAll('.tabs [role="tab"]')].map((tab) => tab.id.replace(/-tab$/, ''));
}

function currentTab() {
  return tabNames().find((name) => document.getElementById(`${name}-tab`).getAttribute('aria-selected') === 'true');
}

function showTab(name) {
  remember(() => {
    for (const tab of tabNames()) {
      const button = document.getElementById(`${tab}-tab`);
      button.setAttribute('aria-selected', String(tab === name));
      button.tabIndex = tab === name ? 0 : -1;
      document.getElementById(tab).hidden = tab !== name;
    }
    showTable();
    if (name === 'graph') network.redraw();
  });
}
