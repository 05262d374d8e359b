// A drawing context that writes SVG: whatever draws on the canvas draws the same into a file, as lines and real letters.

const xmlText = (text) => storable(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[sign]));
const digits = (number) => String(Math.round(number * 100) / 100);
const ANCHORS = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };
// How far beneath the named line letters stand, in heights of the font.
const BASELINES = { middle: 0.34, top: 0.8, hanging: 0.8, bottom: -0.2, alphabetic: 0 };

class VectorContext {
  constructor(width, height) {
    this.canvas = { width, height, clientWidth: width, clientHeight: height };
    this.written = [];
    this.path = [];
    this.stack = [];
    // The matrix of canvas and SVG: x' = a x + c y + e, y' = b x + d y + f.
    this.matrix = [1, 0, 0, 1, 0, 0];
    this.measure = document.createElement('canvas').getContext('2d');
    Object.assign(this, {
      fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, globalAlpha: 1, font: '10px sans-serif', textAlign: 'start', textBaseline: 'alphabetic',
      lineCap: 'butt', lineJoin: 'miter', direction: 'ltr', dashes: [], halo: null,
    });
  }

  static get kept() {
    return ['fillStyle', 'strokeStyle', 'lineWidth', 'globalAlpha', 'font', 'textAlign', 'textBaseline', 'lineCap', 'lineJoin', 'direction', 'dashes', 'matrix'];
  }

  save() {
    this.stack.push(VectorContext.kept.map((name) => this[name]));
  }

  restore() {
    const saved = this.stack.pop();
    if (saved) VectorContext.kept.forEach((name, at) => { this[name] = saved[at]; });
  }

  transform(a, b, c, d, e, f) {
    const [A, B, C, D, E, F] = this.matrix;
    this.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }

  setTransform(...matrix) {
    this.matrix = matrix;
  }

  translate(x, y) {
    this.transform(1, 0, 0, 1, x, y);
  }

  scale(x, y) {
    this.transform(x, 0, 0, y, 0, 0);
  }

  rotate(turn) {
    this.transform(Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn), 0, 0);
  }

  // The scale of lengths; the page never draws with unlike scales across and down.
  get factor() {
    return Math.sqrt(Math.abs(this.matrix[0] * this.matrix[3] - this.matrix[1] * this.matrix[2]));
  }

  at(x, y) {
    const [a, b, c, d, e, f] = this.matrix;
    return `${digits(a * x + c * y + e)} ${digits(b * x + d * y + f)}`;
  }

  beginPath() {
    this.path = [];
  }

  closePath() {
    if (this.path.length) this.path.push('Z');
  }

  moveTo(x, y) {
    this.path.push(`M${this.at(x, y)}`);
  }

  lineTo(x, y) {
    this.path.push(`${this.path.length ? 'L' : 'M'}${this.at(x, y)}`);
  }

  quadraticCurveTo(x1, y1, x, y) {
    this.path.push(`Q${this.at(x1, y1)} ${this.at(x, y)}`);
  }

  bezierCurveTo(x1, y1, x2, y2, x, y) {
    this.path.push(`C${this.at(x1, y1)} ${this.at(x2, y2)} ${this.at(x, y)}`);
  }

  arc(x, y, radius, from, to, back = false) {
    const full = Math.abs(to - from) >= 2 * Math.PI - 1e-6;
    const turn = full ? 2 * Math.PI * (back ? -1 : 1) : back ? -(((from - to) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI) : (((to - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    const spot = (angle) => this.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const reach = digits(radius * this.factor);
    // Two halves: one arc cannot come back to where it began.
    this.path.push(`${this.path.length ? 'L' : 'M'}${spot(from)}`);
    for (const part of [0.5, 1]) this.path.push(`A${reach} ${reach} 0 0 ${turn > 0 ? 1 : 0} ${spot(from + turn * part)}`);
  }

  rect(x, y, width, height) {
    this.path.push(`M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`);
  }

  roundRect(x, y, width, height, radius = 0) {
    const r = Math.max(0, Math.min(Number(radius) || 0, width / 2, height / 2));
    this.moveTo(x + r, y);
    for (const [cornerX, cornerY, nextX, nextY] of [
      [x + width, y, x + width, y + r], [x + width, y + height, x + width - r, y + height], [x, y + height, x, y + height - r], [x, y, x + r, y]]) {
      const before = { x: cornerX - Math.sign(nextX - cornerX || 0) * 0, y: cornerY };
      if (cornerX === x + width && cornerY === y) before.x = cornerX - r;
      else if (cornerX === x + width) before.y = cornerY - r;
      else if (cornerY === y + height) before.x = cornerX + r;
      else before.y = cornerY + r;
      this.lineTo(before.x, before.y);
      this.quadraticCurveTo(cornerX, cornerY, nextX, nextY);
    }
    this.closePath();
  }

  fillRect(x, y, width, height) {
    const before = this.path;
    this.path = [];
    this.rect(x, y, width, height);
    this.fill();
    this.path = before;
  }

  strokeRect(x, y, width, height) {
    const before = this.path;
    this.path = [];
    this.rect(x, y, width, height);
    this.stroke();
    this.path = before;
  }

  fill() {
    if (this.path.length) this.written.push(`<path d="${this.path.join('')}"${this.paint('fill', this.fillStyle)}/>`);
  }

  stroke() {
    if (!this.path.length) return;
    const dashes = this.dashes.length ? ` stroke-dasharray="${this.dashes.map((length) => digits(length * this.factor)).join(' ')}"` : '';
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`;
    this.written.push(`<path d="${this.path.join('')}" fill="none"${this.paint('stroke', this.strokeStyle)} stroke-width="${digits(this.lineWidth * this.factor)}"${dashes}${cap}${join}/>`);
  }

  // SVG 1.1 knows no colours with a share of transparency: that is an attribute of its own.
  paint(kind, style) {
    const [red, green, blue, share = 1] = (/^rgba?\(([^)]*)\)$/.exec(style) || ['', ''])[1].split(',').map(Number);
    const opacity = this.globalAlpha * share;
    const hex = (value) => Math.round(value).toString(16).padStart(2, '0');
    const named = green === undefined ? xmlText(style) : `#${hex(red)}${hex(green)}${hex(blue)}`;
    return ` ${kind}="${named}"${opacity < 1 ? ` ${kind}-opacity="${digits(opacity)}"` : ''}`;
  }

  setLineDash(dashes) {
    this.dashes = [...dashes];
  }

  getLineDash() {
    return [...this.dashes];
  }

  measureText(text) {
    this.measure.font = this.font;
    return this.measure.measureText(text);
  }

  // The rim around letters, which `fillText` draws with them, so that the words stand in the file once.
  strokeText(text, x, y) {
    this.halo = { text, x, y, rim: `${this.paint('stroke', this.strokeStyle)} stroke-width="${digits(this.lineWidth * this.factor)}" stroke-linejoin="round" paint-order="stroke"` };
  }

  fillText(text, x, y) {
    const [, weight = '400', size = '10', family = 'sans-serif'] = /^(?:(\w+) )?([\d.]+)px(?:\/\S+)? (.*)$/.exec(this.font) || [];
    const { halo } = this;
    const rim = halo && halo.text === text && halo.x === x && halo.y === y ? halo.rim : '';
    this.halo = null;
    const [left, top] = this.at(x, y + Number(size) * (BASELINES[this.textBaseline] || 0)).split(' ');
    this.written.push(`<text x="${left}" y="${top}" font-family="${xmlText(family.replace(/"/g, "'"))}" font-size="${digits(Number(size) * this.factor)}"${
      weight === '400' ? '' : ` font-weight="${weight}"`} text-anchor="${ANCHORS[this.textAlign]}"${this.paint('fill', this.fillStyle)}${rim}>${xmlText(text)}</text>`);
  }

  // What a file has no use for.
  clearRect() { this.halo = null; }

  clip() { this.path = []; }
}
