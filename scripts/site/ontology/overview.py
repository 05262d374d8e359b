"""The way in: what is where, names and licences; event types; and what corresponds to terms of other vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from kg.turtle import KG, LEX, OWL, PLOVER, RDFS
from scripts.site.ontology.entry import MATCHES
from scripts.site.ontology.markdown import bullets, code, heading, link, plain, table
from scripts.site.ontology.search import searchable
from scripts.site.ontology.terms import FOLDER, Entry, Terms
from scripts.site.ontology.words import files_told

__all__ = ["EVENT_TYPES", "MAPPINGS", "OVERVIEW", "draw_event_types", "draw_mappings", "draw_overview"]

OVERVIEW, EVENT_TYPES, MAPPINGS = (f"{FOLDER}/{name}.md" for name in ("index", "event-types", "mappings"))
_DCTERMS = "http://purl.org/dc/terms/"
_ABOUT = """{description} It has {relation} relations between actors, places, offices and events, {class} classes,
{property} other properties and {shape} SHACL shapes, and knows the relations by {frames} frames of words. These pages
are made from the Turtle files that the program itself reads. How a graph uses them is told by [the
model](../model.md)."""
_ABOUT_FILES = """Version {version}. What names no licence here is under the one of the program, MIT."""
_ABOUT_NAMES = """Terms have hash names: the namespace and a local name, such as
`https://newskg.example/ontology#metWith`, in Turtle `kg:metWith`. The top-level domain `.example` belongs to nobody
([RFC 2606](https://www.rfc-editor.org/rfc/rfc2606)), so these are names and no addresses. Who publishes the ontology
under an address can lead its terms to this page: in the list below each local name of `kg:` is an anchor."""
_ABOUT_TYPES = """The sixteen types of [PLOVER](https://github.com/openeventdata/PLOVER), which came after CAMEO, and
STRUCTURE for what is no event. A relation has one type; a claim has another where its deed is refused, promised or
threatened."""
_ABOUT_VALUES = """How friendly an event is, from −10 (war) to 10, on the scale of [Goldstein
(1992)](https://doi.org/10.1177/0022002792036002007) in the version made for CAMEO. A relation has the value of its
type, unless it amounts to a finer code of CAMEO:"""
_ABOUT_MODES = """PLOVER's modes say how, within a type. A relation that amounts to one has it as
[`kg:eventMode`](properties.md#eventMode), and `kg export --format events` writes it."""
_ABOUT_MAPPINGS = """Classes and properties that mean just the same are equivalent in OWL; items of Wikidata, which
are neither, are matched as concepts of SKOS. Besides, event types are those of PLOVER, each a `skos:Concept` with its
code of CAMEO ([event types](event-types.md)), and countries and cities of the gazetteer have their identifiers of
GeoNames by `owl:sameAs`. How a graph uses RDF, PROV, Web Annotation and schema.org for claims, evidence and articles
is told by [the model](../model.md#vocabularies-and-how-they-are-meant)."""
_PARTS = (
    ("relations.md", "Relations", "who does what to whom, by event type, with the words that express each"),
    ("event-types.md", "Event types", "the types of PLOVER, with quad class, Goldstein value, CAMEO code and modes"),
    ("classes.md", "Classes", "what entities, claims and all else are"),
    ("properties.md", "Properties", "what they have: of claims, events, conflicts, tenures ..."),
    ("values.md", "Values", "closed lists: polarity, modality, kinds of conflicts, sources of dates ..."),
    ("shapes.md", "Shapes", "what a graph has to hold to, and what is said where it does not"),
    ("words.md", "Words", "operators, classes of words and nominals, which frames are made with"),
    ("notation.md", "Notation", "how frames are written"),
    ("gazetteer.md", "Gazetteer", "who and what is known by name, in figures"),
    ("mappings.md", "Other vocabularies", "what is the same in schema.org, PROV, SKOS, Wikidata ..."),
)
_LICENCES = {
    "https://spdx.org/licenses/MIT": "MIT",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
}
_SPACES = {
    KG: "classes, properties and values",
    LEX: "operators and classes of words",
    PLOVER: "event types",
    "https://newskg.example/resource/": "entities",
}
# How an own term may lead to one of another vocabulary.
_LEADS = {
    **{prop: how.lower() for prop, how in MATCHES.items()},
    RDFS + "subClassOf": "a kind of",
    RDFS + "subPropertyOf": "a kind of",
}


def draw_overview(terms: Terms) -> str:
    """The overview, with a list of all terms whose anchors are their local names."""
    ontology = KG.rstrip("#")
    parts = [
        heading(1, "The ontology", "ontology"),
        _ABOUT.format(
            description=plain(terms.text(ontology, _DCTERMS + "description")),
            frames=f"{len(terms.ontology.frames):,}",
            **{kind: len(terms.of_kind(kind)) for kind in ("relation", "class", "property", "shape")},
        ),
        bullets(f"{link(name, page)}: {told}" for page, name, told in _PARTS),
        heading(2, "Files", "files"),
        _ABOUT_FILES.format(version=plain(terms.text(ontology, OWL + "versionInfo"))),
        table(("File", "What it holds", "Licence"), _files(terms)),
        heading(2, "Names", "names"),
        _ABOUT_NAMES,
        table(("Prefix", "Namespace", ""), _prefixes(terms)),
        heading(2, "All terms", "all-terms"),
        searchable("Find terms", ("Term", "What it means", "Kind"), _all(terms)),
    ]
    return "\n\n".join(parts) + "\n"


def _files(terms: Terms) -> Iterator[tuple[str, str, str]]:
    told = files_told()
    licences = {
        file: licence
        for iri in terms.instances(OWL + "Ontology")
        for licence in terms.texts(iri, _DCTERMS + "license")
        for file in terms.stated_in[iri][:1]
    }
    for file in terms.files:
        licence = licences.get(file.name, "")
        shown = link(_LICENCES.get(licence, code(licence)), licence) if licence else ""
        yield link(code(file.name), file.name), told.get(file.name, ""), shown


def _prefixes(terms: Terms) -> Iterator[tuple[str, str, str]]:
    for space, prefix in sorted(terms.prefixes.items(), key=lambda each: (each[0] not in _SPACES, each[1])):
        yield code(f"{prefix}:"), code(space), _SPACES.get(space, "")


def _all(terms: Terms) -> Iterator[tuple[str, str, str]]:
    def key(item: tuple[str, Entry]) -> tuple[str, str]:
        return item[1].name.casefold(), item[0]

    for iri, entry in sorted(terms.entries.items(), key=key):
        anchor = f'<a id="{entry.anchor}"></a>' if iri.startswith(KG) else ""
        yield anchor + terms.link(iri, OVERVIEW), terms.told(iri, OVERVIEW), entry.kind


def draw_event_types(terms: Terms) -> str:
    """The event types in a table, the scale, and the modes with the relations that have them."""
    relations = terms.ontology.relations.values()
    rows = []
    for iri in terms.of_kind("event type"):
        count = sum(terms.type_iri(each.name) == iri for each in relations)
        rows.append(
            (
                terms.link(iri, EVENT_TYPES),
                terms.meaning(iri, EVENT_TYPES),
                terms.links(terms.texts(iri, KG + "quadClass"), EVENT_TYPES),
                plain(terms.text(iri, KG + "goldstein")),
                code(terms.text(iri, KG + "cameo")) if terms.text(iri, KG + "cameo") else "",
                str(count),
            )
        )
    modes = [each for each in relations if each.mode]
    finer = [each for each in relations if each.goldstein is not None]
    parts = [
        heading(1, "Event types", "event-types"),
        _ABOUT_TYPES,
        table(("Type", "What it takes in", "Quad class", "Goldstein", "CAMEO", "Relations"), rows),
        heading(2, "Goldstein values", "goldstein"),
        _ABOUT_VALUES,
        table(
            ("Relation", "Value", "CAMEO", "Value of its type"),
            (
                (
                    terms.link(each.iri, EVENT_TYPES),
                    plain(terms.text(each.iri, KG + "goldstein")),
                    code(terms.text(each.iri, KG + "cameo")),
                    plain(terms.text(terms.type_iri(each.name), KG + "goldstein")),
                )
                for each in finer
            ),
        ),
        heading(2, "Modes", "modes"),
        _ABOUT_MODES,
        table(
            ("Type", "Mode", "Relation"),
            sorted(
                (
                    terms.link(terms.type_iri(each.name), EVENT_TYPES),
                    code(each.mode or ""),
                    terms.link(each.iri, EVENT_TYPES),
                )
                for each in modes
            ),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def draw_mappings(terms: Terms) -> str:
    """What own terms are in other vocabularies, one table a vocabulary."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for iri in terms.entries:
        for prop, how in _LEADS.items():
            for other in terms.texts(iri, prop):
                if other not in terms.entries and not other.startswith((KG, OWL)):
                    prefix = terms.curie(other).partition(":")[0]
                    found.setdefault(prefix, []).append((terms.link(iri, MAPPINGS), how, terms.link(other, MAPPINGS)))
    parts = [heading(1, "Other vocabularies", "mappings"), _ABOUT_MAPPINGS]
    for prefix in sorted(found):
        space = next(space for space, each in terms.prefixes.items() if each == prefix)
        parts += [f"## {plain(prefix)}", code(space), table(("Here", "How", "There"), found[prefix])]
    return "\n\n".join(parts) + "\n"
