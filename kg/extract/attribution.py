"""Who says so: the speaker of a statement, from indirect speech, quotation and "according to".

A statement belongs to the innermost speaker. Inside a quotation without a verb of saying of its own the speaker of
the neighbouring part of the quotation counts (after Muzny et al. 2017, deterministic sieves). A source that gives it as
a fact ("confirmed") is told apart from one that only alleges it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.coordination import spread
from kg.extract.factuality import is_other_half
from kg.extract.lexicon import Lexicon
from kg.extract.pronouns import FIRST
from kg.extract.quotes import Quotation
from kg.extract.referents import SEATED, Link, Resolution, is_seated
from kg.extract.shares import is_apart
from kg.extract.subjects import is_passive, ruling, subjects
from kg.extract.tokens import Token
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["Attribution", "Speakers", "attribute", "bind_first_person"]

PLACES = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY})  # "one resident of Kharkiv" is not it
_DEPTH = 14
_MEMORY = 4  # sentences back in which who spoke last is looked for
_SOURCE = 6  # words of the source in a headline
ACCOUNTS = frozenset("account version telling reckoning view words word opinion".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker (referents' keys; empty for an unnamed one) and how the verb presents the statement."""

    keys: tuple[int, ...]
    factive: bool
    alleged: bool
    verb: int | None = None  # the verb of saying, so that a source's own source can be asked for
    cue: int | None = None  # the word that says that somebody says so: the verb, "according", "allegations"
    quoted: bool = False  # inside a quotation, whose speaker the text names beside it


class Speakers:
    """Finds the speaker of any token of one article."""

    def __init__(self, resolution: Resolution, ontology: Ontology) -> None:
        self.res = resolution
        self.ontology = ontology
        self.actors = ontology.actors
        self.lexicon: Lexicon = resolution.lexicon
        self.cues = self.lexicon.speech | {"make"}
        quotations = resolution.quotations
        self.quoted = {i: n for n, quotation in enumerate(quotations) for i in range(quotation.start, quotation.end)}
        self.by_sent: dict[int, Attribution] = {}
        sent_of = resolution.annotated.sent_of
        for token in resolution.annotated.doc:
            if token.lemma in self.cues and sent_of[token.i] not in self.by_sent:
                found = self._told_by(token)
                if found is not None:
                    self.by_sent[sent_of[token.i]] = found
        self.by_quotation = self._quoted_by(quotations)

    def _quoted_by(self, quotations: Sequence[Quotation]) -> list[Attribution | None]:
        """Who is quoted: named where the quotation ends or begins, else who was quoted just before."""
        sent_of = self.res.annotated.sent_of
        out: list[Attribution | None] = []
        for n, quotation in enumerate(quotations):
            first, last = sent_of[quotation.start], sent_of[quotation.end - 1]
            own = next((self.by_sent[s] for s in (last, first) if s in self.by_sent), None)
            before = quotations[n - 1] if n else None
            goes_on = before is not None and (before.paragraph == quotation.paragraph or not before.closed)
            between = range(sent_of[before.end - 1] + 1, first) if before is not None else range(0)
            if own is None and goes_on and not between:
                own = out[-1]
            near = (first - 1, last + 1, first - 2)
            out.append(own or next((self.by_sent[s] for s in near if s in self.by_sent), None))
        return out

    def _is_say(self, verb: Token) -> bool:
        if verb.lemma not in self.cues:
            return False
        if verb.lemma == "make":  # "made clear", "made it known"
            nearby = (t for c in verb.children for t in ((c, *c.children) if c.dep_ == "ccomp" else (c,)))
            return any(t.lower_ in ("clear", "plain", "known") for t in nearby)
        return verb.pos_ in ("VERB", "AUX")

    def _make(self, verb: Token) -> Attribution:
        named, _ = subjects(verb)
        who = _agents(verb) if is_passive(verb) and not _is_as_told(verb) else named
        keys: list[int] = []
        for token in who:
            link = self._seat(token, verb) or self.link(token)
            if link is not None and token.lower_ in ("he", "she") and self._names_before(verb, token) & set(link.keys):
                keys.extend(self._speaker_before(token, link.keys))
            elif link is not None:
                keys.extend(link.keys)
        lemma = verb.lemma
        factive = lemma in self.lexicon.words("confirm")
        if not named and verb.tag_ == "VBN":
            return Attribution((), factive, True, verb.i, verb.i)
        before = [t for t in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i] if t.text != ","]
        trailing = self.link(before[-1]) if not named and before else None
        if trailing is not None:
            keys.extend(trailing.keys)  # ", Ukraine said", ", a spokesman, Asif Ghafoor, said": misparsed as an object
        alleged = lemma in self.lexicon.words("allege")
        return Attribution(tuple(dict.fromkeys(keys)), factive, alleged, verb.i, verb.i)

    def _names_before(self, verb: Token, pronoun: Token) -> set[int]:
        """Who is named as a subject in a statement that stands before its speaker: "Lutnick would go, *he* said".

        A pronoun cannot be somebody named inside what it is the speaker of (Principle C of binding).
        """
        statements = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis") and c.i < verb.i]
        if verb.dep_ == "parataxis":
            statements.append(verb.head)
        out: set[int] = set()
        for token in (t for s in statements for t in s.subtree if t.i < pronoun.i and t.i in self.res.names):
            node = token
            while node.dep_ in ("conj", "appos") and node.head.i != node.i:
                node = node.head
            link = self.res.links.get(token.i)
            if link is not None and node.dep_ in ("nsubj", "nsubjpass"):
                out.update(link.keys)
        return out

    def _speaker_before(self, pronoun: Token, wrong: tuple[int, ...]) -> tuple[int, ...]:
        """Who spoke last before, if it is one person and none of the wrong ones."""
        n = self.res.annotated.sent_of[pronoun.i]
        for near in range(n - 1, max(-1, n - 1 - _MEMORY), -1):
            found = self.by_sent.get(near)
            if found is not None:
                one = len(found.keys) == 1 and self.res.referents[found.keys[0]].type is EntityType.PERSON
                return found.keys if one and not set(found.keys) & set(wrong) else ()
        return ()

    def _seat(self, noun: Token, verb: Token | None = None) -> Link | None:
        """ "the government in Manila", "the trade ministry in Tokyo announced": the country that the city is in."""
        if not is_seated(noun) or noun.i in self.res.names:
            return None
        near = [c for c in noun.children if c.dep_ == "prep"]
        if verb is not None:  # the parser hangs it on the verb
            near += [c for c in verb.children if c.dep_ == "prep" and c.i == noun.right_edge.i + 1 and c.i < verb.i]
        for place in (o for c in near if c.lower_ == "in" for o in c.children if o.dep_ == "pobj"):
            link = self.res.link(place)
            city = self.actors.get(self.res.referents[link.keys[0]].actor or "") if link is not None else None
            if city is not None and city.located_in in self.res.by_actor:
                return Link((self.res.by_actor[city.located_in],), 0.7, "seat")
        return None

    def link(self, token: Token) -> Link | None:
        """The link of a speaker: a name, or the owner of "officials", "ministry", "statement"."""
        owners = (token, *self.res.owners(token)) if token.pos_ in ("NOUN", "PROPN") else (token,)
        found = next((link for owner in owners if (link := self.res.link(owner)) is not None), None)
        if found is None or is_apart(self.res, token, found.keys[0]):
            return None  # "some EU members said" is not the EU's word
        return found

    def _told_by(self, verb: Token) -> Attribution | None:
        """Who tells something by a verb outside of quotations."""
        if not self._is_say(verb) or verb.i in self.quoted:
            return None
        told = any(c.dep_ in ("ccomp", "dobj", "parataxis") or c.text == '"' for c in verb.children)
        found = self._make(verb) if told or verb.dep_ == "parataxis" else None
        return found if found is not None and found.keys else None

    def of(self, head: Token) -> Attribution | None:
        """The attribution of the statement that `head` is the predicate of; None for the article's own voice."""
        node = head
        for _ in range(_DEPTH):
            parent = node.head
            for child in node.children:
                if child.dep_ == "parataxis" and self._is_say(child) and not is_other_half(head, child):
                    return self._make(child)
                if child.dep_ in ("prep", "advmod", "pcomp") and child.lower_ in ("according", "per"):
                    return self._according(child)
                account = self._account(child) if child.dep_ == "prep" else None
                if account is not None:
                    return account
                if (
                    child.dep_ == "advcl"
                    and self._is_say(child)
                    and any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in child.children)
                ):
                    return self._make(child)
            if parent.i == node.i or (self._is_say(parent) and is_other_half(head, parent)):
                break
            if node.dep_ in ("ccomp", "parataxis", "csubj") and self._is_say(parent):
                return self._make(parent)
            if node.dep_ in ("pcomp", "pobj") and node.pos_ in ("VERB", "AUX"):
                ruler = ruling(parent)
                reason = "judge" if parent.lower_ in ("for", "over") else "allege"
                if ruler.pos_ in ("VERB", "AUX") and ruler.lemma_ in self.lexicon.words(reason):
                    return Attribution(self._make(ruler).keys, False, True, ruler.i, ruler.i)
            if (
                node.dep_ == "acl"
                and parent.pos_ == "NOUN"
                and self.lexicon.nominals.get(parent.lemma_, parent.lemma_)
                in (self.lexicon.words("say") | self.lexicon.words("allege"))
            ):
                keys = [k for o in self.res.owners(parent) if (link := self.res.link(o)) for k in link.keys]
                return Attribution(tuple(keys), False, True, cue=parent.i)
            node = parent
        if head.i in self.quoted:
            own = self.by_sent.get(self.res.annotated.sent_of[head.i])
            said = own or self.by_quotation[self.quoted[head.i]]
            return replace(said, quoted=True) if said is not None else None
        return self._headline(head)

    def _headline(self, head: Token) -> Attribution | None:
        """ "Kremlin: Ukraine shelled Belgorod", "Ukraine shelled Belgorod: Kremlin": a colon sets off the source."""
        n = self.res.annotated.sent_of[head.i]
        if n not in self.res.annotated.headlines:
            return None
        sent = self.res.annotated.sents[n]
        colon = next((t.i for t in sent if t.text == ":"), None)
        if colon is None:
            return None
        source = head.doc[colon + 1 : sent.end] if head.i < colon else head.doc[sent.start : colon]
        if not 0 < len(source) <= _SOURCE or any(t.pos_ in ("VERB", "AUX") for t in source):
            return None
        last = source[-1]
        link = self.link(last) if last.lemma in SEATED else self.res.link(last)
        if link is not None:
            return (
                Attribution(link.keys, False, False, cue=colon) if last.dep_ != "pobj" else None
            )  # "War in Ukraine: ..."
        # a name that the model does not know: nobody to point to, but not the article's own word either
        named = head.i > colon and all(t.text.istitle() for t in source)
        return Attribution((), False, False, cue=colon) if named else None

    def _according(self, token: Token) -> Attribution:
        keys: list[int] = []
        for to in (token, *token.children):
            if to.dep_ == "prep" and to.lower_ != "according":
                for obj in to.children:
                    if obj.dep_ == "pobj":
                        link = self._seat(obj) or self.link(obj)
                        if link is not None:
                            keys.extend(link.keys)
        return Attribution(tuple(dict.fromkeys(keys)), False, False, cue=token.i)

    def _account(self, preposition: Token) -> Attribution | None:
        """ "in Beijing's account", "by Kyiv's reckoning": what follows is theirs."""
        if preposition.lower_ not in ("in", "by", "on", "from"):
            return None
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.lemma in ACCOUNTS:
                keys = [k for o in self.res.owners(noun) if (link := self.res.link(o)) for k in link.keys]
                return Attribution(tuple(keys), False, False, cue=noun.i) if keys else None
        return None


def _is_as_told(verb: Token) -> bool:
    """Whether it refers back to a word of the subject's own: "As promised, the Dutch delivered jets"."""
    return verb.dep_ == "advcl" and any(child.lower_ == "as" for child in verb.children)


def _agents(passive: Token) -> tuple[Token, ...]:
    """Who says it, of a passive: whoever stands after "by", for its subject is told, or told of."""
    agents = (child for child in passive.children if child.dep_ == "agent")
    return spread([noun for agent in agents for noun in agent.children if noun.dep_ == "pobj"])


def bind_first_person(resolution: Resolution, speakers: Speakers) -> None:
    """Let "I" and "we" inside a quotation be its speaker, and "we" of an office-holder who they represent."""
    for token in resolution.annotated.doc:
        if token.lower_ not in FIRST or token.i in resolution.links or token.pos_ != "PRON":
            continue
        found = speakers.of(token)
        if found is None or not found.keys:
            continue
        keys = tuple(k for k in found.keys if resolution.referents[k].type not in PLACES)
        if not keys:
            continue
        if token.lower_ not in ("i", "me", "my", "mine", "myself"):
            keys = tuple(dict.fromkeys(_represented(resolution, k) for k in keys))
        resolution.links[token.i] = Link(keys, 0.7, "speaker")


def _represented(resolution: Resolution, key: int) -> int:
    if resolution.referents[key].type is not EntityType.PERSON:
        return key
    return next(iter(resolution.served.get(key, ())), key)


def attribute(resolution: Resolution, ontology: Ontology) -> Speakers:
    """Prepare the speakers of an article and bind first-person pronouns to them."""
    speakers = Speakers(resolution, ontology)
    bind_first_person(resolution, speakers)
    return speakers
