// The map: where events took place, as rings whose colours tell what happened; near ones are one until one comes closer.

const SVG = 'http://www.w3.org/2000/svg';
const MAP = { closest: 60, ring: 5, smallest: 6, largest: 34, apart: 20 };
const spots = worldData.spots.map(([id, x, y, within]) => ({ node: nodes[id], x, y, within: within === null ? null : nodes[within] }));
const spotOfNode = new Map(spots.map((spot) => [spot.node, spot]));
// The middle of what is seen, in units of the map, and how many pixels a unit has.
const mapView = { x: 0, y: 0, scale: 0, touched: false, circles: [], focus: null };
const mapBox = svg('svg', {
  id: 'map', tabindex: 0, role: 'application', 'aria-roledescription': 'map', 'aria-label': 'Map of the events', 'aria-describedby': 'map-keys',
});
const mapSaid = element('p', { class: 'hidden-label', role: 'status' });
const landPath = svg('path', { class: 'land', d: worldData.outlines ? worldData.outlines.land : '' });
const borderPath = svg('path', { class: 'borders', d: worldData.outlines ? worldData.outlines.borders : '' });
const outlineGroup = svg('g', { 'aria-hidden': 'true' }, landPath, borderPath);
const circleGroup = svg('g', {});
const mapTip = element('p', { class: 'tip', 'aria-hidden': 'true', hidden: true, dir: 'auto' });
mapBox.append(outlineGroup, circleGroup);

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Shows some places, with air around them, though never closer than a continent: all that there are, so that the map
// stands still while filters and time change.
function fitMap(some = spots) {
  const { clientWidth: width, clientHeight: height } = mapBox;
  if (!width || !height) return;
  const [xs, ys] = [some.map(({ x }) => x), some.map(({ y }) => y)];
  const [left, right] = some.length ? [Math.min(...xs), Math.max(...xs)] : [-4200, 4600];
  const [top, bottom] = some.length ? [Math.min(...ys), Math.max(...ys)] : [-2200, 1600];
  const air = 1.25;
  mapView.scale = Math.min(width / Math.max(1100, (right - left) * air), height / Math.max(700, (bottom - top) * air));
  Object.assign(mapView, { x: (left + right) / 2, y: (top + bottom) / 2 });
  drawMap();
}

// Shows the places that are to be seen now.
function fitPlaces() {
  fitMap(placesSeen().map(({ spot }) => spot));
  mapView.touched = true;
  writeAddressSoon();
}

function zoomMap(factor, x = mapBox.clientWidth / 2, y = mapBox.clientHeight / 2) {
  const smallest = Math.min(mapBox.clientWidth / 11200, mapBox.clientHeight / 5200);
  const scale = Math.min(Math.max(mapView.scale * factor, smallest), smallest * MAP.closest);
  // What lies under the pointer stays there.
  const [dx, dy] = [x - mapBox.clientWidth / 2, y - mapBox.clientHeight / 2];
  moveMap(dx / mapView.scale - dx / scale, dy / mapView.scale - dy / scale, scale);
}

function moveMap(dx, dy, scale = mapView.scale) {
  const within = (value, [least, most]) => Math.min(Math.max(value, least), most);
  Object.assign(mapView, { x: within(mapView.x + dx, [-5400, 5400]), y: within(mapView.y + dy, [-2640, 2640]), scale, touched: true });
  writeAddressSoon();
  drawMap();
}

// Where the map is looked at from: the middle, and how many pixels a unit has.
keep('map', () => (mapView.touched ? [mapView.x, mapView.y, mapView.scale * 1000].map((number) => Number(number.toPrecision(5))).join('~') : ''), (text) => {
  const [x, y, scale] = text.split('~').map(Number);
  const known = !text || ([x, y, scale].every(Number.isFinite) && scale > 0);
  Object.assign(mapView, text && known ? { x, y, scale: scale / 1000, touched: true } : { touched: false });
  refreshEvents();
  return known ? [] : [text];
}, { late: true, passive: true });

// The places of the events in the window of the timeline, those with most events first.
function placesSeen() {
  const found = new Map();
  for (const happening of seenEvents.all) {
    const spot = happening.where && spotOfNode.get(happening.where);
    if (!spot || !inWindow(happening)) continue;
    if (!found.has(spot)) found.set(spot, []);
    found.get(spot).push(happening);
  }
  return [...found].map(([spot, some]) => ({ spot, some })).sort((a, b) => b.some.length - a.some.length || a.spot.node.id - b.spot.node.id);
}

function radius(number) {
  return number === 1 ? MAP.smallest : Math.min(MAP.largest, 7 + 2.6 * Math.sqrt(number));
}

// A place joins the first larger one that its circle would overlap, or is too near to tell by a finger, and so on with the larger circles that this makes.
function clustered(placed) {
  let circles = placed.map(({ spot, some }) => ({ ...onMap(spot), spots: [spot], some: [...some] }));
  for (let before = Infinity; circles.length < before;) {
    before = circles.length;
    const joined = [];
    for (const circle of circles) {
      const size = radius(circle.some.length);
      const near = joined.find(({ x, y, some }) => Math.hypot(circle.x - x, circle.y - y) < Math.max(MAP.apart, 0.8 * (radius(some.length) + size)));
      if (near) {
        near.spots.push(...circle.spots);
        near.some.push(...circle.some);
      } else {
        joined.push(circle);
      }
    }
    circles = joined.sort((a, b) => b.some.length - a.some.length || a.spots[0].node.id - b.spots[0].node.id);
  }
  return circles;
}

function onMap({ x, y }) {
  return { x: (x - mapView.x) * mapView.scale + mapBox.clientWidth / 2, y: (y - mapView.y) * mapView.scale + mapBox.clientHeight / 2 };
}

function drawMap() {
  const { clientWidth: width, clientHeight: height } = mapBox;
  if (!width || !height) return;
  const origin = onMap({ x: 0, y: 0 });
  outlineGroup.setAttribute('transform', `translate(${origin.x.toFixed(2)} ${origin.y.toFixed(2)}) scale(${mapView.scale.toFixed(6)})`);
  mapView.circles = clustered(placesSeen());
  const inSight = mapView.circles.filter((circle) => isInSight(circle, 40));
  circleGroup.replaceChildren(...inSight.map(circleOf), ...mapNames(inSight, width));
}

function isInSight({ x, y }, air) {
  return x > -air && y > -air && x < mapBox.clientWidth + air && y < mapBox.clientHeight + air;
}

function circleOf(circle) {
  const { x, y, spots: some, some: happened } = circle;
  const size = radius(happened.length);
  const picked = some.some(({ node }) => wherePicked.nodes.has(node.id));
  const vague = some.every(({ node, within }) => within || node.group === 'Country' || node.group === 'Region');
  const made = svg('g', {
    class: `circle${picked ? ' picked' : ''}${mapView.focus && some.includes(mapView.focus) ? ' focused' : ''}`,
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, 'data-places': some.map(({ node }) => node.id).join(' '),
  },
  svg('circle', { class: 'reach', r: Math.max(size + 3, 12) }),
  vague ? svg('circle', { class: 'vague', r: size + 3.5 }) : null,
  svg('circle', { class: 'disc', r: size }),
  ...slices(happened, size));
  if (happened.length > 1) {
    const number = svg('text', { class: 'number', dy: '0.35em' });
    number.textContent = happened.length;
    made.append(number);
  }
  made.addEventListener('pointerenter', () => tellCircle(circle));
  made.addEventListener('pointerleave', () => { mapTip.hidden = true; });
  return made;
}

// The ring around a place: how much of what happened there is of each kind.
function slices(happened, size) {
  const ring = happened.length === 1 ? size : MAP.ring;
  const middle = size - ring / 2;
  const round = 2 * Math.PI * middle;
  let before = 0;
  return tonesOf(happened).map(([tone, number]) => {
    const part = (number / happened.length) * round;
    const slice = svg('circle', { class: 'slice', r: middle.toFixed(2), 'stroke-width': ring, 'stroke-dasharray': `${part.toFixed(2)} ${(round - part).toFixed(2)}`, 'stroke-dashoffset': (-before).toFixed(2) });
    slice.style.setProperty('stroke', `var(--${tone})`);
    before += part;
    return slice;
  });
}

function tonesOf(some) {
  return Object.keys(TONES).map((tone) => [tone, some.filter((happening) => happening.tone === tone).length]).filter(([, number]) => number);
}

function tonesSaid(some) {
  return `${count(some.length, 'event', 'events')}: ${tonesOf(some).map(([tone, number]) => `${number} ${TONES[tone].toLowerCase()}`).join(', ')}`;
}

function circleName({ spots: some }) {
  const [{ node, within }] = some;
  const more = some.length > 1 ? ` and ${count(some.length - 1, 'place', 'places')} near it` : within ? ` (somewhere in ${nameOf(within)})` : '';
  return nameOf(node) + more;
}

// Names beside the circles, the largest first, where there is room.
function mapNames(circles, width) {
  const taken = circles.map(({ x, y, some }) => [x - radius(some.length), y - radius(some.length), x + radius(some.length), y + radius(some.length)]);
  const made = [];
  for (const circle of circles) {
    const [{ node }] = circle.spots;
    const text = nameOf(node).slice(0, 28) + (circle.spots.length > 1 ? ` +${circle.spots.length - 1}` : '');
    const size = radius(circle.some.length);
    const long = text.length * 6.6;
    const start = circle.x + size + 5;
    const boxes = [[start, circle.y - 8, start + long, circle.y + 8], [circle.x - size - 5 - long, circle.y - 8, circle.x - size - 5, circle.y + 8]];
    const at = boxes.findIndex((box) => box[0] > 0 && box[2] < width && !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]));
    if (at < 0) continue;
    taken.push(boxes[at]);
    const name = svg('text', { class: 'place', 'aria-hidden': 'true', x: (at ? circle.x - size - 5 : start).toFixed(1), y: circle.y.toFixed(1), dy: '0.33em', 'text-anchor': at ? 'end' : 'start' });
    name.textContent = text;
    made.push(name);
  }
  return made;
}

function tellCircle(circle) {
  mapTip.hidden = false;
  const names = circle.spots.slice(0, 6).map(({ node }) => nameOf(node)).join(', ');
  mapTip.replaceChildren(element('strong', {}, circleName(circle)), tonesSaid(circle.some),
    ...(circle.spots.length > 1 ? [element('em', {}, names + (circle.spots.length > 6 ? ' ...' : ''))] : []));
  putTip(mapTip, circle.x, circle.y);
}

// By keyboard: left and right go from place to place, those with most events first.
function stepMap(step) {
  const { circles } = mapView;
  if (!circles.length) return;
  const now = circles.findIndex((circle) => circle.spots.includes(mapView.focus));
  const next = circles[Math.min(circles.length - 1, Math.max(0, now + step))];
  [mapView.focus] = next.spots;
  if (isInSight(next, -20)) drawMap();
  else moveMap(mapView.focus.x - mapView.x, mapView.focus.y - mapView.y);
  const circle = focusedCircle();
  mapSaid.textContent = `${circleName(circle)}: ${tonesSaid(circle.some)}`;
  tellCircle(circle);
}

function focusedCircle() {
  return mapView.circles.find((circle) => circle.spots.includes(mapView.focus));
}

function zoomToFocus(factor) {
  const circle = focusedCircle();
  if (circle) zoomMap(factor, circle.x, circle.y);
  else zoomMap(factor);
}

function pickFocused() {
  const circle = focusedCircle();
  if (circle) pickPlaces(circle.spots.map(({ node }) => node.id));
}

const MAP_KEYS = {
  ArrowLeft: () => stepMap(-1), ArrowRight: () => stepMap(1), ArrowUp: () => zoomToFocus(1.5), ArrowDown: () => zoomToFocus(1 / 1.5),
  '+': () => zoomToFocus(1.5), '=': () => zoomToFocus(1.5), '-': () => zoomToFocus(1 / 1.5), Home: fitPlaces, Enter: pickFocused, ' ': pickFocused,
};

mapBox.addEventListener('keydown', (event) => {
  const act = MAP_KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
mapBox.addEventListener('blur', () => {
  mapTip.hidden = true;
  mapView.focus = null;
  drawMap();
});
mapBox.addEventListener('wheel', (event) => {
  event.preventDefault();
  const frame = mapBox.getBoundingClientRect();
  zoomMap(Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
}, { passive: false });
dragging(mapBox, {
  move: (x, y) => moveMap(-x / mapView.scale, -y / mapView.scale),
  pinch: (factor, x, y) => zoomMap(factor, x, y),
  click: (x, y, event) => {
    const circle = event.target.closest('.circle');
    if (circle) pickPlaces(circle.dataset.places.split(' ').map(Number));
  },
  hover: () => {},
});
