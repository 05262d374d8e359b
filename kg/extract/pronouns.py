"""Whom a pronoun means.

Gender, number and animacy are hard constraints; recency and subjecthood decide among what is left (after Lappin and
Leass 1994).
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.discourse import SUBJECTS, Discourse, clause_of
from kg.extract.referents import Link
from kg.model import EntityType

__all__ = ["FIRST", "resolve_pronoun", "resolve_relative"]

HE, SHE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
IT, THEY = frozenset("it its itself".split()), frozenset("they them their theirs themselves".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
_NEARNESS = 4  # sentences that a pronoun may look back


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
        _they(d, token)


def _candidates(
    d: Discourse, token: Token, kinds: frozenset[EntityType], back: int = _NEARNESS
) -> list[tuple[float, int]]:
    """Scored antecedents: nearer sentences and subjects first."""
    here = d.a.sent_of[token.i]
    scores: dict[int, float] = {}
    clause = clause_of(token)
    own = d.clause_subjects(clause) if token.tag_ == "PRP" and token.dep_ not in SUBJECTS else set()
    for i, key, subject in d.before(token.i, back):
        if d.referents[key].type not in kinds or key in own:
            continue
        gap = here - d.a.sent_of[i]
        mention = d.doc[i]
        # an object pronoun is not its own clause's subject: "Putin told him"
        if (
            token.tag_ == "PRP"
            and token.dep_ not in SUBJECTS
            and gap == 0
            and clause_of(mention) == clause
            and (subject or token.dep_ in ("dobj", "pobj", "dative"))
        ):
            continue
        score = 10.0 - 3.5 * gap + (2.5 if subject else 0.0) + 0.001 * i
        if mention.dep_ in ("poss", "compound", "amod", "nmod"):
            score -= 1.5
        if mention.dep_ == "pobj":
            score -= 0.7
        scores[key] = max(scores.get(key, -99.0), score)
    return sorted(((s, k) for k, s in scores.items()), key=lambda p: (-p[0], p[1]))


def _reflexive(d: Discourse, token: Token) -> bool:
    """ "himself" is the subject of its own clause."""
    if not token.lower_.endswith(("self", "selves")):
        return False
    node = d.doc[clause_of(token)]
    keys = d.clause_subjects(node.i)
    while not keys and node.dep_ in ("xcomp", "conj", "advcl") and node.head.i != node.i:
        node = node.head
        keys = d.clause_subjects(node.i)
    if keys:
        d.bind(token, sorted(keys), 0.85, "pronoun")
    return bool(keys)


def _personal(d: Discourse, token: Token, female: bool) -> None:
    options = [
        (s, k)
        for s, k in _candidates(d, token, frozenset({EntityType.PERSON}))
        if d.referents[k].female in (None, female)
    ]
    ahead = _cataphor(d, token, female)
    if ahead is not None:
        options = [(99.0, ahead)]
    if not options:
        return
    lead = options[0][0] - options[1][0] if len(options) > 1 else 9.0
    key = options[0][1]
    if d.referents[key].female is None:
        d.referents[key].female = female
    d.bind(token, [key], 0.9 if lead > 2 else 0.75 if lead > 0.5 else 0.6, "pronoun")


def _cataphor(d: Discourse, token: Token, female: bool) -> int | None:
    """ "In Wuzhen, where she met her counterparts, Swaraj said": the subject of the main clause that follows."""
    root = d.a.sent(token).root
    if root.i < token.i or clause_of(token) == root.i:
        return None
    if any(subject and d.referents[k].type is EntityType.PERSON for _, k, subject in d.before(token.i, 0)):
        return None
    for child in root.children:
        link = d.res.link(child) if child.dep_ in SUBJECTS and child.i > token.i else None
        if link is not None and len(link.keys) == 1:
            referent = d.referents[link.keys[0]]
            if referent.type is EntityType.PERSON and referent.female in (None, female):
                return referent.key
    return None


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
    if _joined(d, token):
        return
    if token.dep_ == "expl" or (
        token.dep_ in SUBJECTS
        and token.head.lemma_ in ("be", "seem", "appear", "remain")
        and any(c.dep_ in ("ccomp", "xcomp", "csubj", "advcl") for c in token.head.children)
    ):
        return
    if token.dep_ == "nsubjpass" and any(c.dep_ == "ccomp" for c in token.head.children):
        return
    kinds = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
    options = _candidates(d, token, kinds, 2)
    if token.tag_ == "PRP" and token.dep_ in SUBJECTS:
        options = [(s, k) for s, k in options if s >= 6]
    elif token.tag_ != "PRP$":
        options = [(s, k) for s, k in options if s >= 9]
    if options:
        lead = options[0][0] - options[1][0] if len(options) > 1 else 9.0
        d.bind(token, [options[0][1]], 0.85 if lead > 2 else 0.7 if lead > 0.5 else 0.55, "pronoun")


def _they(d: Discourse, token: Token) -> None:
    here = d.a.sent_of[token.i]
    best: tuple[float, tuple[int, ...]] | None = None
    organs = {i for i in d.organs if i < token.i and here - d.a.sent_of[i] <= 1}
    for i in sorted({i for i, _, _ in d.before(token.i, 1)} | organs):
        link = d.res.links.get(i) or Link(d.organs[i], 0.8, "organ")
        mention = d.doc[i]
        if mention.dep_ == "conj":
            continue
        keys = list(link.keys)
        for other in mention.conjuncts:
            found = d.res.links.get(other.i)
            if found and other.i > i:
                keys.extend(found.keys)
        keys = list(dict.fromkeys(keys))
        kinds = {d.referents[k].type for k in keys}
        single = len(keys) == 1 and d.referents[keys[0]].type not in (
            EntityType.GROUP,
            EntityType.ORGANIZATION,
        )
        single = single and i not in organs
        if single or len(kinds) > 1 or kinds & {EntityType.CITY, EntityType.REGION, EntityType.FACILITY}:
            continue
        body = len(keys) == 1 and d.referents[keys[0]].type is EntityType.ORGANIZATION
        if body and mention.tag_ not in ("NNS", "NNPS") and mention.dep_ not in SUBJECTS:
            continue
        score = (
            (3.5 if body else 5.0)
            - 3.0 * (here - d.a.sent_of[i])
            + (2.0 if mention.dep_ in SUBJECTS else 0.0)
            + 0.001 * i
        )
        if best is None or score > best[0]:
            best = (score, tuple(keys))
    if best is None and token.dep_ in SUBJECTS:
        # "his meeting with Putin ... They discussed": the two partners of the sentence before
        persons = [k for _, k, _ in d.before(token.i, 1) if d.referents[k].type is EntityType.PERSON]
        pair = tuple(sorted(set(persons)))
        if len(pair) == 2:
            best = (1.0, pair)
    if best is not None:
        d.bind(token, best[1], 0.65, "pronoun")
