"""Which mentions are one entity inside an article.

One pass from left to right over names, titles, descriptions, groups and pronouns. Every link has a confidence; where
two readings are as good the rule abstains.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extract.annotate import Annotated
from kg.extract.clusters import Clusters
from kg.extract.descriptions import is_description, resolve_description, resolve_one_of
from kg.extract.discourse import SUBJECTS, Discourse
from kg.extract.gazetteer import Gazetteer
from kg.extract.groups import PAIR_WORDS, resolve_group
from kg.extract.holders import note_holders, resolve_title
from kg.extract.lexicon import Lexicon
from kg.extract.name_spans import Name
from kg.extract.offices import Holding
from kg.extract.pronouns import is_personal, resolve_pronoun, resolve_relative
from kg.extract.referents import Link, Resolution
from kg.extract.tokens import Token
from kg.model import EntityType
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.extract.cast import Cast

__all__ = ["resolve"]

MALE = frozenset(
    "mr mr. king prince sheikh lord sir father chairman spokesman congressman emir sultan brother son".split()
)
FEMALE = frozenset("mrs mrs. ms ms. miss queen princess lady dame mother chairwoman spokeswoman congresswoman".split())


def resolve(
    annotated: Annotated,
    names: Sequence[Name],
    holdings: Sequence[Holding],
    gazetteer: Gazetteer,
    ontology: Ontology,
    lexicon: Lexicon,
    cast: Cast | None = None,
) -> Resolution:
    """Resolve every mention of an article; of a section of one with those whom earlier ones have named."""
    clusters = Clusters(annotated, gazetteer, cast)
    resolution = _walk(Discourse(annotated, names, holdings, clusters, ontology, lexicon), names)
    resolution.members = {key: number for number, key in clusters.members.items()}
    return resolution


def _walk(d: Discourse, names: Sequence[Name]) -> Resolution:
    """Names first, then every other mention in the order of the text."""
    order = sorted(names, key=lambda n: (n.type is not EntityType.PERSON, n.start - n.end, n.start))
    for name in order:  # full names before short ones, wherever they stand
        referent = d.clusters.add(name)
        d.res.links[name.head] = Link((referent.key,), 1.0 if name.end - name.start > 1 or name.actor else 0.95, "name")
    _metonyms(d, names)
    note_holders(d)
    _genders(d, names)
    heads = {n.head for n in names}
    for token in d.doc:
        if token.i in heads:
            d.see(token, d.res.links[token.i].keys)
        elif token.i in d.by_head:
            resolve_title(d, d.by_head[token.i], token)
            _note_other(d, token)
            _note_open(d, token, "title")
        elif token.tag_ in ("WP", "WDT", "WP$"):
            resolve_relative(d, token)
        elif token.lower_ in PAIR_WORDS and token.dep_ in (*SUBJECTS, "pobj", "dobj"):
            if not any(c.lower_ == "of" for c in token.children):
                resolve_group(d, token, token.lower_, None)
                _note_open(d, token, "group")
        elif token.lower_ == "those":
            resolve_one_of(d, token)
        elif token.pos_ == "PRON" or token.tag_ == "PRP$":
            resolve_pronoun(d, token)
            if is_personal(token):
                _note_open(d, token, "pronoun")
        elif (token.pos_ in ("NOUN", "PROPN") or token.lower_ == "counterpart") and token.i not in d.res.names:
            resolve_description(d, token)
            _note_other(d, token)
            if is_description(d, token):
                _note_open(d, token, "description")
    return d.res


def _note_other(d: Discourse, noun: Token) -> None:
    if noun.i not in d.res.links and noun.dep_ not in ("compound", "nmod"):
        d.others.append(noun.i)


def _note_open(d: Discourse, token: Token, kind: str) -> None:
    """Note that an antecedent was looked for, and none found that can be trusted."""
    if token.i not in d.res.links:
        d.res.abstained[token.i] = kind


def _metonyms(d: Discourse, names: Sequence[Name]) -> None:
    """A seat of government that acts, or is dealt with, is the state: "Moscow said", "relations with Kyiv"."""
    for name in names:
        actor = d.ontology.actors.get(name.actor or "")
        if actor is None or not actor.metonym_of or actor.metonym_of not in d.ontology.actors:
            continue
        described = any(c.dep_ == "appos" and c.lemma_ in ("capital", "city") for c in d.doc[name.head].children)
        if _acts(d.doc[name.head]) and not described:
            state = d.ontology.actors[actor.metonym_of]
            key = d.res.known(state.id, state.type)
            d.referents[key].forms[d.a.text(name.start, name.end)] += 1
            d.res.links[name.head] = Link((key,), 0.9, "metonym")


def _genders(d: Discourse, names: Sequence[Name]) -> None:
    for name in names:
        if name.type is not EntityType.PERSON:
            continue
        actor = d.ontology.actors.get(name.actor or "")
        if actor is not None and actor.gender:
            d.referents[d.res.links[name.head].keys[0]].female = actor.gender == "female"
            continue
        given = d.doc[name.start].lower_
        if name.end - name.start > 1 and (given in d.lexicon.words("female-name")) != (
            given in d.lexicon.words("male-name")
        ):
            d.referents[d.res.links[name.head].keys[0]].female = given in d.lexicon.words("female-name")
        if name.start == 0:
            continue
        before = d.doc[name.start - 1].lower_
        if before in MALE or before in FEMALE:
            d.referents[d.res.links[name.head].keys[0]].female = before in FEMALE
    for holding in d.res.holdings:
        for key in d.res.holders.get(holding.head, ()):
            word = d.doc[holding.head].lower_
            if word in MALE or word in FEMALE:
                d.referents[key].female = word in FEMALE


def _acts(token: Token) -> bool:
    """Does the token stand where somebody acts or is dealt with, rather than where a place is told?"""
    node = token
    while node.dep_ == "conj" and node.head.i != node.i:
        node = node.head
    if node.dep_ in (*SUBJECTS, "poss"):
        # "Kyiv was shelled" and "Moscow is a city" speak of the place
        return node.dep_ != "nsubjpass" and not (
            node.head.lemma_ == "be" and node.dep_ == "nsubj" and any(c.dep_ == "attr" for c in node.head.children)
        )
    return node.dep_ == "pobj" and node.head.lower_ in ("with", "between", "by", "against", "among")
