// The time slider: bars of how much was told of when, with two handles; by mouse, touch and keyboard.

const timeBox = document.getElementById('time');
const strip = document.getElementById('strip');
const bars = document.getElementById('bars');
const handles = ['from', 'to'].map((name) => document.getElementById(`time-${name}`));
const windowBox = document.getElementById('window');
const timeSays = document.getElementById('time-says');
let axis = makeAxis(null);
let barCounts = null;
let dragged = null;

// Where a bar begins, as a share of the strip.
function shareOfBar(bar) {
  return bar / axis.bars.length;
}

function refreshTime() {
  if (!axis) return;
  barCounts = countBars(axis);
  const [first, last] = barsOfWindow(axis);
  windowBox.classList.toggle('whole', !isTimed());
  windowBox.style.setProperty('left', `${100 * shareOfBar(first)}%`);
  windowBox.style.setProperty('right', `${100 * (1 - shareOfBar(last + 1))}%`);
  handles.forEach((handle, end) => {
    const bar = [first, last][end];
    handle.style.setProperty('left', `${100 * shareOfBar(bar + end)}%`);
    handle.setAttribute('aria-valuemin', 0);
    handle.setAttribute('aria-valuemax', axis.bars.length - 1);
    handle.setAttribute('aria-valuenow', bar);
    const day = [state.from, state.to][end];
    handle.setAttribute('aria-valuetext', day === null ? ['from the beginning', 'to the end'][end] : timeWords(end ? null : day, end ? day : null));
  });
  timeSays.textContent = `${capital(timeWords(state.from, state.to))} · ${count(tally.claims, 'claim', 'claims')}`;
  const undated = document.getElementById('undated');
  undated.checked = state.undated || !isTimed();
  undated.disabled = !isTimed();
  undated.closest('label').hidden = !barCounts.undated;
  document.getElementById('undated-count').textContent = count(barCounts.undated, 'claim', 'claims');
  document.getElementById('dates').value = state.byArticle ? 'articles' : 'own';
  document.getElementById('all-time').hidden = !isTimed();
  drawBars();
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function drawBars() {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [strip.clientWidth, strip.clientHeight];
  if (!barCounts || !width) return;
  bars.width = Math.round(width * ratio);
  bars.height = Math.round(height * ratio);
  const context = bars.getContext('2d');
  context.scale(ratio, ratio);
  const [floor, room] = [height - 16, height - 20];
  const { heights } = barCounts;
  const sums = axis.bars.map((_, bar) => heights.reduce((sum, side) => sum + side[bar], 0));
  const scale = room / Math.max(1, ...sums);
  const each = width / axis.bars.length;
  const gap = each > 5 ? 1 : 0;
  const [first, last] = barsOfWindow(axis);
  sums.forEach((sum, bar) => {
    let bottom = floor;
    [2, 0, 1].forEach((side) => {
      const tall = heights[side][bar] * scale;
      context.globalAlpha = bar >= first && bar <= last ? 1 : 0.25;
      context.fillStyle = colour(['material-cooperation', 'material-conflict', 'soft'][side]);
      if (side === 2) context.globalAlpha *= 0.45;
      context.fillRect(bar * each, bottom - tall, each - gap, tall);
      bottom -= tall;
    });
    // What is little is still seen.
    if (sum > 0 && sum * scale < 1.5) context.fillRect(bar * each, floor - 1.5, each - gap, 1.5);
  });
  context.globalAlpha = 1;
  drawTicks(context, each, floor, width);
}

function drawTicks(context, each, floor, width) {
  context.fillStyle = colour('line');
  context.fillRect(0, floor, width, 1);
  context.fillStyle = colour('soft');
  context.font = `11px ${FONT}`;
  context.textBaseline = 'bottom';
  const taken = [];
  const write = (bar, text) => {
    const wide = context.measureText(text).width;
    const left = Math.min(bar * each, width - wide);
    if (taken.some(([from, to]) => left < to && left + wide + 12 > from)) return;
    context.fillText(text, left, floor + 15);
    taken.push([left, left + wide + 12]);
  };
  // Years first, and months and days where there is room left.
  axis.bars.forEach((_, bar) => { if (beginsYear(bar)) write(bar, yearWords(bar)); });
  if (axis.step !== 'year') axis.bars.forEach((_, bar) => { if (!beginsYear(bar)) write(bar, tickWords(bar)); });
}

function beginsYear(bar) {
  const [day, before] = [bar, bar - 1].map((at) => (axis.bars[at] ? axis.bars[at].first : NaN));
  if (bar === 0 || axis.bars[bar].last === Infinity || !Number.isFinite(before)) return true;
  return calendarDate(day).getUTCFullYear() !== calendarDate(before).getUTCFullYear();
}

function yearWords(bar) {
  const { first, last } = axis.bars[bar];
  if (!Number.isFinite(first)) return 'earlier';
  if (!Number.isFinite(last)) return 'later';
  return axis.step === 'day' || axis.step === 'week' ? dateWords(isoDay(first)) : String(calendarDate(first).getUTCFullYear());
}

function tickWords(bar) {
  const text = isoDay(axis.bars[bar].first);
  return axis.step === 'month' ? dateWords(text.slice(0, 7)).split(' ')[0] : dateWords(text).replace(/ \d+$/, '');
}

// The two ends, the first of which is never behind the last.
function moveEnd(end, bar, gesture) {
  const ends = barsOfWindow(axis);
  const most = axis.bars.length - 1;
  ends[end] = end ? Math.min(most, Math.max(ends[0], bar)) : Math.max(0, Math.min(ends[1], bar));
  change(() => setBars(axis, ...ends), gesture);
}

function moveKey(end, event) {
  const now = barsOfWindow(axis)[end];
  const leap = Math.max(2, Math.round(axis.bars.length / 10));
  const to = {
    ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - leap, PageUp: now + leap, Home: 0, End: axis.bars.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  moveEnd(end, to, `time-${end}`);
}

function barAt(event) {
  const { left, width } = strip.getBoundingClientRect();
  return Math.max(0, Math.min(axis.bars.length - 1, Math.floor(((event.clientX - left) / width) * axis.bars.length)));
}

// A handle is dragged by itself; what lies in the window moves it; what lies outside begins another.
function takeHold(event) {
  if (event.button || !axis) return;
  const [first, last] = barsOfWindow(axis);
  const at = barAt(event);
  const end = handles.indexOf(event.target.closest('.handle'));
  const within = isTimed() && at >= first && at <= last;
  dragged = { end, at, first, last, kind: end >= 0 ? 'end' : within ? 'move' : 'new', moved: false, now: at };
  strip.setPointerCapture(event.pointerId);
  if (end >= 0) handles[end].focus();
  else event.preventDefault();
}

function dragOn(event) {
  if (!dragged) return;
  const at = barAt(event);
  if (at === dragged.now) return;
  dragged.moved = true;
  // As often as the screen is drawn, not as the mouse tells.
  if (dragged.frame) cancelAnimationFrame(dragged.frame);
  dragged.now = at;
  dragged.frame = requestAnimationFrame(() => dragTo(at));
}

function dragTo(at) {
  if (!dragged) return;
  const { kind, end, first, last } = dragged;
  if (kind === 'end') moveEnd(end, at, 'time-drag');
  else if (kind === 'new') change(() => setBars(axis, Math.min(at, dragged.at), Math.max(at, dragged.at)), 'time-drag');
  else {
    const by = Math.max(-first, Math.min(axis.bars.length - 1 - last, at - dragged.at));
    change(() => setBars(axis, first + by, last + by), 'time-drag');
  }
}

function letGo() {
  if (!dragged) return;
  if (dragged.frame) {
    cancelAnimationFrame(dragged.frame);
    dragTo(dragged.now);
  }
  // A click takes the one bar.
  if (!dragged.moved && dragged.kind !== 'end') change(() => setBars(axis, dragged.at, dragged.at), 'time-drag');
  dragged = null;
  endGesture();
}

// Looks at the window closely, or at all the time again.
function zoomAxis() {
  const closer = document.getElementById('time-closer').getAttribute('aria-pressed') !== 'true';
  axis = makeAxis(closer && isTimed() ? daysInSight() : null);
  document.getElementById('time-closer').setAttribute('aria-pressed', String(closer && isTimed()));
  refreshTime();
}

function daysInSight() {
  const [first, last] = barsOfWindow(axis);
  const finite = (day, other) => (Number.isFinite(day) ? day : other);
  return [state.from ?? finite(axis.bars[first].first, axis.bars[first].last), state.to ?? finite(axis.bars[last].last, axis.bars[last].first)];
}

function describeBar(event) {
  const bar = axis.bars[barAt(event)];
  const words = timeWords(Number.isFinite(bar.first) ? bar.first : null, Number.isFinite(bar.last) ? bar.last : null);
  const [peace, conflict, neither] = barCounts.heights.map((side) => Math.round(side[barAt(event)]));
  strip.title = `${capital(words)}: ${peace} cooperation, ${conflict} conflict, ${neither} other`;
}

timeBox.hidden = !axis;
strip.addEventListener('pointerdown', takeHold);
strip.addEventListener('pointermove', (event) => (dragged ? dragOn(event) : describeBar(event)));
strip.addEventListener('pointerup', letGo);
strip.addEventListener('pointercancel', letGo);
handles.forEach((handle, end) => {
  handle.addEventListener('keydown', (event) => moveKey(end, event));
  handle.addEventListener('blur', endGesture);
});
document.getElementById('undated').addEventListener('change', (event) => change(() => { state.undated = event.target.checked; }));
document.getElementById('dates').addEventListener('change', (event) => change(() => { state.byArticle = event.target.value === 'articles'; }));
document.getElementById('all-time').addEventListener('click', () => {
  change(() => setTimeWindow(null, null));
  handles[0].focus();
});
document.getElementById('time-closer').addEventListener('click', zoomAxis);
document.getElementById('time-toggle').addEventListener('click', (event) => {
  const open = timeBox.classList.toggle('open');
  event.currentTarget.setAttribute('aria-expanded', String(open));
  drawBars();
});
new ResizeObserver(drawBars).observe(strip);
// The axis is that of the dates that count.
let axisByArticle = false;
whenShown(() => {
  if (axisByArticle !== state.byArticle) {
    axisByArticle = state.byArticle;
    axis = makeAxis(null) || axis;
  }
  refreshTime();
});
