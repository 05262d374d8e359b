"""Offices as entities, and what they are called: "President of the United States"."""

from __future__ import annotations

from kg.extract.offices import Holding
from kg.extract.referents import Referent, Resolution
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["label_of_owner", "office_entity", "office_named", "singular", "title_text", "with_article"]

SMALL_WORDS = frozenset("of and for the to in".split())


def title_text(resolution: Resolution, holding: Holding) -> str:
    """The title as it is written, in title case."""
    doc = resolution.annotated.doc
    words = [t.text for t in doc[holding.title[0] : holding.title[1]] if t.tag_ != "POS" or t.text == "'s"]
    if holding.rank and holding.rank.lower() not in " ".join(words).lower():
        words = [*holding.rank.split(), *words]
    title = " ".join(w if w.lower() in SMALL_WORDS and n else w[:1].upper() + w[1:] for n, w in enumerate(words))
    return title.replace(" 's", "'s").replace(" - ", "-")


def singular(resolution: Resolution, holding: Holding, title: str) -> str:
    """The title of one of several that hold it: "presidents" -> "President"."""
    last = resolution.annotated.doc[holding.office.end - 1]
    words = title.split()
    words[-1] = last.lemma_[:1].upper() + last.lemma_[1:].lower()
    return " ".join(words)


def label_of_owner(resolution: Resolution, ontology: Ontology, key: int) -> str:
    """The name of what an office is of."""
    referent = resolution.referents[key]
    actor = ontology.actors.get(referent.actor or "")
    if actor is not None:
        return actor.label
    return referent.label or max(sorted(referent.forms), key=len, default="")


def office_entity(
    resolution: Resolution, ontology: Ontology, holding: Holding, title: str, owners: tuple[int, ...]
) -> int | None:
    """The key of the office that a title names, made if there is none yet; none where its owner has no name."""
    label = title
    if owners:
        of = label_of_owner(resolution, ontology, owners[0])
        if not of:
            return None
        label = f"{title} of {with_article(of)}"
    office = office_named(resolution, label, owners)
    annotated = resolution.annotated
    for start, end in ((holding.title[0], holding.office.end), (holding.start, holding.end)):
        text = annotated.text(start, end).removeprefix("’s ").removeprefix("'s ")
        if len(text.split()) <= 8 and "\n" not in text:
            office.forms[text] += 1
    if holding.owners and holding.owners[0] < holding.title[0]:
        near = min(holding.owners)
        first = resolution.names[near].start if near in resolution.names else near
        office.forms[annotated.text(first, holding.office.end)] += 1
    return office.key


# Countries and bodies that English names with the article: "President of the Philippines".
ARTICLED = frozenset("Philippines Netherlands Gambia Maldives Bahamas Seychelles Comoros Vatican Kremlin".split())
ARTICLED_HEADS = frozenset(
    "Nations States Kingdom Emirates Union Republic Federation Islands Territories Organization Organisation"
    " Association Commission Council Committee Bank Fund League Agency Assembly Court Army Forces Party Authority"
    " Ministry Congress Senate Movement Front Coalition Guard Navy Office Department Institute Society Foundation"
    " Government Administration Bureau Service Corps Command Group Alliance Confederation Community".split()
)
COMMON_OF = frozenset(("of", "for"))


def with_article(label: str) -> str:
    """A name as it stands after "of": "the United States", but "France", "NATO", "Amnesty International"."""
    words = label.split()
    heads = [w for n, w in enumerate(words) if words[n + 1 : n + 2] and words[n + 1] in COMMON_OF] or words[-1:]
    if label in ARTICLED or (heads[0] in ARTICLED_HEADS and len(words) > 1):
        return f"the {label}"
    return label


def office_named(resolution: Resolution, label: str, owners: tuple[int, ...]) -> Referent:
    """The office of that label, made if there is none yet."""
    known = resolution.by_label.get((EntityType.OFFICE, label))
    if known is not None:
        return known
    office = Referent(len(resolution.referents), EntityType.OFFICE, label=label, owners=owners)
    resolution.by_label[EntityType.OFFICE, label] = office
    office.forms[label] += 0
    resolution.referents.append(office)
    return office
