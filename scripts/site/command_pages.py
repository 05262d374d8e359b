"""Writes docs/commands/: a page for each command, from the program itself.

    python -m scripts.site.command_pages

tests/test_command_pages.py holds that the pages are up to date. A new command goes into `GROUPS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import NamedTuple, TypeAlias

import click

from kg.cli import cli

__all__ = ["FOLDER", "GROUPS", "commands", "draw_pages", "draw_section", "nav"]

FOLDER = Path(__file__).parent.parent.parent / "docs" / "commands"

# What one wants -> the commands for it, in the order of the work.
GROUPS = {
    "Read and build": ("read", "extract", "build", "watch"),
    "Ask": ("query", "ask", "search", "entities", "events", "timeline", "tone", "officials", "diff", "conflicts"),
    "Look": ("view", "serve", "report", "network"),
    "Mend": ("merge", "apart", "rename", "retype", "alias", "drop", "confirm", "actors"),
    "Keep and hand on": ("status", "remove", "export", "upload", "backup", "restore"),
    "Examine": ("explain", "check", "score", "doctor", "completion"),
}

# What an exit with 1 means, where it is more than a failure.
_FAILS = {
    "kg ask": "a question was not understood",
    "kg check": "something is wrong in what was checked",
    "kg doctor": "something is broken",
    **dict.fromkeys(("kg read", "kg extract", "kg build", "kg watch"), "an input could not be read (the rest was)"),
}
_HEAD = """# Commands

`kg COMMAND --help` says what stands here, and `kg --help` lists the commands. Data goes to standard output, messages to
standard error, so that output can be piped and kept.
"""
_FOOT = """## Exit status

| status | |
|---|---|
| 0 | Done. That nothing was found is no failure. |
| 1 | Something failed; a line on standard error says what, where, and what to do. A page says so if 1 means more. |
| 2 | Wrong usage: an option or argument that there is not, or not so. |
| 130, 143 | Ended by Ctrl-C or `SIGTERM`. Nothing is half-written. |

## Environment variables

| variable | |
|---|---|
| `KG_MODEL` | The spaCy pipeline to read with, as `--model`. |
| `KG_ENDPOINT_AUTH` | `user:password` for a SPARQL endpoint; else the address has them, or `~/.netrc`. |
| `KG_SERVE_TOKEN` | The token that lets updates in, for `kg serve --writable`. |
| `KG_CONTACT` | Address or page of whoever runs `kg watch`, told to the sites that it fetches from. |
"""

_DEFAULT = re.compile(r"\s*\[default: (?P<value>[^\]]+)\]")
# What stands out in a text of the help -> how Markdown has it.
_MARKED = re.compile(
    r"(?P<code>`[^`]*`)|(?P<name>(?<![\w-])--[a-z][a-z-]+|\bKG_[A-Z_]+)"
    r"|\bdocs/(?P<page>[\w-]+)\.md|(?P<special>[*_<\[\]|\\])"
)
_MARKS = {"code": "{0}", "name": "`{0}`", "page": "[{0}](../{0}.md)", "special": "\\{0}"}


Nav: TypeAlias = list[str | dict[str, list[dict[str, str]]]]


class Told(NamedTuple):
    """A command with the words that call it, such as `kg network path`."""

    call: str
    command: click.Command


def commands(command: click.Command = cli, call: str = "kg") -> Iterator[Told]:
    """A command and, depth first, all below it."""
    yield Told(call, command)
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, f"{call} {name}")


def draw_pages() -> dict[str, str]:
    """The pages by name of their file: one for each command, with its subcommands, and the list of all.

    Raises:
        ValueError: A command is in no group, or a group names one that there is not.
    """
    grouped = {name for names in GROUPS.values() for name in names}
    if astray := grouped ^ set(cli.commands):
        raise ValueError(f"GROUPS in {Path(__file__).name} and kg/cli.py disagree on {', '.join(sorted(astray))}")
    return {"index.md": _index()} | {f"{name}.md": _page(name) for name in sorted(grouped)}


def nav() -> Nav:
    """The pages in the form that mkdocs' `nav` has."""
    menu: Nav = ["commands/index.md"]
    menu.extend({group: [{f"kg {name}": f"commands/{name}.md"} for name in names]} for group, names in GROUPS.items())
    return menu


def _index() -> str:
    lines = [_HEAD]
    for group, names in GROUPS.items():
        lines += [f"## {group}\n", "| command | |", "|---|---|"]
        lines += [f"| [`kg {name}`]({name}.md) | {_prose(_first_line(cli.commands[name]))} |" for name in names]
        lines.append("")
    return "\n".join([*lines, _FOOT])


def _page(name: str) -> str:
    (top, *below) = commands(cli.commands[name], f"kg {name}")
    return "\n".join([draw_section(*top), *(draw_section(*told, level=2) for told in below)])


def draw_section(call: str, command: click.Command, *, level: int = 1) -> str:
    """What a page says of one command: text, usage, examples, options, exit status."""
    return "\n".join(_lines(Told(call, command), level))


def _lines(told: Told, level: int) -> Iterator[str]:
    context = click.Context(told.command, info_name=told.call)
    yield f"{'#' * level} {told.call}\n"
    yield from (f"{_prose(paragraph)}\n" for paragraph in _paragraphs(told.command.help or ""))
    yield f"```text\n{' '.join((told.call, *told.command.collect_usage_pieces(context)))}\n```\n"
    yield f"{_examples(told.command)}\n"
    if isinstance(told.command, click.Group):
        yield "| subcommand | |\n|---|---|"
        for name, command in told.command.commands.items():
            yield f"| [`{told.call} {name}`](#{told.call.replace(' ', '-')}-{name}) | {_prose(_first_line(command))} |"
        yield ""
    options = [each for each in told.command.params if isinstance(each, click.Option) and not each.hidden]
    if options:
        yield "| option | |\n|---|---|"
        yield from (f"| {_names(option)} | {_meaning(option, context)} |" for option in options)
        yield ""
    if not isinstance(told.command, click.Group):
        failed = _FAILS.get(told.call, "something failed")
        yield f"[Exit status](index.md#exit-status): 0 done, 1 {failed}, 2 wrong usage.\n"


def _names(option: click.Option) -> str:
    """`-o`, `--output` FILE."""
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return names
    choices = isinstance(option.type, click.Choice)
    metavar = option.metavar or ("" if choices else option.type.name.split()[0].upper())
    return f"{names} {_prose(metavar)}".strip()


def _meaning(option: click.Option, context: click.Context) -> str:
    """What it does, what it may be, and what it is where nobody says."""
    help_text = option.help or ""
    stated = _DEFAULT.search(help_text)
    told = [_prose(_DEFAULT.sub("", help_text).split("  [")[0].strip())]
    if isinstance(option.type, click.Choice):
        told.append(f"One of {', '.join(f'`{choice}`' for choice in option.type.choices)}.")
    if isinstance(option.type, click.IntRange | click.FloatRange) and "from 0 to 1" not in help_text:
        told.append(_range(option.type))
    if option.multiple and "More than one" not in help_text and "again" not in help_text:
        told.append("May be given several times.")
    if stated:
        told.append(f"Default: {_prose(stated['value'])}.")
    elif option.show_default and not option.is_flag:
        told.append(f"Default: `{option.get_default(context)}`.")
    if isinstance(option.envvar, str):
        told.append(f"Environment variable: `{option.envvar}`.")
    return " ".join(told)


def _range(numbers: click.IntRange | click.FloatRange) -> str:
    low = f"{'more than' if numbers.min_open else 'at least'} {numbers.min:,}" if numbers.min is not None else ""
    high = f"{'less than' if numbers.max_open else 'at most'} {numbers.max:,}" if numbers.max is not None else ""
    return f"{' and '.join(filter(None, (low, high)))}.".capitalize()


def _examples(command: click.Command) -> str:
    """The examples of the help as a block of code."""
    _, *lines = (command.epilog or "").replace("\b\n", "").splitlines()
    return "\n".join(["```sh", *(line.removeprefix("  ") for line in lines), "```"])


def _first_line(command: click.Command) -> str:
    return _paragraphs(command.help or "")[0].replace("\n", " ")


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in cleandoc(text.replace("\b", "")).split("\n\n") if paragraph]


def _prose(text: str) -> str:
    """A text of the help as Markdown: options as code, pages as links, and nothing else in it taken for markup."""
    return _MARKED.sub(lambda found: _MARKS[found.lastgroup or ""].format(found[found.lastgroup or 0]), text)


def main() -> None:
    """Write the pages, and remove those of commands that are gone."""
    FOLDER.mkdir(exist_ok=True)
    pages = draw_pages()
    for gone in {path.name for path in FOLDER.glob("*.md")} - set(pages):
        (FOLDER / gone).unlink()
    for name, page in pages.items():
        (FOLDER / name).write_text(page, encoding="utf-8")
    print(f"wrote {len(pages)} pages in {FOLDER}")


if __name__ == "__main__":
    main()
