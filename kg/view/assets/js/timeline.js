// The timeline: every event at its time, to be moved, spread and clicked.

const GUTTER = { wide: 152, narrow: 0 };
const AXIS = 26;
// So great a part of the events may lie outside of the window at the beginning.
const FAR_OFF = 0.08;
const timeView = { lanes: 'what', first: 0, last: 1, full: [0, 1], narrowed: false, focus: null, marks: [], drawn: [] };
const timeCanvas = element('canvas', { id: 'lanes', tabindex: 0, role: 'application', 'aria-roledescription': 'timeline', 'aria-describedby': 'lanes-help' });
const timeSaid = element('p', { class: 'hidden-label', role: 'status', id: 'lanes-said' });
const timeTip = element('p', { class: 'tip', 'aria-hidden': 'true', hidden: true, dir: 'auto' });
const timeCount = element('p', { class: 'note', id: 'lanes-count' });

function timeWidth() {
  return Math.max(1, timeCanvas.clientWidth - gutter());
}

function gutter() {
  return timeCanvas.clientWidth < 560 ? GUTTER.narrow : GUTTER.wide;
}

function pixelsADay() {
  return timeWidth() / (timeView.last - timeView.first);
}

function isDated(happening) {
  return happening.first !== null || happening.last !== null;
}

// The window at the beginning: where nearly all events lie, so that one of long ago does not squeeze the rest.
function usualWindow(some) {
  const dated = some.filter(isDated);
  if (!dated.length) return { usual: [0, 1], full: [0, 1] };
  const starts = dated.map(({ first, last }) => first ?? last).sort((a, b) => a - b);
  const ends = dated.map(({ first, last }) => last ?? first).sort((a, b) => a - b);
  const padded = (first, last) => {
    const air = Math.max(2, (last - first) * 0.03);
    return [first - air, last + 1 + air];
  };
  const full = padded(starts[0], ends[ends.length - 1]);
  const few = dated.length < 4 ? 0 : Math.max(1, Math.floor(dated.length * FAR_OFF));
  let usual = full;
  for (let before = 0; before <= few; before += 1) {
    const most = padded(starts[before], ends[ends.length - 1 - (few - before)]);
    if (most[1] - most[0] < (usual === full ? (full[1] - full[0]) / 3 : usual[1] - usual[0])) usual = most;
  }
  return { usual, full };
}

function moveWindow(first, last, narrowed) {
  const span = Math.min(Math.max(last - first, 3), 4 * Math.max(365, timeView.full[1] - timeView.full[0]));
  const middle = Math.min(Math.max((first + last) / 2, timeView.full[0]), timeView.full[1]);
  Object.assign(timeView, { first: middle - span / 2, last: middle + span / 2, narrowed });
  timeTip.hidden = true;
  writeAddressSoon();
  drawSoon();
}

keep('days', () => (timeView.narrowed ? [timeView.first, timeView.last].map((day) => day.toFixed(1)).join('~') : ''), (text) => {
  const [first, last] = text.split('~').map(Number);
  const known = !text || (Number.isFinite(first) && Number.isFinite(last) && first < last);
  if (text && known) Object.assign(timeView, { first, last, narrowed: true });
  else resetWindow();
  drawSoon();
  return known ? [] : [text];
}, { late: true, passive: true });

function resetWindow() {
  const { usual, full } = usualWindow(seenEvents.all.length ? seenEvents.all : happenings);
  Object.assign(timeView, { first: usual[0], last: usual[1], full, narrowed: false });
}

// While the timeline moves it is drawn once a frame; what follows it waits until it rests.
function drawSoon() {
  cancelAnimationFrame(timeView.frame);
  timeView.frame = requestAnimationFrame(drawTimeline);
  clearTimeout(timeView.rest);
  timeView.rest = setTimeout(refreshEvents, 120);
}

// Without a point, to where the events are, so that coming closer never ends where nothing is.
function zoomTimeline(factor, at = middleOfEvents()) {
  moveWindow(at - (at - timeView.first) / factor, at + (timeView.last - at) / factor, true);
}

function middleOfEvents() {
  const days = seenEvents.here.filter(({ id }) => timeView.focus === null || id === timeView.focus)
    .map(({ first, last }) => first ?? last).filter((day) => day !== null && day >= timeView.first && day < timeView.last).sort((a, b) => a - b);
  return days.length ? days[Math.floor(days.length / 2)] + 0.5 : (timeView.first + timeView.last) / 2;
}

function shiftTimeline(share) {
  const step = (timeView.last - timeView.first) * share;
  moveWindow(timeView.first + step, timeView.last + step, true);
}

function wholeTime() {
  const { full, usual } = usualWindow(seenEvents.here);
  const isUsual = Math.abs(timeView.first - usual[0]) < 1e-6 && Math.abs(timeView.last - usual[1]) < 1e-6;
  timeView.full = full;
  [timeView.first, timeView.last] = isUsual ? full : usual;
  timeView.narrowed = false;
  writeAddressSoon();
  refreshEvents();
}

// Whether an event lies in the window; what has no date does as long as the reader has not made it narrower.
function inWindow(happening) {
  if (!timeView.narrowed) return true;
  if (!isDated(happening)) return false;
  return (happening.first ?? -Infinity) < timeView.last && (happening.last ?? Infinity) >= timeView.first;
}

function drawTimeline() {
  const { clientWidth: width, clientHeight: height } = timeCanvas;
  if (!width || !height) return;
  const ratio = window.devicePixelRatio || 1;
  timeCanvas.width = Math.round(width * ratio);
  timeCanvas.height = Math.round(height * ratio);
  const pen = timeCanvas.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const left = gutter();
  const scale = { first: timeView.first, pixels: pixelsADay() };
  timeView.drawn = layOut(seenEvents.here.filter(isDated), timeView.lanes, scale, width - left, height - AXIS);
  timeView.marks = timeView.drawn.flatMap((lane) => lane.marks);
  drawAxis(pen, left, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(left, 0, width - left, height);
  pen.clip();
  pen.translate(left, 0);
  for (const mark of timeView.marks) drawMark(pen, mark);
  pen.restore();
  for (const lane of timeView.drawn) drawLaneName(pen, lane, left, width);
}

function drawAxis(pen, left, width, height) {
  const floor = height - AXIS;
  pen.font = font(11.5);
  pen.textBaseline = 'middle';
  pen.textAlign = 'center';
  for (const { day, label, strong } of ticks(Math.ceil(timeView.first), timeView.last, pixelsADay(), 84)) {
    const x = left + (day - timeView.first) * pixelsADay();
    pen.fillStyle = colour('line');
    pen.fillRect(Math.round(x), 0, 1, floor + 5);
    pen.fillStyle = colour(strong ? 'ink' : 'soft');
    if (x > left + 18 && x < width - 18) pen.fillText(label, x, height - AXIS / 2 + 2);
  }
  pen.fillStyle = colour('soft');
  pen.fillRect(left, floor, width - left, 1);
}

function drawLaneName(pen, lane, left, width) {
  pen.fillStyle = colour('line');
  pen.fillRect(0, Math.round(lane.top + lane.height), width, 1);
  pen.font = font(12, 600);
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.fillStyle = lane.tone ? edgeTextColour({ kg: lane }) : colour('ink');
  const name = fitted(pen, lane.label, (left || width) - 22);
  if (!left) haloed(pen, name, 10, lane.top + 4);
  else pen.fillText(name, 10, lane.top + 6);
  pen.font = font(11.5);
  pen.fillStyle = colour('soft');
  if (left) pen.fillText(lane.happenings.length.toLocaleString('en'), 10, lane.top + 23);
}

// The marks at a point: those under it, or the nearest one close by; all of a pile that is squeezed to threads.
function marksAt(x, y) {
  const under = (mark, air) => x >= mark.x - air && x <= mark.x + mark.width + air && y >= mark.y - air && y <= mark.y + mark.height + air;
  const found = timeView.marks.filter((mark) => under(mark, 0));
  const close = found.length ? found : timeView.marks.filter((mark) => under(mark, 6)).slice(0, 1);
  const [mark] = close;
  if (!mark || mark.bar || mark.height > 4) return close;
  return timeView.marks.filter((other) => !other.bar && other.column === mark.column && other.height === mark.height && Math.abs(other.y - mark.y) < 400
    && timeView.drawn.some((lane) => lane.marks.includes(mark) && lane.marks.includes(other)));
}

function openMarks(marks) {
  const some = marks.map((mark) => mark.happening);
  if (!some.length) return;
  const days = some.map((happening) => happening.first ?? happening.last).sort((a, b) => a - b);
  openHappenings(some.map(({ id }) => id), timeWords(days[0], days[days.length - 1]));
}

function tellMarks(marks, x, y) {
  timeTip.hidden = !marks.length;
  if (!marks.length) return;
  const [{ happening }] = marks;
  timeTip.replaceChildren(...(marks.length > 1 ? [element('strong', {}, count(marks.length, 'event', 'events')), 'Come closer to tell them apart'] : [
    element('strong', {}, storyOf(happening)), [whenHappened(happening), happening.where ? `in ${nameOf(happening.where)}` : null,
      STANDINGS[howItStands(happening)].toLowerCase(), toldBy(happening)].filter(Boolean).join(' · ')]));
  putTip(timeTip, x, y);
}

// By keyboard: left and right go from event to event, Enter opens, + and - spread and gather.
function stepEvent(step) {
  const dated = seenEvents.here.filter(isDated);
  if (!dated.length) return;
  const now = dated.findIndex(({ id }) => id === timeView.focus);
  const inside = dated.findIndex((happening) => (happening.last ?? Infinity) >= timeView.first);
  const next = dated[now < 0 ? Math.max(0, inside) : Math.min(dated.length - 1, Math.max(0, now + step))];
  const day = next.first ?? next.last;
  if (day < timeView.first || day > timeView.last) {
    const span = timeView.last - timeView.first;
    moveWindow(day - span / 2, day + span / 2, true);
  }
  timeView.focus = next.id;
  timeSaid.textContent = `${storyOf(next)}, ${whenHappened(next)}${next.where ? `, in ${nameOf(next.where)}` : ''}, ${STANDINGS[howItStands(next)].toLowerCase()}`;
  drawTimeline();
  const mark = timeView.marks.find(({ happening }) => happening.id === next.id);
  if (mark) tellMarks([mark], mark.x + gutter(), mark.y);
}

const TIME_KEYS = {
  ArrowLeft: () => stepEvent(-1), ArrowRight: () => stepEvent(1), ArrowUp: () => zoomTimeline(1.5), ArrowDown: () => zoomTimeline(1 / 1.5),
  '+': () => zoomTimeline(1.5), '=': () => zoomTimeline(1.5), '-': () => zoomTimeline(1 / 1.5), PageUp: () => shiftTimeline(-0.5), PageDown: () => shiftTimeline(0.5),
  Home: () => wholeTime(), Enter: () => timeView.focus !== null && choose('event', timeView.focus), ' ': () => timeView.focus !== null && choose('event', timeView.focus),
};

timeCanvas.addEventListener('keydown', (event) => {
  const act = TIME_KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
timeCanvas.addEventListener('blur', () => {
  timeTip.hidden = true;
  timeView.focus = null;
  drawTimeline();
});
timeCanvas.addEventListener('wheel', (event) => {
  event.preventDefault();
  const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (sideways || event.shiftKey) shiftTimeline((sideways ? event.deltaX : event.deltaY) / timeWidth());
  else zoomTimeline(Math.exp(-event.deltaY / 400), timeView.first + (event.offsetX - gutter()) / pixelsADay());
}, { passive: false });

dragging(timeCanvas, {
  move: (x) => {
    const step = -x / pixelsADay();
    moveWindow(timeView.first + step, timeView.last + step, true);
  },
  pinch: (factor, x) => zoomTimeline(factor, timeView.first + (x - gutter()) / pixelsADay()),
  click: (x, y) => openMarks(marksAt(x - gutter(), y)),
  hover: (x, y) => {
    const marks = x === null ? [] : marksAt(x - gutter(), y);
    timeCanvas.classList.toggle('pointing', marks.length > 0);
    tellMarks(marks, x, y);
  },
});
