"""What is wrong with an ontology, all of it at once, and what is doubtful in the words that somebody adds.

Doubts are frames of two relations that read the same, frames that are there twice, relations and word classes that
nothing uses, and words that look like a slip of the pen beside those that are shipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import OntologyError
from kg.extract.lexicon import FramePattern, compile_lexicon, parse_frame
from kg.ontology import Ontology, load_ontology, ontology_files
from kg.violations import Violation

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["lint"]

_Place: TypeAlias = tuple[str, int]
_Reading: TypeAlias = tuple[str, tuple[str, ...], tuple[object, ...], tuple[object, ...]]
_LEAST, _NEAR = 5, 0.85  # letters of a word that may be a slip of the pen, and how like another one it is
_CLASS = re.compile(r"<([\w-]+)>")
_WORD = re.compile(r"(?<![<:@~\w])[a-z][a-z'-]+(?![\w>])")


def lint(path: Path | None = None) -> list[Violation]:
    """Everything wrong or doubtful in the ontology, with a folder of files, or one file, added to the shipped ones.

    Raises:
        OntologyError: There is no such file or folder, or it cannot be read.
    """
    errors: list[OntologyError] = []
    ontology = load_ontology(path, on_error=errors.append, strict=True)
    found = [_mistake(error, error.term, _split(error.where)) for error in errors]
    sources = {file: file.read_text("utf-8", "replace") for file in ontology_files(path)}
    patterns: list[FramePattern] = []
    for frame in (each for each in ontology.frames if each.relation in ontology.relations):
        try:
            patterns += parse_frame(frame.text, frame.relation, ontology.word_classes)
        except OntologyError as error:
            found.append(_mistake(error, _curie(frame.relation), _place(sources, frame.text)))
    for operator in ontology.operators:
        for text in operator.frames:
            try:
                compile_lexicon(replace(ontology, frames=(), operators=(replace(operator, frames=(text,)),)))
            except OntologyError as error:
                found.append(_mistake(error, f"lex:{operator.name}", _place(sources, text)))
    shipped = load_ontology()
    old = {frame for frame in shipped.frames if ontology.digest != shipped.digest}
    found += _doubtful_frames(ontology, patterns, {(frame.relation, frame.text) for frame in old}, sources)
    found += _unused(ontology, shipped, sources)
    found += _misspelt(ontology, shipped, sources)
    return sorted(set(found))


def _mistake(error: OntologyError, term: str, place: _Place) -> Violation:
    missing = re.fullmatch(r"has no (\S+)", error.why)
    surplus = re.match(r"has more than one (\S+):", error.why)
    if missing or surplus:
        remedy = f"add {missing[1]}" if missing else f"leave one {surplus[1]}" if surplus else ""
    else:
        remedy = "take what was meant" if "did you mean" in error.why else "mend it"
    return Violation(False, *place, term or "the file", error.why, remedy)


def _doubtful_frames(
    ontology: Ontology, patterns: Iterable[FramePattern], old: Set[tuple[str, str]], sources: dict[Path, str]
) -> Iterator[Violation]:
    """Frames of two relations that read the same, and frames that others make needless; two old ones are let be."""
    readings = [(pattern, _readings(pattern)) for pattern in patterns]
    owners: dict[_Reading, set[tuple[str, str]]] = defaultdict(set)
    for pattern, reads in readings:
        for reading in reads:
            owners[reading].add((pattern.relation, pattern.text))
    told: set[tuple[str, str]] = set()
    for pattern, reads in readings:
        own = pattern.relation, pattern.text
        others = [owners[reading] - {own} for reading in reads]
        needless = all(any(relation == own[0] for relation, _ in found) for found in others)
        rivals = {each for found in others for each in found if each[0] != own[0] or (needless and each not in told)}
        for rival in sorted(rivals):
            if own not in told and not {own, rival} <= old and (rival[0] == own[0] or rival < own):
                word = min(reading[0] for reading in reads if rival in owners[reading])
                yield _alike(ontology, (*rival, *own), word, _place(sources, own[1]))
                told.add(own)


def _readings(pattern: FramePattern) -> list[_Reading]:
    """What a frame reads: one for each word at its head and each choice of prepositions, without whose it is."""
    rest = (pattern.kind, pattern.subject, pattern.particle, pattern.clause, pattern.forbidden, pattern.extras)
    fillers = tuple(each.filler for each in pattern.elements)
    return [
        (word, prepositions, fillers, (*rest, pattern.operator))
        for word in sorted(pattern.head)
        for prepositions in product(*(each.prepositions for each in pattern.elements))
    ]


def _alike(ontology: Ontology, pair: tuple[str, str, str, str], word: str, place: _Place) -> Violation:
    first, text, other, again = pair
    if first == other:
        rule = f'"{again}" reads nothing that others do not read, such as "{text}"'
        return Violation(True, *place, _curie(other), rule, "leave one of them")
    ranks = {name: (-len(ontology.relations[name].parents), name) for name in (first, other)}
    winner = min(ranks, key=lambda name: ranks[name])
    rule = f'"{again}" reads with "{word}" what "{text}" of {_curie(first)} reads, and {_curie(winner)} wins'
    return Violation(True, *place, _curie(other), rule, "tell them apart by types or words, or drop one")


def _unused(ontology: Ontology, shipped: Ontology, sources: dict[Path, str]) -> Iterator[Violation]:
    """Relations without words, and classes of words that no frame names."""
    worded = {frame.relation for frame in ontology.frames} | {office.implies for office in ontology.offices.values()}
    for name in ontology.relations.keys() - shipped.relations.keys() - worded:
        place = _place(sources, _curie(name), quoted=False)
        yield Violation(True, *place, _curie(name), "no frame leads to it", "add a kg:frame, or no text will")
    texts = [frame.text for frame in ontology.frames]
    texts += [text for operator in ontology.operators for text in operator.frames]
    named = {name for text in texts for name in _CLASS.findall(text)}
    for name in ontology.word_classes.keys() - shipped.word_classes.keys() - named:
        place = _place(sources, f"lex:{name}", quoted=False)
        yield Violation(True, *place, f"lex:{name}", "no frame uses this class of words", f"write <{name}>")


def _misspelt(ontology: Ontology, shipped: Ontology, sources: dict[Path, str]) -> Iterator[Violation]:
    """Words of added frames that no shipped frame has, but nearly."""
    known = _vocabulary(shipped)
    old = {frame.text for frame in shipped.frames}
    for frame in ontology.frames:
        if frame.text in old:
            continue
        for word in sorted(set(_WORD.findall(frame.text)) - known):
            near = get_close_matches(word, sorted(known), n=1, cutoff=_NEAR) if len(word) >= _LEAST else []
            if near:
                rule = f'"{frame.text}" has a word that no shipped frame has: {word}'
                place = _place(sources, frame.text)
                yield Violation(True, *place, _curie(frame.relation), rule, f"did you mean {near[0]}?")


def _vocabulary(ontology: Ontology) -> set[str]:
    words = {word for frame in ontology.frames for word in _WORD.findall(frame.text)}
    words.update(*ontology.word_classes.values(), ontology.nominals.keys(), ontology.nominals.values())
    return words


def _curie(name: str) -> str:
    return name if ":" in name else f"kg:{name}"


def _place(sources: dict[Path, str], text: str, *, quoted: bool = True) -> _Place:
    """File and line where a frame or a term stands last, for added files come after the shipped ones."""
    wanted = re.compile(re.escape(f'"{text}"') if quoted else rf"(?m)^{re.escape(text)}(?![\w-])")
    for file, content in reversed(sources.items()):
        if found := wanted.search(content):
            return str(file), content.count("\n", 0, found.start()) + 1
    return "", 0


def _split(where: str) -> _Place:
    """`mine.ttl:12` as file and line."""
    file, _, line = where.rpartition(":")
    return (file, int(line)) if line.isdecimal() and file else (where, 0)
