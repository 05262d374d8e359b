"""The scores of pages: a perfect reading gets all, and whatever goes wrong costs what it should and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.page_scores import (
    FIELDS,
    Expected,
    Page,
    Reading,
    Verdict,
    figures,
    load_pages,
    pages_digest,
    score_page,
    text_as_read,
)
from kg.model import Article, ArticleMeta, Repair

FIRST = "Norway’s foreign minister met her Chilean counterpart in Geneva on Monday."
SECOND = "GENEVA (Wire) — Both agreed to end a quarrel over fishing; Chile’s ambassador returns to Oslo."
EXPECTED = Expected(
    title=("Norway and Chile settle quarrel",),
    published=("2024-03-12",),
    authors=("Jane Roe", "John Doe"),
    publisher=("The Meridian", "Meridian"),
    url=("https://meridian.example/a",),
    language=("en",),
    text=(FIRST, SECOND),
    must=(FIRST,),
    optional=("GENEVA (Wire) —", "A standfirst of more than twenty letters"),
)
PAGE = Page(
    "dev/a.html", Path("a.html"), "plain", ("Sign up for our newsletter", "Share", "Ten beaches to see"), (EXPECTED,)
)
META = ArticleMeta(
    "a", "Norway and Chile settle quarrel", "2024-03-12", "http://meridian.example/a/?utm_source=x#top",
    "Jane Roe; John Doe", "Meridian", "en-GB",
)  # fmt: skip


def reading(text: str, junk: tuple[tuple[int, int], ...] = (), meta: ArticleMeta = META) -> Reading:
    return Reading((Article(meta, text, junk),))


def made(**fields: Any) -> ArticleMeta:
    return replace(META, **fields)


PERFECT = f"Norway and Chile settle quarrel\n\n{FIRST}\n\n{SECOND}"


def test_a_perfect_reading_gets_all() -> None:
    scored = score_page(PAGE, reading(PERFECT))
    assert set(figures([scored]).values()) == {1.0} | {0.0}  # no page that is to be refused, so none was
    assert not scored.let_through
    (article,) = scored.articles
    assert (article.got, article.clean, article.lost, article.dirt) == (1.0, 1.0, (), ())
    assert set(article.fields.values()) == {Verdict.RIGHT}


@pytest.mark.parametrize(
    "text",
    [
        PERFECT.replace("counterpart", "counter-\npart").replace(" ", "\n", 9),
        PERFECT.replace("’", "'").replace("fishing", "ﬁshing"),
        PERFECT.replace("\n\n", "\n"),
        PERFECT.replace("GENEVA (Wire) — ", ""),
        f"A standfirst of more than twenty letters\n\n{PERFECT}",
    ],
)
def test_wraps_hyphens_quotes_and_what_is_optional_cost_nothing(text: str) -> None:
    (article,) = score_page(PAGE, reading(text)).articles
    assert (article.got, article.clean) == (1.0, 1.0)


def test_a_lost_paragraph_costs_its_letters() -> None:
    (article,) = score_page(PAGE, reading(FIRST)).articles
    assert article.lost == (SECOND,)
    assert 0.4 < article.got < 0.6
    assert article.clean == 1.0
    assert article.musts == (1, 1)


def test_what_is_no_part_of_it_makes_it_unclean_unless_it_is_junk() -> None:
    prompt = "Sign up for our newsletter"
    text = f"{FIRST}\n{prompt}\n{SECOND}"
    at = text.index(prompt)
    scored = score_page(PAGE, reading(text))
    assert scored.let_through == (prompt,)
    assert scored.articles[0].dirt == (prompt,)
    assert scored.articles[0].clean is not None
    assert scored.articles[0].clean < 0.9
    marked = score_page(PAGE, reading(text, ((at, at + len(prompt)),)))
    assert not marked.let_through
    assert marked.articles[0].clean == 1.0


def test_furniture_that_the_text_says_itself_may_be_read_as_often_as_that() -> None:
    page = replace(PAGE, furniture=("a quarrel over fishing", "Share"))
    assert not score_page(page, reading(PERFECT)).let_through
    quoted = score_page(page, reading(f"{PERFECT}\n\n“a quarrel over fishing”\n\nThey share a sea."))
    assert quoted.let_through == ("a quarrel over fishing",)
    assert score_page(page, reading(f"{PERFECT}\n\nSHARE")).let_through == ("Share",)


@pytest.mark.parametrize(
    ("field", "got", "verdict"),
    [
        ("title", None, Verdict.MISSING),
        ("title", "Norway and Chile settle quarrel | The Meridian", Verdict.WRONG),
        ("published", "2024-03-13", Verdict.WRONG),
        ("published", None, Verdict.MISSING),
        ("author", "Jane Roe", Verdict.WRONG),
        ("author", "By Jane Roe and John Doe", Verdict.WRONG),
        ("author", "John Doe and Jane Roe", Verdict.RIGHT),
        ("publisher", "THE MERIDIAN", Verdict.RIGHT),
        ("publisher", "meridian.example", Verdict.WRONG),
        ("url", "https://meridian.example/b", Verdict.WRONG),
        ("url", "https://meridian.example/a?page=2", Verdict.WRONG),
        ("language", "de", Verdict.WRONG),
        ("language", "en", Verdict.RIGHT),
    ],
)
def test_fields(field: str, got: str | None, verdict: Verdict) -> None:
    (article,) = score_page(PAGE, reading(PERFECT, meta=made(**{field: got}))).articles
    named = "authors" if field == "author" else field
    assert article.fields == {name: verdict if name == named else Verdict.RIGHT for name in FIELDS}


def test_where_there_is_nothing_to_say_nothing_is_right() -> None:
    page = replace(PAGE, articles=(replace(EXPECTED, published=(), authors=("admin", "")),))
    assert (
        score_page(page, reading(PERFECT, meta=made(published=None, author=None))).articles[0].fields["authors"]
        == "right"
    )
    assert score_page(page, reading(PERFECT, meta=made(author="admin"))).articles[0].fields["authors"] == "right"
    assert score_page(page, reading(PERFECT)).articles[0].fields["published"] == "wrong"


def test_a_page_that_is_not_read_costs_all_and_one_to_be_refused_nothing() -> None:
    (article,) = score_page(PAGE, Reading((), ("no article",))).articles
    assert (article.got, article.clean, article.musts) == (0.0, None, (0, 1))
    assert set(article.fields.values()) == {Verdict.MISSING}
    hub = replace(PAGE, articles=())
    assert score_page(hub, Reading((), ("no article",))).refused is True
    read = score_page(hub, reading("Ten beaches to see this summer"))
    assert read.refused is False
    assert read.let_through == ("Ten beaches to see",)


def test_an_article_in_a_language_that_nobody_reads_may_be_passed_over() -> None:
    german = replace(PAGE, articles=(replace(EXPECTED, language=("de",)),))
    scored = score_page(german, Reading((), (), ("language",)))
    assert scored.passed_over
    assert not scored.articles
    assert not score_page(PAGE, Reading((), (), ("language",))).passed_over
    assert not score_page(german, Reading((), ("broken",))).passed_over


PARAGRAPHS = st.lists(st.text("abcdef ghij.’-ßéЖ\u00ad", min_size=1, max_size=80).filter(str.strip), max_size=6)


@given(text=PARAGRAPHS.filter(bool), other=PARAGRAPHS)
def test_what_is_read_besides_costs_cleanness_alone(text: list[str], other: list[str]) -> None:
    page = replace(PAGE, articles=(replace(EXPECTED, text=tuple(text), must=(), optional=()),))
    (whole,) = score_page(page, reading("\n".join(text))).articles
    (more,) = score_page(page, reading("\n".join([*text, *other]))).articles
    (half,) = score_page(page, reading("\n".join(text[: len(text) // 2]))).articles
    letters = any(map(str.isalnum, "".join(text)))
    assert whole.got == more.got == float(letters)
    assert 0 <= half.got <= whole.got
    assert whole.clean in (None, 1.0)
    assert (more.clean or 0.0) <= 1.0


def test_articles_of_a_file_are_matched_by_their_text() -> None:
    other = replace(EXPECTED, text=("Chad expelled the ambassador of Germany on Friday, its minister said.",), must=())
    page = replace(PAGE, articles=(EXPECTED, other))
    first, second = (Article(META, PERFECT), Article(META, other.text[0]))
    scored = score_page(page, Reading((second, first)))
    assert [article.got for article in scored.articles] == [1.0, 1.0]
    assert [article.got for article in score_page(page, Reading((second,))).articles] == [0.0, 1.0]


def test_junk_is_not_read_and_damage_is_repaired() -> None:
    repairs = (Repair(0, 1, "A"), Repair(3, 4, "lost with the junk"), Repair(6, 8, "-"))
    assert text_as_read(Article(META, "0123456789", ((2, 4), (3, 5), (9, 10)), repairs)) == "A15-8"


ANNOTATION = """
layout = "plain"
furniture = ["Share"]
[[article]]
title = ["One", "Two"]
language = "en"
must = ["It rained."]
text = '''
It rained. It
stopped.

It rained again.
'''
"""


def make_set(folder: Path, annotation: str = ANNOTATION) -> Path:
    (folder / "dev").mkdir()
    (folder / "expected" / "dev").mkdir(parents=True)
    (folder / "dev" / "a.html").write_text("<html>")
    (folder / "expected" / "dev" / "a.html.toml").write_text(annotation)
    return folder


def test_annotations_are_read(tmp_path: Path) -> None:
    (page,) = load_pages(make_set(tmp_path), "dev")
    assert (page.name, page.layout, page.furniture) == ("dev/a.html", "plain", ("Share",))
    (article,) = page.articles
    assert article.title == ("One", "Two")
    assert article.published == ()
    assert article.text == ("It rained. It\nstopped.", "It rained again.")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("furniture", "furnitur", "unknown furnitur"),
        ("language", "languag", "unknown languag"),
        ('"Share"', '"—"', "without a letter"),
        ('"It rained."', '"It snowed."', "is not in the text"),
    ],
)
def test_a_slip_in_an_annotation_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        load_pages(make_set(tmp_path, ANNOTATION.replace(old, new, 1)), "dev")


def test_page_and_annotation_need_each_other(tmp_path: Path) -> None:
    folder = make_set(tmp_path)
    before = pages_digest(folder, "dev")
    (folder / "dev" / "b.html").write_text("<html>")
    assert pages_digest(folder, "dev") != before
    with pytest.raises(ValueError, match=r"no annotation of b\.html"):
        load_pages(folder, "dev")
    (folder / "dev" / "b.html").unlink()
    (folder / "dev" / "a.html").unlink()
    with pytest.raises(ValueError, match="there is no"):
        load_pages(folder, "dev")
