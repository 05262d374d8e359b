"""Reading: what becomes an article, what is told, and what is passed over."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article, Claim
from kg.read import (
    MAX_CHARACTERS,
    Options,
    dateline,
    junk_spans,
    published_of,
    read_articles,
    read_inputs,
    title_of,
    to_iso_date,
)

BODY = "The minister flew to Vienna on Tuesday.\n\nShe met her Austrian counterpart there.\n"


def read(
    *paths: Path | str, published: str | None = None, publisher: str | None = None
) -> tuple[list[Article], list[str]]:
    """The articles of paths, and the messages of what could not be read."""
    errors: list[ArticleError] = []
    articles = list(read_articles(paths, Options(published, publisher, on_error=errors.append)))
    return articles, [str(error) for error in errors]


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


class TestTextFiles:
    def test_text_is_kept_but_for_mark_and_line_ends(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"\xef\xbb\xbfTitle\r\n\r\nFirst  line.\rSecond\tline.  \n")
        (article,), errors = read(path)
        assert article.text == "Title\n\nFirst  line.\nSecond\tline.  \n"
        assert article.meta.title == "Title"
        assert not errors

    def test_id_comes_from_the_text_alone(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(BODY)
        (tmp_path / "b.txt").write_text(BODY.replace("\n", "\r\n"))
        (tmp_path / "c.txt").write_text(BODY + "More.")
        articles, _ = read(tmp_path)
        assert len({article.id for article in articles}) == 2

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_english_quotes_survive_any_usual_encoding(self, tmp_path: Path, encoding: str) -> None:
        text = f"“It’s not great” – the café owner said.\n{BODY}"
        (tmp_path / "a.txt").write_bytes(text.encode(encoding))
        (article,), errors = read(tmp_path)
        assert article.text == text
        assert not errors

    def test_another_script_is_detected(self, tmp_path: Path) -> None:
        text = "Президент России встретился с премьер-министром Израиля в Кремле.\n" * 3
        (tmp_path / "a.txt").write_bytes(text.encode("cp1251"))
        assert next(read_articles([tmp_path], Options(languages=None))).text == text

    def test_a_broken_byte_does_not_spoil_the_good_ones(self, tmp_path: Path) -> None:
        text = "“Één” café – naïve “déjà vu” in Łódź and Kraków"
        (tmp_path / "a.txt").write_bytes(text.encode() + b" \xff here")
        assert read(tmp_path)[0][0].text == text + " \ufffd here"

    def test_published_given_is_for_texts_without_a_date(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(f"Headline\n\nMarch 7, 2022\n\n{BODY}")
        assert read(tmp_path)[0][0].meta.published == "2022-03-07"
        assert read(tmp_path, published="2022-03-08")[0][0].meta.published == "2022-03-07"
        (tmp_path / "a.txt").write_text(BODY)
        meta = read(tmp_path, published="2022-03-08")[0][0].meta
        assert (meta.published, meta.date_source) == ("2022-03-08", "command line")

    def test_publisher_given_is_used(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(BODY)
        assert read(tmp_path, publisher="The Courier")[0][0].meta.publisher == "The Courier"


class TestMarkdown:
    def test_heading_is_the_title_and_stays_in_the_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text(f"# A visit to Vienna\n\n{BODY}")
        (article,), _ = read(tmp_path)
        assert article.meta.title == "A visit to Vienna"
        assert article.text == f"# A visit to Vienna\n\n{BODY}"
        assert (0, 2) in article.junk

    def test_front_matter_is_metadata(self, tmp_path: Path) -> None:
        front = "---\ntitle: 'A visit'\ndate: 7 March 2022\nurl: https://news.example/1\nauthor: J. Roe\n---\n\n"
        (tmp_path / "a.md").write_text(front + BODY)
        (article,), _ = read(tmp_path)
        assert article.text == f"A visit\n\n{BODY}"
        meta = article.meta
        assert (meta.title, meta.published, meta.url, meta.author) == (
            "A visit",
            "2022-03-07",
            "https://news.example/1",
            "J. Roe",
        )


class TestJsonLines:
    def test_fields_are_read(self, tmp_path: Path) -> None:
        record = {
            "id": 17,
            "text": BODY,
            "title": "A visit",
            "published": "2022-03-07T10:15:00Z",
            "url": "https://news.example/1",
            "author": "J. Roe",
            "publisher": "Courier",
            "language": "en",
        }
        (tmp_path / "a.jsonl").write_text(json.dumps(record))
        (article,), errors = read(tmp_path, published="1999-01-01", publisher="Other")
        assert article.id == "17"
        assert article.text == f"A visit\n\n{BODY}"
        assert article.meta.published == "2022-03-07"
        assert article.meta.publisher == "Courier"
        assert not errors

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ('{"text": "broken', "no JSON"),
            ('["text"]', "must be a JSON object, not list"),
            ('{"title": "no text"}', "name the one with --text-column, of 'title'"),
            ('{"text": " "}', "field 'text' is missing or empty"),
            ('{"text": "  "}', "field 'text' is missing or empty"),
            ('{"subject": {}, "relation": "metWith"}', "line 2"),
            ("[" * 100_000, "no JSON"),
        ],
    )
    def test_a_broken_line_is_told_and_the_others_are_read(self, tmp_path: Path, line: str, told: str) -> None:
        good = json.dumps({"text": BODY})
        path = tmp_path / "a.jsonl"
        path.write_text(f"{good}\n{line}\n\n{good.replace('Vienna', 'Graz')}\n")
        articles, errors = read(path)
        assert len(articles) == 2
        assert len(errors) == 1
        assert told in errors[0]
        assert errors[0].startswith(f"{path}, line 2: ")

    def test_half_a_surrogate_pair_becomes_readable_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"text": "Vienna \\ud83d falls."}')
        assert read(tmp_path)[0][0].text == "Vienna \ufffd falls."

    def test_claims_are_inputs_but_no_articles(self, tmp_path: Path) -> None:
        claim = {
            "id": "c1",
            "article": {"id": "a1"},
            "subject": {"id": "x", "label": "X", "type": "Person"},
            "relation": "metWith",
            "object": {"id": "y", "label": "Y", "type": "Person"},
        }
        (tmp_path / "a.jsonl").write_text(json.dumps(claim) + "\n" + json.dumps(claim))
        (first, _) = read_inputs([tmp_path])
        assert isinstance(first, Claim)
        articles, errors = read(tmp_path)
        assert not articles
        assert errors == ["these inputs hold claims, not articles; `kg build` takes claims"]


class TestPaths:
    def test_stores_and_what_tells_of_articles_are_no_articles(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(BODY)
        (tmp_path / "a.json").write_text('{"title": "Vienna"}')
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "kg-store.json").write_text("{}")
        (tmp_path / "store" / "b.txt").write_text(BODY + "More.")
        articles, errors = read(tmp_path)
        assert [(article.text, article.meta.title) for article in articles] == [(f"Vienna\n\n{BODY}", "Vienna")]
        assert not errors

    def test_patterns(self, tmp_path: Path) -> None:
        (tmp_path / "2022").mkdir()
        for name in ("2022/b.txt", "a.txt", "c.md"):
            (tmp_path / name).write_text(BODY + name)
        articles, errors = read(f"{tmp_path}/**/*.txt")
        assert [article.text[-5:] for article in articles] == ["b.txt", "a.txt"]
        assert not errors
        assert "no file or folder has a name like this" in read(f"{tmp_path}/*.html")[1][0]

    def test_folders_are_searched_to_the_bottom_in_order(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.md", "a/c.txt", ".hidden/x.txt", "README.md", "logo.png", "~$c.docx"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(f"{name} {BODY}")
        notes: list[str] = []
        articles = list(read_articles([tmp_path], Options(on_note=notes.append)))
        assert [article.text.split()[0] for article in articles] == ["a/c.txt", "a/z.md", "b.txt"]
        assert notes == [f"{tmp_path}: skipped 3 other files (1 .docx, 1 .md, 1 .png)"]

    def test_standard_input_is_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stdin(monkeypatch, BODY.encode())
        assert read("-")[0][0].text == BODY

    def test_standard_input_is_json_lines_where_it_begins_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stdin(monkeypatch, b"\n " + json.dumps({"text": BODY, "id": "a"}).encode())
        assert read("-")[0][0].id == "a"

    @pytest.mark.parametrize(
        ("name", "data", "told"),
        [
            ("empty.txt", b"", "empty"),
            ("blank.md", b" \n\n", "empty"),
            ("empty.jsonl", b"\n", "empty"),
            ("binary.txt", b"\x7fELF\x00\x01", "a binary file"),
            ("paper.txt", b"%PDF-1.7 ...", "damaged, or no PDF"),
            ("cut.txt", "Vienna".encode("utf-16")[:-1], "breaks off"),
            ("noise.txt", bytes(range(128, 256)) * 8, "no other encoding fits"),
            ("utf16.jsonl", '{"text": "a"}\n{"text": "b"}'.encode("utf-16"), "not UTF-8"),
            ("news.docx", b"\xd0\xcf\x11\xe0\0\0", "a binary file"),
        ],
    )
    def test_what_is_no_article_is_one_clear_line(self, tmp_path: Path, name: str, data: bytes, told: str) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        articles, errors = read(path)
        assert not articles
        assert len(errors) == 1
        assert str(path) in errors[0]
        assert told in errors[0]
        assert "\n" not in errors[0]

    def test_missing_path_and_folder_without_articles(self, tmp_path: Path) -> None:
        (tmp_path / "pictures").mkdir()
        (tmp_path / "pictures" / "a.png").write_bytes(b"x")
        (tmp_path / "a.txt").write_text(BODY)
        articles, errors = read(tmp_path / "none.txt", tmp_path / "pictures", tmp_path / "a.txt")
        assert len(articles) == 1
        assert "no such file or folder" in errors[0]
        assert "nothing to read there" in errors[1]

    def test_errors_are_raised_where_nobody_listens(self, tmp_path: Path) -> None:
        with pytest.raises(ArticleError, match="no such file"):
            list(read_articles([tmp_path / "none.txt"]))

    def test_five_megabytes_on_one_line_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "long.txt"
        path.write_text("Vienna and " * 500_000)
        articles, errors = read(path)
        assert not errors
        assert len(articles[0].text) == len("Vienna and ") * 500_000

    def test_what_is_longer_than_any_book_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "long.txt"
        path.write_text("Vienna and " * (MAX_CHARACTERS // 10))
        _, errors = read(path)
        assert f"{MAX_CHARACTERS:,} characters" in errors[0]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("March 7, 2022", "2022-03-07"),
        ("Friday, August 21, 2015", "2015-08-21"),
        ("21 August 2015", "2015-08-21"),
        ("Sept. 3rd, 2019", "2019-09-03"),
        ("Mon, 07 Mar 2022 10:00:00 GMT", "2022-03-07"),
        ("2022-03-07T10:15:00+02:00", "2022-03-07"),
        ("2022-02-30", None),
        ("07/03/2022", None),  # July or March?
        ("in March 2022", None),
        ("March 7, 2022, was a Monday", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert to_iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Minister visits Vienna\n\n{BODY}", "Minister visits Vienna"),
        (
            f"!-- Tag (tag.js) -->\n\nBy Jane Roe\n\nMinister visits Vienna\n\n{BODY}",
            "Minister visits Vienna",
        ),
        (f"March 7, 2022\nWill the minister visit Vienna?\n{BODY}", "Will the minister visit Vienna?"),
        (f"Iran, Iraq to hold talks in U.S.\n\n{BODY}", "Iran, Iraq to hold talks in U.S."),
        (f"# **Minister** visits Vienna #\n\n{BODY}", "Minister visits Vienna"),
        (BODY, None),
        (f"{'A long line ' * 12}\n\n{BODY}", None),
        ("VIENNA (Wire) - The minister arrived\n\nMore", None),
        ("Russia attacks Ukraine", None),  # a text of one line has no title
        ("", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"Headline\n\nMarch 7, 2022\n\n{BODY}", "2022-03-07"),
        (f"Headline\n\nUpdated: Friday, November 12, 2010\n\n{BODY}", "2010-11-12"),
        (f"# Headline\n\n*July 31, 2023 · The Courier*\n\n{BODY}", "2023-07-31"),
        ("Headline\n\nVIENNA, Feb. 27, 2019 (Wire) — The minister left.\n", "2019-02-27"),
        (f"Headline\n\n*By Jane Roe · VIENNA · Dec 9, 2023*\n\n{BODY}", "2023-12-09"),
        (f"Headline\n\nBy Jane Roe, Vienna, 9 December 2023\n\n{BODY}", "2023-12-09"),
        (f"Headline\n\nBy Jane Roe 9 December 2023\n\n{BODY}", "2023-12-09"),
        (f"Headline\n\nBy Jane Roe (Dec 9, 2023)\n\n{BODY}", "2023-12-09"),
        (f"Headline\n\nIt was refused\nby the Security Council, March 7, 2022,\nonce more. {BODY}", None),
        (f"Headline\n\nVIENNA, Feb. 27 — It began.\n\n{BODY}", None),
        (f"{BODY * 8}\nMarch 7, 2022\n", None),  # too far down to be the article's own
        ("The pact of March 7, 2022 is dead.", None),
    ],
)
def test_published(text: str, date: str | None) -> None:
    found = published_of(text)
    assert (found and found[0]) == date


@pytest.mark.parametrize(
    ("opening", "place", "date"),
    [
        ("KIGALI, Nov 19 – ", "KIGALI", "--11-19"),
        ("DAVAO CITY, Philippines — ", "DAVAO CITY", None),
        ("New Delhi, June 5: ", "New Delhi", "--06-05"),
        ("BAGHDAD, June 16, 2020 (Agency) - ", "BAGHDAD", "2020-06-16"),
        ("GENEVA (Agency) -- ", "GENEVA", None),
        ("PARIS/BERLIN, Jan 5 (Agency) - ", "PARIS/BERLIN", "--01-05"),
        ("Moscow, 5 March 2022 (Agency) — ", "Moscow", "2022-03-05"),
        ("Canberra/Yangon: ", "Canberra/Yangon", None),
        ("LONDON: ", "LONDON", None),
        ("(Agency) - ", None, None),
        ("EXCLUSIVE: ", None, None),
    ],
)
def test_dateline(opening: str, place: str | None, date: str | None) -> None:
    found = dateline(f"{opening}The minister left.")
    assert found is not None
    assert (found.start, found.end) == (0, len(opening))
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "text",
    [
        "Putin: “We shall see.”",
        "NATO - the alliance of thirty - met.",
        "The minister left on June 5: a Monday.",
        "Two men - both armed - fled.",
        "Vienna was calm.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert dateline(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "!-- Analytics tag (tag.js) -->",
        "<script src='https://stats.example/t.js'></script>",
        "window.dataLayer = window.dataLayer || [];",
        "gtag('js', new Date());",
        "By Erin Example",
        "BY JANE ROE AND JOHN DOE, DAILY COURIER",
        "By Jane van der Roe and John Doe | Geneva",
        "By our correspondents",
        "image The summit’s last day. Photo: Flash90, Reuters",
        "Mr Roe at the conference. PHOTO: POOL",
        "File photo: a frigate leaves the harbour",
        "FILE - The minister in Vienna last year.",
        "Image copyright AFP Image caption The minister was welcomed",
        "The president takes the oath on Thursday. (TV grab)",
        "Marchers in the capital on Sunday. (AP Photo/Jane Roe)",
        "A gun lies beside the temple gate, Tuesday, Feb. 8, 2011. The capital is far to the south.",
        "*Demonstrators in Niamey. Photo: Courier/Sahel Images*",
        "Also Read: Why the minister left",
        "ALSO READ | What makes a storm a killer",
        "**Related:** How a list works",
        "Read more",
        "Tags: Austria, Vienna",
        "By Jane Roe · VIENNA · Dec 9, 2023",
        "Share this: Facebook | Twitter",
        "Facebook Twitter WhatsApp Email",
        "Follow us on Twitter @courier",
        "Reporting by Jane Roe; editing by John Doe",
        "(With inputs from agencies)",
        "The Associated Press contributed to this report.",
        "© 2022 Courier. All rights reserved.",
        "Sign up for our morning newsletter",
        "ADVERTISEMENT",
        "Share on Facebook   Tweet   Email",
        ">> Click here for more on the war",
        "[VIDEO] Watch the summit - Duration: 00:47",
        "Jane Roe in Sanaa and John Doe in London - Courier Wire",
        "Comments (214)",
        "[Embedded tweet not available]",
        "Advertisement - scroll to continue",
        "Photo caption: The ministers in Vienna",
        "GETTY IMAGES • The ministers met last year",
        "Updated: Friday, November 12, 2010",
        "https://news.example/2022/03/07",
        "* * *",
    ],
)
def test_lines_of_junk(line: str) -> None:
    before = "The minister left.\n\n"
    text = f"{before}  {line}\n\nShe returned."
    assert junk_spans(text) == [(len(before), len(before) + 2 + len(line))]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the army had taken the town.",
        "By Monday, Russia had withdrawn from Kherson.",
        "Image is everything for the president, who met his rival in Geneva.",
        "The picture: grim, with both armies across the border since Sunday.",
        "The treaty was signed in Vienna on Sept. 26, 2009.",
        "March 7, 2022 – Israel’s prime minister flies to Moscow.",
        "Related talks between Iran and Iraq were called off.",
        "Share prices fell after the United States imposed sanctions on Russia.",
        "Support for Ukraine grew in Poland.",
        "Read the minister’s lips: there will be no deal.",
        "Follow the money, said Biden.",
        "Registered voters backed Macron.",
        "The officials signed up for a ceasefire.",
        "Reporters asked Scholz about the tanks.",
        "South China Sea",
        "Putin Meets Xi",
        "He told Reuters: France will send arms to Kyiv.",
        "Comments by the minister drew fire.",
        "Macron met Putin in Moscow and Scholz in Berlin - a busy week for France.",
        "Share prices fell in Tokyo and London on Monday.",
        "Advertisement spending rose in Germany last year.",
    ],
)
def test_news_is_no_junk(line: str) -> None:
    assert junk_spans(line) == []


@pytest.mark.parametrize(
    ("text", "junk"),
    [
        ("He blamed the US.image The talks. Photo: Pool, Wire", ["image The talks. Photo: Pool, Wire"]),
        ("The talks failed, she said. (Reuters)", [" (Reuters)"]),
        ("## The end of **all** talks", ["## ", "**", "**"]),
        ("He met [the king](https://k.example/a) again.", ["[", "](https://k.example/a)"]),
        ("> A quotation", ["> "]),
    ],
)
def test_junk_inside_a_line(text: str, junk: list[str]) -> None:
    assert [text[start:end] for start, end in junk_spans(text)] == junk


@given(st.text(alphabet=st.sampled_from("aB .,:()[]#*>|/—\n-0“”"), max_size=300))
def test_spans_are_ordered_apart_and_inside(text: str) -> None:
    spans = junk_spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end <= len(text) for start, end in spans)
    title_of(text)
    published_of(text)


@pytest.mark.parametrize(
    "line",
    [
        "By " + "A " * 190 + "b.",
        "share " * 60 + "!z",
        "- " * 199 + "z",
        "(file" * 79,
        "a@" * 199,
        "[a](/" * 79,
    ],
)
def test_no_line_takes_long(line: str) -> None:
    begin = time.monotonic()
    junk_spans(f"{line}\n" * 500)
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "[Image 1 of 3] A ferry on the river. (Wire/File)",
        "File photo of April 12, 2023: a government jet",
    ],
)
def test_datelines_are_junk_of_the_article(tmp_path: Path, caption: str) -> None:
    (tmp_path / "a.txt").write_text(f"Headline\n\n{caption}VIENNA (Wire) - {BODY}")
    (article,), _ = read(tmp_path)
    junk = "".join(article.text[start:end] for start, end in article.junk)
    assert junk == f"{caption}VIENNA (Wire) - "
