// The kinds of filters, and plain words for the types of events.

const FACETS = ['type', 'relation', 'status', 'event', 'outlet', 'article'];
// PLOVER's event types by what they are like.
const EVENTS = {
  'verbal-cooperation': { AGREE: 'Agree', CONSULT: 'Meet, talk', SUPPORT: 'Support', CONCEDE: 'Yield' },
  'material-cooperation': { COOPERATE: 'Cooperate', AID: 'Aid', RETREAT: 'Withdraw, release' },
  'verbal-conflict': { REQUEST: 'Demand', ACCUSE: 'Accuse, criticize', REJECT: 'Refuse', THREATEN: 'Threaten' },
  'material-conflict': { PROTEST: 'Protest', SANCTION: 'Sanction', MOBILIZE: 'Mobilize', COERCE: 'Coerce, arrest', ASSAULT: 'Attack' },
  structure: { STRUCTURE: 'Lasting facts' },
  open: { open: 'Open relations' },
};
const TONE_OF_EVENT = new Map(Object.entries(EVENTS).flatMap(([tone, labels]) => Object.keys(labels).map((name) => [name, tone])));

// An event type outside PLOVER is one of the others.
function toneOfEvent(name) {
  return TONE_OF_EVENT.get(name) || 'other';
}

function eventWords(name) {
  const labels = EVENTS[toneOfEvent(name)] || {};
  return labels[name] || (name === 'other' ? TONES.other : printable(name).toLowerCase());
}

function articleWords(name) {
  const article = articleByName.get(name);
  if (!article) return 'Article unknown';
  return printable(article.title || '') || `Article ${name}`;
}

// What a line of a filter says.
function wordsOfName(kind, name) {
  if (kind === 'type') return TYPES[name] || printable(name);
  if (kind === 'status') return STATUSES[name] || printable(name);
  if (kind === 'event') return eventWords(name);
  if (kind === 'outlet') return name === '?' ? 'Outlet unknown' : printable(name);
  if (kind === 'article') return articleWords(name);
  const relation = relations.get(name);
  return printable(relation ? relation.label : name);
}
