// The window of time: which claims lie in it, and how many claims there are when.

Object.assign(state, { from: null, to: null, byArticle: false, undated: false });

// First and last day of each claim, NaN where there is none: as it says itself, or else its article; and its article's.
const ownDays = [new Float64Array(claims.length).fill(NaN), new Float64Array(claims.length).fill(NaN)];
const articleDays = [new Float64Array(claims.length).fill(NaN), new Float64Array(claims.length).fill(NaN)];
claims.forEach((claim, position) => {
  const published = spanOfTime((articles.get(claim.article) || {}).date || '');
  const own = (claim.time && spanOfTime(claim.time)) || published;
  for (const end of [0, 1]) {
    if (published) articleDays[end][position] = published[end];
    if (own) ownDays[end][position] = own[end];
  }
});

function daysOfClaims() {
  return state.byArticle ? articleDays : ownDays;
}

function isTimed() {
  return state.from !== null || state.to !== null;
}

measures.set('time', {
  isOn: isTimed,
  passes: (position) => {
    const [first, last] = daysOfClaims();
    if (Number.isNaN(first[position])) return state.undated;
    return (state.to === null || first[position] <= state.to) && (state.from === null || last[position] >= state.from);
  },
});

function setTimeWindow(from, to) {
  state.from = from;
  state.to = to;
}

keep('time', () => (isTimed() ? timeText(state.from, state.to) : ''), (text) => {
  const span = text ? spanOfTime(text) : [-Infinity, Infinity];
  const [from, to] = span || [-Infinity, Infinity];
  setTimeWindow(Number.isFinite(from) ? from : null, Number.isFinite(to) ? to : null);
  return span ? [] : [text];
});
keep('undated', () => (state.undated ? 'shown' : ''), (text) => { state.undated = text === 'shown'; return text && text !== 'shown' ? [text] : []; });
keep('dates', () => (state.byArticle ? 'articles' : ''), (text) => { state.byArticle = text === 'articles'; return text && text !== 'articles' ? [text] : []; });
tellFilter(() => (isTimed() ? [{ kind: 'time', words: timeWords(state.from, state.to), loosen: () => setTimeWindow(null, null) }] : []));

// How many steps fit on the axis.
const MOST_STEPS = 125;
// A few old dates must not squeeze all others into one bar: so large a share at either end is gathered in one bar of
// its own where the rest is shorter by this factor.
const [STRAY, SQUEEZED] = [0.08, 2];
// A gap is wide if it is at least a tenth of what comes after it.
const GAP = 10;

// When it is that each claim is counted: where one end is open, at the other.
function countedDays(position) {
  const [firsts, lasts] = daysOfClaims();
  const [first, last] = [firsts[position], lasts[position]];
  if (Number.isFinite(first) && Number.isFinite(last)) return [first, last];
  return Number.isFinite(first) ? [first, first] : Number.isFinite(last) ? [last, last] : null;
}

// The first of the days that no wide gap parts from the rest, where it is one of the first so many.
function behindGap(days, number) {
  const last = days[days.length - 1];
  for (let at = number; at > 0; at -= 1) if ((days[at] - days[at - 1]) * GAP >= last - days[at]) return days[at];
  return days[0];
}

// The bars of the axis, each from a first to a last day; those at the ends may reach for ever.
function makeAxis(within) {
  const spans = claims.map((_, position) => countedDays(position)).filter(Boolean);
  if (!spans.length) return null;
  const [firsts, lasts] = [0, 1].map((end) => Float64Array.from(spans, (span) => span[end]).sort());
  let [low, high] = within || [firsts[0], lasts[lasts.length - 1]];
  if (!within) {
    const earliest = behindGap(firsts, Math.round(spans.length * STRAY));
    const latest = -behindGap(lasts.map((last) => -last).reverse(), Math.round(spans.length * STRAY));
    if ((high - earliest + 7) * SQUEEZED < high - low) low = earliest;
    if ((latest - low + 7) * SQUEEZED < high - low) high = latest;
  }
  const lengths = { day: 1, week: 7, month: 30.4, year: 0 };
  const step = BAR_STEPS.find((each) => high - low <= MOST_STEPS * lengths[each]) || 'year';
  const bars = [];
  for (let begin = beginOfStep(step, low); begin <= high; begin = nextStep(step, begin)) bars.push({ first: begin, last: nextStep(step, begin) - 1 });
  if (firsts[0] < bars[0].first) bars.unshift({ first: -Infinity, last: bars[0].first - 1 });
  if (lasts[lasts.length - 1] > bars[bars.length - 1].last) bars.push({ first: bars[bars.length - 1].last + 1, last: Infinity });
  const axis = { step, bars };
  axis.reach = Int32Array.from(claims.flatMap((_, position) => {
    const span = countedDays(position);
    return span ? [barOfDay(axis, span[0]), barOfDay(axis, span[1])] : [-1, -1];
  }));
  return axis;
}

function barOfDay(axis, day) {
  let [low, high] = [0, axis.bars.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (axis.bars[middle].last < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const SIDES = ['cooperation', 'conflict', 'neither'];
const sideOfClaim = Uint8Array.from(eventTypes, (name) => {
  const side = SIDES.findIndex((each) => toneOfEvent(name).endsWith(each));
  return side < 0 ? 2 : side;
});

// How many claims that pass all other filters are in each bar, by side; what is known by the month or year only is spread over it.
function countBars(axis) {
  const heights = SIDES.map(() => new Float64Array(axis.bars.length));
  const counted = new Uint8Array(claims.length);
  const bit = bitOf('time');
  let undated = 0;
  eachRow((edge, position, missed) => {
    if (position < 0 || counted[position] || (missed && missed !== bit)) return;
    counted[position] = 1;
    const [first, last] = [axis.reach[2 * position], axis.reach[2 * position + 1]];
    if (first < 0) undated += 1;
    const share = 1 / (last - first + 1);
    for (let bar = first; first >= 0 && bar <= last; bar += 1) heights[sideOfClaim[position]][bar] += share;
  });
  return { heights, undated };
}

// The first and last bar that the window touches.
function barsOfWindow(axis) {
  return [state.from === null ? 0 : barOfDay(axis, state.from), state.to === null ? axis.bars.length - 1 : barOfDay(axis, state.to)];
}

function setBars(axis, first, last) {
  const { bars } = axis;
  const [from, to] = [bars[first].first, bars[last].last];
  setTimeWindow(first === 0 || !Number.isFinite(from) ? null : from, last === bars.length - 1 || !Number.isFinite(to) ? null : to);
}
