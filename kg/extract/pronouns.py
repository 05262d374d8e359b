"""Whom a pronoun means.

Gender, number and animacy are hard constraints; recency and subjecthood decide among what is left (after Lappin and
Leass 1994). Two that are as good leave the pronoun open.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.cataphora import CLIMB, names_ahead
from kg.extract.discourse import SUBJECTS, Discourse, clause_of
from kg.extract.pleonastic import is_pleonastic
from kg.extract.plurals import resolve_they
from kg.extract.salience import NOBODY_KNOWN, Candidate, antecedents, rivals
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["FIRST", "is_personal", "resolve_pronoun", "resolve_relative"]

HE, SHE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
IT, THEY = frozenset("it its itself".split()), frozenset("they them their theirs themselves".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
PERSONS = frozenset({EntityType.PERSON})
BODIES = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
WOMEN, MEN = frozenset("woman girl spokeswoman actress".split()), frozenset("man boy spokesman actor".split())
# Of a subject with these a possessive is that subject's own, each of many having one.
DISTRIBUTING = frozenset("every each no either neither".split())
# Passives whose subject is somebody.
INFORMED = frozenset("tell inform ask warn urge advise notify brief invite allow force accuse consult".split())
_UNKNOWN = 2.0  # what a name whose gender is not known falls behind
_CLOSE = 0.6


def resolve_relative(d: Discourse, token: Token) -> None:
    """ "Kabuye, whose detention": a relative pronoun is the noun that its clause hangs on."""
    node = token
    for _ in range(6):
        if node.dep_ == "relcl":
            link = d.res.link(node.head)
            if link is not None:
                d.res.links[token.i] = link
            return
        if node.head.i == node.i:
            return
        node = node.head


def resolve_pronoun(d: Discourse, token: Token) -> None:
    """A personal, possessive or reflexive pronoun of the third person."""
    low = token.lower_
    if _reflexive(d, token):
        return
    if low in HE or low in SHE:
        _personal(d, token, low in SHE)
    elif low in IT:
        _it(d, token)
    elif low in THEY:
        resolve_they(d, token, names_ahead(d, token))


def is_personal(token: Token) -> bool:
    """A pronoun that should mean somebody or something: none that stands for a clause, the time or the weather."""
    low = token.lower_
    if low in IT:
        return token.dep_ != "expl" and not is_pleonastic(token)
    return any(low in forms for forms in (HE, SHE, THEY, FIRST))


def _reflexive(d: Discourse, token: Token) -> bool:
    """ "himself" is the subject of its own clause."""
    if not token.lower_.endswith(("self", "selves")):
        return False
    node = d.doc[clause_of(token)]
    keys = d.clause_subjects(node.i)
    for _ in range(CLIMB):
        if keys or node.dep_ not in ("xcomp", "conj", "advcl", "acl") or node.head.i == node.i:
            break
        node = d.doc[clause_of(node.head)]  # "has the right to defend itself"
        keys = d.clause_subjects(node.i)
    if keys:
        d.bind(token, sorted(keys), 0.85, "pronoun")
    return bool(keys)


# -- he and she


def _personal(d: Discourse, token: Token, female: bool) -> None:
    ahead = [k for k in names_ahead(d, token) if d.referents[k].type is EntityType.PERSON and _fits(d, k, female)]
    if len(ahead) == 1:
        d.bind(token, ahead, 0.9, "pronoun")
        return
    speaker, told_of = _quotation(d, token)
    about = [k for k in told_of if d.referents[k].type is EntityType.PERSON and _fits(d, k, female)]
    if len(about) == 1:
        d.bind(token, about, 0.8, "pronoun")
        return
    teller = _teller(d, token)
    options = [
        c._replace(
            score=c.score
            - (0.0 if d.referents[c.key].female is female else _UNKNOWN)
            + (2.0 if c.key in teller else 0.0)
        )
        for c in antecedents(d, token, PERSONS, barred=speaker)
        if _fits(d, c.key, female)
    ]
    options = sorted(options + _strangers(d, token, female), key=lambda c: (-c.score, c.key))
    if not options and token.i not in d.quoted:
        options = _announcer(d, token, female)
    if not options or options[0].key == NOBODY_KNOWN or _open(d, token, options):
        return
    lead = options[0].score - options[1].score if len(options) > 1 else 9.0
    key = options[0].key
    if d.referents[key].female is None:
        d.referents[key].female = female
    d.bind(token, [key], 0.9 if lead > 2 else 0.75 if lead > 0.5 else 0.6, "pronoun")


def _fits(d: Discourse, key: int, female: bool) -> bool:
    return d.referents[key].female in (None, female)


def _strangers(d: Discourse, token: Token, female: bool) -> list[Candidate]:
    """ "A third man", "a Kremlin official": persons whom the text does not name."""
    words = d.lexicon.words
    barred = MEN if female else WOMEN
    return [
        candidate._replace(score=candidate.score - (1.0 if _is_new(noun) else 4.0))
        for candidate, noun in rivals(d, token, 1, plural=False)
        if noun.lemma_ not in barred
        and (noun.lemma_ in words("person") or noun.lemma_ in ("official", "spokesman", "spokeswoman"))
        and not (token.dep_ == "poss" and noun.is_ancestor(token))
    ]


def _teller(d: Discourse, token: Token) -> set[int]:
    """Who says what the pronoun is the subject of: "Lukashenko said he"."""
    clause = d.doc[clause_of(token)]
    said = token.dep_ in SUBJECTS and clause.dep_ == "ccomp" and clause.head.lemma_ in d.actions
    return d.clause_subjects(clause.head.i) if said else set()


def _is_new(noun: Token) -> bool:
    """ "A Kremlin official" brings somebody in, whom the text may go on about; "the mayor" is there by the way."""
    return any(c.dep_ == "det" and c.lower_ in ("a", "an", "another") for c in noun.children)


def _open(d: Discourse, token: Token, options: Sequence[Candidate]) -> bool:
    """Are the first two as good as each other?"""
    if len(options) < 2:
        return False
    one, other = (d.doc[c.at] for c in options[:2])
    if options[1].key == NOBODY_KNOWN:
        return False
    if d.coordinated(options[0].key, options[1].key, token.i):
        return True  # "Fico and Orban flew to Vienna, where he"
    known = [d.referents[c.key].female is not None for c in options[:2]]
    if known[0] != known[1]:
        return options[0].score - options[1].score < _CLOSE
    if one.i == other.i:
        return True  # "the two ... he"
    pair = {options[0].key, options[1].key}
    for i, _, _ in d.before(token.i, 1):
        if i <= max(one.i, other.i):
            break
        if pair <= set(d.res.links[i].keys):
            return True  # "the two", "both men"
    return _ruled_by_both(d, token, one, other)


def _ruled_by_both(d: Discourse, token: Token, one: Token, other: Token) -> bool:
    """ "Putin told Erdogan that he": subject and object of the verb that rules the pronoun's clause."""
    clause = d.doc[clause_of(token)]
    if clause.dep_ not in ("ccomp", "advcl") or token.dep_ not in SUBJECTS:
        return False
    ruler = clause.head
    return (
        {one.head.i, other.head.i} == {ruler.i}
        and {one.dep_, other.dep_} & SUBJECTS != set()
        and {one.dep_, other.dep_} & {"dobj", "dative"} != set()
    )


def _announcer(d: Discourse, token: Token, female: bool) -> list[Candidate]:
    """ "His meeting was brief, Habeck said": who says it, where nobody has been named before."""
    root = d.a.sent(token).root
    if root.lemma_ not in d.lexicon.words("say"):
        return []
    links = [link for c in root.children if c.dep_ in SUBJECTS and c.i > token.i and (link := d.res.link(c))]
    keys = [k for link in links for k in link.keys if d.referents[k].type is EntityType.PERSON and _fits(d, k, female)]
    return [Candidate(0.0, keys[0], root.i)] if len(keys) == 1 else []


def _quotation(d: Discourse, token: Token) -> tuple[frozenset[int], list[int]]:
    """For a pronoun in a quotation: who says it, and of whom: '"He is a criminal," Biden said of Putin'."""
    if token.i not in d.quoted:
        return frozenset(), []
    node = token
    for _ in range(CLIMB):
        if node.head.i == node.i:
            break
        node = node.head
        if node.i in d.quoted or node.lemma_ not in d.lexicon.words("say"):
            continue
        about = [
            k
            for p in node.children
            if p.dep_ == "prep" and p.lower_ in ("of", "about") and p.i > node.i
            for o in p.children
            if o.dep_ == "pobj" and (link := d.res.link(o)) is not None
            for k in link.keys
        ]
        return frozenset(d.clause_subjects(node.i)), about
    return frozenset(), []


# -- it


def _joined(d: Discourse, token: Token) -> bool:
    """ "the US and its allies": a possessive in the second conjunct is of the first."""
    noun = token.head
    if token.dep_ != "poss" or noun.dep_ != "conj":
        return False
    link = d.res.link(noun.head)
    if link is None or not link.how.startswith(("name", "metonym")):
        return False
    d.bind(token, link.keys, 0.85, "pronoun")
    return True


def _it(d: Discourse, token: Token) -> None:
    if _joined(d, token) or is_pleonastic(token):
        return
    ahead = [k for k in names_ahead(d, token) if d.referents[k].type in BODIES]
    if len(ahead) == 1:
        d.bind(token, ahead, 0.85, "pronoun")
        return
    if token.tag_ == "PRP$" and (subject_it := _own_subject(token)) is not None:
        link = d.res.link(subject_it)  # "it needs help for continuing its raids": one and the same, or open
        if link is not None:
            d.bind(token, link.keys, 0.85, "pronoun")
        return
    options = antecedents(d, token, BODIES, 2)
    subject = token.dep_ in SUBJECTS
    if token.tag_ != "PRP$":
        least = 6.0 if subject else 9.0
        options = [c for c in options if c.score >= least]
        if not (subject and _is_actor(d, token)) and _thing_near(d, token):
            return
    if options:
        lead = options[0].score - options[1].score if len(options) > 1 else 9.0
        d.bind(token, [options[0].key], 0.85 if lead > 2 else 0.7 if lead > 0.5 else 0.55, "pronoun")


def _own_subject(token: Token) -> Token | None:
    """The "it" that is the subject of a possessive's clause, or of what rules it; so is "every player ... its"."""
    node = token
    for _ in range(CLIMB):
        if node.head.i == node.i:
            return None
        node = node.head
        found = [c for c in node.children if c.dep_ in SUBJECTS and c.i < token.i]
        if found:
            same = found[0].lower_ == "it" and not is_pleonastic(found[0])
            each = any(c.dep_ == "det" and c.lower_ in DISTRIBUTING for c in found[0].children)
            return found[0] if same or each else None
    return None


def _is_actor(d: Discourse, subject: Token) -> bool:
    """Does the subject do, say or learn something, or is it what somebody says of himself: "Egypt says that it"?"""
    verb = subject.head
    if subject.dep_ == "nsubj" and verb.lemma_ in d.actions:
        return True
    if subject.dep_ == "nsubjpass" and verb.lemma_ in INFORMED:
        return True
    spoken = verb.dep_ == "ccomp" and verb.head.lemma_ in d.actions
    return spoken and any(c.i < subject.i and d.res.link(c) for c in verb.head.children if c.dep_ == "nsubj")


def _thing_near(d: Discourse, token: Token) -> bool:
    """Is there a thing that "it" may mean instead: "adopted a package. It includes", "the treaty ... left it"?"""
    persons = d.lexicon.words("person")
    for candidate, noun in rivals(d, token, 1, plural=False):
        if noun.lemma_ in persons or candidate.at > token.i:
            continue
        if noun.dep_ != "pobj" or noun.head.dep_ != "prep" or noun.head.head.pos_ in ("VERB", "AUX"):
            return True
    return False
