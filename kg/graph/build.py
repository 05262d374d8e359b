"""Claims of articles go into a store, and its graph is brought up to date.

The graph is a function of the set of articles, the ontology, what read the articles and the user's corrections that
the store follows: all entities are linked anew each time, and only the graphs that come out different are written. A
build that was interrupted is resumed by the next one, because the store knows that its graph is out of date.

The store also has a threshold of confidence. All claims are kept, and all have a say in linking; those below the
threshold stay out of the graph (see `kg.graph.threshold`) until an update sets another one.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from kg import __version__
from kg.errors import CorrectionError
from kg.give_back import give_back
from kg.graph.claim_columns import ChosenClaims, ClaimColumns
from kg.graph.correct import correct, with_verdicts
from kg.graph.corrections_file import read_corrections
from kg.graph.derived import DERIVED, derive
from kg.graph.infer import INFERRED, entail, materialise
from kg.graph.kept import Change, Kept, KeptArticle, content_key
from kg.graph.link import candidates
from kg.graph.names import fold
from kg.graph.quads import (
    article_iri,
    article_quads,
    correction_quads,
    derived_graph,
    entity_quads,
    fact_quads,
    gazetteer_quads,
    influence_quads,
    kin_of,
    run_quads,
    term_quads,
)
from kg.graph.repetition import find_repeats
from kg.graph.runs import current_run
from kg.graph.threshold import Support, declare_open, supported, triple_of
from kg.graph.vocab import DEFAULT_BASE
from kg.graph.whole import read_whole
from kg.model import at_least
from kg.stopwatch import unwatched
from kg.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from pyoxigraph import Quad

    from kg.graph.corrections import Correction, Corrections
    from kg.graph.link import Node
    from kg.graph.runs import Run
    from kg.graph.store import Store
    from kg.graph.verdicts import Verdict
    from kg.graph.whole import LinkedClaim
    from kg.model import Article, Claim
    from kg.ontology import Ontology
    from kg.stopwatch import Watch

__all__ = ["Update", "following", "graph_stamp", "known", "up_to_date", "update"]


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did to the articles, and what the store holds after it.

    `claims` are all that are kept; `left_out` of them stay out of the graph, being below `min_confidence`, and
    `dropped`, because corrections say so. `unmatched` says which corrections found nothing to correct, and why.
    """

    new: int
    changed: int
    unchanged: int
    removed: int
    articles: int
    claims: int
    entities: int
    left_out: int = 0
    min_confidence: float = 0.0
    dropped: int = 0
    unmatched: tuple[str, ...] = ()


# Graphs that are derived from all articles, and replaced whole.
_GAZETTEER, _PROVENANCE, _OPEN = "gazetteer", "provenance", "open-relations"


def known(store: Store, article: Article, ontology: Ontology, model: str, *, open_relations: bool = False) -> bool:
    """Whether the store has the claims of just this article, as this ontology and model read it."""
    run = current_run(ontology.digest, model, open_relations=open_relations)
    return store.kept.key_of(article.id) == content_key(article, run)


def update(  # noqa: PLR0913 - all but the first four are options
    store: Store,
    extracted: Iterable[tuple[Article, Sequence[Claim]]],
    ontology: Ontology,
    model: str,
    *,
    base: str = DEFAULT_BASE,
    only: Set[str] | None = None,
    min_confidence: float | None = None,
    open_relations: bool = False,
    watch: Watch = unwatched,
) -> Update:
    """Put the claims of articles into a store and bring its graph up to date.

    Args:
        store: The store, open for writing.
        extracted: Articles with their claims; an article that is there already is replaced.
        ontology: What the claims were read with.
        model: Name and version of the language model.
        base: The base of the IRIs.
        only: Ids of the articles to keep, the others are removed. Looked at when `extracted` is used up, so
            that it can be filled on the way.
        min_confidence: The threshold (0..1) below which claims stay out of the graph; by default the one the store
            has, which is 0 for a new one.
        open_relations: Whether the claims were read with open relations.
        watch: Measures the stages "writing" and "linking"; in the first lies what it takes to get `extracted`.

    Raises:
        CorrectionError: Corrections contradict each other.
        StoreError: The store is read-only, or cannot be written.
    """
    run = current_run(ontology.digest, model, open_relations=open_relations)
    store.set_base(base)
    done: Counter[Change] = Counter()
    with watch("writing"):
        for article, claims in extracted:
            with store.writing():
                done[store.kept.put(article, _told_apart(claims), run)] += 1
    with store.writing():
        removed = 0 if only is None else store.kept.remove(store.kept.ids() - only)
        if min_confidence is not None:
            store.kept.set_min_confidence(min_confidence)
        stamp = graph_stamp(store, ontology)
        if store.kept.stamp != stamp:
            with watch("linking"), uncollected():
                _relink(store, ontology, base, watch)
            with watch("writing"):
                store.flush()  # first the graph, then the word that it is there
            store.kept.remember("counts", _counted(store))
            store.kept.mark_clean(stamp)
    entities, claims = json.loads(store.kept.recall("counts") or _counted(store))
    return Update(
        new=done[Change.NEW],
        changed=done[Change.CHANGED],
        unchanged=done[Change.UNCHANGED],
        removed=removed,
        articles=len(store.kept.ids()),
        claims=store.kept.count_claims(),
        entities=entities,
        left_out=store.kept.count_claims() - store.kept.count_dropped() - claims,
        min_confidence=store.kept.min_confidence,
        dropped=store.kept.count_dropped(),
        unmatched=_unmatched(store.kept),
    )


def _counted(store: Store) -> str:
    """How many entities and claims the graph has, which takes a look at all of it."""
    return json.dumps([store.count_entities(), store.count_claims()])


def graph_stamp(store: Store, ontology: Ontology) -> str:
    """What the graph as a whole hangs on besides the claims; the store remembers it once the graph is written."""
    kept = store.kept
    return _digest(__version__, ontology.digest, store.base, repr(kept.min_confidence), kept.corrections[1])


def up_to_date(store: Store, ontology: Ontology) -> bool:
    """Whether the graph was last linked with this ontology, and with all that the store follows otherwise."""
    return store.kept.stamp == graph_stamp(store, ontology)


@contextmanager
def following(store: Store, corrections: Corrections) -> Iterator[None]:
    """Let updates follow other corrections, and later ones too unless these contradict each other.

    Raises:
        StoreError: The store is read-only, or cannot be written.
    """
    before = store.kept.corrections
    with store.writing():
        store.kept.set_corrections(corrections.file, corrections.text)
    try:
        yield
    except CorrectionError:
        store.kept.set_corrections(*before)
        raise


def _unmatched(kept: Kept) -> tuple[str, ...]:
    """Why corrections found nothing; the path of their file is kept with them alone."""
    file = kept.corrections[0]
    told = json.loads(kept.recall("unmatched") or "[]")
    return tuple(f"{file}{each}" if each.startswith((", ", ": ")) else each for each in told)


def _told_apart(claims: Iterable[Claim]) -> list[Claim]:
    """The claims of an article with an id each: the same said twice is one claim, with the evidence of both."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        alike = told[claim.id]
        for at, other in enumerate(alike):
            if replace(claim, evidence=other.evidence, confidence=other.confidence) == other:
                evidence = sorted(
                    {*other.evidence, *claim.evidence}, key=lambda each: (each.start, each.end, each.text)
                )
                alike[at] = replace(other, evidence=tuple(evidence), confidence=max(claim.confidence, other.confidence))
                break
        else:
            alike.append(claim)
    return [
        replace(claim, id=f"{claim.id}-{_digest(repr(claim))[:16]}") if number else claim
        for alike in told.values()
        for number, claim in enumerate(sorted(alike, key=repr) if len(alike) > 1 else alike)
    ]


def _relink(store: Store, ontology: Ontology, base: str, watch: Watch) -> None:
    # What one step holds of all articles is let go before the next begins.
    decided = _decide(store, ontology)
    give_back()
    articles = store.kept.articles()
    with watch("writing"):
        _write_articles(store, ontology, base, articles, decided.verdicts)
    found = find_repeats(store.kept.sketches(), {kept.meta.id: kept.meta for kept in articles})
    store.kept.remember("repeats", json.dumps(found))
    runs = {kept.run for kept in articles}
    del articles, found
    give_back()
    claims = ClaimColumns(store.kept.linked())
    _write_background(store, ontology, base, decided, claims, runs, watch)
    del decided
    give_back()
    least = store.kept.min_confidence
    sure = claims if least <= 0 else ChosenClaims(claims, lambda claim: claim.confidence >= least)
    whole = read_whole(store, claims=sure)
    declare_open(store, whole)
    derive(store, whole)
    if store.kept.infers:
        store.kept.remember("entailments", entail(ontology.axioms).to_json())
    materialise(store, store.kept.entailments)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What linking and corrections leave, as far as the graph is made of it; what is of each entity, the store keeps.

    `nodes` are in the order of their names, `verdicts` by article and place of the claim in it; `changed` are the
    corrections behind nodes, `applied` those that found what they speak of.
    """

    nodes: tuple[Node, ...]
    verdicts: Mapping[str, Mapping[int, Verdict]]
    changed: Mapping[str, frozenset[Correction]]
    applied: tuple[Correction, ...]


def _decide(store: Store, ontology: Ontology) -> _Decided:
    """Link all entities, with corrections, and let the store remember what came of it."""
    file, text = store.kept.corrections
    corrected = correct(store.kept, read_corrections(text, file), ontology)
    nodes = corrected.nodes
    store.kept.link(nodes, ontology.relations, candidates(corrected.doubts, nodes))
    store.kept.keep_event_types(ontology.event_types)
    heads = {fold(title) for office in ontology.offices.values() if office.head for title in office.names}
    store.kept.remember("heads", json.dumps(sorted(heads)))
    store.kept.judge(corrected.verdicts)
    store.kept.remember("unmatched", json.dumps([each.removeprefix(file) for each in corrected.unmatched]))
    distinct = sorted(set(nodes.values()), key=lambda node: node.name)
    return _Decided(tuple(distinct), corrected.by_article, corrected.changed, corrected.applied)


def _write_background(
    store: Store,
    ontology: Ontology,
    base: str,
    decided: _Decided,
    claims: Iterable[LinkedClaim],
    runs: Set[Run],
    watch: Watch,
) -> None:
    """Write the default graph, what the gazetteer knows, and what made the graph."""
    facts = {(claim.subject, claim.relation, claim.object, claim.symmetric) for claim in claims if claim.is_fact}
    direct = fact_quads(facts, ontology.relations, base)
    gazetteer = set(gazetteer_quads(decided.nodes, ontology.actors, base, direct))
    gazetteer.update(term_quads(decided.nodes, ontology.terms_of_office, base))
    everything = gazetteer_quads(decided.nodes, ontology.actors, base, set())
    support = Support(
        kin_of(facts, ontology.relations, base),
        frozenset(triple_of(quad) for quad in everything if quad not in gazetteer),
    )
    store.kept.remember("support", support.to_json())
    rest: Iterable[Quad] = chain(direct, entity_quads(decided.nodes, base), influence_quads(decided.changed, base))
    if store.kept.min_confidence > 0:
        rest = supported(gazetteer.union(rest), store, support)
        gazetteer &= rest
    with watch("writing"):
        store.replace(DefaultGraph(), (quad for quad in rest if quad not in gazetteer))
        store.replace(derived_graph(base, _GAZETTEER), gazetteer)
        made = {*run_quads(runs, base), *correction_quads(decided.applied, base)}
        store.replace(derived_graph(base, _PROVENANCE), made)


def _write_articles(
    store: Store,
    ontology: Ontology,
    base: str,
    articles: Iterable[KeptArticle],
    verdicts: Mapping[str, Mapping[int, Verdict]],
) -> None:
    shared, minimum = store.kept.shared_claim_ids(), store.kept.min_confidence
    there = store.graphs()
    # Of graphs that stay, derived ones are replaced later; what belongs to no article any more goes. Graphs that are
    # not under the base somebody else put there.
    derived = {derived_graph(base, name) for name in (_GAZETTEER, _PROVENANCE, _OPEN, INFERRED, *DERIVED)}
    stale = {graph for graph in there if graph.value.startswith(base)} - derived
    written, waiting = {}, []
    for kept in articles:
        own = store.kept.names_of(kept.meta.id)
        stale.discard(article_iri(base, kept.meta.id))
        versions = (__version__, ontology.digest, base, repr(minimum))
        judged = sorted(verdicts.get(kept.meta.id, {}).items(), key=lambda each: each[0])
        told = (*sorted(map(repr, own.items())), *map(repr, judged))
        signature = _digest(kept.digest, *versions, *sorted(shared.get(kept.meta.id, ())), *told)
        if signature != kept.written:
            written[kept.meta.id] = signature
            waiting.append(kept)

    def quads_of(kept: KeptArticle) -> Iterator[Quad]:
        left, because = with_verdicts(store.kept.claims_of(kept.meta.id), verdicts.get(kept.meta.id, {}))
        return article_quads(
            kept.meta,
            at_least(left, minimum),
            store.kept.names_of(kept.meta.id),
            ontology.relations,
            run=kept.run,
            base=base,
            ambiguous=shared.get(kept.meta.id, frozenset()),
            corrected=because,
        )

    store.kept.mark_unwritten(written.keys())
    store.fill(quads_of(kept) for kept in waiting if article_iri(base, kept.meta.id) not in there)
    for kept in waiting:
        graph = article_iri(base, kept.meta.id)
        if graph in there:
            store.replace(graph, quads_of(kept))
    store.flush()
    store.kept.mark_written(written)
    for graph in stale:
        store.replace(graph, ())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
