// Pointers and the small texts beside them, for the timeline and for the map.

// A pointer that moves, two that pinch, or one that clicks.
function dragging(target, { move, pinch, click, hover }) {
  const down = new Map();
  let travelled = 0;
  const at = (event) => {
    const frame = target.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  target.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    if (!down.size) travelled = 0;
    down.set(event.pointerId, at(event));
    hover(null);
  });
  target.addEventListener('pointermove', (event) => {
    const now = at(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== 'touch') hover(now.x, now.y);
      return;
    }
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled < 4) return;
    if (!target.hasPointerCapture(event.pointerId)) target.setPointerCapture(event.pointerId);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (other) {
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      pinch(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else {
      move(now.x - before.x, now.y - before.y);
    }
    down.set(event.pointerId, now);
  });
  const up = (event) => {
    const was = down.delete(event.pointerId);
    if (event.type === 'pointerup' && was && travelled < 4) click(at(event).x, at(event).y, event);
  };
  target.addEventListener('pointerup', up);
  target.addEventListener('pointercancel', up);
  target.addEventListener('pointerleave', () => hover(null));
}

function putTip(tip, x, y) {
  const frame = tip.parentElement;
  const left = Math.min(Math.max(6, x + 14), Math.max(6, frame.clientWidth - tip.offsetWidth - 6));
  const above = y + 18 + tip.offsetHeight > frame.clientHeight;
  tip.style.setProperty('left', `${left}px`);
  tip.style.setProperty('top', `${Math.max(4, above ? y - tip.offsetHeight - 12 : y + 18)}px`);
}
