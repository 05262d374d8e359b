// On small screens the filters are a drawer at the left, and the header has a button for it.

const drawerToggle = document.getElementById('filters-toggle');

function drawerIsOpen() {
  return filterBox.classList.contains('open');
}

function setDrawer(open) {
  filterBox.classList.toggle('open', open);
  drawerToggle.setAttribute('aria-expanded', String(open));
}

function closeDrawer() {
  const wasInside = filterBox.contains(document.activeElement);
  setDrawer(false);
  if (wasInside) drawerToggle.focus();
}

drawerToggle.addEventListener('click', () => {
  setDrawer(!drawerIsOpen());
  const first = filterBox.querySelector('input, button');
  if (drawerIsOpen() && first) first.focus({ preventScroll: true });
});
// A touch beside it closes it.
document.querySelector('main').addEventListener('pointerdown', (event) => {
  if (!drawerIsOpen()) return;
  event.preventDefault();
  event.stopPropagation();
  setDrawer(false);
}, true);
