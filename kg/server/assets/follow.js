// Tells when the store has changed since the page was made. Nothing moves: who reads on is not disturbed.
'use strict';
(function () {
  const box = document.getElementById('changed');
  const from = document.querySelector('[data-state]');
  const before = from && from.dataset.state;
  const EVERY = 10000;
  if (!box || !before) return;

  async function look() {
    if (document.hidden || !box.hidden) return;
    try {
      const answer = await fetch('/state', { headers: { accept: 'application/json' }, cache: 'no-store' });
      if (!answer.ok || (await answer.json()).state === before) return;
      box.querySelector('span').textContent = 'The store has changed since this page was made.';
      box.hidden = false;
    } catch { /* the server is away; the page stays as it is */ }
  }

  box.querySelector('a').addEventListener('click', (event) => { event.preventDefault(); location.reload(); });
  document.addEventListener('visibilitychange', look);
  setInterval(look, EVERY);
}());
