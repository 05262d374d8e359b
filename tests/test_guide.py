"""The tutorial and the how-to pages: what they tell their readers to do works, and prints what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.guide_pages import PAGES, PageError, Scratch, blocks_of, commands_of, elided, follow, one_model, page_paths

EVERY = page_paths()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    with one_model():
        yield Scratch(tmp_path_factory.mktemp("guide"))


def test_there_are_pages() -> None:
    assert len(EVERY) >= 10


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_page_shows_what_happens(scratch: Scratch, path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert scratch.draw(page) == page, f"run python scripts/guide_pages.py {path.relative_to(PAGES.parent)}"


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_page_begins_with_its_goal_and_is_short(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    assert re.search(r"\A<!-- begins with: \w+ -->\n# \w", page)
    assert len(prose.split()) < 1_500


def fenced(*blocks: str) -> str:
    return "\n".join(block.replace("'''", "```") for block in blocks) + "\n"


SH = "'''sh\necho one; echo two; echo three; echo four\n'''"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("'''sparql\nASK {}\n'''", "line 1: a block that is not run has to say why"),
        ("<!-- not run: -->\n'''r\n1\n'''", "has to say why"),
        ("Some prose.\n'''text\nprinted\n'''", "has to say why"),
        (f"{SH}\nSome prose.\n'''text\nprinted\n'''", "has to say why"),
        ("'''toml title=\"a/b.toml\"\nx = 1\n'''", "nothing above the block a/b.toml tells"),
    ],
)
def test_a_block_that_does_not_say_what_it_is(page: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        blocks_of(fenced(page))


def test_kinds_of_blocks() -> None:
    page = fenced(
        "Save as `a.txt`:", "'''text title=\"a.txt\"\nx\n'''", SH, "'''text\none\n'''",
        "<!-- not run: needs a cluster -->\n'''sh\nrm -rf /\n'''", "<!-- fails -->\n'''sh\nfalse\n'''",
    )  # fmt: skip
    assert [(block.kind, block.fails) for block in blocks_of(page)] == [
        ("file", False), ("run", False), ("output", False), ("left", False), ("run", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "printed", "drawn"),
    [
        ("old\n", "1\n2\n3\n", "1\n2\n3\n"),
        ("x\n...\n", "1\n2\n3\n", "1\n...\n"),
        ("x\n...\ny\n", "1\n2\n3\n4\n", "1\n...\n4\n"),
        ("...\ny\n", "1\n2\n3\n", "...\n3\n"),
        ("x\n...\ny\n", "1\n2\n", "1\n2\n"),
        ("", "read in 3.2 s: all \n\n", "read in … s: all\n"),
        ("", 'date = "2024-01-01"\n', 'date = "…"\n'),
    ],
)
def test_what_is_left_out_of_what_was_printed(shown: str, printed: str, drawn: str) -> None:
    assert elided(shown, printed) == drawn
    assert elided(drawn, printed) == drawn


def test_commands() -> None:
    script = "kg a 'x\ny' # why\n\n# only a remark\nkg b \\\n  --c\necho d | wc\n"
    assert commands_of(script) == ["kg a 'x\ny' # why", "kg b \\\n  --c", "echo d | wc"]
    with pytest.raises(PageError, match="without an end"):
        commands_of("kg a 'x\n")


def test_what_is_printed_is_put_in(tmp_path: Path) -> None:
    page = fenced(
        "Save as `in/a.txt`:", "'''text title=\"in/a.txt\"\nhello\n'''", "'''sh\ncat in/a.txt\n'''", "'''text\n'''",
        "'''python\nfrom pathlib import Path\n\nprint(Path('in/a.txt').read_text().upper())\n'''", "'''text\nold\n'''",
        "'''python\nprint(Path.cwd().name)\n'''", SH, "'''text\nx\n...\n'''", "end",
    )  # fmt: skip
    drawn = follow(page, tmp_path)
    assert [block.body for block in blocks_of(drawn) if block.kind == "output"] == ["hello\n", "HELLO\n", "one\n...\n"]
    assert drawn.endswith("```\nend\n")
    assert follow(drawn, tmp_path) == drawn


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("'''sh\nfalse\ntrue\n'''", r"\['false'\] fails"),
        ("'''sh\nfalse | cat\n'''", "fails"),
        ("<!-- fails -->\n'''sh\ntrue\n'''", "has to fail"),
        ("'''sh\nkg query nothing --store nowhere\n'''", "nowhere"),
    ],
)
def test_a_command_that_does_otherwise(tmp_path: Path, page: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        follow(fenced(page), tmp_path)


def test_a_page_that_does_not_tell_what_it_begins_with(scratch: Scratch) -> None:
    with pytest.raises(PageError, match="a page begins with one of"):
        scratch.draw("# A page\n")
