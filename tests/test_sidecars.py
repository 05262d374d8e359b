"""Files beside articles that say what is known of them, well-made, broken and hostile."""

from __future__ import annotations

import io
import json
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.inputs.sidecars import MAX_SIDECAR, parse_sidecar, sidecar_names, sidecars_among

BODY = "The minister flew to Vienna on Tuesday.\n\nShe met her Austrian counterpart there."
TOLD = {
    "headline": "Talks in Vienna",
    "datePublished": "2022-03-07T10:15:00Z",
    "author": [{"name": "Jane Roe"}, {"name": "John Doe"}],
    "publisher": {"name": "The Meridian"},
    "url": "https://meridian.example/1",
    "inLanguage": "en",
    "keywords": ["talks"],
}


def read(*paths: Path | str) -> tuple[list[Article], list[str], list[str]]:
    """The articles of paths, the errors, and the notes."""
    errors: list[ArticleError] = []
    notes: list[str] = []
    articles = list(read_articles(paths, Options(on_error=errors.append, on_note=notes.append)))
    return articles, [str(error) for error in errors], notes


@pytest.mark.parametrize(
    ("article", "beside"),
    [
        ("a.txt", "a.json"),
        ("a.txt", "a.txt.json"),
        ("a.html", "a.toml"),
        ("a.html", "a.html.toml"),
        ("a.md", "a.meta.json"),
        ("a.txt", "a.info.json"),
        ("a.txt.gz", "a.json"),
        ("a.txt.gz", "a.txt.json"),
        ("a.b.txt", "a.b.json"),
    ],
)
def test_names_of_sidecars(article: str, beside: str) -> None:
    assert beside in sidecar_names(article)
    assert sidecars_among([article, beside, "other.json"], lambda name: name == article) == {article: beside}


@pytest.mark.parametrize(
    ("article", "beside"), [("a.txt", "b.json"), ("a.txt", "a.yaml"), ("a.json", "a.json.json"), ("a.txt", "a")]
)
def test_what_is_no_sidecar(article: str, beside: str) -> None:
    assert beside not in sidecar_names(article)


def test_what_lies_beside_goes_before_what_is_inside(tmp_path: Path) -> None:
    page = (
        '<html lang="de"><head><meta name="author" content="Somebody Else"><title>Other</title>'
        '<meta property="article:published_time" content="2021-01-01"></head>'
        f"<body><article><h1>Other</h1><p>{BODY} {BODY}</p><p>{BODY} {BODY}</p></article></body></html>"
    )
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "a.json").write_text(json.dumps(TOLD))
    (article,), errors, _ = read(tmp_path)
    assert not errors
    meta = article.meta
    assert (meta.title, meta.published, meta.date_source) == ("Talks in Vienna", "2022-03-07", "sidecar")
    assert (meta.author, meta.publisher, meta.url) == ("Jane Roe, John Doe", "The Meridian", TOLD["url"])
    assert meta.language == "en"


def test_toml_has_dates_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.toml").write_text('published = 2022-03-07\noutlet = "The Meridian"\nid = "m-1"\n')
    (article,), _, _ = read(tmp_path / "a.txt")  # found beside a single file, too
    assert (article.id, article.meta.published, article.meta.publisher) == ("m-1", "2022-03-07", "The Meridian")


def test_fields_may_stand_in_an_object_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.json").write_text(json.dumps({"version": 2, "metadata": {"date": "2022-03-07"}}))
    assert read(tmp_path)[0][0].meta.published == "2022-03-07"


def test_json_of_another_kind_is_an_input_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.json").write_text(json.dumps([{"text": "Envoys met."}, {"text": "They parted."}]))
    (tmp_path / "t.csv").write_text("text\nMinisters met.\n")
    (tmp_path / "t.json").write_text(json.dumps({"text": "Ministers parted."}))
    articles, errors, notes = read(tmp_path)
    assert {article.text for article in articles} == {
        BODY, "Envoys met.", "They parted.", "Ministers met.", "Ministers parted.",
    }  # fmt: skip
    assert not errors
    assert not notes


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def _tar(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


@pytest.mark.parametrize(("name", "pack"), [("a.zip", _zip), ("a.tgz", _tar)])
@pytest.mark.parametrize("order", [1, -1])
def test_archives_have_sidecars_before_or_behind(tmp_path: Path, name: str, pack: object, order: int) -> None:
    files = {"d/a.json": json.dumps(TOLD), "d/a.txt": BODY, "d/b.txt": f"{BODY} More.", "e/a.txt": f"{BODY} Most."}
    assert callable(pack)
    (tmp_path / name).write_bytes(pack(dict(list(files.items())[::order])))
    articles, errors, notes = read(tmp_path / name)
    assert not errors
    assert not notes
    assert {article.meta.publisher for article in articles} == {"The Meridian", None}
    assert len(articles) == 3


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.json", b"{", "no JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'{"title": ' + b"[" * 100_000 + b"1" + b"]" * 100_000 + b"}", "nested too deeply"),
        ("a.json", b'{"title": "\xff\xfe"}', "no JSON"),
        ("a.json", b'{"title": "' + b"x" * 50_000_000 + b'"}', "512 kilobytes"),
        ("a.json", b'{"n": ' + b"9" * 10_000 + b"}", "no JSON"),
        ("a.toml", b"title = ", "no TOML"),
        ("a.toml", b"a = " + b"[" * 100_000, "a.toml"),
        ("a.toml", b'title = "a"\ntitle = "b"', "no TOML"),
        ("a.toml", b"\x00\xff", "no TOML"),
        ("a.toml", b"a." * 250_000 + b"b = 1", "nested too deeply"),
        ("a.toml", b"x = {" + b"'a' . " * 80_000 + b"b = 1}", "nested too deeply"),
    ],
)
def test_a_broken_sidecar_is_told_and_the_article_read(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / name).write_bytes(data)
    begin = time.process_time()
    (article,), (error,), _ = read(tmp_path)
    assert article.text == BODY
    assert told in error
    assert error.endswith(f"{tmp_path / 'a.txt'} is read without it")
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": None, "author": {}, "publisher": [], "url": {"a": {"b": 1}}, "date": None, "id": False},
        {"title": {"x": 1}, "author": [[[]]], "publisher": True},
        {"entities": {}, "claims": [1, 2]},
        {"title": "x" * 5_000, "author": "y" * 100_000},
        {"text": "Another text altogether.", "body": "And another."},
    ],
)
def test_what_says_nothing_changes_nothing(tmp_path: Path, fields: dict[str, object]) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    alone = read(tmp_path)[0]
    (tmp_path / "a.json").write_text(json.dumps(fields))
    articles, errors, _ = read(tmp_path)
    assert articles == alone
    assert not errors


def test_a_date_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.json").write_text('{"date": "07/03/2022"}')
    (article,), _, notes = read(tmp_path)
    assert article.meta.published is None
    assert notes == [f"{tmp_path / 'a.json'}: the date '07/03/2022' could not be read; write it as 2022-03-07"]
    (tmp_path / "a.json").write_text('{"date": "07/03/2022", "url": "https://a.example.co.uk/1"}')
    assert read(tmp_path)[0][0].meta.published == "2022-03-07"


def test_a_sidecar_among_the_names_given_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.json").write_text(json.dumps(TOLD))
    articles, errors, _ = read(tmp_path / "a.json", tmp_path / "a.txt")
    assert [article.meta.publisher for article in articles] == ["The Meridian"]
    assert not errors


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)


@given(
    st.dictionaries(st.sampled_from(["title", "date", "author", "publisher", "url", "id", "lang", "meta", "x"]), _JSON)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_fields_are_too_odd(fields: dict[str, object]) -> None:
    notes: list[str] = []
    told = parse_sidecar(fields, "a.json", notes.append)
    values = (told.id, told.title, told.published, told.url, told.author, told.publisher, told.language)
    assert all(value is None or value.strip() for value in values)
    assert len(notes) <= 1


def test_a_sidecar_has_room_for_what_is_usual() -> None:
    assert MAX_SIDECAR >= 500_000
