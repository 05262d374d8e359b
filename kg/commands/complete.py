"""What a shell is offered for an unfinished word: files, names in the store, relations, queries of the library.

These run at a press of the Tab key, so they load next to nothing, and offer nothing where anything is in their way.
"""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

__all__ = ["QueryCommand", "entities", "event_types", "files", "folders", "query_words", "relations"]

Items = list[CompletionItem]


def files(_context: click.Context, _parameter: click.Parameter, beginning: str) -> Items:
    """Files and folders, which the shell knows best."""
    return [CompletionItem(beginning, type="file")]


def folders(_context: click.Context, _parameter: click.Parameter, beginning: str) -> Items:
    """Folders."""
    return [CompletionItem(beginning, type="dir")]


def entities(context: click.Context, _parameter: click.Parameter, beginning: str) -> Items:
    """Who and what the store knows, by label."""
    from kg.graph.labels import labels_like

    store = _store(context)
    return [CompletionItem(label, help=kind) for label, kind in labels_like(store, beginning)] if store else []


def relations(context: click.Context, _parameter: click.Parameter, beginning: str) -> Items:
    """The relations that the store was built with."""
    from kg.graph.labels import relations_of

    return _beginning(relations_of(store), beginning) if (store := _store(context)) else []


def event_types(context: click.Context, parameter: click.Parameter, beginning: str) -> Items:
    """The types of events that the store was built with, and the relations."""
    from kg.graph.labels import event_types_of

    store = _store(context)
    types = event_types_of(store) if store else []
    return [*_beginning(types, beginning), *relations(context, parameter, beginning)]


def query_words(context: click.Context, parameter: click.Parameter, beginning: str) -> Items:
    """The queries of the library, then the values of their parameters; a file of SPARQL where it looks like one."""
    from kg.query.library import ENTITY, named_queries

    words = context.params.get("words") or ()
    if not words:
        named = [
            CompletionItem(name, help=query.title)
            for name, query in named_queries().items()
            if name.startswith(beginning)
        ]
        return named or files(context, parameter, beginning)
    query = named_queries().get(words[0])
    kind = query.kinds.get(words[-1].lstrip("-")) if query and words[-1].startswith("-") else None
    if kind is None:
        return []
    return (entities if kind == ENTITY else event_types)(context, parameter, beginning)


class QueryCommand(click.Command):
    """A command that also takes the parameters of a library query as options."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> Items:
        from kg.query.library import named_queries

        found = super().shell_complete(ctx, incomplete)
        words = ctx.params.get("words") or ()
        query = named_queries().get(words[0]) if words else None
        given = {word.partition("=")[0] for word in words}
        for name, usual in query.params.items() if query else ():
            if f"--{name}".startswith(incomplete) and f"--{name}" not in given:
                found.append(CompletionItem(f"--{name}", help=f"such as {usual}"))
        return found


def _store(context: click.Context) -> Path | None:
    """The folder of the store that is asked; an endpoint would be asked over the network, so it is not."""
    store = context.params.get("store")
    return store if isinstance(store, Path) else None


def _beginning(names: list[str], beginning: str) -> Items:
    return [CompletionItem(name) for name in names if name.startswith(beginning)]
