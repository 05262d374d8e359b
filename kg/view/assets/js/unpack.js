// Turns the tables that kg/view/packing.py packs back into rows.

function unpack({ texts, tables }) {
  const known = [null];
  texts.rest.forEach((rest, at) => known.push((at ? known[at] : '').slice(0, texts.shared[at]) + rest));
  const read = {
    text: (place) => known[place], texts: (places) => places.map((place) => known[place]), plain: (value) => value,
  };
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => {
    const rows = Array.from({ length: table.rows }, () => ({}));
    for (const [column, { kind, values, which }] of Object.entries(table.columns)) {
      const given = values.map(read[kind]);
      const at = (place) => (which ? which[place] : given.length === rows.length ? place : 0);
      rows.forEach((row, place) => { row[column] = given[at(place)]; });
    }
    return [name, rows];
  }));
}
