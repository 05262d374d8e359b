"""Measures of a network as rows of plain values, for people and programs; names are labels, `*_node` local names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg.network.balance import chance_of_balance, triads
from kg.network.graph import claims_between
from kg.query.timeline import in_words, outlets

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph.whole import LinkedClaim, Whole
    from kg.network.balance import Balance
    from kg.network.brokers import Broker
    from kg.network.centrality import Centrality
    from kg.network.change import TieChange
    from kg.network.communities import Division
    from kg.network.ego import Ego
    from kg.query.rows import Row

__all__ = [
    "balance_rows",
    "broker_rows",
    "camp_rows",
    "centrality_rows",
    "change_rows",
    "community_rows",
    "ego_rows",
    "frustrated_rows",
    "triad_rows",
    "way_rows",
]

_PLACES = 4
_CLAIMS = 3  # of a step, or between two who are near, that are told


def centrality_rows(whole: Whole, found: Iterable[Centrality]) -> Iterator[Row]:
    """A row an actor."""
    for each in found:
        yield {
            **_who(whole, each.actor),
            "degree": each.degree,
            "reports": each.reports,
            "incoming": each.incoming,
            "outgoing": each.outgoing,
            "betweenness": round(each.betweenness, _PLACES),
            "pagerank": round(each.pagerank, _PLACES),
            "eigenvector": round(each.eigenvector, _PLACES),
        }


def community_rows(whole: Whole, division: Division, known: nx.Graph, most: int | None = None) -> Iterator[Row]:
    """A row an actor; `inside` and `outside` are the reports of ties with the own community and with others.

    Args:
        whole: All claims.
        division: The communities.
        known: The ties that they are of.
        most: How many of each community to give; by default all.
    """
    home = division.home
    for name in (name for members in division.communities for name in islice(members, most)):
        number = home[name]
        inside = sum(told["weight"] for other, told in known[name].items() if home[other] == number)
        yield {
            "community": number,
            **_who(whole, name),
            "inside": inside,
            "outside": known.degree(name, weight="weight") - inside,
        }


def broker_rows(whole: Whole, found: Iterable[Broker], group: Mapping[str, object]) -> Iterator[Row]:
    """A row an actor."""
    for each in found:
        yield {
            **_who(whole, each.actor),
            "group": group.get(each.actor),
            "brokered": each.brokered,
            **each.roles,
            "betweenness": round(each.betweenness, _PLACES),
            "constraint": _rounded(each.constraint),
            "effective_size": _rounded(each.effective_size),
        }


def way_rows(
    whole: Whole,
    network: nx.MultiDiGraph,
    ways: Sequence[Sequence[str]],
    sentences: Callable[[LinkedClaim], tuple[str, ...]],
) -> Iterator[Row]:
    """A row a step of each way, with the surest claims of it and their sentences."""
    for number, way in enumerate(ways, start=1):
        for step, (one, other) in enumerate(pairwise(way), start=1):
            told = claims_between(network, one, other)
            yield {
                "way": number,
                "step": step,
                "a": whole.label(one),
                "b": whole.label(other),
                "a_node": one,
                "b_node": other,
                **_told(whole, told, sentences),
            }


def ego_rows(
    whole: Whole,
    network: nx.MultiDiGraph,
    ego: Ego,
    signed: nx.Graph,
    sentences: Callable[[LinkedClaim], tuple[str, ...]],
) -> Iterator[Row]:
    """A row for each who is near, with the tone between the two and the surest claims."""
    for each in ego.alters:
        tone = signed[ego.actor][each.actor]["mean"] if signed.has_edge(ego.actor, each.actor) else None
        told = _told(whole, claims_between(network, ego.actor, each.actor), sentences)
        yield {
            **_who(whole, each.actor),
            "steps": each.steps,
            "reports": each.reports,
            "shared": each.shared,
            "tone": _rounded(tone),
            "relations": told["relations"],
            "sentences": told["sentences"],
        }


def balance_rows(balance: Balance) -> Iterator[Row]:
    """What there is of ties and triads, and what the balance comes to: a row a figure."""
    figures: dict[str, object] = {"friendly ties": balance.friendly, "hostile ties": balance.hostile}
    figures.update({f"triads: {kind}": count for kind, count in balance.counts.items()})
    figures["degree of balance"] = _rounded(balance.degree)
    figures["degree of balance by chance"] = _rounded(chance_of_balance(balance.friendly, balance.hostile))
    figures["frustrated ties"] = len(balance.frustrated)
    figures["surely the fewest possible"] = balance.exact
    for name, value in figures.items():
        yield {"figure": name, "value": value}


def triad_rows(whole: Whole, signed: nx.Graph) -> Iterator[Row]:
    """A row for three who have ties with each other, those out of balance first."""
    for triad in sorted(triads(signed), key=lambda each: (each.balanced, each.friendly, each.actors)):
        one, other, third = triad.actors
        tones = [signed[x][y]["mean"] for x, y in ((one, other), (one, third), (other, third))]
        yield {
            "balanced": triad.balanced,
            "kind": triad.kind,
            **dict(zip("abc", map(whole.label, triad.actors), strict=True)),
            **{name: round(tone, _PLACES) for name, tone in zip(("ab", "ac", "bc"), tones, strict=True)},
        }


def camp_rows(whole: Whole, balance: Balance, signed: nx.Graph) -> Iterator[Row]:
    """A row an actor: the camp, and with how many of it and of the other they are at odds with the division."""
    against = [end for ends in balance.frustrated for end in ends]
    for name in sorted(balance.camps, key=lambda each: (-balance.camps[each], -signed.degree(each), each)):
        yield {
            "camp": 1 if balance.camps[name] == 1 else 2,
            **_who(whole, name),
            "ties": signed.degree(name),
            "frustrated": against.count(name),
        }


def frustrated_rows(whole: Whole, balance: Balance, signed: nx.Graph) -> Iterator[Row]:
    """A row for each tie that is hostile within a camp or friendly between the two."""
    for one, other in balance.frustrated:
        told = signed[one][other]
        yield {
            "a": whole.label(one),
            "b": whole.label(other),
            "a_node": one,
            "b_node": other,
            "tie": "friendly" if told["sign"] > 0 else "hostile",
            "tone": round(told["mean"], _PLACES),
            "deeds": told["deeds"],
        }


def change_rows(whole: Whole, found: Iterable[TieChange]) -> Iterator[Row]:
    """A row a tie."""
    for each in found:
        yield {
            "change": each.change.value,
            "a": whole.label(each.one),
            "b": whole.label(each.other),
            "a_node": each.one,
            "b_node": each.other,
            "before": each.before,
            "after": each.after,
            "tone_before": _rounded(each.tone_before),
            "tone_after": _rounded(each.tone_after),
        }


def _who(whole: Whole, name: str) -> Row:
    return {"actor": whole.label(name), "type": whole.nodes[name].type.value, "node": name}


def _told(
    whole: Whole, claims: Sequence[LinkedClaim], sentences: Callable[[LinkedClaim], tuple[str, ...]]
) -> dict[str, object]:
    articles = sorted({claim.article for claim in claims})
    said = dict.fromkeys(text for claim in claims[:_CLAIMS] for text in sentences(claim))
    return {
        "relations": list(dict.fromkeys(_in_words(claim, whole) for claim in claims)),
        "reports": len({whole.repeats.get(article, article) for article in articles}),
        "sentences": list(said),
        "outlets": outlets([whole.articles[article] for article in articles]),
        "claims": [claim.name for claim in claims],
    }


def _in_words(claim: LinkedClaim, whole: Whole) -> str:
    arrow = "–" if claim.symmetric else "→"
    return f"{whole.label(claim.subject)} {arrow} {in_words(claim.relation, whole)} {whole.label(claim.object)}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)
