"""Markdown: the fields at its head, and marks as junk around a text that stays as it is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.documents.front_matter import split_front_matter
from kg.read.documents.markdown import markdown_junk

BODY = "The minister flew to Vienna on Tuesday.\n\nShe met her Austrian counterpart there.\n"


def read(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[ArticleError] = []
    return list(read_articles([path], Options(on_error=errors.append))), [str(error) for error in errors]


def plain(text: str) -> str:
    """A text without its junk, for comparing."""
    pieces, at = [], 0
    for start, end in markdown_junk(text):
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


@pytest.mark.parametrize(
    ("head", "meta"),
    [
        (
            '---\ntitle: "Talks: the end"\ndate: 2022-03-07 10:00:00 +0100\nauthor: Jane Roe\n---\n',
            {"title": "Talks: the end", "published": "2022-03-07", "author": "Jane Roe"},
        ),
        (
            "---\nTitle: Talks\nPublishDate: 7 March 2022\nauthors:\n  - Jane Roe\n  - name: John Doe\n---\n",
            {"title": "Talks", "published": "2022-03-07", "author": "Jane Roe, John Doe"},
        ),
        (  # not YAML, and yet what people write
            "---\ntitle: Israel: what next\nurl: https://a.example/1\n---\n",
            {"title": "Israel: what next", "url": "https://a.example/1"},
        ),
        (
            "---\ntitle: >-\n  Talks that\n  went on\nlang: en\ntags: [a, 'b']\n...\n",
            {"title": "Talks that went on", "language": "en"},
        ),
        (  # as Obsidian's clipper has it
            '---\nsource: https://a.example/1\nauthor:\n  - "[[Jane Roe]]"\npublished: 2022-03-07\n---\n',
            {"url": "https://a.example/1", "publisher": None, "author": "Jane Roe", "published": "2022-03-07"},
        ),
        ("---\npublisher: The Wire\nauthor: ~\nid: 7\n---\n", {"publisher": "The Wire", "author": None}),
        (
            '+++\ntitle = "Talks"\ndate = 2022-03-07T10:00:00Z\nauthors = ["Jane Roe"]\n[params]\nx = 1\n+++\n',
            {"title": "Talks", "published": "2022-03-07", "author": "Jane Roe"},
        ),
        ("---\n---\n", {"published": None}),
        ("---\r\ntitle: Talks\r\n---\r\n", {"title": "Talks"}),
    ],
)
def test_fields_at_the_head(tmp_path: Path, head: str, meta: dict[str, str]) -> None:
    path = tmp_path / "a.md"
    path.write_bytes((head + BODY).encode())
    (article,), errors = read(path)
    assert not errors
    assert article.text.endswith(BODY)
    assert "---" not in article.text
    assert {name: getattr(article.meta, name) for name in meta} == meta
    assert len(article.id) > 5


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe minister said: nothing.\n\n---\n\nMore was not told.",
        "---\nThe minister of the interior said: nothing.\n---\nMore.",
        "---\n- one\n- two\n---\nMore.",
        "---\ntitle: Talks\n\nand no end",
        "Envoys met.\n---\ntitle: x\n---\n",
        "+++\nno fields = \n+++\nMore.",
        "---\n" + "a: b\n" * 20_000 + "---\n",
    ],
)
def test_what_is_no_head(text: str) -> None:
    assert split_front_matter(text) == ({}, 0)


@pytest.mark.parametrize(
    "fields",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        "a: " + "[" * 5000 + "\n",
        "a: !!python/object/apply:os.system ['touch x']\n",
        "? {a: b}\n: c\n",
        "a: \x00\x07\n",
    ],
)
def test_no_head_does_harm(fields: str) -> None:
    found, begin = split_front_matter(f"---\n{fields}---\n{BODY}")
    assert begin in (0, len(fields) + 8)
    assert len(str(found)) < 2 * len(fields) + 100


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# Talks ##", "Talks"),
        ("The **foreign** minister of *Iran* met _her_ there.", "The foreign minister of Iran met her there."),
        ("[Iran](https://a.example/x 'y') and [Iraq](iraq.html) met.", "Iran and Iraq met."),
        ("[Iran](https://a.example/x_(y)) and [Iraq][1], [Oman][].", "Iran and Iraq, Oman."),
        ("[[Alexander Schallenberg|Schallenberg]] met [[Putin]].", "Schallenberg met Putin."),
        ("![A map](a.png 'x') Envoys met.", " Envoys met."),
        ("They met.[^1] He left[^b] [@roe2022, p. 3].", "They met. He left."),
        ("He ~~refused~~ agreed to `sign` the \\*deal\\* ==now==.", "He  agreed to sign the *deal* now."),
        ("<b>Israel</b> said no<br/>to <span class='x'>it</span>.", "Israel said noto it."),
        ("See <https://a.example/x>; it ended {{ site.x }}so {.lead}", "See ; it ended so "),
        ("> > We met Putin.", "We met Putin."),
        (
            "- [x] Russia attacked Ukraine.\n2. The U.S. condemned it.",
            "Russia attacked Ukraine.\nThe U.S. condemned it.",
        ),
        # No marks: names, figures, and what stands in brackets.
        ("The end_of_file name, 2 * 3 and [sic] (1) stay.", "The end_of_file name, 2 * 3 and [sic] (1) stay."),
        ("In 2022. Five < six, and 7 > 5.", "In 2022. Five < six, and 7 > 5."),
        ("-5 degrees; 1.5 million; A -- B", "-5 degrees; 1.5 million; A -- B"),
    ],
)
def test_marks_inside_a_line(text: str, left: str) -> None:
    assert plain(text) == left


@pytest.mark.parametrize(
    "block",
    [
        "```python\nprint('Iran attacked')\n```",
        "~~~~\n~~~\nIran attacked\n~~~~",
        "| Country | Votes |\n|:--|--:|\n| Iran | 12 |",
        "Country | Votes\n--- | ---\nIran | 12",
        "<!-- Iran attacked\nIraq -->",
        "<script>\nattack()\n</script>",
        "[1]: https://a.example/x 'Title'",
        "[^1]: A note that goes\n    on here.",
        "![[map.png]]",
        "![A map][1]",
        "> [!quote] What he said",
        "{{< figure src='a.png' >}}",
        "{% include ad.html %}",
        "{: .lead}",
        "<div class='x'>",
        "[TOC]",
        "=====",
    ],
)
def test_what_is_no_prose(block: str) -> None:
    text = f"Envoys met.\n\n{block}\n\nThey left."
    assert plain(text).split() == ["Envoys", "met.", "They", "left."]
    # Line by line, so that a paragraph ends there.
    assert len(markdown_junk(text)) == block.count("\n") + 1


def test_a_fence_that_is_never_closed_goes_to_the_end() -> None:
    assert plain("Envoys met.\n\n```\nIran attacked") == "Envoys met.\n\n\n"


def test_a_comment_that_is_never_closed_is_none() -> None:
    assert "They left." in plain("Envoys met.\n\n<!-- x\n\nThey left.")


@given(st.text(alphabet=st.sampled_from("ab .*_`~[]()!<>{}|#-+=\\^@\n1:%/"), max_size=300))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = markdown_junk(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("piece", ["[", "*", "![", "[[", "<a ", "{{", "`", "| ", "~~", "> ", "](", "\\"])
def test_long_lines_of_marks_take_no_time(piece: str) -> None:
    markdown_junk(piece * (20_000 // len(piece)))
