// What happened: the events that claims tell of, which of them are to be seen, and what the panel says of one.

const worldData = JSON.parse(document.getElementById('kg-world').textContent);
const eventsBox = document.getElementById('events');
const VERBS = new Map(data.relations.map((relation) => [relation.name, relation]));
// Of more who take part, so many are named.
const MOST_NAMED = 6;

const edgesOfClaim = claims.map(() => []);
for (const edge of edges) if (edge.kg.status !== 'background') for (const position of edge.kg.claims) edgesOfClaim[position].push(edge);

const happenings = [...events.values()].map((event) => ({
  ...event,
  ...extent(event),
  doers: event.agents.map(nodeNamed).filter(Boolean),
  others: [...event.targets, event.occasion].map(nodeNamed).filter(Boolean),
  where: nodeNamed(event.place),
})).sort((a, b) => (a.first ?? a.last ?? Infinity) - (b.first ?? b.last ?? Infinity) || (a.iri < b.iri ? -1 : 1));
happenings.forEach((happening, id) => {
  happening.id = id;
  happening.who = [...new Set([...happening.doers, ...happening.others])];
});

// What is seen of them: those of which a claim is shown that reports them, and which the reader has not left out.
const seenEvents = { all: [], here: [] };
const wherePicked = { nodes: new Set() };

function refreshHappenings() {
  const told = claims.map((_, position) => isSure(position) && edgesOfClaim[position].some((edge) => shown.edges.has(edge.id)));
  for (const happening of happenings) {
    const passing = happening.claims.filter((position) => told[position]);
    happening.denials = passing.filter((position) => claims[position].polarity === 'negative');
    happening.reports = passing.filter((position) => claims[position].polarity !== 'negative');
  }
  seenEvents.all = happenings.filter((happening) => happening.reports.length);
  seenEvents.here = wherePicked.nodes.size ? seenEvents.all.filter(({ where }) => where && wherePicked.nodes.has(where.id)) : seenEvents.all;
}

keep('places', () => joined([...wherePicked.nodes].sort((a, b) => a - b).map((id) => nameByNode.get(nodes[id]))), (text) => {
  const names = parted(text);
  wherePicked.nodes = new Set(names.filter((name) => nodeByName.has(name)).map((name) => nodeByName.get(name).id));
  return names.filter((name) => !nodeByName.has(name));
});

function storyOf(happening) {
  const names = (some) => {
    const listed = some.slice(0, MOST_NAMED).map(nameOf);
    return some.length > MOST_NAMED ? `${listed.join(', ')} and ${some.length - MOST_NAMED} more` : listed.join(', ');
  };
  const verb = verbOfHappening(happening);
  if (!happening.others.length && happening.doers.length > 1) return `${nameOf(happening.doers[0])} ${verb} ${names(happening.doers.slice(1))}`;
  return [names(happening.doers), verb, names(happening.others)].filter(Boolean).join(' ');
}

function verbOfHappening(happening) {
  const relation = VERBS.get(happening.relation);
  return printable(relation ? relation.label : happening.relation);
}

// How it stands with an event, in a word.
function howItStands(happening) {
  if (happening.denials.length) return 'disputed';
  if (happening.status === 'planned') return 'planned';
  return happening.attested ? 'stated' : 'reported';
}

const EVENT_NAMES = byName(happenings, (happening) => happening.iri);
const nameOfEvent = inverse(EVENT_NAMES);
namesOfChosen.event = (id) => `event:${escaped(nameOfEvent.get(happenings[id]))}`;
namesOfChosen.events = () => '';

function eventNamed(text) {
  return text.startsWith('event:') ? EVENT_NAMES.get(unescaped(text.slice('event:'.length))) : undefined;
}

const STANDINGS = { stated: 'Happened', reported: 'Only reported', planned: 'Planned', disputed: 'Denied by some' };

function whenHappened(happening) {
  if (happening.time) return whenOf(happening.time);
  return happening.reported ? `~ ${whenOf(happening.reported)}` : 'no date';
}

function toldBy(happening) {
  const { articles: number, independent } = happening;
  return `${count(number, 'article', 'articles')}${independent < number ? `, ${independent} independent` : ''}`;
}

panelParts.event = (id) => eventPanel(happenings[id]);
panelColours.event = (id) => edgeTextColour({ kg: happenings[id] });
edgesAround.event = (id) => happenings[id].claims.flatMap((position) => edgesOfClaim[position]);

function eventPanel(happening) {
  const { reports, denials, doers, others } = happening;
  const together = !others.length && doers.length > 1;
  const sides = together ? [doers.slice(0, 1), doers.slice(1)] : [doers, others];
  const buttons = (some) => some.flatMap((node, at) => [at ? ', ' : '', nodeButton(node)]);
  const hidden = happening.claims.length - reports.length - denials.length;
  return [
    element('h2', { id: 'panel-heading', dir: 'auto' }, ...buttons(sides[0]), ' ', element('span', { class: 'verb' }, verbOfHappening(happening)), ' ', ...buttons(sides[1])),
    element('p', { class: 'kind' }, [TONES[happening.tone], STANDINGS[howItStands(happening)], happening.time ? whenOf(happening.time) : null,
      `told by ${toldBy(happening)}`].filter(Boolean).join(' · ')),
    happening.time ? null : element('p', { class: 'kind' }, happening.reported
      ? `Nobody says when; first reported on ${printable(happening.reported)} (~).` : 'Nobody says when, and the articles bear no date.'),
    happening.where ? element('p', { class: 'kind', dir: 'auto' }, 'In ', nodeButton(happening.where)) : null,
    listTools(reports), markKey([...reports, ...denials]),
    denials.length ? element('h3', {}, 'Who reports it') : null,
    ...claimList(reports),
    denials.length ? element('h3', {}, 'Who denies it') : null,
    ...claimList(denials),
    hidden > 0 ? element('p', { class: 'empty' }, `The filters hide ${count(hidden, 'claim', 'claims')} more.`) : null,
  ].filter(Boolean);
}

// Several events at one point or place: the panel lists them.
const listing = { heading: '', ids: [] };
panelParts.events = () => [
  element('h2', { id: 'panel-heading', dir: 'auto' }, listing.heading),
  element('p', { class: 'kind' }, count(listing.ids.length, 'event', 'events')),
  element('ol', { class: 'happenings' }, ...listing.ids.slice(0, 300).map((id) => happeningLine(happenings[id]))),
  listing.ids.length > 300 ? element('p', { class: 'empty' }, `and ${listing.ids.length - 300} more: come closer to see them.`) : null,
].filter(Boolean);
panelColours.events = () => colour('soft');
edgesAround.events = () => listing.ids.flatMap((id) => edgesAround.event(id));

function openHappenings(ids, heading) {
  if (ids.length === 1) {
    choose('event', ids[0]);
  } else if (ids.length) {
    Object.assign(listing, { ids, heading });
    choose('events', 0);
  }
}

function happeningLine(happening) {
  const how = howItStands(happening);
  const line = element('li', { class: how }, element('button', { type: 'button', dir: 'auto', onclick: () => choose('event', happening.id) },
    element('span', { class: 'when' }, whenHappened(happening)), ' ', storyOf(happening)),
  how === 'stated' ? null : element('small', {}, ` ${STANDINGS[how].toLowerCase()}`));
  line.style.setProperty('--tone', colour(happening.tone));
  return line;
}
