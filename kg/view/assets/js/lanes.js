// Where the marks of the timeline lie: lanes by what happens or by who takes part, dots piled up day by day, spans as
// bars beneath them. Nothing here draws.

// A dot has a place of so many pixels, a bar is so high; a lane shows so many dots one upon the other, and lies apart.
const DOT = 13;
const BAR = 7;
const LANE_GAP = 10;
const ACTOR_LANES = 9;
const FEW_PILES = 6;
const LANES = {
  what: () => Object.entries(TONES).map(([tone, label]) => ({ label, tone, has: (happening) => happening.tone === tone })),
  who: (some, room) => {
    const counts = new Map();
    for (const happening of some) for (const node of happening.who) counts.set(node, (counts.get(node) || 0) + 1);
    const most = [...counts].sort((a, b) => b[1] - a[1] || a[0].id - b[0].id).slice(0, Math.min(ACTOR_LANES, Math.max(2, Math.floor(room / (2 * DOT + LANE_GAP)) - 1))).map(([node]) => node);
    const rest = { label: 'Others', has: (happening) => !happening.who.some((node) => most.includes(node)) };
    return [...most.map((node) => ({ label: nameOf(node), node, has: (happening) => happening.who.includes(node) })), rest];
  },
};

// The marks of the events that a window of days shows, lane by lane.
//   scale: { first, pixels } of the day at the left edge and the pixels of a day; width and height in pixels.
function layOut(some, lanesBy, scale, width, height) {
  const made = LANES[lanesBy](some, height).map((lane) => ({ ...lane, happenings: some.filter(lane.has) })).filter((lane) => lane.happenings.length);
  for (const lane of made) pile(lane, scale, width);
  const room = height - made.length * LANE_GAP;
  const wanted = made.map((lane) => Math.max(lane.rise, 2 * DOT));
  const given = share(wanted, room);
  // Room that is left over lets the lanes breathe.
  const air = Math.max(0, Math.min(DOT * 2, (room - given.reduce((sum, each) => sum + each, 0)) / made.length));
  const heights = given.map((each) => each + air);
  let top = 0;
  made.forEach((lane, at) => {
    lane.top = top;
    lane.height = heights[at] + LANE_GAP;
    squeeze(lane, heights[at]);
    top += lane.height;
  });
  return made;
}

// Lanes that want less than their share give it to the others.
function share(wanted, room) {
  const heights = wanted.map(() => 0);
  const open = new Set(wanted.keys());
  let left = room;
  for (let change = true; change && open.size;) {
    const each = left / open.size;
    const content = [...open].filter((at) => wanted[at] <= each);
    change = content.length > 0;
    for (const at of content) {
      heights[at] = wanted[at];
      left -= wanted[at];
      open.delete(at);
    }
  }
  for (const at of open) heights[at] = left / open.size;
  return heights;
}

// Gives each event of a lane a mark: bars first, in rows; then dots in columns upon them.
function pile(lane, { first, pixels }, width) {
  const xOf = (day) => (day - first) * pixels;
  const columns = new Map();
  const rows = [];
  lane.marks = [];
  const dots = [];
  for (const happening of lane.happenings) {
    const [from, to] = [happening.first ?? happening.last, happening.last ?? happening.first];
    const [left, right] = [happening.first === null ? -1 : xOf(from), happening.last === null ? width + 1 : xOf(to + 1)];
    if (right < 0 || left > width) continue;
    const open = happening.first === null || happening.last === null;
    if (open || (happening.time && right - left >= 1.6 * DOT && to > from)) {
      const drawn = [Math.max(-1, left), Math.min(width + 1, right)];
      let row = rows.findIndex((end) => end <= drawn[0]);
      if (row < 0) row = rows.push(0) - 1;
      [, rows[row]] = drawn;
      const mark = { happening, bar: true, x: drawn[0], width: drawn[1] - drawn[0], row };
      lane.marks.push(mark);
      for (let column = Math.floor(drawn[0] / DOT); column <= Math.floor(drawn[1] / DOT); column += 1) {
        columns.set(column, Math.max(columns.get(column) || 0, row + 1));
      }
    } else {
      dots.push([happening, Math.floor((left + Math.min(right - left, DOT) / 2) / DOT)]);
    }
  }
  const piles = new Map();
  for (const [happening, column] of dots) {
    const level = piles.get(column) || 0;
    piles.set(column, level + 1);
    lane.marks.push({ happening, bar: false, x: column * DOT, width: DOT, column, level, rows: columns.get(column) || 0 });
  }
  lane.piles = piles;
  lane.columns = columns;
  lane.rise = Math.max(0, ...[...piles].map(([column, number]) => number * DOT + (columns.get(column) || 0) * BAR), rows.length * BAR);
}

// Heights of the marks within the lane: what does not fit is squeezed, pile by pile; where most are far too high, all alike, so
// that the piles compare.
function squeeze(lane, height) {
  const rows = Math.max(0, ...lane.marks.filter((mark) => mark.bar).map((mark) => mark.row + 1));
  const bar = Math.min(BAR, rows ? (height / 2) / rows : BAR);
  const floor = lane.top + lane.height - LANE_GAP / 2;
  const piles = [...lane.piles.values()];
  const highest = Math.max(1, ...piles);
  const dense = piles.length > FEW_PILES && 2 * piles.filter((number) => number * DOT > 2 * height).length > piles.length;
  for (const mark of lane.marks) {
    if (mark.bar) {
      mark.height = bar;
      mark.y = floor - (mark.row + 1) * bar;
    } else {
      const base = mark.rows * bar;
      const dot = dense ? (height - rows * bar) / highest : Math.min(DOT, (height - base) / lane.piles.get(mark.column));
      mark.height = dot;
      mark.y = floor - base - (mark.level + 1) * dot;
    }
  }
}
