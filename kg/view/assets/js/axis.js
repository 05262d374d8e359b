// The axis of the timeline: where on it an event lies, and its marks.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MOST_TICKS = 400;

// When an event was, in days, as far as its reports say; else when it was first reported. An open end is null.
function extent({ start, end, reported }) {
  const time = start || end ? (start === end ? start : `${start || '..'}/${end || '..'}`) : null;
  const [first, last] = spanOfTime(time || reported || '') || [null, null];
  return { time, first: Number.isFinite(first) ? first : null, last: Number.isFinite(last) ? last : null };
}

// Steps of the axis: how many days about, the next one after a day, and its label.
const TICK_STEPS = [
  ...[1, 2, 7, 14].map((days) => [days, (day) => (Math.floor(day / days) + 1) * days, (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`]),
  ...[1, 3, 6].map((months) => [30 * months, monthsOn(months), (date) => (date.getUTCMonth() ? MONTHS[date.getUTCMonth()] : String(date.getUTCFullYear()))]),
  ...[1, 2, 5, 10, 20, 50, 100, 500, 1000].map((years) => [365 * years, monthsOn(12 * years), (date) => String(date.getUTCFullYear())]),
];

function monthsOn(months) {
  return (day) => {
    const date = calendarDate(day);
    const now = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const next = (Math.floor(now / months) + 1) * months;
    return dayNumber(Math.floor(next / 12), next % 12, 1);
  };
}

// The marks from a first to a last day that leave so much room for their labels; those at which a year begins are strong.
function ticks(first, last, pixels, room) {
  const [, next, label] = TICK_STEPS.find(([days]) => days * pixels >= room) || TICK_STEPS[TICK_STEPS.length - 1];
  const made = [];
  let year = null;
  for (let day = next(first - 1); day <= last && made.length < MOST_TICKS; day = next(day)) {
    const date = calendarDate(day);
    const words = label(date);
    const told = String(date.getUTCFullYear());
    // The first of a year says which.
    made.push({ day, label: words === told || told === year ? words : `${words} ${told}`, strong: told !== year && year !== null });
    year = told;
  }
  return made;
}
