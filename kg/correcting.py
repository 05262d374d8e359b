"""What a user says is wrong, written into the file of corrections that a store follows, and replayed at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import CorrectionError
from kg.graph.build import following, up_to_date, update
from kg.graph.correct import correct, sources_of
from kg.graph.corrections import Apart, ClaimKey, Correction, Merge, Reference, clip
from kg.graph.corrections_file import FILE, append_corrections, load_corrections, read_corrections, save_corrections
from kg.graph.names import fold
from kg.graph.verdicts import matching
from kg.query.find import find_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.link import Node
    from kg.graph.named import Articles
    from kg.graph.store import Store
    from kg.model import Claim
    from kg.ontology import Ontology

__all__ = ["Written", "apart", "find_claims", "merge", "refer", "write_corrections"]

# What stands for the language model where nothing is read.
_NOTHING_READ = "given-claims"


@dataclass(frozen=True, slots=True)
class Written:
    """Where corrections were written, and whether the graph follows them already; else the next build does."""

    file: Path
    lines: tuple[int, ...]
    replayed: bool


def write_corrections(store: Store, ontology: Ontology, corrections: Iterable[Correction]) -> Written:
    """Append corrections to the file that a store follows, and bring its graph up to date.

    The graph is left to the next build where it was not up to date before, by this ontology.

    Raises:
        CorrectionError: They contradict others, match nothing, or are there already; nothing was written.
        StoreError: The store is read-only, or cannot be written.
    """
    name, text = store.kept.corrections
    path = Path(name) if name else Path(FILE).resolve()
    before = load_corrections(path) if path.is_file() else read_corrections(text, str(path))
    corrections = list(corrections)
    said = {each.id: each for each in before.all}
    for each in corrections:
        if each.id in said:
            raise CorrectionError(f"{said[each.id].where} says already that {each.what}")
    after = read_corrections(append_corrections(before.text, corrections), str(path))
    own = after.all_of({each.id for each in corrections})
    corrected = correct(store.kept, after, ontology)
    for each in own:
        if each not in corrected.applied:
            why = next(text for text in corrected.unmatched if text.startswith(f"{each.where}: "))
            raise CorrectionError(why.removeprefix(f"{each.where}: "))
    ready = up_to_date(store, ontology)
    save_corrections(path, after.text)
    if ready:
        with following(store, after):
            update(store, (), ontology, _NOTHING_READ, base=store.base)
    return Written(path, tuple(each.line or 0 for each in own), ready)


def refer(store: Store, name: str) -> tuple[Reference, ...]:
    """The entity that a name finds, said so that it stays found: by its label, and by type or article if need be.

    There is one reference for each article where nothing else tells the entity from one of the same name and type.

    Raises:
        QueryError: Nobody has that name, or several have.
    """
    nodes = store.kept.nodes()
    node = find_node(nodes, name)
    others = [other for other in nodes.values() if other != node and fold(other.label) == fold(node.label)]
    if not others:
        return (Reference(node.label),)
    if all(other.type is not node.type for other in others):
        return (Reference(node.label, node.type),)
    return tuple(Reference(node.label, article=article) for article in _articles_of(store, node))


def merge(store: Store, names: Iterable[str]) -> Merge:
    """The correction that makes one entity of several.

    Raises:
        CorrectionError: They are one already.
        QueryError: A name is nobody's, or several have it.
    """
    nodes = store.kept.nodes()
    found: dict[str, Reference] = {}
    for name in names:
        node = find_node(nodes, name)
        if node.name in found:
            raise CorrectionError(f"{clip(name)} is {node.label} already, there is nothing to merge")
        found[node.name] = refer(store, f"kgr:{node.name}")[0]
    return Merge(tuple(found.values()))


def apart(names: Iterable[str], article: str | None) -> Apart:
    """The correction that keeps names apart; a single name is kept apart in an article from the same in all others."""
    references = [Reference(name) for name in names]
    if article is not None:
        references = [*references[1:], replace(references[0], article=article), *references[: len(references) == 1]]
    if len(references) < 2:
        raise CorrectionError("name two that are not one; or one, and the article in which it is another")
    return Apart(tuple(references))


def find_claims(store: Store, key: ClaimKey) -> tuple[ClaimKey, list[tuple[str, Claim]]]:
    """The claims that fit a key, each with the label of its article; and the key with their article, if they have one.

    Raises:
        CorrectionError: None does; the message says what there is.
    """
    sources = sources_of(store.kept)
    nodes = store.kept.nodes()
    linked = {each: nodes[name] for each, name in store.kept.names().items()}
    found, why = matching(key, sources, linked)
    if not found:
        raise CorrectionError(why)
    ids = {article for article, _, _ in found}
    if key.article is None and len(ids) == 1:
        key = replace(key, article=_called(next(iter(ids)), sources.articles))
    return key, [(sources.articles.metas[article].title or article, claim) for article, _, claim in found]


def _articles_of(store: Store, node: Node) -> list[str]:
    articles = sources_of(store.kept).articles
    ids = sorted({article for (article, _), name in store.kept.names().items() if name == node.name})
    return [_called(own, articles) or own for own in ids]


def _called(own: str, articles: Articles) -> str | None:
    """What tells an article from others and stays when it is read anew; its id may not."""
    meta = articles.metas[own]
    return next((text for text in (meta.title, meta.url) if text and len(articles.find(text)) == 1), None)
