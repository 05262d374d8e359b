// Filters that are the legend too: each line shows how a thing is drawn, how many there are, and switches them off.

const filterBox = document.getElementById('filters');
const swatches = [];

function buildFilters() {
  filterBox.replaceChildren(
    ...filterGroup('Who and what', 'type', Object.entries(TYPES).map(([name, label]) => ({
      name, label, members: [name], draw: nodeSwatch(name),
      number: nodes.filter((node) => node.group === name && edgesOfNode.get(node.id).length).length,
    }))),
    ...filterGroup('What between them', 'relation', Object.entries(TONES).map(([tone, label]) => {
      const members = edges.filter((edge) => edge.kg.tone === tone);
      return {
        name: tone, label, number: members.length, draw: lineSwatch(tone, false), members: [...new Set(members.map((edge) => edge.kg.relation))].sort(),
        inner: true,
      };
    })),
    ...filterGroup('How the articles put it', 'status', Object.entries(STATUSES).map(([name, label]) => {
      const members = edges.filter((edge) => edge.kg.status === name);
      return { name, label, members: [name], number: members.length, draw: lineSwatch(name === 'denied' ? 'denied' : 'soft', members.length && members[0].dashes) };
    })),
  );
  if (claims.length) filterBox.append(...confidenceFilter());
  drawSwatches();
}

// A slider: claims that are less sure are not shown, nor what only they say.
function confidenceFilter() {
  const slider = element('input', { type: 'range', id: 'minimum', min: 0, max: 100, step: 5, 'aria-label': 'Least confidence of the claims shown, in per cent' });
  const said = element('output', { for: 'minimum' });
  slider.addEventListener('input', () => {
    change(() => { state.minimum = slider.value / 100; });
    if (state.chosen) showPanel();
  });
  slider.refresh = () => {
    const percent = Math.round(state.minimum * 100);
    slider.value = percent;
    said.textContent = percent ? `${percent} % and more` : 'any';
    slider.setAttribute('aria-valuetext', said.textContent);
  };
  const all = element('button', { type: 'button', onclick: () => change(() => { state.minimum = 0; }) }, 'all');
  return [element('h2', {}, 'How sure', all), element('label', { class: 'slider' }, slider, said)];
}

function filterGroup(heading, kind, lines) {
  const made = lines.filter((line) => line.number);
  const all = element('button', { type: 'button', onclick: () => change(() => state.off[kind].clear()) }, 'all');
  return made.length ? [element('h2', {}, heading, all), ...made.flatMap((line) => filterLine(kind, line))] : [];
}

function filterLine(kind, line) {
  const swatch = element('canvas', { width: 52, height: 32, 'aria-hidden': 'true' });
  swatches.push([swatch, line.draw]);
  const made = [checkLine(kind, line.members, line.label, line.number, swatch, line.name)];
  if (line.inner && line.members.length > 1) {
    made.push(element('details', {}, element('summary', {}, count(line.members.length, 'relation', 'relations')),
      element('div', { class: 'inner' }, ...line.members.map((name) => {
        const number = edges.filter((edge) => edge.kg.relation === name && edge.kg.tone === line.name).length;
        return checkLine(kind, [name], relations.has(name) ? printable(relations.get(name).label) : name, number, null, name);
      }))));
  }
  return made;
}

function checkLine(kind, members, text, number, swatch, name) {
  const box = element('input', { type: 'checkbox', 'data-kind': kind, 'data-name': name });
  box.addEventListener('change', () => change(() => {
    for (const member of members) {
      if (box.checked) state.off[kind].delete(member);
      else state.off[kind].add(member);
    }
  }));
  const label = element('label', {}, box, swatch, element('span', { class: 'text' }, text), element('span', { class: 'count' }, number.toLocaleString('en')));
  box.refresh = () => {
    const off = members.filter((member) => state.off[kind].has(member)).length;
    box.checked = off === 0;
    box.indeterminate = off > 0 && off < members.length;
    label.classList.toggle('off', off === members.length);
  };
  return label;
}

function refreshFilters() {
  for (const box of filterBox.querySelectorAll('input')) box.refresh();
}

function drawSwatches() {
  for (const [swatch, draw] of swatches) {
    const context = swatch.getContext('2d');
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, 26, 16);
    draw(context);
  }
}

function nodeSwatch(type) {
  const sample = nodes.find((node) => node.group === type);
  return (context) => {
    context.fillStyle = colour(type);
    context.beginPath();
    outline(context, sample.shape);
    context.fill();
  };
}

function outline(context, shape) {
  const [x, y, size] = [13, 8, 6];
  const corners = { hexagon: [6, 0], square: [4, Math.PI / 4], diamond: [4, 0], triangle: [3, -Math.PI / 2], triangleDown: [3, Math.PI / 2], star: [10, -Math.PI / 2] };
  if (!corners[shape]) {
    context.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  const [number, turn] = corners[shape];
  for (let at = 0; at < number; at += 1) {
    const reach = shape === 'star' && at % 2 ? size * 0.5 : size * 1.15;
    const angle = turn + (at * 2 * Math.PI) / number;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
}

function lineSwatch(name, dashes) {
  return (context) => {
    context.strokeStyle = colour(name);
    context.lineWidth = 2.4;
    context.setLineDash(dashes ? dashes.map((length) => length * 0.7) : []);
    context.beginPath();
    context.moveTo(1, 8);
    context.lineTo(25, 8);
    context.stroke();
  };
}
