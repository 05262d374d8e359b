"""Open relations: what a clause says between two entities that no frame of the lexicon covers.

The predicate is made of the words of the text: a verb with its particle and preposition, or a verb, its object noun
and the preposition (V | V P | V N P; ReVerb, Fader et al. 2011), or a copula with noun or adjective. Clause analysis
has undone passives, control and relatives before; factuality and attribution are weighed after, as for any claim.
Where ReVerb counts arguments in a corpus, here the form keeps predicates in bounds: both sides have a name and are
surely meant, there is no verb of saying or operator over a clause, no empty verb alone, no modifier of the noun, and
a place or time is a circumstance and no object.

A frame that was refused leaves room for an open relation: it names the words, not a sense of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.arguments import Predicate
from kg.extract.coordination import coordinated
from kg.extract.fillers import SITES, Filler
from kg.extract.lexicon import DIRECT_OBJECT
from kg.extract.matching import Matcher
from kg.extract.open_arguments import JOINTLY, PLACES, SPOTS, agents, is_loose, is_plain, named, owners
from kg.extract.referents import Resolution
from kg.extract.tokens import Token
from kg.open_names import to_open_name

__all__ = ["OpenMatch", "find_appositions", "find_open"]

COPULAS = frozenset("be become remain".split())
# Verbs that say nothing without an object noun or particle.
EMPTY = frozenset("be have do get take give put let set keep bring see want need like".split())
SPEECH = ("say", "allege")
# What these lead in is when, how or compared with whom, never whom it is done to.
CIRCUMSTANTIAL = frozenset(
    "during after before until till since despite amid amidst following by like unlike including than per via except"
    " besides as because according due ahead instead without around throughout within between among amongst along"
    " aboard".split()
)
# With any place, these say where it is; the second set only with a spot on the map ("focus on China", "at Turkey").
LOCAL = frozenset("in near inside outside across off over beside above below behind".split())
SPOTTED = frozenset(("on", "at"))
AMOUNTS = frozenset("MONEY QUANTITY PERCENT CARDINAL".split())
# "the way he spoke", "the day they left": the noun is no object of the clause that follows it.
ADVERBIAL_NOUNS = frozenset(
    "way manner time day week month year hour moment reason place extent case"
    " eve end start beginning wake midst aftermath help sake behalf basis".split()
)
# Prepositions whose noun says what it is about rather than when or where; those of such nouns are told too.
NOMINAL = frozenset("to on from against into of about".split())
COMPLEMENTED = frozenset(("as", "into"))  # "turned it into ...", "saw him as ...": nothing was done to it
OPERATING = frozenset(("from", "of", "into"))
MOST_INFERENCES = 3
LEAST_SURE = 0.62  # of both sides together: pronouns and groups that may be somebody else make no open relation


@dataclass(frozen=True, slots=True)
class OpenMatch:
    """An open relation by its name, who stands on either side, and the tokens that its name is made of."""

    relation: str
    subjects: tuple[Filler, ...]
    objects: tuple[Filler, ...]
    tokens: tuple[Token, ...]


def find_open(predicate: Predicate, matcher: Matcher) -> Iterator[OpenMatch]:
    """The open relations of a verb's clause."""
    verb = predicate.head
    if predicate.kind != "verb" or predicate.distance > MOST_INFERENCES:
        return
    if _takes_a_clause(verb) or _modifies_another(verb, matcher.res):
        return
    if predicate.head.lemma_.lower() in COPULAS and not predicate.passive:
        if any(c.dep_ == "expl" for c in predicate.head.children):
            return  # "there will be no deal with X"
        subjects = named(predicate.subject, matcher)
        for noun in predicate.at("="):
            yield from _of_attribute(noun, subjects, (predicate.head.lemma_,), predicate, matcher)
        return
    if predicate.passive:
        yield from _of_passive(predicate, matcher)
    yield from _of_active(predicate, matcher)


def find_appositions(resolution: Resolution, matcher: Matcher) -> Iterator[tuple[Predicate, OpenMatch]]:
    """ "Foxconn, a supplier of Apple": what an apposition says somebody is."""
    others = matcher.lexicon.words("organ") | matcher.lexicon.nominals.keys()  # "Kuwait, its first visit"
    for noun in resolution.annotated.doc:
        if noun.dep_ != "appos" or noun.pos_ != "NOUN" or noun.lemma_.lower() in others:
            continue
        predicate = Predicate(noun, "be", (), (noun.head,), {}, frozenset())
        for match in _of_attribute(noun, named([noun.head], matcher), ("be",), predicate, matcher):
            yield predicate, match


def _takes_a_clause(verb: Token) -> bool:
    """An operator or verb of saying over a clause says nothing of its own: "refused to", "barred X from VPing"."""
    gerunds = (g for c in verb.children if c.dep_ == "prep" and c.lower_ in OPERATING for g in c.children)
    return any(c.dep_ in ("ccomp", "xcomp", "parataxis") for c in verb.children) or any(
        g.dep_ == "pcomp" and g.pos_ == "VERB" for g in gerunds
    )


def _modifies_another(verb: Token, resolution: Resolution) -> bool:
    """ "the jury of the Oscars chaired by X": a name takes no such clause, so that it is the jury's."""
    noun = verb.head
    if verb.dep_ not in ("acl", "relcl") or noun.dep_ != "pobj" or noun.i not in resolution.names:
        return False
    return noun.head.lower_ == "of" and not verb.doc[verb.left_edge.i - 1].is_punct


def _of_active(predicate: Predicate, matcher: Matcher) -> Iterator[OpenMatch]:
    subjects = agents(predicate.subject, matcher)
    verb = predicate.head
    if not subjects or any(t.dep_ == "oprd" for t in predicate.at("=")):
        return  # "called him a liar" does nothing to him
    words = (_lemma(verb), *_particles(predicate))
    speech = any(verb.lemma_.lower() in matcher.lexicon.words(name) for name in SPEECH)
    bare = speech or (len(words) == 1 and verb.lemma_.lower() in EMPTY)
    direct = predicate.at(DIRECT_OBJECT)
    if not bare and not COMPLEMENTED & predicate.arguments.keys():
        yield from _match(words, subjects, named(direct, matcher), (verb,))
    gap = _antecedent_object(predicate)
    nouns = [t for t in direct if t.i > verb.i or predicate.passive] or ([gap] if gap is not None else [])
    for noun in nouns:
        if is_plain(noun, matcher):
            yield from _of_noun(noun, words, subjects, predicate, matcher)
    if (
        predicate.passive
        or predicate.reciprocal
        or bare
        or predicate.at("=")
        or gap is not None
        or _is_clipped(verb, matcher.res)
    ):
        return
    if all(t.ent_type_ in AMOUNTS for t in direct):
        yield from _of_prepositions(predicate.arguments, words, subjects, (verb,), matcher)
        for word in sorted(NOMINAL & predicate.arguments.keys()):  # "relied on data from X"
            for noun in predicate.at(word):
                told = word != "on" and agents([noun], matcher)
                if is_plain(noun, matcher) and not told and noun.lemma_.lower() not in ADVERBIAL_NOUNS:
                    yield from _of_noun(noun, (*words, word), subjects, predicate, matcher, shared=False)


def _antecedent_object(predicate: Predicate) -> Token | None:
    """ "the complaint that it lodged at X": the noun of an object relative, which lacks an object."""
    verb = predicate.head
    objects = [c for c in verb.children if c.dep_ in ("dobj", "obj")]
    if verb.dep_ != "relcl" or predicate.passive or any(c.tag_ not in ("WDT", "WP") for c in objects):
        return None
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    stranded = any(c.dep_ == "prep" and not any(c.children) for c in verb.children)  # "the man he spoke to"
    placed = any(c.tag_ == "WRB" for c in verb.children)
    adverbial = verb.head.lemma_.lower() in ADVERBIAL_NOUNS
    # behind a comma, or in a chain of nouns, the clause may hang on another noun
    loose = verb.doc[verb.head.i + 1].is_punct or verb.head.dep_ == "pobj"
    if not own or stranded or placed or adverbial or loose or any(c.tag_ in ("WP", "WDT") for c in own):
        return None
    return verb.head


def _is_clipped(verb: Token, resolution: Resolution) -> bool:
    """ "Griner freed in swap": in a headline a past form without object may be a passive."""
    return verb.tag_ in ("VBD", "VBN") and resolution.annotated.sent_of[verb.i] in resolution.annotated.headlines


def _of_passive(predicate: Predicate, matcher: Matcher) -> Iterator[OpenMatch]:
    """ "was signed to X", "was awarded the Y": said of whom it was done to, the agent left out."""
    verb = predicate.head
    own = [c for c in verb.children if c.dep_ in ("dobj", "obj")]
    undergoers = named((t for t in predicate.at(DIRECT_OBJECT) if t not in own), matcher)
    words = ("be", verb.lower_, *_particles(predicate))
    if not undergoers:
        return
    for noun in (*own, *(t for t in predicate.at("=") if t.dep_ == "oprd")):
        if noun.dep_ != "oprd":
            yield from _match(words, undergoers, named([noun], matcher), (verb,))
        if is_plain(noun, matcher):
            yield from _of_noun(noun, words, undergoers, predicate, matcher)
    if not own and not predicate.at("="):
        yield from _of_prepositions(predicate.arguments, words, undergoers, (verb,), matcher)


def _of_attribute(
    noun: Token, subjects: tuple[Filler, ...], words: tuple[str, ...], predicate: Predicate, matcher: Matcher
) -> Iterator[OpenMatch]:
    """ "is a supplier of X", "is responsible for X"; titles are told elsewhere."""
    if not subjects or noun.i in matcher.res.holders or matcher.res.office_owners.get(noun.i):
        return
    if noun.pos_ == "ADJ" or is_plain(noun, matcher, bound=True):
        yield from _of_noun(noun, words, subjects, predicate, matcher)


def _of_noun(
    noun: Token,
    words: tuple[str, ...],
    subjects: tuple[Filler, ...],
    predicate: Predicate,
    matcher: Matcher,
    *,
    shared: bool = True,
) -> Iterator[OpenMatch]:
    """Verb, noun and what hangs on the noun: "took part in", "praised X's courage"; if shared, also on the verb."""
    phrase = (*words, noun.lemma_)
    tokens = (predicate.head, noun)
    if predicate.head.lemma_.lower() not in EMPTY:
        yield from _match((*phrase, "of"), subjects, named(owners(noun, matcher), matcher), tokens)
    table = _hanging(noun)
    if shared and (predicate.head.lemma_.lower() not in COPULAS or predicate.passive or noun.pos_ == "ADJ"):
        jointly = any(c.lower_ in JOINTLY for c in predicate.head.children)
        for word, found in predicate.arguments.items():
            if word not in table and not (jointly and word == "with"):
                table[word] = found
    if noun.lemma_.lower() in SITES:
        table.pop("of", None)  # "the city of Aleppo" is Aleppo
    yield from _of_prepositions(table, phrase, subjects, tokens, matcher)


def _of_prepositions(
    table: dict[str, tuple[Token, ...]],
    words: tuple[str, ...],
    subjects: tuple[Filler, ...],
    tokens: tuple[Token, ...],
    matcher: Matcher,
) -> Iterator[OpenMatch]:
    for word, arguments in table.items():
        if word in (DIRECT_OBJECT, "=") or word in CIRCUMSTANTIAL:
            continue
        away = PLACES if word in LOCAL else SPOTS if word in SPOTTED else frozenset()
        start = table.get("from", ()) if word == "to" else ()  # "from X to Y" hangs together
        arguments = tuple(t for t in arguments if not any(map(is_loose, (t, *start))))
        found = named(arguments, matcher) if word == "on" else agents(arguments, matcher)  # "on the Russian side"
        objects = [f for f in found if matcher.res.referents[f.key].type not in away]
        yield from _match((*words, *_adverb(arguments, words), word), subjects, objects, tokens)


def _adverb(arguments: tuple[Token, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """The adverb that a preposition hangs on: "passes *close* to X"."""
    adverbs = (t.head.head for t in arguments[:1] if t.dep_ == "pobj" and t.head.head.dep_ == "advmod")
    return tuple(a.lower_ for a in adverbs if a.pos_ == "ADV" and a.lower_ not in words)


def _match(
    words: tuple[str, ...], subjects: tuple[Filler, ...], objects: Iterable[Filler], tokens: tuple[Token, ...]
) -> Iterator[OpenMatch]:
    relation = to_open_name(words)
    found = tuple(objects)
    surest = max((s.confidence for s in subjects), default=0.0), max((o.confidence for o in found), default=0.0)
    known = tuple(s for s in subjects if s.confidence * surest[1] >= LEAST_SURE)
    meant = tuple(o for o in found if o.confidence * surest[0] >= LEAST_SURE)
    if relation is not None and known and meant:
        yield OpenMatch(relation, known, meant, tokens)


def _lemma(verb: Token) -> str:
    """The verb's lemma, without the ending that the lemmatizer leaves on what it does not know: "resubmitt(e)"."""
    return re.sub(r"([bdgmnprt])\1e$", r"\1", verb.lemma_)


def _particles(predicate: Predicate) -> tuple[str, ...]:
    """Words that belong to the verb, in order: "set *up*", "caught *up* with", "pulled *out* of"."""
    return tuple(
        c.lower_
        for c in predicate.head.children
        if c.dep_ == "prt"
        or (
            c.dep_ in ("advmod", "prep")
            and c.lower_ in predicate.particles
            and c.i > predicate.head.i
            and not any(g.dep_ in ("pobj", "pcomp") or c.lower_ == "ahead" for g in c.children)  # "ahead of X"
        )
    )


def _hanging(noun: Token) -> dict[str, tuple[Token, ...]]:
    """The arguments at the prepositions of a noun."""
    table: dict[str, tuple[Token, ...]] = {}
    for child in noun.children:
        if child.dep_ == "prep":
            objects = [t for o in child.children if o.dep_ == "pobj" for t in coordinated(o)]
            table[child.lower_] = (*table.get(child.lower_, ()), *objects)
    return table
