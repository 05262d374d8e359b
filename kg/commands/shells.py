"""The side of shell completion that faces the shells: their scripts, and how they want words written.

Click does the work (https://click.palletsprojects.com/en/stable/shell-completion/). Names have spaces, commas and
quotes in them, which its words for bash and fish do not survive, and `--option=beginning` comes back without its
option; so these two have scripts of their own.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, suppress
from io import StringIO

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
)

__all__ = ["SHELLS", "VARIABLE", "answer", "script"]

VARIABLE = "_KG_COMPLETE"
"""The environment variable by which the script of a shell asks `kg` for completions."""

_BASH = r"""%(complete_func)s() {
    local type value
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORD="${COMP_WORDS[COMP_CWORD]}" \
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_FISH = r"""function %(complete_func)s
    set -lx %(complete_var)s fish_complete
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -ct)
    for completion in (%(prog_name)s 2>/dev/null)
        set -l told (string split -m 1 , -- $completion)
        switch $told[1]
            case dir
                __fish_complete_directories $told[2]
            case file
                __fish_complete_path $told[2]
            case plain
                echo $told[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""
_SPECIAL = re.compile(r"([^\w@%+=:,./\u0080-\U0010ffff-])", re.ASCII)  # to bash, in a word without quotes


class _Whole(ShellComplete):
    """Gives values with the `--option=` that they were typed with: zsh and fish put them in place of all of it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("-"):
            for item in found:
                if item.type == "plain":
                    item.value = f"{option}={item.value}"
        return found


class _Zsh(_Whole, ZshComplete):
    pass


class _Fish(_Whole, FishComplete):
    source_template = _FISH


class _Bash(BashComplete):
    """Reads the line itself, for bash takes words apart at `=` and `:`, and quotes what it gives, as bash does not."""

    source_template = _BASH
    _quoted = False
    _cut = 0

    def get_completion_args(self) -> tuple[list[str], str]:
        line, word = os.environ["COMP_LINE"], os.environ["COMP_WORD"]
        words, self._quoted = _words(line)
        value = words[-1].partition("=")[2] if re.match("-[^=]*=", words[-1]) else words[-1]
        # What bash takes for the word is the end of ours; the rest before it is not to come again.
        ((last, *_), _) = _words(word)
        last = "" if last in {"=", ":"} else last
        self._cut = len(value) - len(last) if value.endswith(last) else 0
        return words[1:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        value = item.value[max(self._cut, 0) :]
        return f"{item.type},{value if self._quoted or item.type != 'plain' else _escaped(value)}"


SHELLS: Mapping[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def script(shell: str, cli: click.Command) -> str:
    """What a shell has to run so that it completes `kg`."""
    return SHELLS[shell](cli, {}, "kg", VARIABLE).source()


def answer(cli: click.Command) -> int:
    """Give a shell the completions that it asks for by the variable; whatever fails, the line stays as it is."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)
    with suppress(Exception), redirect_stderr(StringIO()):
        shell_complete(cli, {}, "kg", VARIABLE, os.environ[VARIABLE])
    sys.stdout.flush()
    return 0


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)


def _words(line: str) -> tuple[list[str], bool]:
    """The words of a line, the last of them unfinished or empty; and whether it is inside of quotes."""
    reader = shlex.shlex(line, posix=True)
    reader.whitespace_split, reader.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(reader)
    except ValueError as error:  # it ends within quotes, or with a backslash
        return [*words, reader.token], "quotation" in str(error)
    return (words if words and not line[-1].isspace() else [*words, ""]), False
