"""How names are compared: what is left of them when spelling, accents and courtesy are taken away.

Names in the news come through many transliterations (Zelensky, Zelenskyy, Zelenskiy). `sound` reduces a
word to what such spellings share; `similar` says whether two words may be one name. Both are cautious:
short words must be equal.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TypeAlias

from rapidfuzz.fuzz import ratio

from kg.model import Entity, EntityType

__all__ = [
    "FAMILY_FIRST",
    "Tokens",
    "fold",
    "initials",
    "is_abbreviation",
    "is_described",
    "is_named",
    "is_proper",
    "name_suffix",
    "near",
    "near_sound",
    "person_tokens",
    "similar",
    "skeleton",
    "slug",
    "sound",
    "without_dots",
]

Tokens: TypeAlias = tuple[str, ...]

_LETTERS = str.maketrans({"ə": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = re.compile(r"[\u0027\u0060\u00b4\u02b0-\u02c1\u2018\u2019\u201b]")
_NOT_WORD = re.compile(r"[\W_]+")

_COURTESIES = frozenset("mr mrs ms miss dr prof sir president gen general sen rep gov".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_PARTICLES = frozenset("al el as ad ar an ash bin ibn von van der den de da di do dos du la le".split())
# At the head of a name, capital and without a hyphen, these are names themselves: Al Gore, Van Jones, Le
# Duan.
_NAMES_TOO = frozenset({"al", "an", "le", "van"})
_SERVANT = re.compile(r"abd(?:[aeu]l|oul)(?!lah)(\w{3,})")
_SERVANT_WORDS = frozenset("abd abdal abdel abdul abdoul".split())

# Lone "Xi" or "Kim" is a family name although it comes first.
FAMILY_FIRST = frozenset(
    "cao chang chen chiang choi deng han ho hu huang jiang kim lai le lee li lin liu ma mao moon ngo nguyen "
    "park pham roh sun tran tsai wang wei wen wu xi xu yang yi yoon zhang zhao zhou zhu".split()
)
_NICKNAMES = {
    "alex": "alexander",
    "ben": "benjamin",
    "bill": "william",
    "bob": "robert",
    "chris": "christopher",
    "chuck": "charles",
    "dan": "daniel",
    "dave": "david",
    "dick": "richard",
    "jim": "james",
    "joe": "joseph",
    "ken": "kenneth",
    "mike": "michael",
    "nick": "nicholas",
    "ron": "ronald",
    "ted": "edward",
    "tim": "timothy",
    "tom": "thomas",
    "tony": "anthony",
}

# In order: what one scheme of transliteration writes for another.
_SOUNDS = (
    ("tch", "č"),
    ("ch", "č"),
    ("sch", "s"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("zh", "z"),
    ("sh", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ei", "i"),
    ("ey", "i"),
    ("o", "u"),
    ("y", "i"),
    ("j", "i"),
)
_VOWELS = str.maketrans("", "", "aeiou")
_TWICE = re.compile(r"(.)\1+")
_SIMILAR = 85.0  # Lukashenko/Lukashenka 89, Hussein/Husayn 91; Martin/Marten 83, Hansen/Hanson 83 stay apart

# Of names that other things speak for: Haftar/Hifter 67 and Sarraj/Serraj 75 have the same consonants, as have
# Hussein/Hassan, 60; Tikhanovskaya/Tsikhanouskaya 92 have not.
_NEAR_BONES, _NEAR = 65.0, 85.0
_SHORTEST_NEAR = 4
_CUT_SHORT = 3

_SMALL = _PARTICLES | frozenset("of the and in y e ibn ben dos das della af av zu zur ter ten i".split())
_DETERMINERS = frozenset("a all an both her his its many my other our several some the their these this those".split())
_PRONOUNS = frozenset(
    "he her hers herself him himself his i it its itself me my one our ours she that their theirs them "
    "themselves they this those us we which who whom whose you your".split()
)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The words of a text in small letters without accents and punctuation, one space apart."""
    plain = _APOSTROPHES.sub("", text.casefold().translate(_LETTERS))
    marks = unicodedata.normalize("NFKD", plain)
    bare = "".join(char for char in marks if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare).strip()


def slug(text: str) -> str:
    """A readable local name for an IRI; long ones are cut, and told apart by a digest of the whole."""
    words = fold(text).replace(" ", "-")
    if words and len(words) <= 80:
        return words
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{words[:64].rstrip('-')}-{digest}".lstrip("-")


def is_proper(text: str) -> bool:
    """Whether a surface form is a name ("the PM", "US"), no description ("the talks") and no pronoun."""
    words = text.split()
    while words and words[0].casefold() in _DETERMINERS:
        words = words[1:]
        if words and words[-1][0].islower():  # "the Russian president"
            return False
    if not words or (len(words) == 1 and words[0].casefold() in _PRONOUNS and not _is_capitals(words[0])):
        return False
    return any(char.isupper() or char.isdigit() or _is_caseless(char) for word in words for char in word)


def is_described(text: str) -> bool:
    """Whether people are described rather than named: "12 Turkish drivers", "a Kyrgyz journalist"."""
    return any(word.isalpha() and word.islower() and word not in _SMALL for word in text.split())


def is_named(entity: Entity) -> bool:
    """Whether an entity has a name of its own; people who are only described ("12 Turkish drivers") have none."""
    people = entity.type in (EntityType.PERSON, EntityType.GROUP)
    return is_proper(entity.label) and not (people and is_described(entity.label))


def is_abbreviation(text: str) -> bool:
    """Whether a name is letters: "FSA", "U.N."."""
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper()


def without_dots(text: str) -> str:
    """An abbreviation as it is written without dots, another name as it is."""
    return text.replace(".", "") if is_abbreviation(text) else text


def initials(name: str) -> str:
    """The first letters of the words of a name, in capitals, without the small words."""
    return "".join(word[0] for word in fold(name).split() if word not in _SMALL).upper()


@lru_cache(maxsize=1 << 16)
def person_tokens(label: str) -> Tokens:
    """The words of a person's name that tell persons apart, from given to family name.

    >>> person_tokens("Dr. Bashar al-Assad"), person_tokens("Abdelfattah El-Sisi")
    (('bashar', 'assad'), ('abd', 'fattah', 'sisi'))
    """
    tokens = [token for word in label.split() for token in _split_word(word)]
    while len(tokens) > 1 and tokens[0] in _COURTESIES:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1] in _SUFFIXES:
        tokens = tokens[:-1]
    bare = [
        token
        for at, token in enumerate(tokens)
        if token not in _PARTICLES or (at == 0 and token in _NAMES_TOO and _stands_alone(token, label))
    ]
    *given, family = bare or tokens or [""]
    return tuple(filter(None, [*(_NICKNAMES.get(token, token) for token in given), family]))


def name_suffix(label: str) -> str:
    """What tells a son of his father's name from him: "jr", "ii" and so on; empty where there is none."""
    words = fold(label).split()
    return words[-1] if len(words) > 1 and words[-1] in _SUFFIXES - {"sr"} else ""


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """What spellings of one name have in common across transliterations; short words are themselves."""
    if len(word) < 4:
        return word
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = _TWICE.sub(r"\1", word)
    if word.startswith("ie"):  # Yevgeny, Evgeny
        word = word[1:]
    return word.rstrip("i") if len(word) > 4 else word


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a name's sound, which hardly change between transliterations."""
    return sound(word).translate(_VOWELS)


def similar(a: str, b: str, *, given: bool = False) -> bool:
    """Whether two folded words can be spellings of one name.

    Args:
        a: A word of one name.
        b: A word of the other.
        given: Whether they are given names: then a last "a" is a difference (Roberto, Roberta).
    """
    heard_a, heard_b = sound(a), sound(b)
    if heard_a == heard_b:
        return True
    if skeleton(a) != skeleton(b):
        return False
    ends = {heard_a[-1:], heard_b[-1:]}
    if len(ends) == 2 and "a" in ends and (given or "u" not in ends):  # Ivanov, Ivanova are two people
        return False
    return min(len(heard_a), len(heard_b)) >= 5 and ratio(heard_a, heard_b) >= _SIMILAR


def near_sound(word: str) -> str:
    """The sound of a word of which even the first letter is written in several ways: Gaddafi, Qaddafi."""
    return sound(word).replace("g", "k")


def near(a: str, b: str, *, given: bool = False) -> bool:
    """Whether two folded words may be one name where other things speak for it, though they are not `similar`.

    Args:
        a: A word of one name.
        b: A word of the other.
        given: Whether they are given names, which are also cut short (Condi).
    """
    heard_a, heard_b = sorted((near_sound(a), near_sound(b)), key=len)
    if heard_a == heard_b or similar(a, b, given=given):
        return True
    if len(heard_a) < _SHORTEST_NEAR or heard_a[0] != heard_b[0]:
        return False
    if given and heard_b.startswith(heard_a) and len(heard_b) - len(heard_a) >= _CUT_SHORT:
        return True
    if (heard_a[-1] == "a") != (heard_b[-1] == "a"):
        return False
    return ratio(heard_a, heard_b) >= (_NEAR_BONES if skeleton(a) == skeleton(b) else _NEAR)


def _split_word(word: str) -> list[str]:
    tokens: list[str] = []
    for token in fold(word).split():
        joined = _SERVANT.fullmatch(token)
        if joined:
            tokens += ["abd", joined[1]]
        else:
            tokens.append("abd" if token in _SERVANT_WORDS else token)
    return tokens


def _stands_alone(token: str, label: str) -> bool:
    first = label.split(maxsplit=1)[0]
    return fold(first) == token and first[0].isupper()


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_caseless(char: str) -> bool:
    return char.isalpha() and char.lower() == char.upper() and ord(char) > 0x24F
