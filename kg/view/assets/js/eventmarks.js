// How the marks and words of the timeline are drawn.

// Full: happened; pale: only reported; dashed: planned; crossed: some deny it; round with ~: nobody says when.
function drawMark(pen, mark) {
  const { happening } = mark;
  const how = howItStands(happening);
  const gap = mark.height > 5 && !mark.bar ? 1.5 : 0.5;
  const [x, y, width, height] = [mark.x + gap, mark.y + gap, Math.max(1, mark.width - 2 * gap), Math.max(0.75, mark.height - 2 * gap)];
  const tone = colour(happening.tone);
  pen.fillStyle = how === 'planned' ? colour('canvas') : tone;
  pen.globalAlpha = how === 'reported' ? 0.35 : 1;
  const fine = mark.height > 5;
  if (fine) {
    pen.beginPath();
    pen.roundRect(x, y, width, height, happening.time ? 2 : Math.min(width, height) / 2);
    pen.fill();
  } else {
    if (how === 'planned') pen.fillStyle = tone;
    pen.globalAlpha = how === 'planned' || how === 'reported' ? 0.35 : 1;
    pen.fillRect(x, y, width, height);
  }
  pen.globalAlpha = 1;
  if (fine && how !== 'stated') {
    pen.strokeStyle = how === 'disputed' ? colour('denied') : tone;
    pen.lineWidth = 1.4;
    pen.setLineDash(how === 'planned' ? [2.5, 2] : []);
    pen.stroke();
    pen.setLineDash([]);
  }
  if (how === 'disputed' && fine) {
    pen.strokeStyle = colour('ink');
    pen.lineWidth = 1.6;
    pen.beginPath();
    pen.moveTo(x, y + height);
    pen.lineTo(x + Math.min(width, height), y);
    pen.stroke();
  }
  if (!happening.time && mark.height > 9) {
    pen.font = font(11, 700);
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillStyle = colour(how === 'stated' || how === 'disputed' ? 'card' : 'ink');
    pen.fillText('~', x + width / 2, y + height / 2 + 0.5);
  }
  if (isChosenMark(mark)) {
    pen.strokeStyle = colour('ink');
    pen.lineWidth = 2;
    pen.strokeRect(x - 2, y - 2, width + 4, height + 4);
  }
}

function isChosenMark({ happening }) {
  return timeView.focus === happening.id || (state.chosen && state.chosen.kind === 'event' && state.chosen.id === happening.id);
}

function haloed(pen, text, x, y) {
  pen.strokeStyle = colour('canvas');
  pen.lineWidth = 4;
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

function fitted(pen, text, width) {
  if (pen.measureText(text).width <= width) return text;
  let length = Math.min(text.length, 60);
  while (length > 1 && pen.measureText(`${text.slice(0, length)}…`).width > width) length -= 1;
  return `${text.slice(0, length)}…`;
}

function font(size, weight = 400) {
  return `${weight} ${size}px Inter, "Segoe UI", system-ui, "Liberation Sans", sans-serif`;
}
