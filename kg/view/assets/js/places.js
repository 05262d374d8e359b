// The page of events: the map and the timeline put together, the lists that say the same, and what they do to each other.

const placeList = element('div', { id: 'places' });
const eventList = element('div', { id: 'event-list' });
const listView = { open: false, limit: 200 };

function eventTool(id, title, sign, act) {
  return element('button', { type: 'button', id, title, onclick: act }, element('span', { 'aria-hidden': 'true' }, sign), element('span', { class: 'hidden-label' }, title));
}

const laneChoice = element('div', { class: 'choice', role: 'group', 'aria-label': 'Lanes of the timeline' },
  ...[['what', 'What happened'], ['who', 'Who took part']].map(([name, label]) => element('button', {
    type: 'button', 'data-lanes': name, onclick: () => change(() => { timeView.lanes = name; }),
  }, label)));
keep('lanes', () => (timeView.lanes === 'what' ? '' : timeView.lanes), (text) => {
  timeView.lanes = LANES[text] ? text : 'what';
  return text && !LANES[text] ? [text] : [];
});

const undatedButton = element('button', { type: 'button', class: 'more', hidden: true, onclick: () => {
  openHappenings(undated().map(({ id }) => id), 'Events of no known date');
} });
const pickedNote = element('p', { class: 'picked-note', hidden: true, dir: 'auto' });
const listDetails = element('details', { class: 'mirror', ontoggle: () => { listView.open = listDetails.open; showEventList(); } },
  element('summary', {}, 'The same as a list'), eventList);
const noEvents = element('div', { class: 'no-events', role: 'status', hidden: true });

function buildEvents() {
  timeCanvas.setAttribute('aria-label', 'Timeline of the events');
  eventsBox.append(
    element('div', { class: 'where' },
      element('div', { class: 'world' }, mapBox, mapTip,
        element('div', { class: 'tools' }, eventTool('map-in', 'Closer', '+', () => zoomMap(1.6)), eventTool('map-out', 'Farther', '−', () => zoomMap(1 / 1.6)),
          eventTool('map-fit', 'All places', '⤢', fitPlaces))),
      element('div', { class: 'beside' }, element('h2', {}, 'Where'), pickedNote, placeList,
        element('p', { class: 'note', }, 'A dotted ring means: somewhere in the country or region. Drag to move the map, scroll to come closer.'),
        element('p', { class: 'hidden-label', id: 'map-keys' }, 'Left and right arrow go from place to place, Enter shows only what happened there, plus and minus come closer and go back, Home shows all.'), mapSaid,
        worldData.outlines ? element('p', { class: 'note' }, 'Outlines: Natural Earth, in the German point of view. They say nothing of who owns what. Equal Earth projection.') : null)),
    element('div', { class: 'when' },
      element('div', { class: 'bar-of-time' }, element('h2', {}, 'When'), laneChoice, timeCount, undatedButton,
        element('div', { class: 'tools' }, eventTool('lanes-in', 'Closer', '+', () => zoomTimeline(1.6)), eventTool('lanes-out', 'Farther', '−', () => zoomTimeline(1 / 1.6)),
          eventTool('lanes-earlier', 'Earlier', '‹', () => shiftTimeline(-0.5)), eventTool('lanes-later', 'Later', '›', () => shiftTimeline(0.5)),
          eventTool('lanes-all', 'All of the time, or where most events are', '⤢', wholeTime))),
      element('div', { class: 'course' }, timeCanvas, timeTip),
      legendOfMarks(),
      element('p', { class: 'hidden-label', id: 'lanes-help' }, 'Left and right arrow go from event to event, Enter opens one, plus and minus come closer and go back, Home shows all.'),
      timeSaid),
    listDetails, noEvents);
}

const markSamples = [];

function legendOfMarks() {
  const sample = (how, time, label) => {
    const canvasOfSample = element('canvas', { width: 30, height: 30, 'aria-hidden': 'true' });
    markSamples.push([canvasOfSample, how, time]);
    return element('li', {}, canvasOfSample, label);
  };
  return element('ul', { class: 'legend', 'aria-label': 'How the marks are drawn' }, sample('stated', 'x', 'happened'), sample('reported', 'x', 'only reported'),
    sample('planned', 'x', 'planned'), sample('disputed', 'x', 'denied by some'), sample('stated', null, '~ nobody says when: first reported then'));
}

function drawSamples() {
  for (const [sample, how, time] of markSamples) {
    const pen = sample.getContext('2d');
    pen.setTransform(2, 0, 0, 2, 0, 0);
    pen.clearRect(0, 0, 15, 15);
    const happening = { id: -1, time, tone: 'verbal-cooperation', denials: how === 'disputed' ? [0] : [], status: how, attested: how === 'stated' };
    drawMark(pen, { happening, bar: false, x: 1, y: 1, width: DOT, height: DOT });
  }
}

function undated() {
  return seenEvents.here.filter((happening) => !isDated(happening));
}

function pickedWords() {
  return listed([...wherePicked.nodes].map((id) => nameOf(nodes[id])));
}

function pickNone() {
  wherePicked.nodes = new Set();
}

tellFilter(() => (wherePicked.nodes.size ? [{ kind: 'places', words: `on the timeline only ${pickedWords()}`, loosen: pickNone }] : []));

// A click on a place or a cluster: the timeline shows only what happened there; a second click takes that back.
function pickPlaces(ids) {
  const same = ids.length === wherePicked.nodes.size && ids.every((id) => wherePicked.nodes.has(id));
  const [first] = ids;
  remember(() => {
    change(() => { wherePicked.nodes = new Set(same ? [] : ids); });
    if (same) return;
    openHappenings(seenEvents.here.filter(inWindow).map(({ id }) => id),
      `In ${nameOf(nodes[first])}${ids.length > 1 ? ` and ${count(ids.length - 1, 'place', 'places')} near it` : ''}`);
  });
}

function refreshEvents() {
  if (eventsBox.hidden || !eventsBox.clientWidth) return;
  const any = seenEvents.all.length > 0;
  for (const part of eventsBox.children) part.hidden = part === noEvents ? any : !any;
  if (!any) {
    noEvents.replaceChildren(element('p', {}, happenings.length ? 'No event passes these filters.' : 'The articles tell of no event here.'),
      ...(happenings.length ? [element('button', { type: 'button', onclick: () => change(showEverything) }, 'Show everything again')] : []));
    return;
  }
  if (!mapView.touched) fitMap();
  else drawMap();
  drawTimeline();
  drawSamples();
  showPlaces();
  showEventList();
  const inside = seenEvents.here.filter(inWindow).length;
  timeCount.textContent = [`${inside.toLocaleString('en')} of ${count(happenings.length, 'event', 'events')}`, outsideNote()].filter(Boolean).join(' · ');
  const lost = undated().length;
  undatedButton.hidden = !lost;
  undatedButton.textContent = `${lost.toLocaleString('en')} undated`;
  for (const button of laneChoice.children) button.setAttribute('aria-pressed', String(button.dataset.lanes === timeView.lanes));
}

function outsideNote() {
  const dated = seenEvents.here.filter(isDated);
  const before = dated.filter(({ last }) => last !== null && last + 1 <= timeView.first).length;
  const after = dated.filter(({ first }) => first !== null && first >= timeView.last).length;
  return [before && `‹ ${before} earlier`, after && `${after} later ›`].filter(Boolean).join(' · ');
}

function showPlaces() {
  const placed = placesSeen();
  const lost = new Map();
  let nowhere = 0;
  for (const happening of seenEvents.all.filter(inWindow)) {
    if (!happening.where) nowhere += 1;
    else if (!spotOfNode.has(happening.where)) lost.set(happening.where, [...(lost.get(happening.where) || []), happening]);
  }
  const missing = [...lost].map(([node, some]) => ({ spot: { node, within: null }, some })).sort((a, b) => b.some.length - a.some.length || a.spot.node.id - b.spot.node.id);
  placeList.replaceChildren(
    placed.length ? element('ol', { 'aria-label': 'Places by number of events' }, ...placed.slice(0, 200).map(placeLine)) : element('p', { class: 'empty' }, 'No place of these events is known.'),
    ...(placed.length > 200 ? [element('p', { class: 'empty' }, `and ${placed.length - 200} more`)] : []),
    ...(missing.length ? [element('h3', {}, 'Not on the map'), element('ol', {}, ...missing.slice(0, 200).map(placeLine))] : []),
    ...(nowhere ? [element('p', { class: 'empty' }, `${count(nowhere, 'event', 'events')} without a place`)] : []));
  pickedNote.hidden = !wherePicked.nodes.size;
  pickedNote.replaceChildren(`The timeline shows only ${pickedWords()}. `,
    element('button', { type: 'button', onclick: () => change(pickNone) }, 'All places'));
}

function placeLine({ spot: { node, within }, some }) {
  const bar = element('span', { class: 'shares', 'aria-hidden': 'true' }, ...tonesOf(some).map(([tone, number]) => {
    const part = element('i', {});
    part.style.setProperty('flex-grow', number);
    part.style.setProperty('background', `var(--${tone})`);
    return part;
  }));
  return element('li', {}, element('button', {
    type: 'button', 'aria-pressed': String(wherePicked.nodes.has(node.id)), title: tonesSaid(some), onclick: () => pickPlaces([node.id]),
  }, element('span', { class: 'text', dir: 'auto' }, nameOf(node) + (within ? ` (in ${nameOf(within)})` : '')), bar, element('span', { class: 'count' }, some.length.toLocaleString('en'))));
}

// The mirror of the timeline for reading, keyboards and screen readers.
function showEventList() {
  const some = seenEvents.here.filter(inWindow);
  listDetails.firstChild.textContent = `The same as a list (${some.length.toLocaleString('en')})`;
  if (!listView.open) return;
  eventList.replaceChildren(element('ol', { class: 'happenings' }, ...some.slice(0, listView.limit).map((happening) => {
    const line = happeningLine(happening);
    if (happening.where) line.append(element('small', { dir: 'auto' }, ` in ${nameOf(happening.where)}`));
    return line;
  })), ...(some.length > listView.limit ? [element('button', { type: 'button', class: 'more', onclick: () => { listView.limit += 500; showEventList(); } }, `Show ${some.length - listView.limit} more`)] : []));
}

// For scripts that drive the page: where the marks and the circles are.
function eventsInSight() {
  const frame = timeCanvas.getBoundingClientRect();
  return seenEvents.here.filter(inWindow).map((happening) => {
    const mark = timeView.marks.find((each) => each.happening === happening);
    const point = mark && { x: frame.left + gutter() + mark.x + mark.width / 2, y: frame.top + mark.y + mark.height / 2, bar: mark.bar };
    return { id: happening.id, label: storyOf(happening), when: whenHappened(happening), how: howItStands(happening), where: happening.where ? nameOf(happening.where) : null, point };
  });
}

function circlesInSight() {
  const frame = mapBox.getBoundingClientRect();
  return mapView.circles.map(({ x, y, spots: some, some: happened }) => (
    { x: frame.left + x, y: frame.top + y, places: some.map(({ node }) => nameOf(node)), events: happened.length }));
}

KEYS.push(
  ['←, →, in Events', 'On the timeline the event before or after, on the map the next place'],
  ['↑, ↓, +, −, in Events', 'Closer and farther'],
  ['Enter, in Events', 'Open the event, or show only what happened at the place'],
  ['Home, in Events', 'All of the time, all places'],
);

buildEvents();
refreshHappenings();
resetWindow();
whenShown(() => { refreshHappenings(); refreshEvents(); });
// When this tab is opened, or grows.
new ResizeObserver(refreshEvents).observe(eventsBox);
