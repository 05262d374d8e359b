"""The pages about the commands tell each of them, as the program has it."""

from __future__ import annotations

import re

import click
import pytest

from kg.cli import cli
from scripts.site import command_pages
from scripts.site.command_pages import FOLDER, commands, draw_pages, nav

EXAMPLE = "\b\nExample:\n  kg c"


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return draw_pages()


def test_the_pages_are_up_to_date(drawn: dict[str, str]) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == drawn, "run python -m scripts.site.command_pages"


@pytest.mark.parametrize(("call", "command"), [pytest.param(*told, id=told.call) for told in commands()])
def test_each_command_has_all_it_takes(call: str, command: click.Command, drawn: dict[str, str]) -> None:
    if command is cli:
        return
    name = call.split()[1]
    page = drawn[f"{name}.md"]
    heading = f"# {call}" if call.count(" ") == 1 else f"## {call}"
    _, _, after = f"\n{page}".partition(f"\n{heading}\n")
    section = after.partition("\n## ")[0]
    assert "```sh\nkg " in section
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert f"`{option.opts[0]}`" in section
            for choice in option.type.choices if isinstance(option.type, click.Choice) else ():
                assert f"`{choice}`" in section
            if isinstance(option.envvar, str):
                assert option.envvar in section
    assert f"`kg {name}`" in drawn["index.md"]


def test_the_menu_has_each_page_once(drawn: dict[str, str]) -> None:
    paths = re.findall(r"commands/([\w-]+\.md)", repr(nav()))
    assert sorted(paths) == sorted(drawn)


def test_a_command_in_no_group_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(command_pages.GROUPS, "Examine", ("explain", "check", "scorn", "doctor", "completion"))
    with pytest.raises(ValueError, match=r"disagree on score, scorn$"):
        draw_pages()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Take a_b*c <d> [e] f|g.", r"Take a\_b\*c \<d> \[e\] f\|g."),
        ("With --no-infer, or `--infer`.", "With `--no-infer`, or `--infer`."),
        ("`a_b` and KG_MODEL", "`a_b` and `KG_MODEL`"),
        ("a well--known dash", "a well--known dash"),
        ("docs/network.md tells", "[network](../network.md) tells"),
    ],
)
def test_texts_of_the_help_are_taken_as_text(said: str, written: str) -> None:
    command = click.Command("c", help=said, epilog=EXAMPLE)
    assert command_pages.draw_section("kg c", command).splitlines()[2] == written


@pytest.mark.parametrize(
    ("option", "cells"),
    [
        (
            click.Option(["--x", "-x"], metavar="N", type=click.IntRange(1), help="How many."),
            "`--x`, `-x` N | How many. At least 1.",
        ),
        (
            click.Option(["--x"], type=click.FloatRange(0, 9, min_open=True), help="So."),
            "`--x` FLOAT | So. More than 0 and at most 9.",
        ),
        (
            click.Option(["--x"], type=click.Choice(["a", "b"]), default="b", show_default=True, help="Which."),
            "`--x` | Which. One of `a`, `b`. Default: `b`.",
        ),
        (
            click.Option(["--x/--no-x"], default=True, show_default=True, help="Whether."),
            "`--x`, `--no-x` | Whether.",
        ),
        (
            click.Option(["--x"], metavar="A|B", multiple=True, envvar="KG_X", help="Which.  [default: all]"),
            r"`--x` A\|B | Which. May be given several times. Default: all. Environment variable: `KG_X`.",
        ),
        (click.Option(["--x"], hidden=True, help="Secret."), None),
    ],
)
def test_an_option_is_told_with_what_it_may_be(option: click.Option, cells: str | None) -> None:
    rows = command_pages.draw_section("kg c", click.Command("c", params=[option], help="Do.", epilog=EXAMPLE))
    told = [row for row in rows.splitlines() if row.startswith("| `--x`")]
    assert told == ([] if cells is None else [f"| {cells} |"])
