// Finds sentences and titles by their words: an index of what the articles say, made when it is first asked.

// Scripts that write words without spaces between them are looked through sign by sign.
const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');
const UNSPACED_ONLY = new RegExp(`^[${UNSPACED}]+$`, 'u');
// Fewer than this are little.
const FEW_PASSAGES = 5;
let wordIndex = null;

function wordsIn(text) {
  return (fold(text).match(WORD) || []);
}

// Every sentence of an article once, with all claims drawn from it, and every title with the claims of its article.
function passages() {
  const found = new Map();
  const add = (kind, article, text, position) => {
    const clean = printable(text || '');
    const key = `${kind}\n${article}\n${clean}`;
    if (clean && !found.has(key)) found.set(key, { kind, article, text: clean, claims: [] });
    if (clean) found.get(key).claims.push(position);
  };
  claims.forEach((claim, position) => {
    for (const sentence of claim.sentences) add('sentence', claim.article, sentence, position);
    add('title', claim.article, (articles.get(claim.article) || {}).title, position);
  });
  return [...found.values()];
}

function indexOfWords() {
  if (wordIndex) return wordIndex;
  const texts = passages();
  const places = new Map();
  texts.forEach((passage, number) => {
    for (const word of wordsIn(passage.text)) {
      const at = places.get(word);
      if (!at) places.set(word, [number]);
      else if (at[at.length - 1] !== number) at.push(number);
    }
  });
  wordIndex = { texts, places, vocabulary: [...places.keys()].sort() };
  return wordIndex;
}

// What is asked, as parts that all have to be there: words that follow each other (in quotes, or written together, as in
// "el-Sisi"), of which the last may be the beginning of a word while it is being typed. A minus before a part: not there.
function readQuestion(text) {
  const parts = [];
  const clean = printable(text).replace(/[“”„«»]/g, '"');
  const typing = !/[\s"]$/.test(text);
  for (const found of clean.matchAll(/(-?)(?:"([^"]*)("|$)|([^\s"]+))/g)) {
    const [whole, minus, quoted, , bare] = found;
    const words = wordsIn(quoted === undefined ? bare : quoted);
    const last = found.index + whole.length === clean.length;
    if (words.length) parts.push({ words, open: last && typing, not: Boolean(minus), quoted: quoted !== undefined });
  }
  return parts;
}

// Too little to look for: half of a first word.
function isTelling(parts) {
  return parts.some(({ words, open, not }) => !not && (words.length > 1 || !open || words[0].length > 1 || UNSPACED_ONLY.test(words[0])));
}

function placesOf(word, open) {
  const { places, vocabulary } = indexOfWords();
  if (!open) return places.get(word) || [];
  let [low, high] = [0, vocabulary.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (vocabulary[middle] < word) low = middle + 1;
    else high = middle;
  }
  const found = new Set();
  for (; low < vocabulary.length && vocabulary[low].startsWith(word); low += 1) {
    for (const number of places.get(vocabulary[low])) found.add(number);
  }
  return found;
}

// The numbers of the passages that have a part; words that follow each other are looked for where all of them are.
function passagesWith({ words, open }) {
  const sets = words.map((word, at) => new Set(placesOf(word, open && at === words.length - 1))).sort((a, b) => a.size - b.size);
  const all = [...sets[0]].filter((number) => sets.every((set) => set.has(number)));
  if (words.length === 1) return all;
  const { texts } = indexOfWords();
  return all.filter((number) => runsOf(wordsIn(texts[number].text), { words, open }).length);
}

// Where the words of a part follow each other among others.
function runsOf(among, { words, open }) {
  const last = words.length - 1;
  const fits = (word, at) => (open && at === last ? word.startsWith(words[at]) : word === words[at]);
  const found = [];
  for (let from = 0; from + last < among.length; from += 1) {
    if (words.every((_, at) => fits(among[from + at], at))) found.push(from);
  }
  return found;
}

// The passages that have what is asked: `{ passage, parts }`, with the parts that fitted. Where whole words find little,
// other forms of them are looked for too: "sanctions" finds "sanctioned".
function findPassages(text) {
  const parts = readQuestion(text);
  if (!isTelling(parts)) return [];
  const exact = passagesOf(parts);
  const loose = parts.map(otherForms);
  if (exact.length >= FEW_PASSAGES || loose.every((part, at) => part === parts[at])) return exact;
  const known = new Set(exact.map(({ passage }) => passage));
  return [...exact, ...passagesOf(loose).filter(({ passage }) => !known.has(passage))];
}

// The part without the ending of its word, if it is a single one that is long enough.
function otherForms(part) {
  const [word, ...others] = part.words;
  const stem = word.replace(/(?:ies|ied|ing|ions?|ed|es|s|e|y)$/, '');
  return others.length || part.not || stem.length < 4 || !/^[a-z]+$/.test(word) || part.quoted ? part : { ...part, words: [stem], open: true };
}

// Whole words come before beginnings of words, what is shown before what is not, the latest first.
function passagesOf(parts) {
  const { texts } = indexOfWords();
  const [first, ...others] = parts.filter(({ not }) => !not).map(passagesWith).sort((a, b) => a.length - b.length).map((numbers) => new Set(numbers));
  const unwanted = parts.filter(({ not }) => not).map((part) => new Set(passagesWith({ ...part, open: false })));
  const whole = parts.filter(({ not, open }) => open && !not).map((part) => new Set(passagesWith({ ...part, open: false })));
  const rank = (number) => (whole.every((numbers) => numbers.has(number)) ? 0 : 2) + (texts[number].claims.some(isClaimShown) ? 0 : 1);
  return [...first].filter((number) => others.every((numbers) => numbers.has(number)) && !unwanted.some((numbers) => numbers.has(number)))
    .map((number) => ({ number, rank: rank(number), date: (articles.get(texts[number].article) || {}).date || '' }))
    .sort((a, b) => a.rank - b.rank || (a.date < b.date ? 1 : a.date > b.date ? -1 : a.number - b.number))
    .map(({ number }) => ({ passage: texts[number], parts }));
}

// A text in pieces, with the words asked for marked; of a long text, what stands around the first of them.
function withWordsMarked(text, asked, room) {
  const parts = asked.filter(({ not }) => !not);
  const tokens = [...text.matchAll(WORD)].flatMap((token) => wordsIn(token[0]).map((word) => ({ word, from: token.index, to: token.index + token[0].length })));
  const hits = parts.flatMap((part) => runsOf(tokens.map(({ word }) => word), part)
    .map((at) => ({ from: tokens[at].from, to: tokens[at + part.words.length - 1].to }))).sort((a, b) => a.from - b.from);
  let at = 0;
  const pieces = [];
  if (room && text.length > room && hits.length) {
    at = Math.max(0, Math.min(hits[0].from - Math.floor(room / 3), text.length - room));
    const space = text.indexOf(' ', at);
    if (at && space >= 0 && space < hits[0].from) at = space + 1;
    if (at) pieces.push('… ');
  }
  const end = room && text.length > at + room ? Math.max(at + room, hits.length ? hits[0].to : 0) : text.length;
  for (const { from, to } of hits) {
    if (from < at || to > end) continue;
    pieces.push(text.slice(at, from), element('mark', {}, text.slice(from, to)));
    at = to;
  }
  pieces.push(text.slice(at, end));
  if (end < text.length) pieces.push(' …');
  return pieces;
}
