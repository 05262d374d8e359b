"""Parts give back what was put in, and are whole or not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from kg.engine.parts import Manifest, Parts, Telling
from kg.errors import StoreError
from kg.jsonl import claim_from_line
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.read import read_articles

SKIPPED = Telling("skip", "written in French", "b.txt", "language")


def claim(article: Article, number: int) -> Claim:
    one, two = (Entity(name, name.title(), EntityType.COUNTRY, (name,)) for name in ("norway", "chile"))
    evidence = (Evidence(article.text[:3], 0, 3),)
    return Claim(f"{article.id}-{number}", article.meta, one, "metWith", two, evidence=evidence)


def articles() -> list[tuple[Article, tuple[Claim, ...]]]:
    first = make_article(
        "Türkiye and\u2028Chile met.\n\nThey \U0001f600 agreed.", title="Talks", published="2024-03-01"
    )
    second = make_article("Nothing happened.", id="second", url="https://a.example/2")
    third = make_article("Norway met Chile.", id="third")
    return [
        (each, tuple(claim(each, n) for n in range(count))) for each, count in ((first, 2), (second, 0), (third, 1))
    ]


def items() -> Iterator[tuple[Article, tuple[Claim, ...]] | Claim]:
    yield from articles()[:2]
    yield claim(articles()[2][0], 7)
    yield articles()[2]


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(str(tmp_path / "parts"))


def write(parts: Parts) -> Manifest:
    return parts.write("one", "a.txt", "en_core-1", items(), [SKIPPED])


def test_what_was_put_in_comes_out(parts: Parts) -> None:
    manifest = write(parts)
    assert (manifest.articles, manifest.claims, manifest.given) == (3, 3, 1)
    assert parts.find("one") == manifest
    *read, given = parts.read(manifest)
    assert [(each[0].meta, each[0].text, each[1]) for each in read if isinstance(each, tuple)] == [
        (article.meta, article.text, claims) for article, claims in articles()
    ]
    assert given == claim(articles()[2][0], 7)
    assert manifest.told == (SKIPPED,)


def test_the_files_are_in_the_forms_that_other_commands_read(parts: Parts, tmp_path: Path) -> None:
    write(parts)
    read = list(read_articles([tmp_path / "parts" / "one.articles.jsonl.zst"]))
    assert [each.id for each in read] == [article.id for article, _ in articles()]
    with zstandard.open(tmp_path / "parts" / "one.claims.jsonl.zst", "rt", encoding="utf-8", newline="\n") as file:
        assert [claim_from_line(line).id for line in file] == [each.id for _, claims in articles() for each in claims]


@pytest.mark.parametrize("kind", ["articles", "claims", "given"])
def test_a_damaged_part_is_not_there(parts: Parts, tmp_path: Path, kind: str) -> None:
    manifest = write(parts)
    path = tmp_path / "parts" / f"one.{kind}.jsonl.zst"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert parts.find("one") is None
    with pytest.raises(StoreError, match=f"one.{kind}.* is damaged"):
        list(parts.read(manifest))


def test_a_part_without_its_manifest_or_with_half_of_it_is_not_there(parts: Parts, tmp_path: Path) -> None:
    write(parts)
    path = tmp_path / "parts" / "one.json"
    whole = path.read_text()
    for text in (whole[:50], json.dumps({**json.loads(whole), "version": 0}), "[]", "null"):
        path.write_text(text)
        assert parts.find("one") is None
    path.unlink()
    assert parts.find("one") is None


def test_a_part_whose_making_breaks_off_leaves_nothing(parts: Parts, tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        yield articles()[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parts.write("one", "a.txt", "en_core-1", broken(), [])
    assert list((tmp_path / "parts").iterdir()) == []


def test_a_mark_says_which_article_was_read_last_and_goes_with_the_part(parts: Parts) -> None:
    assert parts.marked("one") is None
    parts.mark("one", 3)
    parts.mark("one", 12)
    assert parts.marked("one") == 12
    write(parts)
    assert parts.marked("one") is None


def test_parts_may_be_anywhere_that_fsspec_knows() -> None:
    parts = Parts("memory://kg/test-parts")
    assert parts.find("one") is None
    manifest = write(parts)
    assert parts.find("one") == manifest
    assert len(list(parts.read(manifest))) == 4


@pytest.mark.parametrize("place", ["/proc/nowhere/parts", "nonsense://a/b"])
def test_a_place_that_cannot_be_written_is_one_line(place: str) -> None:
    with pytest.raises(StoreError, match="parts cannot be kept there") as error:
        Parts(place)
    assert "\n" not in str(error.value)
