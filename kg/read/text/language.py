"""Which language a text is in: by its script, by the small words of English, and else by py3langid.

py3langid (Lui and Baldwin 2012, "langid.py"; Barbaresi's fork) is loaded only where the small words leave doubt, so
that English news costs next to nothing. What is not sure is left open.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["ANY_LANGUAGE", "ENGLISH", "language_code", "language_name", "language_of"]

ENGLISH = "en"
ANY_LANGUAGE = "any"
"""What users say for all languages."""
_UNKNOWN = "und"  # ISO 639-2: some language, and nobody knows which
_PIECE = 300  # characters that a guess is made on, or twice as many
_SHORT = 120  # characters; shorter paragraphs are put together, for a guess on them is worth little
_PIECES = 24  # of a long text so many are looked at, from its beginning to its end
# Letters of a text, and the confidence that py3langid must have for so many or fewer: below it English that is full of
# foreign names is called something else (tried on the texts of tests/test_language.py). Fewer letters leave it open.
_CONFIDENCE = ((23, 2.0), (59, 0.9), (119, 0.75))
_SURE = 0.5
# Nigerian Pidgin, which it is sure of, while it half takes English of many names or mis-decoded letters for it.
_LIKE_ENGLISH = {"pcm": 0.95}
_ENGLISH_SHARE, _ENGLISH_WORDS = 0.08, 2  # of the words, and different ones

# Small words that stand in no other language of the Latin script, or hardly ever; a fifth of English news is these.
_SMALL = frozenset(
    "the and that with said from which would their have been were this they will who has his its about after when could"
    " into than other there some these also because against between his her him she but for not says say told by at of"
    " it before during while should what where how our your you my more most it's".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
# The first word of a letter's Unicode name -> its language, where that script is written in one of the news only.
_SCRIPTS = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "HEBREW": "he", "GREEK": "el", "THAI": "th", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "KANNADA": "kn",
    "MALAYALAM": "ml", "SINHALA": "si", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "ETHIOPIC": "am", "GURMUKHI": "pa",
    "CJK": "zh", "CYRILLIC": _UNKNOWN, "ARABIC": _UNKNOWN, "DEVANAGARI": _UNKNOWN,
}  # fmt: skip
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# Codes of three letters and older ones, as libraries and databases have them.
_OTHER_CODES = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "rus": "ru",
    "ukr": "uk", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "tur": "tr", "pol": "pl", "nld": "nl",
    "dut": "nl", "heb": "he", "iw": "he", "fas": "fa", "per": "fa", "hin": "hi", "urd": "ur", "ind": "id", "in": "id",
    "nb": "no", "nn": "no", "nob": "no", "nor": "no", "swe": "sv", "dan": "da", "fin": "fi", "hun": "hu", "ces": "cs",
    "cze": "cs", "ron": "ro", "rum": "ro", "mo": "ro", "ell": "el", "gre": "el", "fil": "tl", "sh": "sr", "cnr": "sr",
    "arz": "ar", "cmn": "zh", "yue": "zh",
}  # fmt: skip
# Languages so near that an outlet knows better than a guess which it writes.
_KIN = (
    frozenset({"sr", "hr", "bs", "sl", "mk"}), frozenset({"no", "da", "sv"}), frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}), frozenset({"ru", "uk", "be", "bg", "mk", "kk", "ky", "tg", "mn", "sr"}),
    frozenset({"es", "pt", "ca", "gl"}), frozenset({"ar", "fa", "ur", "ps", "ku"}), frozenset({"hi", "mr", "ne"}),
    frozenset({"nl", "af"}), frozenset({"tr", "az", "tk", "uz"}), frozenset({"zh", "ja"}),
)  # fmt: skip
_CODES = {name.lower(): code for code, name in _NAMES.items()} | _OTHER_CODES
_CODE = re.compile(r"[a-z]{2,3}")


def language_of(text: str, declared: str | None = None, junk: Sequence[tuple[int, int]] = ()) -> str | None:
    """The ISO 639 code of the language that most of a text is in, `und` for an unknown one, None where it is open.

    Args:
        text: The article's.
        declared: What its page, feed or table says. It is believed where the text tells nothing, or something near.
        junk: Half-open spans of the text that do not count.
    """
    said = language_code(declared) if declared else None
    told = _told(_without(text, junk))
    if told is None or (said is not None and any({told, said} <= kin for kin in _KIN)):
        return said
    return told if told != _UNKNOWN or said in (None, ENGLISH) else said


def language_code(name: str) -> str | None:
    """The ISO 639-1 code behind a tag or name ("en-GB", "eng", "English"), as far as there is one."""
    plain = re.split(r"[-_;, ]", name.strip().lower(), maxsplit=1)[0]
    code = _CODES.get(plain, plain)
    return code if _CODE.fullmatch(code) else None


def language_name(code: str) -> str:
    """How messages call a language: "German (de)"."""
    if code == _UNKNOWN:
        return "a language that nobody could name"
    return f"{_NAMES[code]} ({code})" if code in _NAMES else f"another language ({code})"


def _without(text: str, junk: Sequence[tuple[int, int]]) -> str:
    pieces, begin = [], 0
    for start, end in junk:
        pieces.append(text[begin:start])
        begin = max(begin, end)
    return "".join((*pieces, text[begin:]))


def _told(text: str) -> str | None:
    """What most letters of a text are in, as far as that is sure."""
    pieces = [(piece, "".join(_LETTERS.findall(piece))) for piece in _pieces(text)]
    english = {piece for piece, letters in pieces if _is_english(piece)}
    if 2 * sum(len(found) for piece, found in pieces if piece in english) > sum(len(found) for _, found in pieces):
        return ENGLISH
    letters: Counter[str] = Counter()
    for piece, found in pieces:
        language = ENGLISH if piece in english else _of_piece(piece, found)
        if language is not None:
            letters[language] += len(found)
    # Of equals the first in the alphabet, so that order says nothing.
    return min(letters, key=lambda code: (-letters[code], code)) if letters else None


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs, the short ones put together."""
    pieces: list[str] = []
    for paragraph in text.split("\n"):
        rest = paragraph.strip()
        cuts = range(0, len(rest) - 4 * _PIECE, 2 * _PIECE)
        pieces += (rest[at : at + 2 * _PIECE] for at in cuts)
        rest = rest[len(cuts) * 2 * _PIECE :]
        if rest and pieces and len(pieces[-1]) < _SHORT:
            pieces[-1] += f"\n{rest}"
        elif rest:
            pieces.append(rest)
    step = max(1, -(-len(pieces) // _PIECES))
    yield from pieces[::step]


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.lower().replace("’", "'"))
    small = [word for word in words if word in _SMALL]
    return len(set(small)) >= _ENGLISH_WORDS and len(small) >= _ENGLISH_SHARE * len(words)


def _of_piece(text: str, letters: str) -> str | None:
    script = _script(letters)
    if script is not None:
        language, confidence = _guess(text)
        # Cyrillic and Arabic letters are those of many languages; a guess that uses none of them is wrong.
        return language if confidence >= _SURE and language not in _LATIN_ONLY else _SCRIPTS[script]
    needed = next((confidence for most, confidence in _CONFIDENCE if len(letters) <= most), _SURE)
    if needed > 1:
        return None
    language, confidence = _guess(text)
    needed = max(needed, _LIKE_ENGLISH.get(language, 0))
    return language if confidence >= needed else None


def _script(letters: str) -> str | None:
    """The script of most letters, as Unicode calls it; none for the Latin one, or where there are no letters."""
    others = [letter for letter in letters if letter > "\u036f"]
    if 2 * len(others) <= len(letters):
        return None
    # Greek and Cyrillic letters and what comes after them; extensions of the Latin alphabet are no other script.
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in others[:500])
    script = max(scripts, key=lambda each: (scripts[each], each))
    if script == "CJK" and (scripts["HIRAGANA"] or scripts["KATAKANA"]):
        return "HIRAGANA"
    return script if script in _SCRIPTS else None


_LATIN_ONLY = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "la", "tr", "pl"})


def _guess(text: str) -> tuple[str, float]:
    language, confidence = _identifier().classify(text[: 4 * _PIECE])
    return _CODES.get(language, language), confidence


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
