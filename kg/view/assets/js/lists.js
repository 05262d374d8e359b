// Lists of claims: by date, those that tell of one event together, copies of one text folded, and a page at a time.

const PAGE = 40;
const listOrder = { newest: false };

function dateOf(position) {
  return (articles.get(claims[position].article) || {}).date || '';
}

function byDate(a, b) {
  const [one, other] = [dateOf(a), dateOf(b)];
  // What has no date stands last, whichever way round.
  if (!one || !other) return Number(!one) - Number(!other) || a - b;
  const order = one < other ? -1 : Number(one > other);
  return (listOrder.newest ? -order : order) || a - b;
}

function textOf(position) {
  const { article } = claims[position];
  return (articles.get(article) || {}).repeats || article;
}

// Claims of one text with those of its copies that say the same: `[first, ...copies]`.
function foldCopies(positions) {
  const found = new Map();
  for (const position of positions) {
    const { subject, relation, object, polarity, modality, time, place, speaker } = claims[position];
    const key = JSON.stringify([textOf(position), subject, relation, object, polarity, modality, time, place, speaker]);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(position);
  }
  const isFirst = (position) => Number(textOf(position) !== claims[position].article);
  return [...found.values()].map((told) => told.sort((a, b) => isFirst(a) - isFirst(b) || a - b));
}

// What stands in a list, in its order: claims with their copies, and headings over those that tell of one event.
function listItems(positions) {
  const groups = new Map();
  for (const told of foldCopies(positions).sort((a, b) => byDate(a[0], b[0]))) {
    const { event } = claims[told[0]];
    const key = event === null ? `claim ${told[0]}` : `event ${event}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(told);
  }
  return [...groups.values()].flatMap((group) => {
    const all = group.flat();
    const told = new Set(all.map((position) => claims[position].article));
    const items = group.map(([position, ...copies]) => ({ position, copies }));
    return group.length > 1 && told.size > 1 ? [{ heading: eventHeading(all, told.size) }, ...items] : items;
  });
}

function eventHeading(positions, number) {
  const texts = new Set(positions.map(textOf));
  const time = positions.map((position) => claims[position].time).find(Boolean);
  const independent = texts.size < number ? `, ${texts.size} of them independent` : '';
  return `${time ? `${whenOf(time)}: one` : 'One'} event, told by ${number} articles${independent}`;
}

// The first page of a list, and a button for the next; `named` where the claims are not all of one relation and pair.
function claimList(positions, named = false) {
  const items = listItems(positions);
  const box = element('div', { class: 'claims' });
  let at = 0;
  const next = () => {
    const made = items.slice(at, at + PAGE).map((item) => (item.heading
      ? element('h4', { class: 'event', dir: 'auto' }, item.heading) : claimCard(item.position, item.copies, named)));
    at += made.length;
    box.append(...made);
    if (at < items.length) {
      const left = items.slice(at).filter((item) => !item.heading).length;
      box.append(element('button', { type: 'button', class: 'more', onclick: (event) => {
        event.currentTarget.remove();
        const [first] = next();
        first.tabIndex = -1;
        first.focus({ preventScroll: true });
      } }, `Show ${Math.min(PAGE, left).toLocaleString('en')} more of ${left.toLocaleString('en')}`));
    }
    return made;
  };
  next();
  return [box];
}
