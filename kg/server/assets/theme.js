// Light or dark, as the reader chose last or the system says; set before anything is painted.
'use strict';
(function () {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const stored = () => { try { return localStorage.getItem('kg-theme'); } catch { return null; } };
  const show = () => { document.documentElement.dataset.theme = stored() || (system.matches ? 'dark' : 'light'); };
  show();
  system.addEventListener('change', show);
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    if (!button) return;
    button.addEventListener('click', () => {
      const name = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
      document.documentElement.dataset.theme = name;
      try { localStorage.setItem('kg-theme', name); } catch { /* not kept where storage is off */ }
    });
  });
}());
