// Corrections in the form that `kg build --corrections` reads (kg/graph/corrections_file.py).

// What a file shows as nothing, or what turns the direction of what follows.
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

// JSON escapes as TOML does, but for halves of surrogate pairs, which no file can hold.
function tomlText(text) {
  return JSON.stringify(text.replace(/\p{Cs}/gu, '\ufffd')).replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function tomlValue(value) {
  if (typeof value === 'string') return tomlText(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  const told = Object.entries(value);
  return told.length === 1 ? tomlText(value.name) : `{ ${told.map(([key, part]) => `${key} = ${tomlText(part)}`).join(', ')} }`;
}

function correctionsFile(marks) {
  const head = '# Corrections marked in the page of a graph. `kg build ARTICLES --corrections THIS-FILE` replays them;\n'
    + '# where there is a corrections.toml already, add these lines at its end instead.\n';
  return head + marks.map(({ kind, values }) => `\n[[${kind}]]\n${Object.entries(values).map(([key, value]) => `${key} = ${tomlValue(value)}\n`).join('')}`).join('');
}

// What a correction calls an article: its title or address if no other has it, else its id.
function articleName(iri) {
  const article = articles.get(iri) || { iri };
  const plain = (text) => text.toLowerCase().split(/\s+/).join(' ').trim();
  const isOwn = (text) => text && !text.includes('\ufffd')
    && [...articles.values()].every((other) => other.iri === iri || ![other.title, other.url].some((each) => each && plain(each) === plain(text)));
  const id = iri.slice(iri.indexOf('/article/') + '/article/'.length);
  return [article.title, article.url].find(isOwn) || decodeURIComponent(id);
}

// A name as corrections compare names (kg/graph/names.py), or shorter.
function bare(name) {
  return fold(name).replace(/[^\p{L}\p{N}]+/gu, ' ').trim().replace(/^the /, '');
}

// What a correction calls an entity: its name, with type and article where others bear that name.
function reference(node) {
  const { name } = node.kg;
  const namesakes = nodes.filter((other) => other !== node && bare(other.kg.name) === bare(name));
  if (!namesakes.length) return { name };
  if (namesakes.every((other) => other.group !== node.group)) return { name, type: node.group };
  const theirs = new Set(namesakes.flatMap(articlesOf));
  const own = articlesOf(node).find((article) => !theirs.has(article));
  return own ? { name, type: node.group, article: articleName(own) } : { name, type: node.group };
}

// The articles with a claim that names a node, the oldest first.
function articlesOf(node) {
  const found = ['subject', 'object', 'place', 'speaker'].flatMap((role) => claimsBy(role).get(node.kg.iri) || []);
  return [...new Set(found.sort((a, b) => a - b).map((position) => claims[position].article))];
}

const SENTENCE_SHARE = 400;

// What tells a claim from the others of its article, as a correction says it. Besides sentence, relation and names, it
// has only what is needed, so that it still fits when the article is read anew.
function claimKey(position) {
  const claim = claims[position];
  const key = { article: articleName(claim.article) };
  const sentence = quotable(claim.sentences[0] || '');
  if (sentence) key.sentence = sentence;
  const relation = relations.get(claim.relation);
  // A relation that nobody declares stands in the page by a part of its name.
  if (claim.relation.startsWith('open:') || (relation && relation.definition)) key.relation = claim.relation;
  for (const role of ['subject', 'object']) key[role] = argumentName(claim, role);
  let alike = claimsLike(position);
  for (const name of ['polarity', 'modality', 'time', 'speaker', 'place']) {
    const others = alike.filter((other) => claims[other][name] === claim[name]);
    if (others.length === alike.length || claim[name] === null) continue;
    key[name] = name === 'speaker' || name === 'place' ? nodeNamed(claim[name]).kg.name : claim[name];
    alike = others;
  }
  return { key, alike };
}

// One that is to be told apart may bear another name afterwards: that which the sentence has stays.
function argumentName(claim, role) {
  const { name, spellings } = nodeNamed(claim[role]).kg;
  const [number, start, end] = claim.marks[role === 'subject' ? 0 : 1] || [];
  const isSafe = spellings.length < 2 || !toldApart(nodeNamed(claim[role])) || number === undefined;
  return isSafe ? name : claim.sentences[number].slice(start, end);
}

// The other claims of the same article, sentence and relation that fit the names of one.
function claimsLike(position) {
  const claim = claims[position];
  const wanted = ['subject', 'object'].map((role) => bare(argumentName(claim, role)));
  const bears = (iri, name) => [nodeNamed(iri).kg.name, ...nodeNamed(iri).kg.aliases].some((each) => bare(each) === name);
  return claimsIn(claim.article).filter((other) => {
    const each = claims[other];
    if (other === position || each.relation !== claim.relation || !each.sentences.some((text) => text.includes(claim.sentences[0]))) return false;
    if (isSymmetricName(each.relation)) return wanted.every((name) => bears(each.subject, name) || bears(each.object, name));
    return bears(each.subject, wanted[0]) && bears(each.object, wanted[1]);
  });
}

function claimsIn(article) {
  return claimsBy('article').get(article) || [];
}

function isSymmetricName(name) {
  const relation = relations.get(name);
  return Boolean(relation && relation.symmetric);
}

// The part of a sentence that a correction quotes: what the store had to replace in it is no word of the article.
function quotable(sentence) {
  const [longest] = sentence.split('\ufffd').sort((a, b) => b.length - a.length);
  return [...longest].slice(0, SENTENCE_SHARE).join('').trim();
}
