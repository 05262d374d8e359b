// Dates as days since 1970, and their words. All of them are calendar days without a clock.

const DAY_LENGTH = 864e5;
const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?$/;
const BAR_STEPS = ['day', 'week', 'month', 'year'];

function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.round(date.getTime() / DAY_LENGTH);
}

function calendarDate(day) {
  return new Date(day * DAY_LENGTH);
}

function isoDay(day) {
  return calendarDate(day).toISOString().slice(0, 10);
}

// First and last day of an ISO 8601 day, month or year; null where it is none.
function spanOfDate(text) {
  const [, year, month, day] = ISO.exec(text) || [];
  if (!year || Number(month || 1) < 1 || Number(month || 1) > 12) return null;
  if (!month) return [dayNumber(year, 0, 1), dayNumber(year, 11, 31)];
  const last = dayNumber(year, month, 0);
  if (!day) return [dayNumber(year, month - 1, 1), last];
  const first = dayNumber(year, month - 1, day);
  return Number(day) >= 1 && first <= last ? [first, first] : null;
}

// The same of an interval, either end of which may be open (`..`).
function spanOfTime(text) {
  const parts = String(text).trim().split('/');
  if (parts.length > 2) return null;
  const spans = parts.map((part) => (part === '..' ? [-Infinity, Infinity] : spanOfDate(part)));
  if (spans.includes(null)) return null;
  const [first, last] = [spans[0][0], spans[spans.length - 1][1]];
  return first <= last ? [first, last] : null;
}

// The shortest ISO 8601 interval of these days; null is an open end.
function timeText(from, to) {
  const ends = [from === null ? null : calendarDate(from), to === null ? null : calendarDate(to + 1)];
  const whole = (test) => ends.every((date) => !date || test(date));
  const length = whole((date) => date.getUTCDate() === 1 && date.getUTCMonth() === 0) ? 4 : whole((date) => date.getUTCDate() === 1) ? 7 : 10;
  const texts = [from, to].map((day) => (day === null ? '..' : isoDay(day).slice(0, length)));
  return texts[0] === texts[1] ? texts[0] : texts.join('/');
}

// By the length of the ISO text.
const DATE_FORMATS = Object.fromEntries([[4, {}], [7, { month: 'short' }], [10, { month: 'short', day: 'numeric' }]].map(
  ([length, parts]) => [length, new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric', ...parts })],
));

// One end of an interval in words, as exactly as its ISO text is.
function dateWords(text) {
  return DATE_FORMATS[text.length].format(calendarDate(spanOfDate(text)[0]));
}

function timeWords(from, to) {
  if (from === null && to === null) return 'all the time';
  const [first, last = first] = timeText(from, to).split('/');
  if (first === '..') return `until ${dateWords(last)}`;
  if (last === '..') return `from ${dateWords(first)} on`;
  return first === last ? dateWords(first) : `${dateWords(first)} to ${dateWords(last)}`;
}

// The first day of the step that a day is in; weeks begin on Monday.
function beginOfStep(step, day) {
  const date = calendarDate(day);
  if (step === 'week') return day - ((day + 3) % 7 + 7) % 7;
  if (step === 'month') return dayNumber(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return step === 'year' ? dayNumber(date.getUTCFullYear(), 0, 1) : day;
}

function nextStep(step, begin) {
  const date = calendarDate(begin);
  if (step === 'month') return dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  if (step === 'year') return dayNumber(date.getUTCFullYear() + 1, 0, 1);
  return begin + (step === 'week' ? 7 : 1);
}
