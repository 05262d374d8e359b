// Sentences with their arguments marked, and what stands before and after them as far as the page knows.

const ROLES = { subject: 'who', object: 'whom or what', place: 'where', speaker: 'who says so' };
// So many characters between two sentences are the space between them, and no other sentence.
const SPACE_BETWEEN = 4;

function unmarked(text) {
  return text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ');
}

// The sentence as text and marks; a mark may lie in another ("the Israeli premier" names two).
function markedSentence(claim, number) {
  const spans = new Map();
  Object.keys(ROLES).forEach((role, at) => {
    const told = claim.marks[at] || [];
    for (let place = 0; place < told.length; place += 3) {
      const [sentence, start, end] = told.slice(place, place + 3);
      if (sentence !== number) continue;
      const key = `${start} ${end}`;
      if (!spans.has(key)) spans.set(key, { start, end, roles: [] });
      spans.get(key).roles.push(role);
    }
  });
  const left = [...spans.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  const text = claim.sentences[number];
  const piece = (from, to) => {
    const parts = [];
    let at = from;
    while (left.length && left[0].start < to) {
      const span = left.shift();
      parts.push(unmarked(text.slice(at, span.start)), element('mark', { class: span.roles.join(' ') }, ...piece(span.start, span.end)));
      at = span.end;
    }
    parts.push(unmarked(text.slice(at, to)));
    return parts;
  };
  return piece(0, text.length);
}

function rolesMarked(positions) {
  return Object.keys(ROLES).filter((_, at) => positions.some((position) => (claims[position].marks[at] || []).length));
}

// What the marks mean, for those that a list has.
function markKey(positions) {
  const roles = rolesMarked(positions.slice(0, 200));
  return roles.length ? element('p', { class: 'key', 'aria-hidden': 'true' }, 'Marked: ',
    ...roles.flatMap((role) => [element('span', { class: `mark ${role}` }, ROLES[role]), ' '])) : null;
}

// The two that a claim is about where its sentences do not name them, or not in words that could be nobody else.
function notNamed(claim) {
  const missing = [claim.subject, claim.object].filter((_, at) => !(claim.marks[at] || []).length).map((iri) => nodeNamed(iri)).filter(Boolean);
  return missing.length ? element('p', { class: 'unnamed', dir: 'auto' },
    `Not named here, but meant: ${[...new Set(missing)].map(nameOf).join(', ')}`) : null;
}

// The sentences of each article that claims were drawn from, in its order.
const sentencesOf = new Map();

function articleSentences(article) {
  if (!sentencesOf.size) {
    for (const claim of claims) {
      if (!sentencesOf.has(claim.article)) sentencesOf.set(claim.article, new Map());
      for (const { start, text } of claim.evidence) sentencesOf.get(claim.article).set(start, text);
    }
    for (const [iri, found] of sentencesOf) sentencesOf.set(iri, [...found].sort((a, b) => a[0] - b[0]));
  }
  return sentencesOf.get(article) || [];
}

// The known sentences next to a claim's: `{ before, after }`, each null or `{ text, gap }`.
function aroundClaim(claim) {
  const told = articleSentences(claim.article);
  const [first, last] = [Math.min(...claim.evidence.map(({ start }) => start)), Math.max(...claim.evidence.map(({ end }) => end))];
  const before = told.filter(([start, text]) => start + [...text].length <= first).pop();
  const after = told.find(([start]) => start >= last);
  return {
    before: before ? { text: before[1], gap: first - before[0] - [...before[1]].length > SPACE_BETWEEN } : null,
    after: after ? { text: after[1], gap: after[0] - last > SPACE_BETWEEN } : null,
  };
}

function contextLine(found, isBefore) {
  if (!found) return null;
  const text = printable(found.text);
  return element('p', { class: 'context', dir: 'auto' }, isBefore ? text + (found.gap ? ' […]' : '') : (found.gap ? '[…] ' : '') + text);
}
