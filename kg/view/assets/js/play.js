// The time slider plays: step by step, and rests longer than each step takes to draw.

const playButton = document.getElementById('play');
// Milliseconds between two steps; at least so long where the reader wants little motion.
const PACES = { slow: 1600, normal: 800, fast: 350 };
const GENTLE = 1600;
const wantsLittleMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
let playing = 0;

function startPlaying() {
  const [first, last] = barsOfWindow(axis);
  const end = axis.bars.length - 1;
  const sums = axis.bars.map((_, bar) => barCounts.heights.reduce((sum, side) => sum + side[bar], 0));
  const begin = Math.max(0, sums.findIndex((sum, bar) => sum > 0 && Number.isFinite(axis.bars[bar].first)));
  const growing = document.getElementById('play-mode').value === 'growing';
  endGesture();
  // From where it stands; from the beginning if it stands at the end, or nowhere.
  if (!isTimed() || last === end || (growing && first > 0)) {
    const width = growing ? 1 : Math.max(1, !isTimed() || first === 0 ? Math.round(axis.bars.length / 12) : last - first + 1);
    const from = growing ? 0 : Math.min(begin, end - width + 1);
    change(() => setBars(axis, from, Math.min(end, growing ? begin : from + width - 1)), 'play');
  }
  announce('off');
  playing = setTimeout(playOn, pace());
  refreshPlay();
}

// While it plays, nobody wants to hear each step.
function announce(how) {
  for (const told of [timeSays, document.getElementById('summary')]) told.setAttribute('aria-live', how);
}

function pace() {
  const chosen = PACES[document.getElementById('play-pace').value];
  return wantsLittleMotion.matches ? Math.max(GENTLE, chosen) : chosen;
}

function playOn() {
  // Nobody looks.
  if (document.hidden) {
    playing = setTimeout(playOn, PACES.slow);
    return;
  }
  const began = performance.now();
  const more = playStep();
  const took = performance.now() - began;
  if (more) playing = setTimeout(playOn, Math.max(pace(), 2 * took));
  else stopPlaying();
}

// One step on; false at the end.
function playStep() {
  const [first, last] = barsOfWindow(axis);
  if (last === axis.bars.length - 1) return false;
  const growing = document.getElementById('play-mode').value === 'growing';
  change(() => setBars(axis, growing ? first : first + 1, last + 1), 'play');
  return last + 1 < axis.bars.length - 1;
}

function stopPlaying() {
  if (!playing) return;
  clearTimeout(playing);
  playing = 0;
  endGesture();
  announce('polite');
  refreshPlay();
}

function refreshPlay() {
  playButton.classList.toggle('on', playing > 0);
  playButton.querySelector('span').textContent = playing ? 'Pause' : 'Play';
}

playButton.addEventListener('click', () => (playing ? stopPlaying() : startPlaying()));
document.getElementById('time-step').addEventListener('click', () => {
  stopPlaying();
  if (isTimed()) {
    playStep();
    endGesture();
  } else {
    startPlaying();
    stopPlaying();
  }
});
// Whoever takes the time in hand, or goes back, does not want it to run on.
strip.addEventListener('pointerdown', stopPlaying);
for (const handle of handles) handle.addEventListener('keydown', (event) => { if (event.key !== 'Tab') stopPlaying(); });
whenShown(() => { if (isGivenBack()) stopPlaying(); });
