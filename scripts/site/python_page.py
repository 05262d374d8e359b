"""The page of the Python library: which names it tells, in which order; mkdocstrings fills in what they are.

On a code host there is nothing to see in it, so it is made when the site is built, and is not kept in docs/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.model import DateSource, EntityType, Modality, Polarity

__all__ = ["PATH", "SECTIONS", "draw_page"]

PATH = "python.md"


class Section(NamedTuple):
    """Names that belong together: where each is defined -> what users call it."""

    title: str
    text: str
    names: dict[str, str]


def _in(module: str, *names: str) -> dict[str, str]:
    return {f"{module}.{name}": f"kg.{name}" for name in names}


SECTIONS = (
    Section(
        "Read, extract, build, open",
        """The four steps, each on one line:

```python
import kg

articles = kg.read("seeds/")              # texts with title, date, outlet
claims = kg.extract(articles)             # who does what to whom, with sentences
graph = kg.build(claims, store="news")    # linked, and kept as RDF
graph = kg.open("news")                   # later
graph.query("who-met-whom").table()
```

`import kg` costs nothing: each name is imported when it is first used.""",
        {
            "kg.api.reading.read": "kg.read",
            "kg.api.reading.extract": "kg.extract",
            "kg.api.reading.extract_each": "kg.extract_each",
            "kg.api.knowledge.build": "kg.build",
            "kg.api.knowledge.open_graph": "kg.open",
            "kg.api.reading.explain": "kg.explain",
        },
    ),
    Section("The graph", "", _in("kg.api.knowledge", "KnowledgeGraph")),
    Section(
        "What comes back",
        "Sequences that cannot be changed. In a notebook they show themselves; `table()` makes a data frame of them.",
        _in("kg.api.collections", "Articles", "Claims", "Table")
        | {"kg.api.collections.Page": "kg.api.collections.Page", "kg.api.marked.Marked": "kg.api.marked.Marked"},
    ),
    Section(
        "Articles and claims",
        "Plain frozen values. Characters are counted from 0 and the end is not part of it; confidence is 0 to 1; dates "
        "are ISO 8601 texts. [Claims as JSON](claims.md) tells the same field by field.",
        _in("kg.model", "Article", "make_article", "ArticleMeta", "Claim", "Entity", "Evidence", "Mention")
        | _in("kg.model", "EntityType", "Modality", "Polarity")
        | {"kg.model.DateSource": "kg.model.DateSource", "kg.model.Repair": "kg.model.Repair"}
        | _in("kg.jsonl", "claim_to_dict", "claim_from_dict"),
    ),
    Section(
        "Step by step",
        "What the four functions are made of, for programs that need one step by itself.",
        _in("kg.api.reading", "read_articles")
        | _in("kg.ontology", "load_ontology", "Ontology")
        | _in("kg.extract", "Extractor")
        | {"kg.extract.trace.Explanation": "kg.Explanation", "kg.pipeline.Reading": "kg.Reading"}
        | _in("kg.graph.store", "open_store", "Store")
        | _in("kg.query", "run_query")
        | _in("kg.view", "render_html"),
    ),
    Section(
        "Errors",
        "All are `KGError`s, and the message alone, one line, lets its reader mend it. An input that cannot be read "
        "does not end the work: it is left out with a `KGWarning`, unless `strict` is set.",
        _in(
            "kg.errors",
            *("KGError", "ActorsError", "ArticleError", "CorrectionError", "ModelNotFoundError"),
            *("NothingReadError", "OntologyError", "OutputError", "QueryError", "StoreError"),
        )
        | _in("kg.api.wording", "KGWarning"),
    ),
    Section(
        "The spaCy component",
        """```python
import spacy

nlp = spacy.load("en_core_web_md")       # any English pipeline with tagger, parser, lemmatizer and ner
nlp.add_pipe("kg_claims", config={"open_relations": False})
doc = nlp.make_doc("Naftali Bennett met Vladimir Putin in Moscow on Saturday.")
doc._.kg_published = "2022-03-07"        # what "on Saturday" is counted from
doc = nlp(doc)
doc._.kg_claims                          # the claims, in the order of the text
doc.spans["kg_claims"]                   # their sentences
```""",
        {"kg.component": "kg.component", "kg.component.ClaimsComponent": "kg.component.ClaimsComponent"},
    ),
)
# What has no members here: closed lists, whose values are told in a line, and what says all of itself.
_LISTED = {f"kg.model.{kind.__name__}": kind for kind in (EntityType, Polarity, Modality, DateSource)}
_WHOLE = {"kg.component", *_LISTED}


def draw_page() -> str:
    """The page, with an order to mkdocstrings for each name."""
    parts = ["# Python"]
    for section in SECTIONS:
        parts += [f"## {section.title}", section.text]
        parts += [part for home, name in section.names.items() for part in _entry(home, name)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _entry(home: str, name: str) -> Iterator[str]:
    lines = [f"::: {home}", "    options:", f"      heading: {name}", f"      toc_label: {name.removeprefix('kg.')}"]
    if home in _WHOLE:
        lines.append("      members: false")
    yield "\n".join(lines)
    if home in _LISTED:
        values = list(_LISTED[home])
        yield f"One of {', '.join(f'`{each.value}`' for each in values)}; the first is `{name}.{values[0].name}`."
