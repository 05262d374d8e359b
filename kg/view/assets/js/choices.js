// What the reader chose, step by step: undo and redo. Each part keeps its choices under names, as short texts.

// Name -> how to take a choice as a text (empty: as at the beginning) and to give it back (which may return the names in
// it that this page does not know), and
//   passive  it is in the address only, and no step of its own: where the drawing is looked at from;
//   aside    undo and redo bring it back, but no address tells of it or changes it: the reader's marks;
//   late     it is given back after all that decides what is shown;
//   whole    the text for the address, if that has to say what the beginning leaves unsaid.
const kept = new Map();
const past = [];
const future = [];
// Told of each change of the choices: "step", or "more" of the last one.
const afterChoice = [];
let underWay = false;
let givenBack = false;
let lastGesture = null;

function keep(name, take, give, how = {}) {
  kept.set(name, { take, give, ...how });
}

// Runs after each step, undo and redo too.
function whenChosen(run) {
  afterChoice.push(run);
}

// All choices that are not as at the beginning, by name.
function choices() {
  return Object.fromEntries([...kept].filter(([, { passive }]) => !passive).map(([name, { take }]) => [name, take()]).filter(([, text]) => text));
}

function sameChoices(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// Every choice that changes what is shown goes through here. What has one `gesture`, as the moves of a slider until it
// is let go, is one step.
function change(make, gesture = null) {
  remember(() => {
    make();
    applyFilters();
  }, gesture);
}

// A choice that leaves what is shown as it is. A choice within another is part of it.
function remember(make, gesture = null) {
  if (underWay) {
    make();
    return;
  }
  settleAddress();
  const before = choices();
  underWay = true;
  try {
    make();
  } finally {
    underWay = false;
  }
  if (sameChoices(before, choices())) return;
  const goesOn = gesture !== null && gesture === lastGesture;
  lastGesture = gesture;
  if (!goesOn) past.push(before);
  future.length = 0;
  tellChoice(goesOn ? 'more' : 'step');
}

// Whether choices are being given back, which moves no focus.
function isGivenBack() {
  return givenBack;
}

function endGesture() {
  lastGesture = null;
}

function tellChoice(kind) {
  for (const run of afterChoice) run(kind);
}

// Gives back all choices as wanted, and returns the names that this page does not know.
function giveBack(wanted, { passive = false } = {}) {
  const unknown = [];
  const concerned = [...kept].filter(([, each]) => (passive ? !each.aside : !each.passive));
  const waiting = concerned.filter(([name, each]) => (wanted[name] || '') !== each.take());
  const give = (some) => {
    for (const [name, each] of some) {
      try {
        unknown.push(...(each.give(wanted[name] || '') || []));
      } catch {
        unknown.push(wanted[name]);
      }
    }
  };
  const early = waiting.filter(([, { late }]) => !late);
  underWay = true;
  givenBack = true;
  lastGesture = null;
  try {
    give(early);
    if (early.length) applyFilters();
    give(waiting.filter(([, { late }]) => late));
    // Choosing somebody opens what they are in, which may have been closed again afterwards.
    const drifted = concerned.filter(([name, { late, take }]) => !late && !unknown.length && (wanted[name] || '') !== take());
    give(drifted);
    if (drifted.length) applyFilters();
  } finally {
    underWay = false;
    givenBack = false;
  }
  return unknown;
}

// Makes a step to other choices, as one that can be undone.
function stepTo(wanted, how) {
  const before = choices();
  const unknown = giveBack(wanted, how);
  if (!sameChoices(before, choices())) {
    past.push(before);
    future.length = 0;
  }
  return unknown;
}

function undo() {
  goBack(past, future);
}

function redo() {
  goBack(future, past);
}

function goBack(from, to) {
  if (!from.length) return;
  settleAddress();
  to.push(choices());
  giveBack(from.pop());
  tellChoice('step');
}
