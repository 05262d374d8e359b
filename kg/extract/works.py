"""Names that only open relations look at: works, products, laws and named events, and bodies named after a city.

The relations of the ontology are about actors and places, so the model's other names are passed over there, and
"Inter Miami" is cut to the city that the gazetteer knows.
"""

from __future__ import annotations

from kg.extract.name_spans import Name, trim
from kg.extract.referents import Link, Referent, Resolution, fold
from kg.extract.tokens import root_of
from kg.model import EntityType

__all__ = ["add_works"]

UNNAMED = {
    "PRODUCT": EntityType.WORK,
    "WORK_OF_ART": EntityType.WORK,
    "LAW": EntityType.WORK,
    "EVENT": EntityType.EVENT,
}
TYPES = {**UNNAMED, "ORG": EntityType.ORGANIZATION, "GPE": EntityType.CITY}
PARTS_OF_NAMES = frozenset({EntityType.CITY, EntityType.REGION, EntityType.ORGANIZATION})
LONGEST = 8  # tokens; what is longer is a quotation rather than a title


def add_works(resolution: Resolution) -> None:
    """Add what the model names and nothing else does, as referents of the article."""
    doc = resolution.annotated.doc
    known: dict[tuple[EntityType, tuple[str, ...]], Referent] = {}
    for ent in resolution.annotated.ents:
        kind = TYPES.get(ent.label_)
        start, end = trim(doc, ent.start, ent.end)
        if kind is None or not 0 < end - start <= LONGEST or not _is_free(resolution, start, end):
            continue
        if not any(t.text[:1].isupper() and t.pos_ in ("PROPN", "NOUN", "ADJ") for t in doc[start:end]):
            continue
        text = resolution.annotated.text(start, end)
        words = tuple(fold(t.text) for t in doc[start:end])
        if (kind, words) not in known:
            known[kind, words] = Referent(len(resolution.referents), kind, words=[words])
            resolution.referents.append(known[kind, words])
        referent = known[kind, words]
        referent.forms[text] += 1
        head = root_of(doc[start:end]).i
        resolution.names.update(dict.fromkeys(range(start, end), Name(start, end, head, kind)))
        resolution.links[head] = Link((referent.key,), 0.8, "name")


def _is_free(resolution: Resolution, start: int, end: int) -> bool:
    """Is the stretch without a name, or cut by a name of the gazetteer in it: "Inter | Miami", "Amazon | Studios"?"""
    if any(i in resolution.links and i not in resolution.names for i in range(start, end)):
        return False  # a title: "Crown Prince"
    inside = {resolution.names[i] for i in range(start, end) if i in resolution.names}
    if not inside:
        return resolution.annotated.doc[start].ent_type_ in UNNAMED
    return all(
        (name.actor is None or name.type in PARTS_OF_NAMES)
        and name.kind == "name"
        and (start <= name.start and name.end <= end and (name.start, name.end) != (start, end))
        for name in inside
    )
