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

function faded(hex, share) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${share})`;
}

function edgeColour(edge) {
  return colour(edge.kg.status === 'denied' ? 'denied' : edge.kg.tone);
}

const systemTheme = window.matchMedia('(prefers-color-scheme: dark)');
setTheme(systemTheme.matches ? 'dark' : 'light');
