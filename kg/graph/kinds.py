"""Types that one thing may be given by turns; a person and a place of one name are two."""

from __future__ import annotations

from kg.model import EntityType

__all__ = ["KINDS", "NEVER_ACTORS"]

KINDS = {
    EntityType.PERSON: "person",
    EntityType.ORGANIZATION: "body",
    EntityType.GROUP: "body",
    EntityType.COUNTRY: "place",
    EntityType.CITY: "place",
    EntityType.REGION: "place",
    EntityType.FACILITY: "place",
    EntityType.OFFICE: "office",
    EntityType.EVENT: "event",
    EntityType.WORK: "work",
}
# A name may stand for what the gazetteer knows under another type (Jerusalem for Israel, a party as a group).
NEVER_ACTORS = frozenset({"person", "office", "event", "work"})
