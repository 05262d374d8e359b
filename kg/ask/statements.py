"""A parsed question -> the statements that its answer would complete, with stand-ins for what is asked for.

"Who did Bennett meet?" asks for X in "Bennett did meet X". Inversion is undone and the wh-word put back by the parse;
where the parse leaves open where it came from, there is a statement for each gap, the likeliest first, and reading
tells which of them says something. A stand-in is a name that the extractor takes for one of a given type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from spacy.tokens import Doc, Token

from kg.ask.model import Asked, NotUnderstoodError
from kg.model import EntityType
from kg.ontology import Actor

__all__ = ["OTHER_STAND_IN", "STAND_INS", "Statement", "is_stand_in", "statements"]

_PREFIX = "asked-"
_NAMES = {
    EntityType.PERSON: ("Quentin Fairweather", "Rupert Hentzau"),
    EntityType.COUNTRY: ("Ruritania", "Graustark"),
    EntityType.ORGANIZATION: ("Zembla Corporation", "Gondor Corporation"),
    EntityType.CITY: ("Streslau", "Zenda"),
    EntityType.GROUP: ("Zemblans", "Gondorians"),
    EntityType.FACILITY: ("Zenda Castle", "Hentzau Castle"),
}


def _stand_in(kind: EntityType, name: str, number: int) -> Actor:
    return Actor(f"{_PREFIX}{kind.value.lower()}-{number}", name, kind, (name,))


STAND_INS = {
    actor.id: actor
    for kind, names in _NAMES.items()
    for number, name in enumerate(names, 1)
    for actor in (_stand_in(kind, name, number),)
}
OTHER_STAND_IN = "-2"
"""What the ids of the second stand-ins of a type end with: "who met whom" asks for two."""

_ANYBODY = (EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION)
_ANYTHING = (EntityType.COUNTRY, EntityType.CITY, EntityType.ORGANIZATION, EntityType.PERSON, EntityType.FACILITY)
_PLACE = (EntityType.CITY,)
# What the noun after "which" or "how many" narrows the answer to.
_NOUNS = {
    **dict.fromkeys("country state nation government".split(), (EntityType.COUNTRY,)),
    **dict.fromkeys("city town capital".split(), (EntityType.CITY,)),
    **dict.fromkeys("organization organisation company agency body".split(), (EntityType.ORGANIZATION,)),
    **dict.fromkeys("group militia party".split(), (EntityType.ORGANIZATION, EntityType.GROUP)),
    **dict.fromkeys("person people politician individual statesman".split(), (EntityType.PERSON,)),
}
_PLACES = frozenset("place location city town country region".split())
_DATES = frozenset("day date month year time week".split())
_BEINGS = frozenset(("be", "have", "do"))
_AUXILIARIES = frozenset(
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
_SOMEBODY = frozenset("anyone anybody someone somebody".split())
_TELLING = frozenset("tell know show say list name give find wonder want see ask".split())
_TRUE = frozenset("true right correct fact".split())
_OPEN = {"why": "reasons are not in the graph", "how": "only 'how many' and 'how often' are read", "whose": ""}
_ELSE = frozenset(("else", "exactly", "ever"))
_BESIDES = frozenset("besides except apart".split())
_OPINIONS = frozenset("should could would might may must can ca shall".split())
_MOST = 80  # statements that are tried


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading of a question as a statement.

    `types` and `office` narrow the answer; `profile` is a name whose bearer is asked about ("who is X"). `dealing` tells
    that the verb was put in for one that only asks what was done, and what kind of dealings. `left` are the words of the
    question that the statement has no place for, `ours` those of the statement that the question does not have. `either` asks for one or the other ("Putin or Zelensky").
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


@dataclass(frozen=True, slots=True)
class _Wh:
    """What is asked for: the tokens of its phrase (half-open), the preposition before it, and what it may be."""

    start: int
    end: int
    asked: Asked
    fillers: tuple[EntityType, ...]
    preposition: str | None = None
    types: tuple[EntityType, ...] = ()
    office: str | None = None
    count: bool = False
    left: tuple[str, ...] = ()


def is_stand_in(entity: str) -> bool:
    """Whether an entity's id is that of a stand-in."""
    return entity in STAND_INS


def statements(doc: Doc, offices: Mapping[str, str]) -> list[Statement]:
    """The statements of a question, the likeliest first.

    Args:
        doc: The question, parsed.
        offices: The usual names of offices by all their names, in small letters.

    Raises:
        NotUnderstoodError: It asks for what no statement can answer; the error names the words.
    """
    tokens = _core(doc)
    if not tokens:
        raise NotUnderstoodError(doc.text.strip(), "there is no question in it")
    for token in tokens:
        if token.lower_ in _OPINIONS and token.tag_ == "MD":
            raise NotUnderstoodError(token.text, "the graph has what was said and done, no opinions or forecasts")
    tokens, excluded = _besides(tokens)
    tokens = [token for token in tokens if token.lower_ not in _ELSE]
    most = _most(tokens)
    tokens = [token for token in tokens if token not in most]
    listed = _listed(tokens, offices)
    asked = [] if listed else list(_each_wh(tokens, offices))
    made = (
        _single(*listed)
        if listed
        else _pair(tokens, asked)
        if len(asked) == 2
        else _single(tokens, asked[0])
        if asked
        else _whether(tokens)
    )
    unique = dict.fromkeys(made)
    either = any(token.lower_ == "or" for token in tokens)
    asking = [replace(each, most=bool(most), excluded=excluded, either=either) for each in unique]
    return [*asking, *_unmistakable(asking), *(_with_agents(asking) if _is_passive(tokens) else ())][:_MOST]


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
                name = _NAMES[kind][1]
                yield replace(each, text=f"{each.text.rstrip('.')} by {name}.", ours=each.ours | {*name.split()})


def _unmistakable(made: list[Statement]) -> Iterator[Statement]:
    """ "did phone" once more as "managed to phone", where the verb cannot be taken for a noun."""
    for each in made:
        words = each.text.split(" ")
        at = next((n for n, word in enumerate(words) if word in ("did", "does", "do")), None)
        if at is not None and "not" not in words[at : at + 2]:
            put = " ".join((*words[:at], "managed", "to", *words[at + 1 :]))
            yield replace(each, text=put, ours=frozenset(("managed",)))


def _core(doc: Doc) -> list[Token]:
    """The question itself: without "tell me", "is it true that", "do you know"."""
    tokens = [token for token in doc if not token.is_space]
    while tokens and (tokens[-1].is_punct and tokens[-1].text not in ")"):
        tokens.pop()
    while tokens and (tokens[0].lower_ in ("please", "and", "so", "hey", "hi", "ok", "but") or tokens[0].is_punct):
        tokens.pop(0)
    if not tokens:
        return []
    root = tokens[0].sent.root if tokens[0].sent.root in tokens else tokens[0]
    inner = [
        t for t in tokens if t.i > root.i and (t.tag_ in ("WP", "WDT", "WRB", "WP$") or t.lower_ in ("if", "whether"))
    ]
    people = {t.lower_ for t in tokens if t.head == root and t.dep_ in ("nsubj", "dobj", "dative")}
    if root.lemma_.lower() in _TELLING and inner and people <= {"i", "you", "me", "us", "we"}:
        start = inner[0].i - (inner[0].i > root.i + 1 and doc[inner[0].i - 1].pos_ == "ADP")
        return [t for t in tokens if t.i >= start and t.lower_ not in ("if", "whether")]
    truth = next((t for t in tokens[:5] if t.lower_ in _TRUE and tokens[0].lemma_ == "be"), None)
    if truth is not None and any(t.lower_ == "it" for t in tokens[:2]):
        return [t for t in tokens if t.i > truth.i and not (t.lower_ == "that" and t.i == truth.i + 1)]
    return tokens


def _listed(tokens: list[Token], offices: Mapping[str, str]) -> tuple[list[Token], _Wh] | None:
    """ "list the countries that sanctioned Belarus": the relative clause, and the noun that it asks for."""
    root = tokens[0].sent.root
    if root.lemma_.lower() not in _TELLING or root.i > tokens[0].i + 1:
        return None
    for noun in (t for t in tokens if t.head == root and t.dep_ == "dobj"):
        clause = next((t for t in tokens if t.head == noun and t.dep_ == "relcl"), None)
        if clause is None or noun.lemma_.lower() not in _NOUNS.keys() | offices.keys():
            continue
        inside = {t.i for t in clause.subtree}
        kept = [t for t in tokens if t == noun or (t.i in inside and t.tag_ not in ("WDT", "WP"))]
        kinds = _NOUNS.get(noun.lemma_.lower(), (EntityType.PERSON,))
        office = offices.get(noun.lemma_.lower()) if noun.lemma_.lower() not in _NOUNS else None
        left = tuple(t.text for t in noun.children if t.pos_ in ("ADJ", "NUM", "NOUN"))
        return kept, _Wh(noun.i, noun.i + 1, Asked.WHO, kinds, None, kinds, office, left=left)
    return None


def _besides(tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """ "who besides Bennett met him": the question, and whom it leaves out."""
    for token in tokens:
        if token.lower_ in _BESIDES:
            names = [t for t in tokens if t.i > token.i and (t.pos_ == "PROPN" or t.lower_ in ("from", "for"))]
            run = [t for n, t in enumerate(names) if t.i == token.i + 1 + n]
            named = " ".join(t.text for t in run if t.pos_ == "PROPN")
            if named:
                return [t for t in tokens if t != token and t not in run], (named,)
    return tokens, ()


def _most(tokens: list[Token]) -> list[Token]:
    """ "who met him most", "most often"."""
    found = [t for t in tokens if t.lower_ == "most" and (t == tokens[-1] or t.head.pos_ in ("VERB", "ADV", "AUX"))]
    if found:
        found += [t for t in tokens if t.i == found[0].i + 1 and t.lower_ in ("often", "frequently")]
        found += [t for t in tokens if t.i == found[0].i - 1 and t.lower_ == "the"]
    return found


def _each_wh(tokens: list[Token], offices: Mapping[str, str]) -> Iterator[_Wh]:
    """The phrases that ask for something, in order."""
    for n, token in enumerate(tokens):
        low = token.lower_
        relative = n > 0 and token.dep_ in ("nsubj", "dobj", "nsubjpass") and token.head.dep_ == "relcl"
        if low in ("which", "what", "who", "whom", "that") and relative and n > 1:
            continue
        if low in _OPEN and not (low == "how" and n + 1 < len(tokens) and tokens[n + 1].lower_ in ("many", "often")):
            if token.tag_ in ("WRB", "WP$", "WP") and (n == 0 or low != "how"):
                raise NotUnderstoodError(
                    " ".join(t.text for t in tokens[n : n + 2 if low == "how" else n + 1]), _OPEN[low]
                )
            continue
        before = tokens[n - 1] if n and tokens[n - 1].pos_ in ("ADP", "SCONJ") else None
        preposition = before.lower_ if before is not None and (n == 1 or low in ("whom", "which")) else None
        if low in ("who", "whom"):
            yield _Wh(token.i, token.i + 1, Asked.WHO, _ANYBODY, preposition)
        elif low == "where":
            yield _Wh(token.i, token.i + 1, Asked.PLACE, _PLACE)
        elif low == "when":
            yield _Wh(token.i, token.i + 1, Asked.TIME, ())
        elif low == "how":
            yield _how(tokens, n, offices)
        elif low in ("what", "which"):
            yield _which(tokens, n, preposition, offices)
        elif low in _SOMEBODY:
            yield _Wh(token.i, token.i + 1, Asked.WHO, _ANYBODY)
        elif low in ("any", "all", "the") and n == 0:
            continue


def _how(tokens: list[Token], n: int, offices: Mapping[str, str]) -> _Wh:
    """ "how often", "how many times", "how many countries"."""
    if tokens[n + 1].lower_ == "often":
        return _Wh(tokens[n].i, tokens[n].i + 2, Asked.TIMES, ())
    found = _which(tokens, n + 1, None, offices)
    noun = tokens[min(n + 2, len(tokens) - 1)]
    if noun.lemma_.lower() in ("time", "occasion"):
        return _Wh(tokens[n].i, noun.i + 1, Asked.TIMES, ())
    return _Wh(tokens[n].i, found.end, found.asked, found.fillers, None, found.types, found.office, True, found.left)


def _which(tokens: list[Token], n: int, preposition: str | None, offices: Mapping[str, str]) -> _Wh:
    """ "what", "which countries", "what other European leaders", "on which day"."""
    token, noun, left = tokens[n], None, []
    for each in tokens[n + 1 :]:
        if each.pos_ in ("NOUN", "PROPN") or each.lemma_.lower() in _NOUNS:
            follows = tokens[tokens.index(each) + 1] if each != tokens[-1] else None
            if each.dep_ == "compound" and follows is not None and follows.pos_ == "NOUN":
                left.append(each)
                continue
            noun = each
            break
        if each.pos_ not in ("ADJ", "DET", "NUM") and each.lower_ != "of":
            break
        left.append(each)
    known = noun is not None and (
        noun.lemma_.lower() in _NOUNS.keys() | _PLACES | _DATES | offices.keys()
        or token.head == noun
        or token.dep_ == "det"
    )
    if noun is None or not known:
        return _Wh(token.i, token.i + 1, Asked.WHO, _ANYTHING, preposition)
    lemma, end = noun.lemma_.lower(), noun.i + 1
    extra = tuple(t.text for t in left if t.lower_ not in ("other", "of", "the", "all"))
    if lemma in _DATES:
        return _Wh(token.i, end, Asked.TIME, (), preposition, left=extra)
    if lemma in _PLACES and preposition in ("in", "at"):
        return _Wh(token.i, end, Asked.PLACE, _PLACE, preposition, _NOUNS.get(lemma, ()), left=extra)
    if lemma in _NOUNS:
        kinds = _NOUNS[lemma]
        return _Wh(token.i, end, Asked.WHO, kinds, preposition, kinds, left=extra)
    if lemma in ("leader", "official"):
        return _Wh(token.i, end, Asked.WHO, (EntityType.PERSON,), preposition, (EntityType.PERSON,), left=extra)
    title = " ".join((*(t.lower_ for t in left), lemma))
    for office in (title, lemma):
        if office in offices:
            rest = extra if office == lemma else ()
            return _Wh(
                token.i,
                end,
                Asked.WHO,
                (EntityType.PERSON,),
                preposition,
                (EntityType.PERSON,),
                offices[office],
                left=rest,
            )
    raise NotUnderstoodError(noun.text, "that is no kind of answer that the graph has")


def _single(tokens: list[Token], wh: _Wh) -> Iterator[Statement]:
    """The statements of a question that asks for one thing."""
    inside = [t for t in tokens if wh.start <= t.i < wh.end]
    rest = [t for t in tokens if t not in inside]
    if wh.preposition is not None:
        rest = [t for t in rest if t.i != wh.start - 1]
    at = sum(t.i < wh.start for t in rest)
    if wh.asked in (Asked.TIME, Asked.TIMES):
        for text in _orders(rest):
            yield _make(text, wh)
        return
    if wh.asked is Asked.PLACE:
        for text in _orders(rest):
            for preposition in ("in", "to"):
                yield _make([*text, preposition, "Streslau"], wh)
            if text and text[-1] in ("in", "to", "at"):
                yield _make([*text, "Streslau"], wh)
        return
    yield from _dealings(tokens, wh, rest)
    for kind in wh.fillers:
        name, other = _NAMES[kind]
        if wh.preposition is None and not _is_inverted(rest[at:]):  # as the subject, or where it stands
            yield _make([*_words(rest[:at]), name, *_words(rest[at:])], wh)
        for words, gap in _gaps(rest, wh, tokens):
            put = [wh.preposition, name] if wh.preposition else [name]
            yield _make([*words[:gap], *put, *words[gap:]], wh)
        if wh.preposition is None and at == 0 and not _is_inverted(rest):  # "who met in Geneva"
            yield _make([name, "and", other, *_words(rest)], wh)


def _make(words: list[str], wh: _Wh, dealing: str | None = None) -> Statement:
    return Statement(_join(words), wh.asked, wh.types, wh.office, wh.count, dealing=dealing, left=wh.left)


def _pair(tokens: list[Token], asked: list[_Wh]) -> Iterator[Statement]:
    """ "who met whom in Geneva", "who met Putin and when" is two questions."""
    first, second = asked
    if {first.asked, second.asked} != {Asked.WHO}:
        words = " ".join(t.text for t in tokens if second.start <= t.i < second.end)
        raise NotUnderstoodError(words, "it asks for two things; ask one after the other")
    for kind, other in product(first.fillers[:3], second.fillers[:3]):
        words = []
        for token in tokens:
            if token.i == first.start:
                words.append(_NAMES[kind][0])
            elif token.i == second.start:
                words.append(_NAMES[other][1])
            elif not (first.start <= token.i < first.end or second.start <= token.i < second.end):
                words.append(_spelt(token))
        yield Statement(_join(words), Asked.PAIR, left=(*first.left, *second.left))


def _whether(tokens: list[Token]) -> Iterator[Statement]:
    """ "did Bennett meet Putin", and what stands there as a statement."""
    for words in _orders(tokens):
        yield Statement(_join(words), Asked.WHETHER)


def _dealings(tokens: list[Token], wh: _Wh, rest: list[Token]) -> Iterator[Statement]:
    """ "what did A do to B", "what happened between A and B": what no verb tells, a verb of ours stands for."""
    if tokens[0].lower_ != "what" or wh.end - wh.start != 1:
        return
    verb = next(
        (t for t in rest if t.lemma_.lower() in ("do", "happen", "say") and t.tag_ != "MD" and _is_main(t, rest)), None
    )
    if verb is None:
        return
    deed = _Wh(wh.start, wh.end, Asked.DEED, ())
    words, place = _words(rest), rest.index(verb)
    after = rest[place + 1 :]
    link = after[0].lower_ if after else ""
    person = _NAMES[EntityType.PERSON][0]
    if verb.lemma_ == "happen":
        if link == "between":
            yield _make([*_words(after[1:2]), *_tail(after, "met")], deed, "between")
        elif link == "to":
            yield _make([person, "attacked", *_words(after[1:])], deed, "to")
        else:
            yield _make([person, "met", _NAMES[EntityType.PERSON][1], *_words(after)], deed, "there")
        return
    subject = _words(rest[1:place]) if rest[0].lower_ in _AUXILIARIES else words[:place]
    if verb.lemma_ == "say":
        if link in ("about", "of", "on"):
            yield _make([*subject, "criticized", *_words(after[1:])], deed, "said")
        elif link == "to":
            yield _make([*subject, "warned", *_words(after[1:])], deed, "said")
        return
    if link in ("to", "with", "for", "about", "against"):
        yield _make([*subject, "attacked", *_words(after[1:])], deed, "did")
    else:
        yield _make([*subject, "attacked", _NAMES[EntityType.COUNTRY][0], *_words(after)], deed, "did")


def _is_main(token: Token, rest: list[Token]) -> bool:
    """Whether a verb is not merely another's auxiliary."""
    followed = [t for t in rest if t.i > token.i and t.pos_ in ("VERB", "AUX")]
    return token.dep_ not in ("aux", "auxpass") and not (token.lower_ in _AUXILIARIES and followed)


def _tail(after: list[Token], verb: str) -> list[str]:
    """ "between A and B in 2022" -> A met B in 2022."""
    joint = next((n for n, t in enumerate(after) if t.lower_ == "and"), None)
    if joint is None:
        return [verb]
    return [*_words(after[2:joint]), verb, *_words(after[joint + 1 :])]


def _orders(rest: list[Token]) -> Iterator[list[str]]:
    """The words with the auxiliary behind the subject, for each end that the subject may have; and as they stand."""
    if not rest:
        return
    if rest[0].lower_ not in _AUXILIARIES or len(rest) == 1:
        yield _words(rest)
        return
    for end in _subject_ends(rest):
        yield [*_words(rest[1:end]), *_spell_aux(rest[0], rest[end:]), *_words(rest[end:])]


def _is_inverted(rest: list[Token]) -> bool:
    """Whether a subject of its own follows the auxiliary: "did Bennett meet", "was Russia condemned by"."""
    if len(rest) < 2 or rest[0].lower_ not in _AUXILIARIES:
        return False
    begins = rest[1].pos_ in ("PROPN", "DET", "PRON") or rest[1].ent_type_ != "" or rest[1].text[:1].isupper()
    if rest[0].lemma_ == "do" or rest[0].lower_ in ("did", "does", "do", "'d"):
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
        if token.dep_ in ("nsubj", "nsubjpass", "attr", "csubj", "dobj", "ROOT", "compound") and token.pos_ in (
            "PROPN",
            "NOUN",
            "PRON",
            "ADJ",
        ):
            inner = [index[t.i] for t in token.subtree if t.i in index]
            if inner and min(inner) == 1 and token.dep_ in ("nsubj", "nsubjpass"):
                ends.append(max(inner) + 1)
    for n in range(2, len(rest)):
        if rest[n].pos_ in ("VERB", "AUX", "ADP", "PART", "ADV", "ADJ") or rest[n - 1].pos_ == "PROPN":
            ends.append(n)
    ends.extend(range(2, len(rest) + 1))
    return list(dict.fromkeys(ends))[:6]


def _spell_aux(aux: Token, after: list[Token]) -> list[str]:
    """The auxiliary of a statement; "do" is left out before "not" and kept where it only asks."""
    if aux.lower_ == "'s":
        return (
            ["has"] if any(t.tag_ == "VBN" for t in after[:2]) and not any(t.lower_ == "by" for t in after) else ["is"]
        )
    if aux.lower_ == "'d":
        return ["did"]
    return [_spelt(aux)]


def _gaps(rest: list[Token], wh: _Wh, tokens: list[Token]) -> Iterator[tuple[list[str], int]]:
    """Where the wh-phrase may have come from: word lists without inversion, and the place in them."""
    head = next((t.head for t in tokens if wh.start <= t.i < wh.end and not wh.start <= t.head.i < wh.end), None)
    orders = list(_orders(rest))
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
        places += [n + 1 for n in range(len(lows) - 1, 0, -1) if lows[n] in verbs and lows[n] not in _AUXILIARIES]
        places.append(len(words))
        for place in dict.fromkeys(places):
            yield words, place


_PREPOSITIONS = frozenset(
    "to with by for from against about at in on of into over between towards toward after behind near under".split()
)


def _begins_time(low: str) -> bool:
    return low in ("last", "this", "next", "yesterday", "today", "before", "since", "during")


def _words(tokens: list[Token]) -> list[str]:
    return [_spelt(token) for token in tokens]


def _spelt(token: Token) -> str:
    """A word as a statement has it: contractions written out, the first word of the question without its capital."""
    low = token.lower_
    if low in _SPELT_OUT:
        return _SPELT_OUT[low]
    if low == "'s" and token.pos_ in ("AUX", "VERB"):
        return "has" if token.lemma_ == "have" else "is"
    return low if token.i == 0 and token.pos_ != "PROPN" and low in _AUXILIARIES else token.text


def _join(words: list[str]) -> str:
    """Words as a sentence: with its full stop, and clitics where they belong."""
    text = ""
    for word in words:
        glued = word in ("'s", "'", ",", ".", ")", ";", ":") or text.endswith(("(", "-")) or word == "-" or not text
        text += word if glued else f" {word}"
    return f"{text[:1].upper()}{text[1:]}."
