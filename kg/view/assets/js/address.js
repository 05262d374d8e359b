// The choices in the address of the page, so that a link opens the same picture, and so do back and forward.
//
// `#event=-STRUCTURE&chosen=naftali-bennett`: a name for each choice that is not as at the beginning. What a page does not
// know of it is told and left out.

const linkStatus = document.getElementById('link-status');
// Browsers refuse to note an address too often.
const PATIENCE = 400;
let addressSeen = window.location.hash;
let waitingToWrite = 0;

// What stands behind the `#`; nothing at the beginning, unless it is a link to hand on.
function addressText(forLink) {
  const told = [...kept].filter(([, { aside }]) => !aside).map(([name, { take, whole }]) => [name, take(), whole]);
  if (!forLink && told.every(([, text]) => !text)) return '';
  const parts = new URLSearchParams(told.map(([name, text, whole]) => [name, whole ? whole() : text]).filter(([, text]) => text));
  return parts.toString().replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%7E/g, '~');
}

function writeAddress(asStep) {
  clearTimeout(waitingToWrite);
  waitingToWrite = 0;
  const text = addressText(false);
  const hash = text && `#${text}`;
  if (hash === addressSeen) return;
  try {
    window.history[asStep ? 'pushState' : 'replaceState'](null, '', hash || window.location.href.split('#')[0]);
    addressSeen = hash;
  } catch {
    // A page inside another may have no address of its own; "Copy link" says so.
  }
}

function writeAddressSoon() {
  if (!waitingToWrite) waitingToWrite = setTimeout(() => writeAddress(false), PATIENCE);
}

// Notes what has not been noted yet, before the next step is made.
function settleAddress() {
  if (waitingToWrite) writeAddress(false);
}

function wantedByAddress() {
  return Object.fromEntries(new URLSearchParams(window.location.hash.slice(1)));
}

function tellUnknown(wanted, unknown) {
  const strange = [...unknown, ...Object.keys(wanted).filter((name) => !kept.has(name) || kept.get(name).aside)].map((name) => printable(name).slice(0, 60)).filter(Boolean);
  linkStatus.textContent = strange.length ? `The link names what this page does not have: ${listed([...new Set(strange)])}` : '';
}

function openAddress() {
  const wanted = wantedByAddress();
  tellUnknown(wanted, giveBack(wanted, { passive: true }));
}

// Back, forward, and an address typed in.
function followAddress() {
  if (window.location.hash === addressSeen) return;
  clearTimeout(waitingToWrite);
  waitingToWrite = 0;
  addressSeen = window.location.hash;
  const wanted = wantedByAddress();
  tellUnknown(wanted, stepTo(wanted, { passive: true }));
  refreshSteps();
}

function link() {
  return `${window.location.href.split('#')[0]}#${addressText(true)}`;
}

async function copyLink() {
  const text = link();
  try {
    await navigator.clipboard.writeText(text);
    linkStatus.textContent = 'Link copied';
  } catch {
    // Without leave to copy, the link stands there to be copied by hand.
    const field = element('input', { type: 'text', readonly: true, class: 'link', 'aria-label': 'Link to what is shown', value: text });
    linkStatus.replaceChildren('Copy this link: ', field);
    field.select();
  }
}

function refreshSteps() {
  document.getElementById('undo').disabled = !past.length;
  document.getElementById('redo').disabled = !future.length;
}

whenChosen((kind) => {
  linkStatus.textContent = '';
  refreshSteps();
  if (kind === 'step') writeAddress(true);
  else writeAddressSoon();
});
window.addEventListener('popstate', followAddress);
window.addEventListener('hashchange', followAddress);
