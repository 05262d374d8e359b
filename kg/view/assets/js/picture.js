// The picture as a file: what is on the screen, with a title, the dates and a legend, as SVG and, drawn from that, as PNG.

const SERIF = 'Georgia, "Iowan Old Style", "Liberation Serif", serif';
const MARGIN = 24;
// Pixels of an image for each of the screen.
const SHARPNESS = 2;
// Larger images than this no browser makes.
const MOST_PIXELS = 64_000_000;

// What the canvas would draw now, into another context.
function drawInto(context) {
  const hovered = state.hovered;
  state.hovered = null;
  network.canvas.getContext = () => context;
  try {
    network.renderer._redraw();
  } finally {
    // The method of its class again.
    delete network.canvas.getContext;
    state.hovered = hovered;
    network.redraw();
  }
}

// The picture as an SVG document with its size: `{ text, width, height }`.
function pictureSvg() {
  showTab('graph');
  const [width, tall] = [canvas.clientWidth, canvas.clientHeight];
  const drawing = new VectorContext(width, tall);
  drawInto(drawing);
  const head = new VectorContext(width, 0);
  const top = drawHead(head, width);
  const foot = new VectorContext(width, 0);
  const bottom = drawLegend(foot, width);
  const height = Math.ceil(top + tall + bottom);
  const title = xmlText(printable(document.title));
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${title}</title>`,
    `<desc id="desc">${xmlText(pictureNotes().join('. '))}</desc>`,
    `<defs><clipPath id="frame"><rect x="0" y="0" width="${width}" height="${tall}"/></clipPath></defs>`,
    `<rect width="${width}" height="${height}" fill="${colour('canvas')}"/>`,
    '<g id="heading">', ...head.written, '</g>',
    `<g id="drawing" transform="translate(0 ${digits(top)})" clip-path="url(#frame)">`, ...drawing.written, '</g>',
    `<g id="legend" transform="translate(0 ${digits(top + tall)})">`, ...foot.written, '</g>',
    '</svg>', '',
  ].join('\n');
  return { text, width, height };
}

// What the picture is of: how much, from when to when, and what narrows it.
function pictureNotes() {
  const positions = shownClaims();
  const from = new Set(positions.map((position) => claims[position].article));
  return [
    [periodOf(positions), `${count(shown.nodes.size, 'entity', 'entities')}, ${count(shown.edges.size, 'edge', 'edges')}`,
      `${count(positions.length, 'claim', 'claims')} from ${count(from.size, 'article', 'articles')}`].filter(Boolean).join(' · '),
    ...(toldFilters().length ? [`Shown: ${toldFilters().map(({ words }) => words).join('; ')}`] : []),
  ];
}

function drawHead(context, width) {
  context.fillStyle = colour('ink');
  context.font = `600 22px ${SERIF}`;
  let top = MARGIN + 16;
  for (const line of wrapped(context, printable(document.title), width - 2 * MARGIN, 2)) {
    context.fillText(line, MARGIN, top);
    top += 27;
  }
  context.fillStyle = colour('soft');
  context.font = `400 13px ${FONT}`;
  for (const line of pictureNotes().flatMap((note) => wrapped(context, note, width - 2 * MARGIN, 2))) {
    context.fillText(line, MARGIN, top - 4);
    top += 18;
  }
  return top;
}

// A text in lines that fit; of more than `most` the rest is left out.
function wrapped(context, text, room, most) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
    if (context.measureText(longer).width <= room || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const fitting = (line) => {
    let kept = line;
    while (kept.length > 1 && context.measureText(`${kept}…`).width > room) kept = [...kept].slice(0, -Math.ceil(kept.length / 20)).join('');
    return kept === line ? line : `${kept}…`;
  };
  const shortened = lines.slice(0, most).map((line) => (context.measureText(line).width > room ? fitting(line) : line));
  if (lines.length > most) shortened[most - 1] = `${shortened[most - 1].replace(/…$/, '')} …`;
  return shortened;
}

// A line for each kind of thing that is in the picture, beside each other as long as there is room.
function drawLegend(context, width) {
  const drawn = edges.filter((edge) => shown.edges.has(edge.id));
  const here = (names, has) => Object.entries(names).filter(([name]) => has(name));
  const types = here(TYPES, (type) => nodes.some((node) => node.group === type && shown.nodes.has(node.id)));
  const rows = [
    types.map(([type, text]) => [text, nodeSwatch(type)]),
    here(TONES, (tone) => drawn.some((edge) => edge.kg.tone === tone && edge.kg.status !== 'denied')).map(([tone, text]) => [text, lineSwatch(tone, false)]),
    here(STATUSES, (status) => drawn.some((edge) => edge.kg.status === status)).map(([status, text]) => [
      text, lineSwatch(status === 'denied' ? 'denied' : 'soft', drawn.find((edge) => edge.kg.status === status).dashes)]),
  ].filter((row) => row.length);
  context.font = `400 12.5px ${FONT}`;
  context.textBaseline = 'middle';
  let top = 18;
  for (const row of rows) {
    let left = MARGIN;
    for (const [text, swatch] of row) {
      const room = 34 + context.measureText(text).width + 22;
      if (left > MARGIN && left + room > width - MARGIN / 2) [left, top] = [MARGIN, top + 22];
      context.save();
      context.translate(left, top - 8);
      swatch(context);
      context.restore();
      context.fillStyle = colour('ink');
      context.fillText(text, left + 34, top);
      left += room;
    }
    top += 24;
  }
  return top + 6;
}

function saveSvg() {
  saveText(fileName('picture', 'svg'), 'image/svg+xml', pictureSvg().text);
}

// The SVG drawn by the browser. An address with its data in itself needs no leave that the page's policy does not give.
async function savePng() {
  const { text, width, height } = pictureSvg();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const sharp = Math.min(SHARPNESS, Math.sqrt(MOST_PIXELS / (width * height)));
  const plate = element('canvas', { width: Math.round(width * sharp), height: Math.round(height * sharp) });
  plate.getContext('2d').drawImage(image, 0, 0, plate.width, plate.height);
  plate.toBlob((blob) => saveFile(fileName('picture', 'png'), blob), 'image/png');
}
