"""`kg merge`, `kg apart`, `kg rename`, `kg retype`, `kg alias`, `kg drop`, `kg confirm`: corrections, written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.complete import entities, relations
from kg.commands.options import folder_option, ontology_option
from kg.errors import CorrectionError
from kg.model import EntityType, Modality, Polarity

if TYPE_CHECKING:
    from kg.graph.corrections import ClaimKey, What
    from kg.graph.store import Store
    from kg.model import Claim

__all__ = ["CORRECTING"]

_Command = Callable[..., Any]

_OPTIONS = (
    folder_option,
    ontology_option,
    click.option("--note", metavar="TEXT", help="Why; it stands in the file and in the graph's provenance."),
    click.option("--by", metavar="NAME", help="Who says so."),
)
_CLAIM_OPTIONS = (
    click.argument("sentence", required=False),
    click.option("--article", metavar="TEXT", help="The article's title, address or id."),
    click.option("--relation", metavar="NAME", shell_complete=relations, help="The relation, such as metWith."),
    click.option("--subject", metavar="NAME", shell_complete=entities, help="Who does it."),
    click.option("--object", metavar="NAME", shell_complete=entities, help="To whom it is done."),
    click.option("--speaker", metavar="NAME", shell_complete=entities, help="Who says so."),
    click.option("--place", metavar="NAME", shell_complete=entities, help="Where."),
    click.option("--time", metavar="TIME", help="When, as the graph has it."),
    click.option(
        "--polarity",
        metavar="WORD",
        type=click.Choice([str(each) for each in Polarity]),
        help=", ".join(Polarity) + ".",
    ),
    click.option(
        "--modality",
        metavar="WORD",
        type=click.Choice([str(each) for each in Modality]),
        help=", ".join(Modality) + ".",
    ),
    click.option("--all", "several", is_flag=True, help="All claims that fit, where they are several."),
)


def _with(options: Sequence[Callable[[_Command], _Command]]) -> Callable[[_Command], _Command]:
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    from kg.graph.store import open_store

    with open_store(path) as store:
        yield store


def _write(store: Store, *whats: What, ontology: Path | None, note: str | None, by: str | None) -> None:
    from datetime import date

    from kg.correcting import write_corrections
    from kg.graph.corrections import Correction
    from kg.ontology import load_ontology

    today = date.today().isoformat()  # noqa: DTZ011 - the day where the user is
    corrections = [Correction(what, note, by, today) for what in whats]
    written = write_corrections(store, load_ontology(ontology), corrections)
    then = "the graph follows it" if written.replayed else "the next `kg build` replays it"
    for what, line in zip(whats, written.lines, strict=True):
        click.echo(f"kg: {written.file}, line {line}: {what}; {then}", err=True)


@click.command(epilog='\b\nExample:\n  kg merge "Zelensky" "Volodymyr Zelenskyy"')
@click.argument("names", nargs=-1, required=True, metavar="NAME NAME...", shell_complete=entities)
@_with(_OPTIONS)
def merge(*, names: tuple[str, ...], store: Path, **more: Any) -> None:
    """Make one entity of several.

    Its label is the one that the gazetteer gives, or the fullest; `kg rename` gives another.
    """
    from kg.correcting import merge as find

    if len(names) < 2:
        raise click.UsageError("name two entities or more")
    with _opened(store) as opened:
        _write(opened, find(opened, names), **more)


@click.command(
    epilog='\b\nExample:\n  kg apart "Kim Jong-un" "Kim Jong-il"\n  kg apart "John Smith" --article "A title"'
)
@click.argument("names", nargs=-1, required=True, metavar="NAME [NAME...]", shell_complete=entities)
@click.option("--article", metavar="TEXT", help="Title, address or id of an article in which the first is another.")
@_with(_OPTIONS)
def apart(*, names: tuple[str, ...], article: str | None, store: Path, **more: Any) -> None:
    """Keep names apart that are not one entity."""
    from kg.correcting import apart as find

    with _opened(store) as opened:
        _write(opened, find(names, article), **more)


@click.command(epilog='\b\nExample:\n  kg rename "Yoon Suk-yeol" "Yoon Suk Yeol"')
@click.argument("name", shell_complete=entities)
@click.argument("label")
@_with(_OPTIONS)
def rename(*, name: str, label: str, store: Path, **more: Any) -> None:
    """Give an entity another label; the old one stays among its names, and its IRI stays."""
    from kg.correcting import refer
    from kg.graph.corrections import Rename

    with _opened(store) as opened:
        _write(opened, Rename(refer(opened, name)[0], label), **more)


@click.command(epilog='\b\nExample:\n  kg retype "Wagner" Organization')
@click.argument("name", shell_complete=entities)
@click.argument("kind", metavar="TYPE", type=click.Choice([str(kind) for kind in EntityType], case_sensitive=False))
@_with(_OPTIONS)
def retype(*, name: str, kind: str, store: Path, **more: Any) -> None:
    """Give an entity another type.

    TYPE is Person, Country, Organization, Group, City, Region, Facility, Office, Event or Work.
    """
    from kg.correcting import refer
    from kg.graph.corrections import Retype

    with _opened(store) as opened:
        _write(opened, Retype(refer(opened, name)[0], EntityType(kind)), **more)


@click.command(epilog='\b\nExample:\n  kg alias "Mohammed bin Salman" MBS')
@click.argument("name", shell_complete=entities)
@click.argument("alias")
@_with(_OPTIONS)
def alias(*, name: str, alias: str, store: Path, **more: Any) -> None:
    """Give an entity one more name; what goes by it, and is of its kind, is this entity."""
    from kg.correcting import refer
    from kg.graph.corrections import Alias

    with _opened(store) as opened:
        _write(opened, Alias(refer(opened, name)[0], alias), **more)


@click.group(epilog='\b\nExample:\n  kg drop entity "Getty Images"\n  kg drop claim "A sentence." --relation condemned')
def drop() -> None:
    """Take out what is no entity, or what an article does not say."""


@drop.command("entity", epilog='\b\nExample:\n  kg drop entity "Getty Images"')
@click.argument("name", shell_complete=entities)
@_with(_OPTIONS)
def drop_entity(*, name: str, store: Path, **more: Any) -> None:
    """Take out what is no entity, and the claims that it is an end of.

    Where a claim only names it as place or speaker, the claim loses that.
    """
    from kg.correcting import refer
    from kg.graph.corrections import DropEntity

    with _opened(store) as opened:
        _write(opened, *map(DropEntity, refer(opened, name)), **more)


@drop.command("claim", epilog='\b\nExample:\n  kg drop claim "Israel condemned the invasion" --relation condemned')
@_with(_CLAIM_OPTIONS)
@_with(_OPTIONS)
def drop_claim(
    *, store: Path, ontology: Path | None, note: str | None, by: str | None, several: bool, **told: Any
) -> None:
    """Take out claims that an article does not make.

    SENTENCE is the sentence behind them, or a part of it; what is not said may be anything.
    """
    from kg.graph.corrections import DropClaim

    with _opened(store) as opened:
        _write(opened, DropClaim(_claim(opened, told, several=several)), ontology=ontology, note=note, by=by)


@click.command(epilog='\b\nExample:\n  kg confirm "Israel refused to condemn the invasion" --relation condemned')
@_with(_CLAIM_OPTIONS)
@_with(_OPTIONS)
def confirm(
    *, store: Path, ontology: Path | None, note: str | None, by: str | None, several: bool, **told: Any
) -> None:
    """Say of claims that the article does make them: they are in the graph, whatever the threshold.

    SENTENCE is the sentence behind them, or a part of it; what is not said may be anything.
    """
    from kg.graph.corrections import ConfirmClaim

    with _opened(store) as opened:
        _write(opened, ConfirmClaim(_claim(opened, told, several=several)), ontology=ontology, note=note, by=by)


def _claim(store: Store, told: dict[str, str | None], *, several: bool) -> ClaimKey:
    """The key of the claims that the user means, who is shown them."""
    from kg.correcting import find_claims
    from kg.graph.corrections import ClaimKey

    if not (told["sentence"] or (told["article"] and (told["subject"] or told["object"]))):
        raise click.UsageError("say which claim: SENTENCE, or --article with --subject or --object")
    kinds = {"polarity": Polarity, "modality": Modality}
    values: dict[str, Any] = {name: kinds.get(name, str)(text) for name, text in told.items() if text is not None}
    key, found = find_claims(store, ClaimKey(**values))
    for article, claim in found:
        click.echo(f"kg: {_shown(claim)}, in {article}", err=True)
    if len(found) > 1 and not several:
        raise CorrectionError(
            f"{len(found)} claims fit; say more (--relation, --subject ...), or --all if all are meant"
        )
    return key


def _shown(claim: Claim) -> str:
    kinds = [str(each) for each in (claim.polarity, claim.modality) if str(each) not in ("positive", "actual")]
    told = f" ({', '.join(kinds)})" if kinds else ""
    return f"{claim.subject.label} {claim.relation} {claim.object.label}{told}"


CORRECTING: tuple[click.Command, ...] = (alias, apart, confirm, drop, merge, rename, retype)
