"""`kg completion`."""

from __future__ import annotations

import click

__all__ = ["completion"]


@click.command(
    epilog="\b\nExamples:\n  kg completion bash > ~/.local/share/bash-completion/completions/kg\n"
    "  kg completion zsh > ~/.zfunc/_kg        (with fpath+=~/.zfunc before compinit in ~/.zshrc)\n"
    "  kg completion fish > ~/.config/fish/completions/kg.fish"
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, *, shell: str) -> None:
    """Print what makes the Tab key complete kg in a shell.

    Commands and options are completed, and so are formats, files, queries of the library with their parameters, and
    the names, relations and types in the store that --store names. For this shell only: eval "$(kg completion bash)".
    """
    from kg.commands.shells import script

    click.echo(script(shell, context.find_root().command), nl=False)
