// One claim as a card: its sentences, where they stand, how the article puts it, and what a reader can do with it.

// A claim, and those of other articles that say it in the same words; `named` where no heading says what it claims.
function claimCard(position, copies = [], named = false) {
  const claim = claims[position];
  const status = statusOfClaim(claim);
  const card = element('article', { class: `claim ${status}`, 'data-claim': position, 'aria-label': `${wordsOf(claim)}. ${statusWords(claim)}` },
    named ? element('p', { class: 'claims-that', dir: 'auto' }, wordsOf(claim)) : null,
    ...claim.sentences.map((_, number) => element('blockquote', { dir: 'auto' }, ...markedSentence(claim, number))),
    notNamed(claim), source(articles.get(claim.article) || {}), chips(claim), actions([position, ...copies]));
  if (copies.length) card.append(copiesOf(copies, named));
  showVerdict(card);
  return card;
}

function copiesOf(copies, named) {
  const sources = new Set(copies.map((position) => claims[position].article));
  const made = element('details', { class: 'copies' }, element('summary', {}, `The same text in ${count(sources.size, 'more article', 'more articles')}`));
  made.addEventListener('toggle', () => {
    if (made.open && made.childElementCount === 1) made.append(...copies.map((position) => claimCard(position, [], named)));
  });
  return made;
}

function statusOfClaim(claim) {
  if (claim.polarity === 'negative') return 'denied';
  return claim.modality === 'actual' ? (claim.asserted ? 'stated' : 'reported') : claim.modality;
}

// How the article puts it, with the word that made it so: "Planned", "Denied or not so (refused)".
function statusWords(claim) {
  const status = statusOfClaim(claim);
  const words = status === 'denied' ? 'Denied or not so' : STATUSES[status];
  const plain = [status, claim.modality, 'not', 'denied'];
  const how = [status === 'denied' && claim.modality !== 'actual' && STATUSES[claim.modality].toLowerCase(),
    claim.operator && !plain.includes(claim.operator) && claim.operator].filter(Boolean);
  return how.length ? `${words} (${how.join(', ')})` : words;
}

function source(article) {
  const url = safeUrl(article.url);
  const outlet = outletOf(article);
  const title = printable(article.title || '');
  const main = title || outlet || `Article ${articleId(article)}`;
  return element('p', { class: 'source', dir: 'auto' },
    outlet ? element('strong', {}, outlet) : null, outlet && article.date ? ', ' : null,
    article.date ? element('time', {}, printable(article.date)) : null,
    (outlet || article.date) && (url || title || !outlet) ? element('br', {}) : null, url ? webLink(url, main) : title || (outlet ? null : main));
}

function articleId(article) {
  const last = (article.iri || '').split('/').pop();
  try {
    return printable(decodeURIComponent(last));
  } catch {
    return printable(last);
  }
}

function chips(claim) {
  const status = statusOfClaim(claim);
  const speaker = nodeNamed(claim.speaker);
  const place = nodeNamed(claim.place);
  const bar = element('i', {});
  bar.style.width = `${Math.round(claim.confidence * 100)}%`;
  const words = [
    [status === 'stated' || status === 'reported' ? '' : 'strong', statusWords(claim)],
    speaker && ['', 'according to ', nodeButton(speaker)],
    place && ['', 'in ', nodeButton(place)],
    claim.time && ['', whenOf(claim.time)],
    claim.topic && ['', `about ${printable(claim.topic)}`],
    claim.event_type && claim.event_type !== 'STRUCTURE' && ['', claim.event_type.toLowerCase()],
  ].filter(Boolean);
  return element('ul', { class: 'chips' },
    ...words.map(([style, ...text]) => element('li', { class: style || null, dir: 'auto' }, ...text)),
    element('li', { title: 'How sure the reading is' }, element('span', { class: 'meter', 'aria-hidden': 'true' }, bar),
      `${Math.round(claim.confidence * 100)} % sure`));
}

function whenOf(time) {
  const [start, end] = printable(time).split('/');
  if (!end) return start;
  if (end === '..') return `since ${start}`;
  return start === '..' ? `until ${end}` : `${start} to ${end}`;
}

// What can be done with a card; a verdict counts for the copies, too.
function actions(positions) {
  const [position] = positions;
  const { before, after } = aroundClaim(claims[position]);
  const verdict = (kind, text, title) => element('button', {
    type: 'button', title, 'data-verdict': kind, 'aria-pressed': 'false', onclick: () => judge(positions, kind),
  }, element('span', { 'aria-hidden': 'true' }, kind === 'confirm-claim' ? '✓ ' : '✗ '), text);
  return element('div', { class: 'actions', role: 'group', 'aria-label': 'What to do with this claim' },
    verdict('confirm-claim', 'Right', 'The article does say that'), verdict('drop-claim', 'Wrong', 'The article does not say that'),
    element('button', { type: 'button', title: 'Copy the sentence with outlet, date and address', onclick: () => copyCitation(position) }, 'Cite'),
    before || after ? element('button', {
      type: 'button', title: 'What else the article says next to it, as far as claims were drawn from it', 'aria-pressed': 'false', onclick: toggleContext,
    }, 'Around it') : null);
}

function toggleContext(event) {
  const button = event.currentTarget;
  const card = button.closest('.claim');
  const open = button.getAttribute('aria-pressed') === 'false';
  button.setAttribute('aria-pressed', String(open));
  for (const line of card.querySelectorAll(':scope > .context')) line.remove();
  if (!open) return;
  const { before, after } = aroundClaim(claims[Number(card.dataset.claim)]);
  const quotes = card.querySelectorAll(':scope > blockquote');
  if (before) quotes[0].before(contextLine(before, true));
  if (after) quotes[quotes.length - 1].after(contextLine(after, false));
}

function citation(position) {
  const claim = claims[position];
  const article = articles.get(claim.article) || {};
  const title = printable(article.title || '');
  const stands = [outletOf(article), printable(article.date || ''), title && `“${title}”`, safeUrl(article.url)].filter(Boolean);
  return `“${claim.sentences.map(printable).join(' […] ')}” ${stands.join(', ') || `Article ${articleId(article)}`}`;
}

async function copyCitation(position) {
  say(await copyText(citation(position)) ? 'Citation copied' : 'This browser does not let the page copy; mark the text and copy it by hand', true);
}

// The newer way asks for a permission that some browsers refuse to pages opened from a file; the older one does not.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = element('textarea', { class: 'hidden-label', 'aria-hidden': 'true', tabindex: -1 });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (before) before.focus({ preventScroll: true });
    return done;
  }
}

function nodeButton(node) {
  return element('button', { type: 'button', onclick: () => choose('node', node.id, true) }, nameOf(node));
}

function webLink(url, text) {
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text);
}
