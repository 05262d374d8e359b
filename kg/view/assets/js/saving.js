// Saves files from the page: names that every system takes, and a link that the browser follows.

// A file of the page's title and what is in it, "news-graph-claims.csv": letters and digits of any script only.
function fileName(what, suffix) {
  const title = printable(document.title).normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${[...title].slice(0, 60).join('').replace(/-+$/, '') || 'graph'}-${what}.${suffix}`;
}

function saveFile(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  const told = document.getElementById('saved');
  if (told) told.textContent = `Saved ${name}`;
}

function saveText(name, kind, text) {
  saveFile(name, new Blob([text], { type: `${kind};charset=utf-8` }));
}

// Halves of surrogate pairs, and what XML and RDF cannot hold, become replacement characters.
function storable(text) {
  return String(text).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufdd0-\ufdef\ufffe\uffff]/g, '\ufffd');
}

// Positions of the claims behind the edges that are shown.
function shownClaims() {
  const found = new Set();
  for (const id of shown.edges) for (const position of claimsOf(edges[id])) found.add(position);
  return [...found].sort((a, b) => a - b);
}
