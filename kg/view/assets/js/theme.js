// Colours come from the style sheet, so that the drawing and the page always agree.

const root = document.documentElement;
let colours = new Map();

function colour(name) {
  if (!colours.has(name)) colours.set(name, getComputedStyle(root).getPropertyValue(`--${name}`).trim());
  return colours.get(name);
}

function setTheme(name) {
  root.dataset.theme = name;
  colours = new Map();
}

function channels(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function faded(hex, share) {
  return `rgba(${channels(hex).join(',')},${share})`;
}

// Two colours in one, so much of the first.
function mixed(hex, other, share) {
  const rest = channels(other);
  return `rgb(${channels(hex).map((value, at) => Math.round(share * value + (1 - share) * rest[at])).join(',')})`;
}

function edgeColour(edge) {
  return colour(edge.kg.status === 'denied' ? 'denied' : edge.kg.tone);
}

// Small letters need more contrast than lines do.
function edgeTextColour(edge) {
  if (edge.kg.tone === 'structure' && edge.kg.status !== 'denied') return colour('soft');
  return mixed(edgeColour(edge), colour('ink'), 0.7);
}

const systemTheme = window.matchMedia('(prefers-color-scheme: dark)');

function themeOfSystem() {
  return systemTheme.matches ? 'dark' : 'light';
}

setTheme(themeOfSystem());
