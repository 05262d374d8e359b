"""The order of words in questions and statements: inversion undone, and where a wh-phrase may have come from."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.ask.phrases import Phrase

__all__ = ["AUXILIARIES", "gaps_of", "in_words", "is_inverted", "orders_of", "to_sentence"]

AUXILIARIES = frozenset(
    "do does did is are was were has have had will would can could shall should may might must 's 're 've 'll 'd"
    " wo ca".split()
)
_SPELT_OUT = {
    "'ll": "will",
    "'re": "are",
    "'ve": "have",
    "n't": "not",
    "nt": "not",
    "wo": "will",
    "ca": "can",
    "’s": "'s",
}
_PREPOSITIONS = frozenset(
    "to with by for from against about at in on of into over between towards toward after behind near under".split()
)


def orders_of(rest: list[Token]) -> Iterator[list[str]]:
    """The words with the auxiliary behind the subject, for each end that the subject may have; and as they stand."""
    if not rest:
        return
    if rest[0].lower_ not in AUXILIARIES or len(rest) == 1:
        yield in_words(rest)
        return
    for end in _subject_ends(rest):
        yield [*in_words(rest[1:end]), *_spell_aux(rest[0], rest[end:]), *in_words(rest[end:])]


def is_inverted(rest: list[Token]) -> bool:
    """Whether a subject of its own follows the auxiliary: "did Bennett meet", "was Russia condemned by"."""
    if len(rest) < 2 or rest[0].lower_ not in AUXILIARIES:
        return False
    begins = rest[1].pos_ in ("PROPN", "DET", "PRON") or rest[1].ent_type_ != "" or rest[1].text[:1].isupper()
    if rest[0].lemma_ == "do" or rest[0].lower_ in ("did", "does", "do", "'d"):
        return begins
    if rest[0].tag_ == "MD" and len(rest) > 2 and rest[1].pos_ != "VERB":  # a verb follows, whatever it is taken for
        return begins
    return begins and any(token.pos_ in ("VERB", "ADP") for token in rest[2:]) and not _is_equation(rest)


def _is_equation(rest: list[Token]) -> bool:
    """ "is the foreign minister of Israel": what follows is told of the subject."""
    return (
        rest[0].lemma_ in ("be", "'s")
        and not any(t.pos_ == "VERB" or t.tag_ == "VBN" for t in rest[1:])
        and (rest[-1].pos_ != "ADP")
    )


def _subject_ends(rest: list[Token]) -> list[int]:
    """Where the subject behind an auxiliary may end (indices into `rest`), the likeliest first."""
    index = {token.i: n for n, token in enumerate(rest)}
    ends: list[int] = []
    for token in rest[1:]:
        if token.dep_ in ("nsubj", "nsubjpass"):
            inner = [index[t.i] for t in token.subtree if t.i in index]
            if inner and min(inner) == 1:
                ends.append(max(inner) + 1)
    after = frozenset(("VERB", "AUX", "ADP", "PART", "ADV", "ADJ"))
    ends.extend(n for n in range(2, len(rest)) if rest[n].pos_ in after or rest[n - 1].pos_ == "PROPN")
    ends.extend(range(2, len(rest) + 1))
    return sorted(dict.fromkeys(ends), key=lambda n: n < len(rest) and _is_inside(rest[n - 1], rest[n]))[:6]


def _is_inside(before: Token, after: Token) -> bool:
    """Whether a name goes on from one token to the next: "Abdel Fattah el-Sisi"."""
    return "-" in (before.text, after.text) or (before.pos_ == "PROPN" and after.pos_ == "PROPN")


def _spell_aux(aux: Token, after: list[Token]) -> list[str]:
    """The auxiliary of a statement; "do" is left out before "not" and kept where it only asks."""
    if aux.lower_ == "'s":
        return (
            ["has"] if any(t.tag_ == "VBN" for t in after[:2]) and not any(t.lower_ == "by" for t in after) else ["is"]
        )
    if aux.lower_ == "'d":
        return ["did"]
    return [_spelt(aux)]


def gaps_of(rest: list[Token], wh: Phrase, tokens: list[Token]) -> Iterator[tuple[list[str], int]]:
    """Where the wh-phrase may have come from: word lists without inversion, and the place in them."""
    head = next((t.head for t in tokens if wh.start <= t.i < wh.end and not wh.start <= t.head.i < wh.end), None)
    orders = list(orders_of(rest))
    for words in orders[:3]:
        places: list[int] = []
        lows = [word.lower() for word in words]
        verbs = {_spelt(t).lower() for t in rest if t.pos_ in ("VERB", "AUX") or t == head} | {
            "meet",
            "phone",
            "call",
            "attack",
        }
        stranded = [
            n + 1
            for n, low in enumerate(lows)
            if low in _PREPOSITIONS
            and (n + 1 == len(lows) or lows[n + 1] in _PREPOSITIONS or _begins_time(lows[n + 1]))
        ]
        places += stranded
        if head is not None and _spelt(head).lower() in lows:
            places.append(len(lows) - lows[::-1].index(_spelt(head).lower()))
        places += [n + 1 for n in range(len(lows) - 1, 0, -1) if lows[n] in verbs and lows[n] not in AUXILIARIES]
        places.append(len(words))
        for place in dict.fromkeys(places):
            yield words, place


def _begins_time(low: str) -> bool:
    return low in ("last", "this", "next", "yesterday", "today", "before", "since", "during")


def in_words(tokens: list[Token]) -> list[str]:
    """Tokens as the words of a statement."""
    return [_spelt(token) for token in tokens]


def _spelt(token: Token) -> str:
    """A word as a statement has it: contractions written out, the first word of the question without its capital."""
    low = token.lower_
    if low in _SPELT_OUT:
        return _SPELT_OUT[low]
    if low == "'s" and token.pos_ in ("AUX", "VERB"):
        return "has" if token.lemma_ == "have" else "is"
    return low if token.i == 0 and token.pos_ != "PROPN" and low in AUXILIARIES else token.text


def to_sentence(words: list[str]) -> str:
    """Words as a sentence: with its full stop, and clitics where they belong."""
    text = ""
    for word in words:
        glued = word in ("'s", "'", ",", ".", ")", ";", ":") or text.endswith(("(", "-")) or word == "-" or not text
        text += word if glued else f" {word}"
    return f"{text[:1].upper()}{text[1:]}."
