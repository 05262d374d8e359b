"""Who says so: the speaker of a statement, from indirect speech, quotation and "according to".

A statement belongs to the innermost speaker. Inside a quotation without a verb of saying of its own the speaker of
the neighbouring part of the quotation counts (after Muzny et al. 2017, deterministic sieves). A source that gives it as
a fact ("confirmed") is told apart from one that only alleges it.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extract.coreference import FIRST
from kg.extract.lexicon import Lexicon
from kg.extract.predicates import ruling, subjects
from kg.extract.referents import Link, Resolution
from kg.model import EntityType

__all__ = ["Attribution", "Speakers", "attribute", "bind_first_person"]

_DEPTH = 14


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker (referents' keys; empty for an unnamed one) and how the verb presents the statement."""

    keys: tuple[int, ...]
    factive: bool
    alleged: bool
    verb: int | None = None  # the verb of saying, so that a source's own source can be asked for


class Speakers:
    """Finds the speaker of any token of one article."""

    def __init__(self, resolution: Resolution) -> None:
        self.res = resolution
        self.lexicon: Lexicon = resolution.lexicon
        self.quoted = _quoted(resolution)
        self.by_sent: dict[int, Attribution] = {}
        for n, sent in enumerate(resolution.annotated.sents):
            found = self._sentence_speaker(sent)
            if found is not None:
                self.by_sent[n] = found

    def _is_say(self, verb: Token) -> bool:
        lemma = verb.lemma_.lower()
        return verb.pos_ in ("VERB", "AUX") and any(
            lemma in self.lexicon.words(c) for c in ("say", "confirm", "allege")
        )

    def _make(self, verb: Token) -> Attribution:
        who, _ = subjects(verb)
        keys: list[int] = []
        for token in who:
            link = self.link(token)
            if link is not None:
                keys.extend(link.keys)
        lemma = verb.lemma_.lower()
        factive = lemma in self.lexicon.words("confirm")
        if not who and verb.tag_ == "VBN":
            return Attribution((), factive, True, verb.i)
        trailing = self.link(verb.doc[verb.i - 1]) if not who and verb.i else None
        if trailing is not None:
            keys.extend(trailing.keys)  # ", Ukraine said": misparsed as one more object
        return Attribution(tuple(dict.fromkeys(keys)), factive, lemma in self.lexicon.words("allege"), verb.i)

    def link(self, token: Token) -> Link | None:
        """The link of a speaker: a name, or the owner of "officials", "ministry", "statement"."""
        found = self.res.link(token)
        if found is not None:
            return found
        if token.pos_ in ("NOUN", "PROPN"):
            for owner in self.res.owners(token):
                link = self.res.link(owner)
                if link is not None:
                    return link
        return None

    def _sentence_speaker(self, sent: Span) -> Attribution | None:
        for token in sent:
            if (
                self._is_say(token)
                and token.i not in self.quoted
                and (
                    any(c.dep_ in ("ccomp", "dobj", "parataxis") or c.text == '"' for c in token.children)
                    or token.dep_ == "parataxis"
                )
            ):
                found = self._make(token)
                if found.keys:
                    return found
        return None

    def of(self, head: Token) -> Attribution | None:
        """The attribution of the statement that `head` is the predicate of; None for the article's own voice."""
        node = head
        for _ in range(_DEPTH):
            parent = node.head
            for child in node.children:
                if child.dep_ == "parataxis" and self._is_say(child):
                    return self._make(child)
                if child.dep_ in ("prep", "advmod", "pcomp") and child.lower_ in ("according", "per"):
                    return self._according(child)
                if (
                    child.dep_ == "advcl"
                    and self._is_say(child)
                    and any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in child.children)
                ):
                    return self._make(child)
            if parent.i == node.i:
                break
            if node.dep_ in ("ccomp", "parataxis", "csubj") and self._is_say(parent):
                return self._make(parent)
            if node.dep_ in ("pcomp", "pobj") and node.pos_ in ("VERB", "AUX"):
                ruler = ruling(parent)
                reason = "judge" if parent.lower_ in ("for", "over") else "allege"
                if ruler.pos_ in ("VERB", "AUX") and ruler.lemma_ in self.lexicon.words(reason):
                    return Attribution(self._make(ruler).keys, False, True, ruler.i)
            if (
                node.dep_ == "acl"
                and parent.pos_ == "NOUN"
                and self.lexicon.nominals.get(parent.lemma_, parent.lemma_)
                in (self.lexicon.words("say") | self.lexicon.words("allege"))
            ):
                keys = [k for o in self.res.owners(parent) if (link := self.res.link(o)) for k in link.keys]
                return Attribution(tuple(keys), False, True)
            node = parent
        if head.i in self.quoted:
            n = self.res.annotated.sent_of[head.i]
            for near in (n, n - 1, n + 1, n - 2):
                if near in self.by_sent:
                    return self.by_sent[near]
        return None

    def _according(self, token: Token) -> Attribution:
        keys: list[int] = []
        for to in (token, *token.children):
            if to.dep_ == "prep" and to.lower_ != "according":
                for obj in to.children:
                    if obj.dep_ == "pobj":
                        link = self.link(obj)
                        if link is not None:
                            keys.extend(link.keys)
        return Attribution(tuple(dict.fromkeys(keys)), False, False)


def _quoted(resolution: Resolution) -> set[int]:
    """Tokens inside double quotes; an unbalanced quote ends with its paragraph."""
    doc = resolution.annotated.doc
    inside: set[int] = set()
    offsets = resolution.annotated.offsets
    text = resolution.annotated.article.text
    opened: int | None = None
    for token in doc:
        if token.i and "\n" in text[offsets[token.i - 1] : offsets[token.i]]:
            opened = None
        if token.text == '"':
            opened = token.i if opened is None else None
        elif opened is not None:
            inside.add(token.i)
    return inside


def bind_first_person(resolution: Resolution, speakers: Speakers) -> None:
    """Let "I" and "we" inside a quotation be its speaker, and "we" of an office-holder who they represent."""
    for token in resolution.annotated.doc:
        if token.lower_ not in FIRST or token.i in resolution.links or token.pos_ != "PRON":
            continue
        found = speakers.of(token)
        if found is None or not found.keys:
            continue
        keys = found.keys
        if token.lower_ not in ("i", "me", "my", "mine", "myself"):
            keys = tuple(dict.fromkeys(_represented(resolution, k) for k in keys))
        resolution.links[token.i] = Link(keys, 0.7, "speaker")


def _represented(resolution: Resolution, key: int) -> int:
    if resolution.referents[key].type is not EntityType.PERSON:
        return key
    return next(iter(resolution.served.get(key, ())), key)


def attribute(resolution: Resolution) -> Speakers:
    """Prepare the speakers of an article and bind first-person pronouns to them."""
    speakers = Speakers(resolution)
    bind_first_person(resolution, speakers)
    return speakers
