// Leads from what is chosen in the graph to its page, and to its neighbourhood.
'use strict';
(function () {
  const box = document.getElementById('chosen');
  const page = document.getElementById('chosen-page');
  const around = document.getElementById('chosen-around');

  // The graph tells who is chosen: an entity by IRI and name, or nobody.
  document.addEventListener('kgchosen', (event) => {
    const chosen = event.detail;
    box.hidden = !chosen;
    if (!chosen) return;
    page.textContent = `Page of ${chosen.name.length > 40 ? `${chosen.name.slice(0, 39)}…` : chosen.name}`;
    page.href = `/id/?iri=${encodeURIComponent(chosen.iri)}`;
    around.href = `/?around=${encodeURIComponent(chosen.iri)}`;
  });
}());
