// The same graph in words, for reading, for keyboards and for screen readers.

const tableBox = document.getElementById('table');
const tableView = { column: 5, down: true, limit: 200 };
const COLUMNS = [
  ['From', (edge) => nameOf(nodes[edge.from])],
  ['Relation', (edge) => verbOf(edge)],
  ['To', (edge) => nameOf(nodes[edge.to])],
  ['How', (edge) => STATUSES[edge.kg.status] + (conflictsOf(edge).length ? ', contradicted' : '')],
  ['Where', (edge) => edge.kg.places.map(printable).join(', ')],
  ['Claims', (edge) => claimsOf(edge).length],
  ['Date', (edge) => periodOf(claimsOf(edge))],
];
const WIDE = new Set(['Where', 'Date']);

function showTable() {
  if (tableBox.hidden) return;
  const rows = edges.filter((edge) => shown.edges.has(edge.id)).sort(byColumn);
  const head = element('tr', {}, ...COLUMNS.map(([name], at) => element('th', {
    scope: 'col', class: WIDE.has(name) ? 'wide' : null,
    'aria-sort': at === tableView.column ? (tableView.down ? 'descending' : 'ascending') : null,
  }, element('button', { type: 'button', onclick: () => sortBy(at) }, name))));
  const body = rows.slice(0, tableView.limit).map(tableRow);
  tableBox.replaceChildren(element('table', {},
    element('caption', {}, `${count(rows.length, 'edge', 'edges')}; choose one for the sentences behind it`),
    element('thead', {}, head), element('tbody', {}, ...body)));
  if (rows.length > tableView.limit) {
    tableBox.append(element('button', { type: 'button', class: 'more', onclick: moreRows }, `Show ${rows.length - tableView.limit} more`));
  }
}

function tableRow(edge) {
  const chosen = state.chosen && state.chosen.kind === 'edge' && state.chosen.id === edge.id;
  const row = element('tr', { class: chosen ? 'chosen' : null, 'data-edge': edge.id, onclick: () => choose('edge', edge.id) });
  for (const [name, read] of COLUMNS) {
    const text = String(read(edge));
    const cell = element('td', { class: name === 'Claims' ? 'number' : WIDE.has(name) ? 'wide' : null, dir: 'auto' });
    if (name === 'Relation') {
      const verb = element('button', { type: 'button', class: 'verb' }, text);
      verb.style.setProperty('--tone', edgeTextColour(edge));
      cell.append(verb);
    } else {
      cell.append(text);
    }
    row.append(cell);
  }
  return row;
}

function byColumn(a, b) {
  const read = COLUMNS[tableView.column][1];
  const [left, right] = [read(a), read(b)];
  const order = typeof left === 'number' ? left - right : left.localeCompare(right, 'en');
  return (tableView.down ? -order : order) || byImportance(a, b);
}

function sortBy(column) {
  tableView.down = column === tableView.column ? !tableView.down : column === 5;
  tableView.column = column;
  showTable();
  tableBox.querySelectorAll('th button')[column].focus();
}

function moreRows() {
  tableView.limit += 500;
  showTable();
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
