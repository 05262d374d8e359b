"""`kg network`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.complete import entities
from kg.commands.options import binary_output, folder_option, force_option, min_confidence_option
from kg.commands.rows import from_to, print_rows, row_format_option, to_time

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import NamedNode, Quad

    from kg.graph.spans import Span
    from kg.graph.whole import Whole
    from kg.network.choice import Choice
    from kg.query.rows import Row

__all__ = ["network"]

_MEASURES = ("degree", "reports", "incoming", "outgoing", "betweenness", "pagerank", "eigenvector")
_ROLES = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")
_SHOWN = 20  # rows of a table, where nobody says how many
_NOTHING = "no ties there; what has no date, or is not given as a fact, makes none"
_STEP = ("way", "step", "a", "b", "relations", "reports", "sentences", "outlets", "claims", "a_node", "b_node")


@click.group(epilog="\b\nExamples:\n  kg network centrality --officials\n  kg network path Israel Ukraine")
def network() -> None:
    """Measure the network of actors.

    A tie holds between two persons, countries, organizations or groups of whom articles give something as a fact;
    its weight is the number of independent articles that do. docs/network.md tells what the figures mean.
    """


def _measuring(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all of them; it gets the network that they choose."""

    @from_to
    @_common
    @wraps(command)
    def measure(*, within: Span, officials: bool, min_confidence: float, **rest: Any) -> None:
        from kg.network.choice import Choice

        command(choice=Choice(within, officials, min_confidence), **rest)

    return measure


def _common(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        min_confidence_option("Count only the claims at or above X."),
        row_format_option,
        folder_option,
        click.option("--officials", is_flag=True, help="What those do who act for a country counts for it."),
    ):
        command = option(command)
    return command


_top = click.option(
    "--top", metavar="N", type=click.IntRange(min=1), help="Only the first N rows.  [default: all; 20 in a table]"
)
_save = click.option(
    "--save", is_flag=True, help="Also write the figures into the store, as RDF in a graph that builds leave alone."
)


def _plotted(command: Callable[..., None]) -> Callable[..., None]:
    plot = click.option(
        "--plot",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Also draw a picture: .png, .svg or .pdf (needs newskg[plots]).",
    )
    return plot(force_option(command))


@network.command(epilog="\b\nExample:\n  kg network centrality --by betweenness --officials --from 2022")
@click.option("--by", type=click.Choice(_MEASURES), default="reports", show_default=True, help="In which order.")
@_top
@_plotted
@_save
@_measuring
def centrality(
    *,
    choice: Choice,
    store: Path,
    by: str,
    top: int | None,
    plot: Path | None,
    force: bool,
    save: bool,
    form: str | None,
) -> None:
    """Tell who is central: by others, reports, ways between others, PageRank and eigenvector."""
    from kg.network.centrality import centralities
    from kg.network.communities import find_communities
    from kg.network.graph import ties
    from kg.network.quads import CENTRALITY, centrality_quads
    from kg.network.rows import centrality_rows

    drawn = _check(plot, force=force)
    whole = _whole(store, choice)
    graph = choice.network(whole)
    found = centralities(graph, by=by)
    known = ties(graph)
    if plot:
        size = {each.actor: float(getattr(each, by)) for each in found}
        _draw(plot, drawn, known, size, find_communities(known).home, f"{by.capitalize()}: {choice}", force=force)
    if save:
        _keep(store, CENTRALITY, centrality_quads(whole.base, found, str(choice)))
    columns = ("actor", "type", *_MEASURES, "node")
    _print(list(centrality_rows(whole, found)), columns, columns[:-1], form, top)


@network.command(epilog="\b\nExample:\n  kg network communities --officials --plot communities.svg")
@click.option("--method", type=click.Choice(("louvain", "greedy")), default="louvain", show_default=True, help="How.")
@click.option(
    "--resolution",
    metavar="X",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="More than 1: smaller communities; less: larger ones.",
)
@click.option("--top", metavar="N", type=click.IntRange(min=1), help="Only the first N of each.  [default: all]")
@_plotted
@_save
@_measuring
def communities(  # noqa: PLR0913 - a parameter an option
    *,
    choice: Choice,
    store: Path,
    method: str,
    resolution: float,
    top: int | None,
    plot: Path | None,
    force: bool,
    save: bool,
    form: str | None,
) -> None:
    """Tell who belongs together: groups with more ties among them than to others."""
    from kg.network.communities import find_communities
    from kg.network.graph import ties
    from kg.network.quads import COMMUNITIES, community_quads
    from kg.network.rows import community_rows

    drawn = _check(plot, force=force)
    whole = _whole(store, choice)
    known = ties(choice.network(whole))
    division = find_communities(known, method=method, resolution=resolution)
    if plot:
        size = {name: float(weight) for name, weight in known.degree(weight="weight")}
        _draw(plot, drawn, known, size, division.home, f"Communities: {choice}", force=force)
    if save:
        _keep(store, COMMUNITIES, community_quads(whole.base, division, str(choice)))
    columns = ("community", "actor", "type", "inside", "outside", "node")
    print_rows(list(community_rows(whole, division, known, most=top)), columns, columns[:-1], form)
    count = len(division.communities)
    word = "community" if count == 1 else "communities"
    click.echo(f"kg: {count} {word}, modularity {division.modularity:.3f}", err=True)


@network.command(epilog="\b\nExample:\n  kg network brokers --by type --top 10")
@click.option(
    "--by",
    type=click.Choice(("community", "type")),
    default="community",
    show_default=True,
    help="Whose groups the roles go by.",
)
@_top
@_measuring
def brokers(*, choice: Choice, store: Path, by: str, top: int | None, form: str | None) -> None:
    """Tell who stands between others, and in which of the roles of Gould and Fernandez."""
    from kg.network.brokers import find_brokers
    from kg.network.communities import find_communities
    from kg.network.graph import arcs, ties
    from kg.network.rows import broker_rows

    whole = _whole(store, choice)
    graph = choice.network(whole)
    known = ties(graph)
    group = dict(find_communities(known).home if by == "community" else known.nodes(data="type"))
    found = find_brokers(known, arcs(graph), group)
    columns = ("actor", "type", "group", "brokered", *_ROLES, "betweenness", "constraint", "effective_size", "node")
    _print(list(broker_rows(whole, found, group)), columns, columns[:-1], form, top)


@network.command(epilog="\b\nExamples:\n  kg network path Israel Ukraine\n  kg network path Putin Biden --ways 3")
@click.argument("one", metavar="A", shell_complete=entities)
@click.argument("other", metavar="B", shell_complete=entities)
@click.option("--ways", metavar="N", type=click.IntRange(1, 100), default=1, show_default=True, help="So many ways.")
@click.option("--well-told", is_flag=True, help="Rather by ties that many articles report than in few steps.")
@_measuring
def path(*, choice: Choice, store: Path, one: str, other: str, ways: int, well_told: bool, form: str | None) -> None:
    """Tell how A and B are connected, with the sentences on the way."""
    from kg.errors import QueryError
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.network.graph import ties
    from kg.network.paths import find_ways
    from kg.network.rows import way_rows
    from kg.query.find import find_node
    from kg.query.timeline import sentence_reader

    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, choice.min_confidence)
        graph = choice.network(whole)
        ends = [find_node(whole.nodes, name).name for name in (one, other)]
        if ends[0] == ends[1]:
            raise QueryError(f"{one!r} and {other!r} are the same: {whole.label(ends[0])}")
        found = find_ways(ties(graph), *ends, count=ways, fewest_steps=not well_told)
        rows = list(way_rows(whole, graph, found, sentence_reader(opened)))
    print_rows(rows, _STEP, ("way", "a", "b", "relations", "reports", "sentences"), form)
    if not found:
        click.echo(f"kg: nothing connects {whole.label(ends[0])} and {whole.label(ends[1])}", err=True)


@network.command(epilog="\b\nExample:\n  kg network ego 'Naftali Bennett' --plot bennett.png")
@click.argument("actor", metavar="A", shell_complete=entities)
@click.option("--radius", metavar="N", type=click.IntRange(1, 5), default=1, show_default=True, help="So many steps.")
@_top
@_plotted
@_measuring
def ego(
    *,
    choice: Choice,
    store: Path,
    actor: str,
    radius: int,
    top: int | None,
    plot: Path | None,
    force: bool,
    form: str | None,
) -> None:
    """Tell with whom A has to do, how closely, and who of these with each other."""
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.network.balance import signed_ties
    from kg.network.ego import look_around
    from kg.network.graph import ties
    from kg.network.rows import ego_rows
    from kg.query.find import find_node
    from kg.query.timeline import sentence_reader

    drawn = _check(plot, force=force)
    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, choice.min_confidence)
        graph = choice.network(whole)
        middle = find_node(whole.nodes, actor).name
        known, signed = ties(graph), signed_ties(choice.deeds(whole))
        around = look_around(known, middle, radius=radius)
        rows = list(ego_rows(whole, graph, around, signed, sentence_reader(opened)))
    if plot and middle in known:
        near = known.subgraph([middle, *(alter.actor for alter in around.alters)])
        size = {name: float(weight) for name, weight in near.degree(weight="weight")}
        steps = {middle: 1, **{alter.actor: alter.steps + 1 for alter in around.alters}}
        names = {
            1: whole.label(middle),
            **{n + 1: "1 step away" if n == 1 else f"{n} steps away" for n in range(1, radius + 1)},
        }
        title = f"{whole.label(middle)}: {choice}"
        _draw(plot, drawn, near, size, steps, title, force=force, names=names, signs=signed)
    columns = ("actor", "type", "steps", "reports", "shared", "tone", "relations", "sentences", "node")
    if middle not in known:
        click.echo(
            f"kg: {whole.label(middle)} is no actor with ties here; docs/network.md tells who has them", err=True
        )
        print_rows([], columns, columns[:-1], form)
        return
    _print(rows, columns, columns[:-1], form, top)
    count = len(around.alters)
    click.echo(f"kg: {count} around {whole.label(middle)}, density among them {around.density:.3f}", err=True)


@network.command(
    epilog="\b\nExamples:\n  kg network balance --officials\n  kg network balance --show triads --format csv"
)
@click.option(
    "--show",
    type=click.Choice(("figures", "triads", "camps", "frustrated")),
    default="figures",
    show_default=True,
    help="The figures; all threes; the two camps; or the ties that fit in neither.",
)
@_top
@_plotted
@_measuring
def balance(
    *, choice: Choice, store: Path, show: str, top: int | None, plot: Path | None, force: bool, form: str | None
) -> None:
    """Tell whether friends and foes are in balance (Cartwright and Harary 1956).

    A tie is friendly or hostile by the mean of what the two did on Goldstein's scale, as `kg tone` has it.
    """
    from kg.network.balance import measure_balance, signed_ties
    from kg.network.graph import ties
    from kg.network.rows import balance_rows, camp_rows, frustrated_rows, triad_rows

    drawn = _check(plot, force=force)
    whole = _whole(store, choice)
    signed = signed_ties(choice.deeds(whole))
    found = measure_balance(signed)
    if plot:
        known = ties(choice.network(whole)).subgraph(signed)
        size = {name: float(deeds) for name, deeds in signed.degree(weight="deeds")}
        camps = {name: 1 if camp == 1 else 2 for name, camp in found.camps.items()}
        title, names = f"Friends and foes: {choice}", {1: "camp 1", 2: "camp 2"}
        _draw(plot, drawn, known, size, camps, title, force=force, names=names, signs=signed)
    rows, columns, hidden = {
        "figures": (balance_rows(found), ("figure", "value"), 0),
        "triads": (triad_rows(whole, signed), ("balanced", "kind", "a", "b", "c", "ab", "ac", "bc"), 0),
        "camps": (camp_rows(whole, found, signed), ("camp", "actor", "type", "ties", "frustrated", "node"), 1),
        "frustrated": (
            frustrated_rows(whole, found, signed),
            ("a", "b", "tie", "tone", "deeds", "a_node", "b_node"),
            2,
        ),
    }[show]
    _print(list(rows), columns, columns[: len(columns) - hidden], form, top)


@network.command(epilog="\b\nExample:\n  kg network change --before 2022-02 --after 2022-03 --officials")
@click.option("--before", metavar="DATE", required=True, callback=to_time, help="The first day, month or year.")
@click.option("--after", metavar="DATE", required=True, callback=to_time, help="The second.")
@click.option("--all", "every", is_flag=True, help="Also the ties that are the same in both.")
@_top
@_common
def change(
    *,
    before: Span,
    after: Span,
    every: bool,
    top: int | None,
    form: str | None,
    store: Path,
    officials: bool,
    min_confidence: float,
) -> None:
    """Tell which ties are new, gone, closer, looser or turned between two periods."""
    from kg.graph.spans import overlap
    from kg.network.balance import signed_ties
    from kg.network.change import Change, compare_ties
    from kg.network.choice import Choice
    from kg.network.graph import ties
    from kg.network.rows import change_rows

    if overlap(before, after):
        raise click.UsageError(f"--before {before} and --after {after} have days in common")
    choices = [Choice(span, officials, min_confidence) for span in (before, after)]
    whole = _whole(store, choices[0])
    known = [ties(choice.network(whole)) for choice in choices]
    signed = [signed_ties(choice.deeds(whole)) for choice in choices]
    found = [tie for tie in compare_ties(*known, *signed) if every or tie.change is not Change.SAME]
    columns = ("change", "a", "b", "before", "after", "tone_before", "tone_after", "a_node", "b_node")
    _print(list(change_rows(whole, found)), columns, columns[:-2], form, top)


def _whole(store: Path, choice: Choice) -> Whole:
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole

    with open_store(store, read_only=True) as opened:
        return read_whole(opened, choice.min_confidence)


def _print(
    rows: list[Row], columns: tuple[str, ...], shown: tuple[str, ...], form: str | None, top: int | None
) -> None:
    table = form == "table" or (form is None and sys.stdout.isatty())
    most = top or (_SHOWN if table else len(rows))
    print_rows(rows[:most], columns, shown, form)
    if not rows:
        click.echo(f"kg: {_NOTHING}", err=True)
    if top is None and len(rows) > most:
        click.echo(f"kg: the first {most} of {len(rows):,}; --top {len(rows)} shows all", err=True)


def _check(plot: Path | None, *, force: bool) -> str:
    """Refuse a picture that cannot be made before there is work for it; its format."""
    from kg.network.plot import check_plot
    from kg.output import check_output

    if plot is None:
        return ""
    form = check_plot(plot)
    check_output(plot, force=force)
    return form


def _draw(  # noqa: PLR0913 - what `plot_network` takes
    plot: Path,
    form: str,
    known: nx.Graph,
    size: dict[str, float],
    group: dict[str, int],
    title: str,
    *,
    force: bool,
    names: dict[int, str] | None = None,
    signs: nx.Graph | None = None,
) -> None:
    from kg.network.plot import plot_network

    with binary_output(plot, force=force) as file:
        plot_network(known, size, group, file, form=form, title=title, names=names, signs=signs)


def _keep(store: Path, graph: NamedNode, quads: Iterable[Quad]) -> None:
    from kg.graph.store import open_store

    with open_store(store) as opened:
        opened.replace(graph, quads)
    click.echo(f"kg: wrote the graph {graph.value} into {store}", err=True)
