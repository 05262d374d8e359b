"""Draws the model as docs/model.svg: boxes of classes, coloured by the graph that they live in, and what links them.

    python scripts/model_picture.py

A new kind of resource is a line in `BOXES` and its links are lines in `ARROWS`; tests/test_model_picture.py holds that
each term in the picture is in the ontology or a published vocabulary, and that the file is up to date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

__all__ = ["ARROWS", "BOXES", "PICTURE", "draw_model"]

PICTURE = Path(__file__).parent.parent / "docs" / "model.svg"

# Graph -> what it is called in the legend, fill, edge.
GRAPHS = {
    "default": ("default graph: what all articles say", "#e3eefa", "#2563a8"),
    "article": ("a graph for each article", "#e6f4ea", "#2e7d4f"),
    "derived": (
        "graphs made from these: gazetteer, provenance, candidates, events, repetition, conflicts, tenures, tone, …",
        "#f3efe6",
        "#8a6d3b",
    ),
    "ontology": ("ontology, in no graph of the store", "#f4f4f4", "#777777"),
}
LINE, HEAD, WIDTH, HEIGHT = 17, 26, 1080, 1000
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.head{font-weight:600;font-size:13px}"
    ".link{font-size:11.5px;fill:#444}.note{font-size:11.5px;fill:#666}"
)


class Box(NamedTuple):
    """A class: where it is drawn, the graph that it lives in, and the properties that its members have."""

    graph: str
    left: int
    top: int
    width: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return HEAD + LINE * len(self.lines) + 8


class Arrow(NamedTuple):
    """Properties that lead from one box to another; `points` is the way, `label` where their names stand."""

    properties: tuple[str, ...]
    start: str
    end: str
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int]
    anchor: str = "middle"


BOXES = {
    "schema:NewsArticle": Box(
        "article",
        30,
        40,
        215,
        ("schema:headline", "schema:datePublished", "kg:dateSource", "schema:publisher", "schema:author",
         "schema:url", "schema:inLanguage", "kg:sha256", "kg:repeats"),
    ),
    "kg:Claim": Box(
        "article",
        420,
        40,
        215,
        ("kg:polarity", "kg:modality", "kg:operator", "kg:asserted", "kg:confidence", "kg:timeStart", "kg:timeEnd",
         "kg:topic"),
    ),
    "kg:Entity": Box(
        "default",
        805,
        40,
        245,
        ("rdfs:label", "skos:altLabel", "kg:iso", "owl:sameAs", "kg:capital, geo:lat, geo:long",
         "kg:termOfOffice → kg:TermOfOffice", "", "kg:Actor: kg:Person, kg:Country,",
         "    kg:Organization, kg:Group", "kg:Place: kg:Country, kg:City,", "    kg:Region, kg:Facility",
         "kg:Office, kg:Event, kg:Work"),
    ),
    "kg:Evidence": Box("article", 30, 330, 215, ("oa:exact", "oa:start", "oa:end")),
    "kg:EventType": Box("ontology", 340, 330, 130, ("skos:Concept",)),
    "prov:Activity": Box("derived", 505, 330, 130, ("a run",)),
    "owl:ObjectProperty": Box(
        "ontology",
        805,
        330,
        245,
        ("rdfs:label", "skos:definition", "skos:example", "kg:eventType", "rdfs:domain", "rdfs:range",
         "rdfs:subPropertyOf", "owl:inverseOf"),
    ),
    "prov:SoftwareAgent": Box("derived", 330, 500, 180, ("rdfs:label", "schema:softwareVersion")),
    "prov:Entity": Box("derived", 540, 500, 180, ("rdfs:label", "schema:softwareVersion", "owl:versionInfo")),
    "kg:OpenRelation": Box("derived", 805, 560, 245, ("rdfs:label",)),
    # What is derived from all claims; what it leads to stands beside the property.
    "kg:Event": Box(
        "derived",
        30,
        650,
        245,
        ("kg:report → kg:Claim", "kg:deniedBy → kg:Claim", "kg:kind → owl:ObjectProperty", "kg:eventType, kg:status",
         "kg:attested", "kg:participant → kg:Entity", "    kg:agent, kg:target", "kg:occasion → kg:Event",
         "kg:place, kg:timeStart, kg:timeEnd", "kg:articles, kg:independentArticles",
         "kg:firstArticle → schema:NewsArticle", "kg:firstReported, kg:lastReported"),
    ),
    "kg:Tenure": Box(
        "derived",
        300,
        650,
        240,
        ("prov:wasDerivedFrom → kg:Claim", "kg:holder → kg:Person", "kg:heldOffice → kg:Office",
         "schema:startDate, schema:endDate", "kg:toldFrom, kg:toldUntil"),
    ),
    "kg:Conflict": Box(
        "derived",
        300,
        790,
        240,
        ("rdfs:label", "kg:conflictKind", "kg:oneSide → kg:Claim", "kg:otherSide → kg:Claim"),
    ),
    "kg:Candidate": Box("derived", 565, 790, 215, ("kg:candidate → kg:Entity", "kg:score", "rdfs:comment")),
    "kg:Correction": Box(
        "derived",
        805,
        790,
        245,
        ("what prov:wasInfluencedBy leads to", "rdfs:label", "kg:correctionKind", "kg:line, schema:dateCreated"),
    ),
    "kg:Tone": Box(
        "derived",
        565,
        650,
        215,
        ("kg:between → kg:Actor", "kg:month", "kg:goldstein, kg:goldsteinSum", "kg:deeds",
         "kg:verbalCooperationCount …"),
    ),
    "kg:DirectedTone": Box(
        "derived",
        805,
        650,
        245,
        ("kg:fromActor → kg:Actor", "kg:toActor → kg:Actor", "and the figures of a kg:Tone"),
    ),
}  # fmt: skip

ARROWS = (
    Arrow(("prov:hadPrimarySource",), "kg:Claim", "schema:NewsArticle", ((420, 100), (245, 100)), (332, 93)),
    Arrow(("prov:wasDerivedFrom",), "kg:Claim", "kg:Evidence", ((420, 190), (300, 370), (245, 370)), (355, 262), "end"),
    Arrow(
        ("rdf:subject", "rdf:object", "kg:place", "kg:speaker", "kg:office"),
        "kg:Claim",
        "kg:Entity",
        ((635, 120), (805, 120)),
        (720, 44),
    ),
    Arrow(("rdf:predicate",), "kg:Claim", "owl:ObjectProperty", ((635, 170), (805, 350)), (690, 215), "start"),
    Arrow(("kg:eventType",), "kg:Claim", "kg:EventType", ((450, 210), (420, 330)), (428, 318), "start"),
    Arrow(("prov:wasGeneratedBy",), "kg:Claim", "prov:Activity", ((570, 210), (570, 330)), (576, 280), "start"),
    Arrow(
        ("prov:wasAssociatedWith",), "prov:Activity", "prov:SoftwareAgent", ((545, 381), (440, 500)), (480, 446), "end"
    ),
    Arrow(("prov:used",), "prov:Activity", "prov:Entity", ((590, 381), (620, 500)), (612, 446), "start"),
    Arrow(
        ("kg:metWith, kg:supports, …",),
        "kg:Entity",
        "kg:Entity",
        ((900, 278), (900, 304), (990, 304), (990, 278)),
        (945, 320),
    ),
    Arrow(("rdfs:subClassOf",), "kg:OpenRelation", "owl:ObjectProperty", ((927, 560), (927, 500)), (934, 534), "start"),
)


def draw_model() -> str:
    """The picture."""
    body = "\n".join((*_arrows(), *_boxes(), *_legend()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' role="img" aria-label="The model of the graph">\n<style>{STYLE}</style>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#444"/></marker></defs>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _boxes() -> Iterator[str]:
    for name, box in BOXES.items():
        _, fill, edge = GRAPHS[box.graph]
        shape = f'x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}" rx="6"'
        yield f'<rect {shape} fill="{fill}" stroke="{edge}" stroke-width="1.4"/>'
        yield f'<text class="head" x="{box.left + 12}" y="{box.top + 19}">{name}</text>'
        for row, line in enumerate(box.lines, 1):
            indent = len(line) - len(line.lstrip())
            at = f'x="{box.left + 12 + 4 * indent}" y="{box.top + HEAD + LINE * row - 3}"'
            yield f"<text {at}>{escape(line.strip())}</text>"


def _arrows() -> Iterator[str]:
    for arrow in ARROWS:
        way = "L".join(f"{x} {y}" for x, y in arrow.points)
        yield f'<path d="M{way}" fill="none" stroke="#444" marker-end="url(#tip)"/>'
        x, y = arrow.label
        for row, text in enumerate(arrow.properties):
            yield f'<text class="link" x="{x}" y="{y + 15 * row}" text-anchor="{arrow.anchor}">{escape(text)}</text>'


def _legend() -> Iterator[str]:
    for row, (label, fill, edge) in enumerate(GRAPHS.values()):
        top = HEIGHT - 75 + 20 * row
        yield f'<rect x="30" y="{top - 11}" width="22" height="14" rx="3" fill="{fill}" stroke="{edge}"/>'
        yield f'<text class="note" x="62" y="{top}">{label}</text>'


if __name__ == "__main__":
    PICTURE.write_text(draw_model(), encoding="utf-8")
