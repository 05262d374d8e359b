"""A question -> the SPARQL that answers it: a pure function, over the claims in the graphs of the articles.

A row of the answer is a sentence of a claim that fits. First the claims that fit are looked for, as in the library of
queries, then what is told of each; the limits, which nobody reaches, tell planners that they are few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent

from pyoxigraph import Literal

from kg.ask.model import Asked, Pattern, Question, Side
from kg.graph.event_quads import EVENTS
from kg.graph.quads import derived_graph, entity_iri, relation_iri
from kg.lines import one_line
from kg.model import EntityType
from kg.ontology import Relation

__all__ = ["to_sparql"]

_PLAIN = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*")
_COLUMNS = (
    *("?subject", "?relation", "?object", "?answer", "?polarity", "?modality", "?operator", "?asserted"),
    *("?speaker", "?place", "?start", "?end", "?begun", "?ended", "?confidence", "?event"),
    *("?article", "?claim", "?published", "?outlet", "?title", "?url", "?from", "?sentence"),
)
_TOLD = """\
GRAPH ?article {
  ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
         kg:polarity ?polarity ; kg:modality ?modality ; kg:asserted ?asserted ; kg:confidence ?confidence ;
         prov:wasDerivedFrom ?evidence .
  ?evidence oa:exact ?sentence ; oa:start ?from .
}
OPTIONAL { GRAPH ?article { ?claim kg:operator ?operator } }
OPTIONAL { GRAPH ?article { ?claim kg:speaker ?speaker } }
OPTIONAL { GRAPH ?article { ?claim kg:place ?place } }
OPTIONAL { GRAPH ?article { ?claim kg:timeStart ?start } }
OPTIONAL { GRAPH ?article { ?claim kg:timeEnd ?end } }
OPTIONAL { GRAPH ?article { ?article schema:datePublished ?published } }
OPTIONAL { GRAPH ?article { ?article schema:publisher ?outlet } }
OPTIONAL { GRAPH ?article { ?article schema:headline ?title } }
OPTIONAL { GRAPH ?article { ?article schema:url ?url } }"""

# What happened is one event, however many articles tell of it: some have its time, others its place.
_EVENT = """\
OPTIONAL {{ GRAPH {events} {{
  ?event kg:report|kg:deniedBy ?claim
  OPTIONAL {{ ?event kg:timeStart ?begun }}
  OPTIONAL {{ ?event kg:timeEnd ?ended }}
}} }}"""


def to_sparql(question: Question, relations: Mapping[str, Relation], base: str) -> str:
    """The query of a question, for a store with this base of IRIs.

    Args:
        question: What is asked.
        relations: The relations of the ontology by name.
        base: The base of all IRIs of the store.
    """
    writer = _Writer(question, relations, base)
    return f"# {one_line(question.text)}\n{writer.write()}"


class _Writer:
    """Writes one query; `numbered` variables keep apart what several patterns ask for."""

    def __init__(self, question: Question, relations: Mapping[str, Relation], base: str) -> None:
        self.question = question
        self.relations = relations
        self.base = base
        self._events = derived_graph(base, EVENTS)

    def write(self) -> str:
        """The whole query."""
        question = self.question
        columns = [each for each in _COLUMNS if each != "?answer" or question.has_answer]
        every = question.every and question.asked is Asked.WHO and len(question.patterns) > 1
        branches = []
        for number, pattern in enumerate(question.patterns):
            others = [each for n, each in enumerate(question.patterns) if n != number] if every else []
            body = [*self._pattern(pattern, ""), *self._around()]
            for n, other in enumerate(others, 1):
                body.append(_block("SELECT DISTINCT ?answer WHERE", self._pattern(other, str(n))))
            answer = " ?answer" if question.has_answer else ""
            branches.append(_block(f"SELECT DISTINCT ?article ?claim{answer} WHERE", body))
        parts = ["\nUNION\n".join(branches), _TOLD, _EVENT.format(events=self._events), *self._filters()]
        lines = indent("\n".join(parts), "  ")
        return (
            f"SELECT {_wrapped(columns)}\nWHERE {{\n{lines}\n}}\nORDER BY ?published ?article ?from ?claim ?relation\n"
        )

    def _pattern(self, pattern: Pattern, number: str) -> Iterator[str]:
        """The lines that find the claims of one pattern."""
        graph, claim, prop = f"?article{number}", f"?claim{number}", f"?property{number}"
        one = self._variable(pattern.subject, f"?one{number}")
        other = self._variable(pattern.object, f"?other{number}")
        if pattern.relations:
            named = (str(relation_iri(name, self.relations, self.base)) for name in pattern.relations)
            yield f"VALUES {prop} {{ {' '.join(map(_short, named))} }}"
        for side, variable in ((pattern.subject, one), (pattern.object, other)):
            yield from self._side(side, variable)
        straight = f"{claim} rdf:subject {one} ; rdf:object {other} ."
        turned = f"{claim} rdf:subject {other} ; rdf:object {one} ."
        ends = f"{{ {straight} }} UNION {{ {turned} }}" if pattern.both_ways else straight
        yield f"GRAPH {graph} {{ {claim} rdf:predicate {prop} . {ends} }}"
        if not pattern.relations:
            yield f"FILTER NOT EXISTS {{ GRAPH {graph} {{ {claim} kg:eventType plover:STRUCTURE }} }}"
        if pattern.speaker is not None:
            yield from self._side(pattern.speaker, f"?says{number}")
            yield f"GRAPH {graph} {{ {claim} kg:speaker ?says{number} }}"

    def _variable(self, side: Side, usual: str) -> str:
        return "?answer" if side.unknown and not _is_lifted(side) else usual

    def _side(self, side: Side, variable: str) -> Iterator[str]:
        """The lines that say who may stand on a side."""
        if side.nodes:
            yield self._nodes(side, variable)
        elif _is_lifted(side):
            yield (
                f"{{ ?answer a kg:Country . BIND(?answer AS {variable}) }} UNION "
                f"{{ {variable} kg:represents ?answer . ?answer a kg:Country }}"
            )
        elif side.types:
            kinds = " ".join(f"kg:{kind}" for kind in side.types)
            yield f"VALUES {variable}Type {{ {kinds} }} {variable} a {variable}Type ."
        if side.office is not None:
            title = f"{variable}Title"
            yield f"{variable} kg:holdsOffice/rdfs:label {title} ."
            yield f"FILTER(CONTAINS(LCASE(STR({title})), {Literal(side.office)}))"

    def _nodes(self, side: Side, variable: str) -> str:
        """Who is meant: the nodes, who acts for them, and what lies in them."""
        values = f"VALUES {variable} {{ {self._iris(side.nodes)} }}"
        if not (side.acted_for or side.inside):
            return values
        whole = f"{variable}For"
        meant = f"VALUES {whole} {{ {self._iris(side.nodes)} }}"
        ways = [f"{{ {values} }}"]
        if side.office is not None:
            ways = []
        if side.acted_for:
            ways.append(f"{{ {meant} {variable} kg:represents {whole} }}")
        if side.inside:
            ways.append(f"{{ {meant} {variable} kg:locatedIn+ {whole} }}")
        return _block(f"SELECT DISTINCT {variable} WHERE", ["\nUNION ".join(ways)])

    def _around(self) -> Iterator[str]:
        """Where, and whom an answer is not to be."""
        question = self.question
        if question.place:
            yield self._nodes(Side(question.place, inside=True), "?where")
            yield (
                "{ GRAPH ?article { ?claim kg:place ?where } } UNION\n"
                f"{{ GRAPH {self._events} {{ ?told kg:report ?claim, ?report }} "
                "GRAPH ?also { ?report kg:place ?where } }"
            )
        if question.asked is Asked.PLACE and not any(_holds_unknown(each) for each in question.patterns):
            yield "GRAPH ?article { ?claim kg:place ?answer }"
        barred = {*question.excluded}
        if question.asked is Asked.WHO:
            barred.update(
                node for each in question.patterns for side in (each.subject, each.object) for node in side.nodes
            )
        if barred:
            yield f"FILTER(?answer NOT IN ({', '.join(self._iris([node]) for node in sorted(barred))}))"

    def _filters(self) -> Iterator[str]:
        """How the articles are to stand to it, when, and what the sentence is about."""
        wanted = self.question.wanted
        if not wanted.is_plain:
            opposite = "?asserted || " if self.question.has_opposite else ""
            yield f"FILTER({opposite}?polarity = kg:{wanted.polarity} && ?modality = kg:{wanted.modality})"
            if wanted.operator not in (None, "not", "planned"):
                yield f"FILTER({opposite}?operator = {Literal(wanted.operator)})"
        within = self.question.within
        if within is not None:
            first, _, last = str(within).partition("/")
            tests = []
            if within.ends:
                tests.append(f'{_FIRST} <= "{last or first}~"')
            if within.begins:
                tests.append(f'{_LAST} != "" && CONCAT({_LAST}, "~") >= "{first}"')
            yield "# a claim without a time is at that of its event, else at the date of its article"
            yield f"FILTER({' && '.join(tests)})"
        for spellings in self.question.topics:
            tests = [f"CONTAINS(LCASE(?sentence), {Literal(each.lower())})" for each in spellings]
            yield f"FILTER({' || '.join(tests)})"

    def _iris(self, nodes: Iterable[str]) -> str:
        return " ".join(f"kgr:{node}" if _PLAIN.fullmatch(node) else str(entity_iri(self.base, node)) for node in nodes)


# A claim is at its own time, else at that of its event, else at its article's date; what has none of these is at none.
_OWN = "BOUND(?start) || BOUND(?end)"
_FIRST = f'IF({_OWN}, COALESCE(STR(?start), ""), COALESCE(STR(?begun), STR(?published), "~~"))'
_LAST = f'IF({_OWN}, COALESCE(STR(?end), "9999"), COALESCE(STR(?ended), STR(?published), ""))'
_WIDTH = 100


def _is_lifted(side: Side) -> bool:
    """Whether those who act for a country count as the country that is asked for."""
    return side.unknown and side.acted_for and side.types == (EntityType.COUNTRY,)


def _holds_unknown(pattern: Pattern) -> bool:
    return pattern.subject.unknown or pattern.object.unknown


def _short(iri: str) -> str:
    """An IRI of the ontology by its prefix."""
    name = iri.rpartition("#")[2].rstrip(">")
    return f"kg:{name}" if iri.startswith("<https://newskg.example/ontology#") and _PLAIN.fullmatch(name) else iri


def _block(head: str, lines: Iterable[str]) -> str:
    body = indent("\n".join(lines), "    ")
    return f"{{\n  {head} {{\n{body}\n  }}\n  LIMIT 999999\n}}"


def _wrapped(columns: Iterable[str]) -> str:
    lines, line = [], ""
    for column in columns:
        if len(line) + len(column) > _WIDTH:
            lines.append(line)
            line = ""
        line += f" {column}" if line else column
    return "\n       ".join([*lines, line])
