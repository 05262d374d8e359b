"""The page about claims as JSON shows a claim that the program gives, and has a row for each field."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kg.jsonl import claim_to_dict
from kg.model import Article, Claim

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

PAGE = (Path(__file__).parent.parent / "docs" / "claims.md").read_text(encoding="utf-8")


def rows(section: str) -> list[str]:
    """The fields that the table of a section names."""
    part = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return [name for row in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]


def test_the_example_is_what_the_program_gives(seed_claims: News) -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    claims = [claim_to_dict(claim) for _, claims in seed_claims for claim in claims]
    assert json.loads(shown) in claims, "put in the claim of now"


def test_each_field_has_a_row() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    claim = json.loads(shown)
    assert sorted(rows("The claim")) == sorted(claim)
    assert {"url"} | set(claim["article"]) == set(rows("The article"))
    assert set(rows("Entities")) == set(claim["subject"])
    assert set(rows("Evidence")) == set(claim["evidence"][0])
