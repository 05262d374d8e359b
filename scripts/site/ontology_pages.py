"""Makes the pages about the ontology from its Turtle files, for the site and for an ontology of one's own.

    python -m scripts.site.ontology_pages mine --output pages

writes them as Markdown, with the relations of the files in `mine` among those that kg brings. They want a Markdown
with tables and attributes (`attr_list`), as the site has it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypeAlias

from kg.errors import KGError
from kg.turtle import KG
from scripts.site.ontology import (
    classes,
    gazetteer,
    overview,
    properties,
    relation_index,
    relations,
    shapes,
    values,
    words,
)
from scripts.site.ontology.terms import Terms, read

__all__ = ["Nav", "nav", "pages"]

Nav: TypeAlias = list[dict[str, "str | Nav"]]
_STYLE = Path(__file__).parent / "ontology" / "style.css"


def pages(folder: Path | None = None) -> dict[str, str]:
    """All pages as Markdown, and the Turtle files that they offer, by their path from the root of the documentation.

    Raises:
        OntologyError: a file of the folder cannot be read, or what it says is wrong.
    """
    terms = read(folder)
    drawn = {
        overview.OVERVIEW: overview.draw_overview(terms),
        relations.INDEX: relation_index.draw_index(terms),
        **{terms.entries[iri].page: relations.draw_type(terms, iri) for iri in terms.of_kind("event type")},
        overview.EVENT_TYPES: overview.draw_event_types(terms),
        classes.PAGE: classes.draw_classes(terms),
        properties.PAGE: properties.draw_properties(terms),
        values.PAGE: values.draw_values(terms),
        shapes.PAGE: shapes.draw_shapes(terms),
        words.WORDS: words.draw_words(terms),
        relations.NOTATION: words.draw_notation(),
        gazetteer.PAGE: gazetteer.draw_gazetteer(terms),
        overview.MAPPINGS: overview.draw_mappings(terms),
    }
    style = f"\n<style>\n{_STYLE.read_text('utf-8').strip()}\n</style>\n"
    files = {f"{Path(overview.OVERVIEW).parent}/{file.name}": file.read_text("utf-8") for file in terms.files}
    return {page: text + style for page, text in drawn.items()} | files


def nav(folder: Path | None = None) -> Nav:
    """The pages in the order and the groups of a menu, as mkdocs wants it.

    Raises:
        OntologyError: as for `pages`.
    """
    terms = read(folder)
    groups: dict[str, Nav] = {}
    for iri in terms.of_kind("event type"):
        groups.setdefault(_group(terms, iri), []).append({terms.entries[iri].name: terms.entries[iri].page})
    by_group: Nav = [{name: some} for name, some in groups.items()]
    return [
        {"Overview": overview.OVERVIEW},
        {"Relations": [{"All relations": relations.INDEX}, *by_group]},
        {"Event types": overview.EVENT_TYPES},
        {"Classes": classes.PAGE},
        {"Properties": properties.PAGE},
        {"Values": values.PAGE},
        {"Shapes": shapes.PAGE},
        {"Words": words.WORDS},
        {"Notation": relations.NOTATION},
        {"Gazetteer": gazetteer.PAGE},
        {"Other vocabularies": overview.MAPPINGS},
    ]


def _group(terms: Terms, event_type: str) -> str:
    quad = terms.text(event_type, KG + "quadClass")
    return terms.label(quad).capitalize() if quad else "Lasting facts"


def main(arguments: list[str]) -> int:
    """Write the pages of a folder's ontology, or of the shipped one."""
    import argparse

    parser = argparse.ArgumentParser(description="Write the pages about an ontology as Markdown.")
    parser.add_argument("folder", nargs="?", type=Path, help="Turtle files of one's own; without it, what kg brings")
    parser.add_argument("--output", type=Path, required=True, help="the folder to write; it may not exist yet")
    chosen = parser.parse_args(arguments)
    try:
        drawn = pages(chosen.folder)
        chosen.output.mkdir(parents=True)
    except FileExistsError:
        print(f"{chosen.output}: exists already; name another folder", file=sys.stderr)
        return 1
    except KGError as error:
        print(error, file=sys.stderr)
        return 1
    for name, text in drawn.items():
        path = chosen.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"wrote {len(drawn)} files to {chosen.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
