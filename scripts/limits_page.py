"""Writes the blocks of docs/limits.md: what kg makes of the sentences in tests/tables/limits.toml.

    python scripts/limits_page.py

tests/test_limits_page.py holds that they are what the program says now, and that each limit still is one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract import Extractor
from kg.model import Claim, Modality, Polarity, make_article
from kg.ontology import load_ontology
from scripts.blocks import fenced, fill, read_with
from scripts.printed import printed_of

__all__ = ["PAGE", "TABLE", "Tried", "draw_blocks", "triple", "try_limits"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "limits.md"
TABLE = ROOT / "tests" / "tables" / "limits.toml"
_DAY = "2022-03-07"
# Three people of one name, as three articles may tell of them.
_NAMESAKES = {
    "2012-05-03": "Chinese diplomat Li Wei met Sergei Lavrov in Moscow on Thursday.",
    "2021-11-08": "Li Wei, an engineer, met Rishi Sunak in London on Monday.",
    "2022-03-07": "The Singaporean foreign minister, Li Wei, met Bola Tinubu in Abuja on Monday.",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """A sentence, what kg makes of it, and what of that is wrong or missing."""

    limit: str
    text: str
    claims: tuple[Claim, ...]
    wrong: tuple[str, ...]
    missing: tuple[str, ...]
    note: str


def try_limits(extractor: Extractor) -> list[Tried]:
    """All sentences of the table, with their claims."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    cases = [(limit["name"], case) for limit in table["limit"] for case in limit["cases"]]
    articles = (make_article(case["text"], published=case.get("published", _DAY) or None) for _, case in cases)
    return [
        Tried(
            name,
            case["text"],
            claims,
            tuple(case.get("wrong", ())),
            tuple(case.get("missing", ())),
            case.get("note", ""),
        )
        for (name, case), (_, claims) in zip(cases, extractor.extract(articles), strict=True)
    ]


def triple(claim: Claim) -> str:
    """Subject, relation, object."""
    return f"{claim.subject.label} {claim.relation} {claim.object.label}"


def draw_blocks(tried: Sequence[Tried], extractor: Extractor) -> dict[str, str]:
    """The blocks by their names."""
    limits = dict.fromkeys(one.limit for one in tried)
    blocks = {name: "\n>\n".join("\n".join(_case(one)) for one in tried if one.limit == name) for name in limits}
    return {**blocks, "namesakes": fenced(_namesakes(extractor)), "model": read_with(extractor.model)}


def _case(one: Tried) -> Iterator[str]:
    yield f"> *{one.text.replace('|', '&#124;')}*"
    yield ">"
    for claim in one.claims:
        yield f"> - `{triple(claim)}`, {_ways(claim)}{' ✗' if triple(claim) in one.wrong else ''}"
    if not one.claims:
        yield "> - nothing"
    for missing in one.missing:
        yield f"> - not found: `{missing}`"
    if one.note:
        yield f">\n> ({one.note})"


def _ways(claim: Claim) -> str:
    ways = [] if claim.polarity is Polarity.POSITIVE else ["not so"]
    ways += [claim.modality.value] if claim.modality is not Modality.ACTUAL else []
    ways += [f"says {claim.speaker.label}"] if claim.speaker else []
    ways += [claim.time] if claim.time else []
    ways += ["given as a fact" if claim.asserted else "not as a fact"]
    return ", ".join(ways)


def _namesakes(extractor: Extractor) -> str:
    articles = [make_article(text, published=day) for day, text in _NAMESAKES.items()]
    told = [f"{day}  {text}" for day, text in _NAMESAKES.items()]
    printed = printed_of(articles, extractor, {"entities": ["entities", "Li Wei", "--format", "table"]})
    return "\n".join((*told, "", printed["entities"]))


def main() -> None:
    """Write the blocks."""
    extractor = Extractor(load_ontology())
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(page, draw_blocks(try_limits(extractor), extractor)), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
