"""Stand-ins: names that a statement has in the place of what a question asks for, one pair for each type of entity."""

from __future__ import annotations

from kg.model import EntityType
from kg.ontology import Actor

__all__ = ["NAMES", "OTHER_STAND_IN", "STAND_INS", "is_stand_in"]

_PREFIX = "asked-"
NAMES = {
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
    for kind, names in NAMES.items()
    for number, name in enumerate(names, 1)
    for actor in (_stand_in(kind, name, number),)
}
OTHER_STAND_IN = "-2"
"""What the ids of the second stand-ins of a type end with: "who met whom" asks for two."""


def is_stand_in(entity: str) -> bool:
    """Whether an entity's id is that of a stand-in."""
    return entity in STAND_INS
