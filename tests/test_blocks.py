"""Markup -> paragraphs: nothing torn apart, nothing glued together, everything in its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.html.blocks import Block, blocks_of
from kg.read.html.markup import parse_markup


def blocks(html: str) -> list[Block]:
    return list(blocks_of(parse_markup(f"<body>{html}</body>", "x").root))


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<div>One.<div>Two.</div>Three.</div>", ["One.", "Two.", "Three."]),
        # What is inside a paragraph is neither torn apart nor glued together.
        ("<p>The <b>for</b>eign <i>envoy</i>, <a>Ms Hansen</a>, left.</p>", ["The foreign envoy, Ms Hansen, left."]),
        ("<p><span class='dropcap'>T</span>he minister</p>", ["The minister"]),
        ("<p>Envoys<!-- x --> met in <!-- -->Oslo<!-- -->.</p>", ["Envoys met in Oslo."]),
        ("<p>nor<wbr>thern</p>", ["northern"]),
        ("<p>one\n   two&nbsp;three</p>", ["one two three"]),
        # Line breaks: two part paragraphs, one does where a sentence ends or where a line is one element.
        ("One.<br><br>Two.<br/>\n<br/>Three.", ["One.", "Two.", "Three."]),
        ("He left.<br>She stayed.", ["He left.", "She stayed."]),
        ("He said “No.”<br>She stayed.", ["He said “No.”", "She stayed."]),
        ("the treaty<br>between them", ["the treaty between them"]),
        ("<b>A heading</b><br>Text of it", ["A heading", "Text of it"]),
        ("Text before it<br><b>A heading</b><br>Text of it", ["Text before it", "A heading", "Text of it"]),
        ("The ship <i>Sea Star</i><br>sailed", ["The ship Sea Star sailed"]),
        ("<font>08.03.2022</font><br><font><b>Title</b></font>", ["08.03.2022", "Title"]),
        # Lists, quotations, tables, headings.
        ("<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>", ["One", "Two", "Three"]),
        ("<p>He said:</p><blockquote><p>Never.</p></blockquote>", ["He said:", "Never."]),
        ("<table><tr><td>A</td><td>B</td></tr></table>", ["A", "B"]),
        ("<h2>Head</h2>text", ["Head", "text"]),
        ("<span style='display:block'>One</span><span style='display: block'>Two</span>", ["One", "Two"]),
        ("<pre>First line\ngoes on.\n\nSecond.</pre>", ["First line\ngoes on.", "Second."]),
        # What shows no words.
        ("<p>a<script>b</script><style>c</style>d<button>e</button></p>", ["ad"]),
        ("<template>no</template><template shadowrootmode='open'><p>yes</p></template>", ["yes"]),
        ("<p> </p><p>&nbsp;</p><br>", []),
    ],
)  # fmt: skip
def test_paragraphs(html: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(html)] == texts


@pytest.mark.parametrize(
    ("html", "own", "share"),
    [
        ("<p>no link</p>", "no link", 0.0),
        ("<p><a>all of it</a></p>", "", 1.0),
        ("<p>Related: <a>other</a></p>", "Related:", 6 / 14),
        ("<a><h3>a heading</h3></a>", "", 1.0),
        ("<h3><a>a heading</a></h3>", "", 1.0),
    ],
)
def test_what_is_in_links(html: str, own: str, share: float) -> None:
    (block,) = blocks(html)
    assert block.own == own
    assert block.link_share == pytest.approx(share)


def test_a_link_may_hold_several_paragraphs() -> None:
    assert [block.link_share for block in blocks("<a><h3>One</h3><p>Two</p></a><p>Three</p>")] == [1.0, 1.0, 0.0]


@given(st.lists(st.text("ab é.”", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=8))
def test_no_word_is_lost_or_moved(texts: list[str]) -> None:
    html = "".join(f"<div><p>{text}</p></div>" for text in texts)
    assert [block.text for block in blocks(html)] == [" ".join(text.split()) for text in texts]
