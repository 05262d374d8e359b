"""Writes the example of docs/model.md: two claims of an article of seeds/, with what the graph says of them.

    python scripts/model_example.py

tests/test_model_example.py holds that the page is up to date, and that the example is a part of the graph.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from kg.graph.store import Store, open_store
from kg.graph.vocab import PREFIXES, prefixes
from kg.pipeline import build
from kg.turtle import KG, KGR, OWL, RDF, RDFS

__all__ = ["PAGE", "draw_example", "shown_quads", "with_example"]

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "model.md"
# Who and what it is about: a fact of an article, which is one of a wider relation, too, and both ways; and a denial.
_ONE, _OTHER, _DENIER = (NamedNode(KGR + name) for name in ("israel", "russia", "naftali-bennett"))
_FACTS = {NamedNode(KG + name) for name in ("coordinatesWith", "cooperatesWith")}
_CLAIMS = f"""
SELECT ?article ?fact ?denial {{ GRAPH ?article {{
  ?fact rdf:subject {_ONE} ; rdf:predicate kg:coordinatesWith ; rdf:object {_OTHER} ; kg:asserted true .
  ?denial rdf:subject {_DENIER} ; rdf:predicate kg:condemned ; rdf:object {_OTHER} ; kg:operator "refused" }} }}
ORDER BY ?article LIMIT 1
"""
_NAMES = {NamedNode(name) for name in (RDF + "type", RDFS + "label", OWL + "sameAs")}
_EVIDENCE = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
# It changes with each version of the program, the ontology and the model.
_RUN = NamedNode(PREFIXES["prov"] + "wasGeneratedBy")
# What a reader looks for first.
_FIRST = [
    NamedNode(space + name)
    for space, names in (
        (RDF, ("type", "subject", "predicate", "object")),
        (RDFS, ("label",)),
        (
            KG,
            (
                "polarity",
                "modality",
                "operator",
                "asserted",
                "confidence",
                "eventType",
                "timeStart",
                "timeEnd",
                "topic",
            ),
        ),
        (PREFIXES["oa"], ("exact", "start", "end")),
    )
    for name in names
]
_BLOCK = re.compile(r"(?<=^```trig\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def shown_quads(store: Store) -> list[Quad]:
    """Names and facts of the entities, then article, claims and evidence, all but the run that made them."""
    ((article, *claims),) = store.select(_CLAIMS)
    own = list(store.quads(article))
    evidence = (
        quad.object for claim in claims for quad in own if quad.subject == claim and quad.predicate == _EVIDENCE
    )
    told = [_ONE, _OTHER, _DENIER, article, *claims, *evidence]
    shown = [
        quad
        for quad in store.quads(DefaultGraph())
        if (quad.subject in told and quad.predicate in _NAMES)
        or (quad.predicate in _FACTS and {quad.subject, quad.object} == {_ONE, _OTHER})
    ]
    shown += [quad for quad in own if quad.subject in told and quad.predicate != _RUN]
    return sorted(shown, key=lambda quad: (told.index(quad.subject), _rank(quad), str(quad)))


def _rank(quad: Quad) -> int:
    return _FIRST.index(quad.predicate) if quad.predicate in _FIRST else len(_FIRST)


def draw_example(store: Store) -> str:
    """These as TriG, with names short."""
    known = prefixes(store.base)
    out = io.BytesIO()
    serialize(shown_quads(store), out, RdfFormat.TRIG, prefixes=known, base_iri=store.base)
    # The program writes all prefixes, and relative to the base what has nothing to do with it but the scheme.
    body = "\n".join(line for line in out.getvalue().decode().splitlines() if not line.startswith("@"))
    body = body.replace("<//", "<https://").replace("\t", "    ")
    used = (each for each in known.items() if re.search(rf"\b{each[0]}:\w", body))
    spaces = "".join(f"@prefix {name}: <{space}> .\n" for name, space in used)
    return f"@base <{store.base}> .\n{spaces}\n{body}\n"


def with_example(page: str, example: str) -> str:
    """The page with the example in the place of the old one."""
    return _BLOCK.sub(lambda _: example, page, count=1)


def main() -> None:
    """Write the example into the page."""
    with TemporaryDirectory() as folder:
        build([str(ROOT / "seeds")], Path(folder) / "store")
        with open_store(Path(folder) / "store", read_only=True) as store:
            PAGE.write_text(with_example(PAGE.read_text("utf-8"), draw_example(store)), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
