// Days and dates: a day is its number from 1970-01-01, as kg/graph/spans.py counts.

const DAY = 86400000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// The first or the last day of a date, month or year; null for what is none.
function dayOf(text, last) {
  const found = /^(-?\d{4,6})(?:-(\d\d)(?:-(\d\d))?)?/.exec(text || '');
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => (part === undefined ? null : Number(part)));
  if (day !== null) return dayAt(year, month - 1, day);
  if (!last) return dayAt(year, (month || 1) - 1, 1);
  return month === null ? dayAt(year + 1, 0, 0) : dayAt(year, month, 0);
}

function dayAt(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.round(date.getTime() / DAY);
}

// When something was, as far as its reports say; else when it was first reported. An open end is null.
function extent({ start, end, reported }) {
  const time = start || end ? (start === end ? start : `${start || '..'}/${end || '..'}`) : null;
  if (time) return { time, first: dayOf(start, false), last: dayOf(end, true) };
  return { time, first: dayOf(reported, false), last: dayOf(reported, true) };
}

function isoOf(day) {
  const date = new Date(day * DAY);
  return [String(date.getUTCFullYear()).padStart(4, '0'), date.getUTCMonth() + 1, date.getUTCDate()]
    .map((part) => String(part).padStart(2, '0')).join('-');
}

// Steps of the axis that leave room for their labels: [days about, next step, label].
const STEPS = [
  ...[1, 2, 7, 14].map((days) => [days, (day) => (Math.floor(day / days) + 1) * days, (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`]),
  ...[1, 3, 6].map((months) => [30 * months, nextMonth(months), (date) => (date.getUTCMonth() ? MONTHS[date.getUTCMonth()] : String(date.getUTCFullYear()))]),
  ...[1, 2, 5, 10, 20, 50, 100, 500, 1000].map((years) => [365 * years, nextMonth(12 * years), (date) => String(date.getUTCFullYear())]),
];

function nextMonth(months) {
  return (day) => {
    const date = new Date(day * DAY);
    const now = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const next = (Math.floor(now / months) + 1) * months;
    return dayAt(Math.floor(next / 12), next % 12, 1);
  };
}

// The marks of an axis from a first to a last day, each with its label; those at which a year begins are strong.
function ticks(first, last, pixelsADay, room) {
  const [, next, label] = STEPS.find(([days]) => days * pixelsADay >= room) || STEPS[STEPS.length - 1];
  const made = [];
  for (let day = next(first - 1); day <= last && made.length < 400; day = next(day)) {
    const date = new Date(day * DAY);
    made.push({ day, label: label(date), strong: date.getUTCMonth() === 0 && date.getUTCDate() === 1 });
  }
  return made;
}
