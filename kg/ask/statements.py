"""A parsed question -> the statements that its answer would complete, with stand-ins for what is asked for.

"Who did Bennett meet?" asks for X in "Bennett did meet X". Inversion is undone and the wh-word put back by the parse;
where the parse leaves open where it came from, there is a statement for each gap, the likeliest first, and reading
tells which of them says something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from spacy.tokens import Doc, Token

from kg.ask.model import Asked, NotUnderstoodError
from kg.ask.phrases import Phrase, find_phrases
from kg.ask.stand_ins import NAMES
from kg.ask.trimming import core_of, listed, take_besides, take_most
from kg.ask.word_order import AUXILIARIES, gaps_of, in_words, is_inverted, orders_of, to_sentence
from kg.model import EntityType

__all__ = ["Statement", "statements"]

_ELSE = frozenset(("else", "exactly", "ever"))
_OPINIONS = frozenset("should could would might may must can ca shall".split())
_HAPPEN = frozenset(("happen", "occur", "go"))  # "what is going on between A and B"
_MOST = 80  # statements that are tried


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading of a question as a statement.

    `types` and `office` narrow the answer. `dealing` tells that the verb was put in for one that only asks what was
    done, and what kind of dealings. `left` are the words of the question that the statement has no place for, `ours`
    those of the statement that the question does not have. `either` asks for one or the other ("Putin or Zelensky").
    """

    text: str
    asked: Asked
    types: tuple[EntityType, ...] = ()
    office: str | None = None
    count: bool = False
    most: bool = False
    dealing: str | None = None
    excluded: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    ours: frozenset[str] = frozenset()
    either: bool = False


def statements(doc: Doc, offices: Mapping[str, str]) -> list[Statement]:
    """The statements of a question, the likeliest first.

    Args:
        doc: The question, parsed.
        offices: The usual names of offices by all their names, in small letters.

    Raises:
        NotUnderstoodError: It asks for what no statement can answer; the error names the words.
    """
    tokens = core_of(doc)
    if not tokens:
        raise NotUnderstoodError(doc.text.strip(), "there is no question in it")
    for token in tokens:
        if token.lower_ in _OPINIONS and token.tag_ == "MD":
            raise NotUnderstoodError(token.text, "the graph has what was said and done, no opinions or forecasts")
    tokens, excluded = take_besides(tokens)
    tokens = [token for token in tokens if token.lower_ not in _ELSE]
    most = take_most(tokens)
    tokens = [token for token in tokens if token not in most]
    unique = dict.fromkeys(_made(tokens, offices))
    either = any(token.lower_ == "or" for token in tokens)
    asking = [replace(each, most=bool(most), excluded=excluded, either=either) for each in unique]
    return [*asking, *_unmistakable(asking), *(_with_agents(asking) if _is_passive(tokens) else ())][:_MOST]


def _made(tokens: list[Token], offices: Mapping[str, str]) -> Iterator[Statement]:
    """The statements by how many things are asked for."""
    inner = listed(tokens, offices)
    asked = [] if inner else list(find_phrases(tokens, offices))
    if inner is not None:
        yield from _single(*inner)
    elif len(asked) == 2:
        yield from _pair(tokens, asked)
    elif asked:
        yield from _single(tokens, asked[0])
    else:
        yield from _whether(tokens)


def _unmistakable(made: list[Statement]) -> Iterator[Statement]:
    """ "did phone" once more as "managed to phone", where the verb cannot be taken for a noun."""
    for each in made:
        words = each.text.split(" ")
        at = next((n for n, word in enumerate(words) if word in ("did", "does", "do")), None)
        if at is not None and "not" not in words[at : at + 2]:
            put = " ".join((*words[:at], "managed", "to", *words[at + 1 :]))
            yield replace(each, text=put, ours=frozenset(("managed",)))


def _is_passive(tokens: list[Token]) -> bool:
    """Whether something was done, and it is not told by whom: "when was Kyiv bombed"."""
    helped = [n for n, t in enumerate(tokens) if t.lemma_ in ("be", "get") or t.lower_ == "'s"]
    done = any(t.tag_ in ("VBN", "VBD") for t in tokens[helped[0] + 1 :]) if helped else False
    return done and not any(t.lower_ == "by" for t in tokens)


def _with_agents(made: list[Statement]) -> Iterator[Statement]:
    """The same, done by somebody."""
    for each in made:
        if each.asked in (Asked.WHETHER, Asked.TIME, Asked.TIMES, Asked.PLACE):
            for kind in (EntityType.COUNTRY, EntityType.PERSON):
                name = NAMES[kind][1]
                yield replace(each, text=f"{each.text.rstrip('.')} by {name}.", ours=each.ours | {*name.split()})


def _single(tokens: list[Token], wh: Phrase) -> Iterator[Statement]:
    """The statements of a question that asks for one thing."""
    inside = [t for t in tokens if wh.start <= t.i < wh.end]
    rest = [t for t in tokens if t not in inside]
    if wh.preposition is not None:
        rest = [t for t in rest if t.i != wh.start - 1]
    at = sum(t.i < wh.start for t in rest)
    if wh.asked in (Asked.TIME, Asked.TIMES):
        for text in orders_of(rest):
            yield _make(text, wh)
        return
    if wh.asked is Asked.PLACE:
        for text in orders_of(rest):
            for preposition in ("in", "to"):
                yield _make([*text, preposition, "Streslau"], wh)
            if text and text[-1] in ("in", "to", "at"):
                yield _make([*text, "Streslau"], wh)
        return
    yield from _dealings(tokens, wh, rest)
    # "who met Putin" asks for who did it, and for nobody to whom it was done
    acts = wh.preposition is None and at == 0 and _is_verb(rest) and not is_inverted(rest)
    for kind in wh.fillers:
        name, other = NAMES[kind]
        if wh.preposition is None and not is_inverted(rest[at:]):  # as the subject, or where it stands
            yield _make([*in_words(rest[:at]), name, *in_words(rest[at:])], wh)
        for words, gap in [] if acts else gaps_of(rest, wh, tokens):
            put = [wh.preposition, name] if wh.preposition else [name]
            yield _make([*words[:gap], *put, *words[gap:]], wh)
        if wh.preposition is None and at == 0 and not is_inverted(rest):  # "who met in Geneva"
            yield _make([name, "and", other, *in_words(rest)], wh)


def _is_verb(rest: list[Token]) -> bool:
    return bool(rest) and rest[0].pos_ in ("VERB", "AUX")


def _make(words: list[str], wh: Phrase, dealing: str | None = None) -> Statement:
    return Statement(to_sentence(words), wh.asked, wh.types, wh.office, wh.count, dealing=dealing, left=wh.left)


def _pair(tokens: list[Token], asked: list[Phrase]) -> Iterator[Statement]:
    """ "who met whom in Geneva", "who met Putin and when" is two questions."""
    first, second = asked
    if {first.asked, second.asked} != {Asked.WHO}:
        part = " ".join(t.text for t in tokens if second.start <= t.i < second.end)
        raise NotUnderstoodError(part, "it asks for two things; ask one after the other")
    for kind, other in product(first.fillers[:3], second.fillers[:3]):
        words = []
        for token in tokens:
            if token.i == first.start:
                words.append(NAMES[kind][0])
            elif token.i == second.start:
                words.append(NAMES[other][1])
            elif not (first.start <= token.i < first.end or second.start <= token.i < second.end):
                words += in_words([token])
        yield Statement(to_sentence(words), Asked.PAIR, left=(*first.left, *second.left))


def _whether(tokens: list[Token]) -> Iterator[Statement]:
    """ "did Bennett meet Putin", and what stands there as a statement."""
    for words in orders_of(tokens):
        yield Statement(to_sentence(words), Asked.WHETHER)


def _dealings(tokens: list[Token], wh: Phrase, rest: list[Token]) -> Iterator[Statement]:
    """ "what did A do to B", "what happened between A and B": what no verb tells, a verb of ours stands for."""
    if tokens[0].lower_ != "what" or wh.end - wh.start != 1:
        return
    verb = next(
        (t for t in rest if t.lemma_.lower() in ("do", "say", *_HAPPEN) and t.tag_ != "MD" and _is_main(t, rest)), None
    )
    deed = Phrase(wh.start, wh.end, Asked.DEED, ())
    if verb is None:
        if rest and rest[-1].lower_ in ("of", "on", "about", "over"):  # "what did A accuse B of": the sentences tell
            for text in orders_of(rest[:-1]):
                yield _make(text, deed)
        return
    words, place = in_words(rest), rest.index(verb)
    after = rest[place + 1 :]
    link = after[0].lower_ if after else ""
    person = NAMES[EntityType.PERSON][0]
    if verb.lemma_.lower() in _HAPPEN:
        if link == "on":
            after = after[1:]
            link = after[0].lower_ if after else ""
        if link == "between":
            yield _make([*in_words(after[1:2]), *_tail(after, "met")], deed, "between")
        elif link == "to":
            yield _make([person, "attacked", *in_words(after[1:])], deed, "to")
        else:
            yield _make([person, "met", NAMES[EntityType.PERSON][1], *in_words(after)], deed, "there")
        return
    subject = in_words(rest[1:place]) if rest[0].lower_ in AUXILIARIES else words[:place]
    if verb.lemma_ == "say":
        if link in ("about", "of", "on"):
            yield _make([*subject, "criticized", *in_words(after[1:])], deed, "said")
        elif link == "to":
            yield _make([*subject, "warned", *in_words(after[1:])], deed, "said")
        return
    if link in ("to", "with", "for", "about", "against"):
        yield _make([*subject, "attacked", *in_words(after[1:])], deed, "did")
    else:
        yield _make([*subject, "attacked", NAMES[EntityType.COUNTRY][0], *in_words(after)], deed, "did")


def _is_main(token: Token, rest: list[Token]) -> bool:
    """Whether a verb is not merely another's auxiliary."""
    followed = [t for t in rest if t.i > token.i and t.pos_ in ("VERB", "AUX")]
    return token.dep_ not in ("aux", "auxpass") and not (token.lower_ in AUXILIARIES and followed)


def _tail(after: list[Token], verb: str) -> list[str]:
    """ "between A and B in 2022" -> A met B in 2022."""
    joint = next((n for n, t in enumerate(after) if t.lower_ == "and"), None)
    if joint is None:
        return [verb]
    return [*in_words(after[2:joint]), verb, *in_words(after[joint + 1 :])]
