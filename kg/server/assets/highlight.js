// Colours the query: a layer beneath the text area holds the same text in pieces, each of its kind.
'use strict';
window.kgHighlight = (function () {
  const KEYWORDS = new Set(('BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET '
    + 'VALUES OPTIONAL GRAPH SERVICE SILENT BIND AS UNION MINUS FILTER EXISTS NOT IN UNDEF COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR '
    + 'STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS '
    + 'STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT '
    + 'SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRUE FALSE A').split(' '));
  const TOKEN = new RegExp([
    '(?<comment>#[^\\n]*)',
    '(?<string>"""[\\s\\S]*?(?:"""|$)|\'\'\'[\\s\\S]*?(?:\'\'\'|$)|"(?:[^"\\\\\\n]|\\\\.)*"?|\'(?:[^\'\\\\\\n]|\\\\.)*\'?)',
    '(?<iri><[^<>"{}|^`\\\\\\s]*>)',
    '(?<variable>[?$][\\p{L}\\p{N}_]+)',
    '(?<name>(?:[\\p{L}][\\p{L}\\p{N}_.-]*)?:(?:[\\p{L}\\p{N}_:%~.-]*[\\p{L}\\p{N}_:%~-])?)',
    '(?<number>[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)',
    '(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)',
  ].join('|'), 'gu');

  // The pieces of a query: [kind, text, begin]; together they are the query.
  function pieces(text) {
    const found = [];
    let last = 0;
    for (const match of text.matchAll(TOKEN)) {
      if (match.index > last) found.push(['', text.slice(last, match.index), last]);
      let kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
      if (kind === 'word') kind = KEYWORDS.has(match[0].toUpperCase()) ? 'keyword' : '';
      found.push([kind, match[0], match.index]);
      last = match.index + match[0].length;
    }
    if (last < text.length) found.push(['', text.slice(last), last]);
    return found;
  }

  // Where a line and column (from 1, in characters as people count them) is in the text.
  function offsetOf(text, line, column) {
    const lines = text.split('\n');
    const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    return Math.min(text.length, before + [...(lines[line - 1] || '')].slice(0, column - 1).join('').length);
  }

  // Fills the layer; what begins at `wrong` (an offset, or -1) is marked to the end of its piece.
  function paint(layer, text, wrong) {
    const spans = [];
    const add = (kind, words) => {
      if (!words) return;
      const span = document.createElement('span');
      if (kind) span.className = kind;
      span.textContent = words;
      spans.push(span);
    };
    for (const [kind, words, begin] of pieces(text)) {
      const at = wrong - begin;
      if (wrong < 0 || at < 0 || at >= words.length) {
        add(kind, words);
        continue;
      }
      const blank = words.slice(at).search(/\s/);
      const end = blank > 0 && !['string', 'comment'].includes(kind) ? at + blank : blank === 0 ? at + 1 : words.length;
      add(kind, words.slice(0, at));
      add(`${kind} wrong`, words.slice(at, end));
      add(kind, words.slice(end));
    }
    if (wrong >= text.length) add('wrong', ' ');
    add('', '\n'); // so that the layer is as high as the text
    layer.replaceChildren(...spans);
  }

  return Object.freeze({ KEYWORDS, pieces, offsetOf, paint });
}());
