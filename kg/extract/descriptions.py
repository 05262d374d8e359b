"""Common nouns that mean somebody named: "the country", "his Somali counterpart", "Houthi rebels"."""

from __future__ import annotations

from kg.extract.coordination import appositions
from kg.extract.discourse import COUNTRY_NOUNS, DEFINITE, NUMBERS, SUBJECTS, Discourse, clause_of
from kg.extract.groups import resolve_group
from kg.extract.referents import fold
from kg.extract.tokens import Token
from kg.extract.unnamed import introduce
from kg.model import EntityType

__all__ = ["is_description", "resolve_description", "resolve_one_of"]

CITY_NOUNS = frozenset("city town village port".split())
REGION_NOUNS = frozenset("region province territory peninsula enclave area island district".split())
ORG_NOUNS = frozenset(
    "group organization organisation party company ministry movement militia agency command coalition alliance court"
    " bloc union bank council commission department body army firm paper newspaper institute committee office"
    " network force watchdog faction guerrillas insurgents junta regime opposition".split()
)
GATHERINGS = frozenset("summit conference forum congress ceremony games".split())
UNNAMED_BODIES = frozenset("coalition junta alliance regime militia opposition".split())
ANY_ORG = frozenset("group organization organisation movement body bloc".split())
NAMED_APART = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP, EntityType.COUNTRY})
FIRMS = frozenset(
    "company firm carmaker planemaker chipmaker automaker airline carrier broadcaster lender retailer".split()
)
PAIRS = frozenset("pair duo".split())


def resolve_description(d: Discourse, token: Token) -> None:
    """A common noun: whom it means if it is anybody known, else somebody new."""
    lemma = token.lemma
    determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "nummod")}
    plural = token.tag_ in ("NNS", "NNPS")
    number = next((d for d in determiners if d in NUMBERS), None)
    definite = bool(determiners & DEFINITE)
    owned = any(c.dep_ == "poss" for c in token.children)
    if plural and number and (number == "both" or owned or definite):  # "five companies" are new ones
        kind = _kind_of_group(d, lemma)
        if kind is not None and resolve_group(d, token, number, kind):
            return
    if lemma in PAIRS and "the" in determiners and token.dep_ in SUBJECTS and resolve_group(d, token, "two", "person"):
        return
    if _named_inside(d, token) or _apposed(d, token, plural) or _predicated(d, token, plural):
        return
    if definite and not plural and token.dep_ != "compound" and _definite(d, token, lemma):
        return
    if lemma in COUNTRY_NOUNS and lemma != "government" and not plural:
        owner = next((c for c in token.children if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
        if owner is not None and owner.i in d.res.links:
            for key in d.res.links[owner.i].keys:
                country = d.res.country_of(key)
                if country is not None:
                    d.bind(token, [country], 0.75, "his country")
                    return
    if lemma == "capital":
        _capital(d, token)
        return
    if lemma in GATHERINGS and not plural and _gathering(d, token):
        return
    if token.lower_ in ("counterpart", "counterparts"):
        _counterpart(d, token)
        return
    introduce(d, token, determiners)


def is_description(d: Discourse, token: Token) -> bool:
    """ "the group", "this official": somebody or something that the text should have named."""
    lemma = token.lemma
    nouns = (COUNTRY_NOUNS, CITY_NOUNS, REGION_NOUNS, ORG_NOUNS, d.lexicon.words("people"), d.lexicon.words("person"))
    return any(lemma in known for known in nouns) and any(c.lower_ in DEFINITE for c in token.children)


def _gathering(d: Discourse, token: Token) -> bool:
    """ "the G20 summit", "the Munich Security Conference": an event with a name."""
    parts = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod") and c.i < token.i]
    if not any(c.pos_ == "PROPN" or c.text[:1].isupper() for c in parts):
        return False
    start = min(c.left_edge.i for c in parts)
    text = d.a.text(start, token.i + 1)
    known = d.res.by_label.get((EntityType.EVENT, text))
    referent = known or d.clusters.new(EntityType.EVENT)
    d.res.by_label[EntityType.EVENT, text] = referent
    referent.label = text
    referent.words.append((fold(text),))
    d.bind(token, [referent.key], 0.8, "named", (start, token.i + 1))
    return True


def _named_inside(d: Discourse, token: Token) -> bool:
    """ "the Hezbollah terror group", "Houthi rebels", "the town of Yeoncheon": the name names the noun."""
    lemma = token.lemma
    if lemma == "government":
        for owner in d.res.owners(token):
            link = d.res.link(owner)
            if link is not None and d.referents[link.keys[0]].type is EntityType.COUNTRY:
                d.bind(token, link.keys, 0.9, "government", d.phrase(token))
                return True
    group_noun = lemma in ORG_NOUNS or lemma in d.lexicon.words("people") or lemma in d.lexicon.words("organ")
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod") and child.i in d.res.names:
            name = d.res.names[child.i]
            link = d.res.links.get(name.head)
            if link and group_noun and name.type in (EntityType.ORGANIZATION, EntityType.GROUP) and name.end <= token.i:
                if d.is_share(token, link.keys[0]):
                    return False
                d.bind(token, link.keys, 0.9, "named", (name.start, token.i + 1))
                return True
        if (
            child.dep_ == "prep"
            and child.lower_ == "of"
            and (lemma in CITY_NOUNS | REGION_NOUNS or lemma in ("state", "kingdom", "republic", "government"))
        ):
            for obj in child.children:
                link = d.res.link(obj) if obj.dep_ == "pobj" else None
                if link and len(link.keys) == 1:
                    d.bind(token, link.keys, 0.9, "named")
                    return True
    return False


def _apposed(d: Discourse, token: Token, plural: bool) -> bool:
    """ "Viktor Bout, an arms dealer who ...", "its neighbour, Iran": noun and name are one."""
    others = [token.head] if token.dep_ == "appos" else appositions(token)
    for other in others:
        link = d.res.link(other)
        if link is None or other.dep_ == "conj":
            continue
        joined = [found for c in other.conjuncts if token.dep_ != "appos" and (found := d.res.link(c))]
        keys = [*link.keys, *(k for found in joined if plural for k in found.keys)]
        kinds = {d.referents[k].type for k in keys}
        if plural == (len(keys) > 1) and kinds <= NAMED_APART:
            d.bind(token, keys, 0.9, "apposition")
            return True
    return False


def _counterpart(d: Discourse, token: Token) -> None:
    """ "his Somali counterpart": who holds the same office there, as the article has it."""
    modifiers = [t for c in token.children if c.dep_ in ("amod", "compound") for t in (c, *c.conjuncts)]
    there = [k for t in modifiers if (link := d.res.link(t)) is not None for k in link.keys]
    owner = next((link for c in token.children if c.dep_ == "poss" and (link := d.res.link(c))), None)
    mine = {o.id for key in (owner.keys if owner is not None else ()) for o in d.incumbents.by_holder.get(key, ())}
    keys = []
    for country in there:
        held = [o for o in d.incumbents.by_owner.get(country, ()) if not o.former]
        same = [o for o in held if o.id in mine] or [o for o in held if o.head]
        if len({o.holders for o in same}) != 1:
            return
        keys.append(same[0].holders[0])
    if keys and (len(keys) > 1) == (token.lower_ == "counterparts"):
        d.bind(token, keys, 0.8, "counterpart", d.phrase(token))


def _predicated(d: Discourse, token: Token, plural: bool) -> bool:
    """ "Holt is a former missionary who ...": what somebody is, is that somebody."""
    verb = token.head
    if token.dep_ != "attr" or verb.lemma_ != "be" or any(c.dep_ == "neg" for c in verb.children):
        return False
    words = d.lexicon.words
    lemma = token.lemma
    if not any(lemma in words(name) for name in ("people", "person", "anybody", "body")):
        return False
    for child in verb.children:
        link = d.res.link(child) if child.dep_ == "nsubj" and child.pos_ != "PRON" else None
        if link is not None and plural == (len(link.keys) > 1):
            d.bind(token, link.keys, 0.85 * link.confidence, "predicate nominal")
            return True
    return False


def _kind_of_group(d: Discourse, lemma: str) -> str | None:
    """Of what kind those are whom a counted plural picks out; none where it picks out nobody."""
    if lemma in COUNTRY_NOUNS or lemma in ("neighbour", "neighbor"):
        kind = "country"
    elif lemma not in d.lexicon.words("groupnoun"):
        return None
    elif lemma in FIRMS:
        kind = "body"
    else:
        kind = "any"
    return "person" if lemma in d.lexicon.words("person") or lemma in ("leader", "man") else kind


def _definite(d: Discourse, token: Token, lemma: str) -> bool:
    """ "the country", "the group", "the ministry", "the city": the last one that the noun fits."""
    if any(c.dep_ in ("poss", "relcl", "acl") or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children):
        return False
    modifiers = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod")]
    if any(d.res.link(c) is not None for c in modifiers) and lemma not in UNNAMED_BODIES:
        return False
    if lemma in COUNTRY_NOUNS and (lemma != "state" or any(c.dep_ == "amod" for c in modifiers)):
        own = _own_countries(d, token) if token.dep_ in ("dobj", "pobj") else set()
        options = [k for k in d.recent(frozenset({EntityType.COUNTRY}), token.i, 3) if k not in own]
        if options and not _equals(d, options, token):
            d.bind(token, options[:1], 0.65 if len(options) > 1 else 0.8, "the country")
            return True
    if lemma in CITY_NOUNS and not modifiers:
        return _last(d, token, frozenset({EntityType.CITY}), 0.7)
    if lemma in REGION_NOUNS and not modifiers:
        return _last(d, token, frozenset({EntityType.REGION}), 0.7)
    if lemma in ORG_NOUNS | FIRMS:
        options = d.recent(frozenset({EntityType.ORGANIZATION, EntityType.GROUP}), token.i)
        fitting = [
            k
            for k in options
            if lemma in d.referents[k].heads
            or any(lemma in w for ws in d.referents[k].words for w in ws)
            or any(form.lower().split()[-1:] == [lemma] and " of " not in form for form in d.referents[k].forms)
        ]
        if fitting:
            d.bind(token, fitting[:1], 0.85, "the " + lemma)
            return True
        ruling = lemma in ("junta", "regime") and any(d.res.link(c) is not None for c in modifiers)
        if lemma in UNNAMED_BODIES and not ruling:  # "the Malian junta" is Mali
            return _body(d, token, lemma)
        if lemma in ANY_ORG | FIRMS | {"militia", "party", "agency", "coalition", "alliance", "union"} and all(
            c.dep_ == "amod" for c in modifiers
        ):
            near = d.recent(frozenset({EntityType.ORGANIZATION}), token.i, 2)
            if near and not _equals(d, near, token):
                d.bind(token, near[:1], 0.6, "the " + lemma)
                return True
    return False


def _equals(d: Discourse, options: list[int], token: Token) -> bool:
    """Could a singular be either of the first two as well: "Iran and Israel exchanged fire. The country"?"""
    return len(options) > 1 and d.coordinated(options[0], options[1], token.i)


def _body(d: Discourse, token: Token, lemma: str) -> bool:
    """ "the coalition", "the junta": a body that has no other name in the article."""
    if lemma not in d.bodies:
        referent = d.clusters.new(EntityType.ORGANIZATION)
        referent.label = lemma
        d.bodies[lemma] = referent.key
    referent = d.referents[d.bodies[lemma]]
    start, end = d.phrase(token)
    text = d.a.text(start, end)
    bare = text.split(" ", 1)[1] if text.split(" ", 1)[0].lower() in ("the", "a", "an", "this") else text
    if len(bare) > len(referent.label or "") and len(bare.split()) <= 5:
        referent.label = bare
    d.bind(token, [referent.key], 0.7, "people", (start, end))
    return True


def _own_countries(d: Discourse, token: Token) -> set[int]:
    """Countries of the clause's subject: "Macron, who had visited the country" did not visit France."""
    out: set[int] = set()
    clause = d.doc[clause_of(token)]
    for child in clause.children:
        link = d.res.link(child) if child.dep_ in SUBJECTS else None
        for key in link.keys if link else ():
            country = d.res.country_of(key)
            if country is not None:
                out.add(country)
    return out


def _last(d: Discourse, token: Token, kinds: frozenset[EntityType], confidence: float) -> bool:
    options = d.recent(kinds, token.i, 3)
    if not options:
        return False
    d.bind(token, options[:1], confidence, "the " + token.lemma_)
    return True


def _capital(d: Discourse, token: Token) -> None:
    for owner in d.res.owners(token):
        link = d.res.link(owner)
        for key in link.keys if link else ():
            actor = d.referents[key].actor
            capital = d.ontology.actors[actor].capital if actor in d.ontology.actors else None
            if capital is not None and not any(c.dep_ == "appos" for c in token.children):
                known = d.clusters.by_actor.get(capital)
                if known is None:
                    referent = d.clusters.new(EntityType.CITY, capital)
                    referent.forms[d.ontology.actors[capital].label] += 0
                    d.clusters.by_actor[capital] = known = referent.key
                d.bind(token, [known], 0.9, "capital", d.phrase(token))
                return


def resolve_one_of(d: Discourse, those: Token) -> None:
    """ "Heiko Maas, one of those who met her": of "those" the text tells what holds of the one."""
    one = those.head.head
    if those.dep_ != "pobj" or those.head.lower_ != "of" or one.lower_ != "one":
        return
    named = one.head if one.dep_ == "appos" else None
    if one.dep_ == "attr" and one.head.lemma_ == "be":
        named = next((c for c in one.head.children if c.dep_ == "nsubj"), None)
    link = d.res.link(named) if named is not None else None
    if link is not None and len(link.keys) == 1:
        d.bind(those, link.keys, 0.8, "apposition")
