"""The words: the notation of frames as its one description has it, operators, classes of words, nominals."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from kg.turtle import KG
from scripts.site.ontology.markdown import code, details, folded, heading, link, plain, relative
from scripts.site.ontology.relations import FRAME_CLASS, NOTATION
from scripts.site.ontology.terms import FOLDER, Terms

__all__ = ["WORDS", "draw_notation", "draw_words", "files_told"]

WORDS = f"{FOLDER}/words.md"
_README = Path(__file__).parents[3] / "ontology" / "README.md"
_LINK = re.compile(r"\]\((?!https?:)([^)#]*)")
_FILE = re.compile(r"^\| `([\w-]+\.ttl)` \| (.+) \|$", re.MULTILINE)
_MANY, _SHOWN = 40, 8
_CODE = re.compile(r"`[^`]+`")


def draw_notation() -> str:
    """ontology/README.md, with its links led from the page, and bars in code as the site's Markdown reads them."""
    text = _README.read_text("utf-8")
    text = _LINK.sub(lambda found: f"]({_led(found[1])}", text)
    return (
        "\n".join(
            _CODE.sub(lambda found: found[0].replace("\\|", "|"), line) if line.startswith("|") else line
            for line in text.splitlines()
        )
        + "\n"
    )


def files_told() -> dict[str, str]:
    """What the notation's table says of each file, as Markdown."""
    return dict(_FILE.findall(draw_notation()))


def _led(target: str) -> str:
    """A link of a file in ontology/, from a page in docs/ontology/."""
    if not target:
        return ""
    whole = posixpath.normpath(posixpath.join("ontology", target))
    return relative(whole.removeprefix("docs/"), NOTATION)


def draw_words(terms: Terms) -> str:
    """Operators, word classes and nominals."""
    ontology = terms.ontology
    notation = link("notation", f"{relative(NOTATION, WORDS)}#frames-how-words-express-a-relation")
    parts = [
        heading(1, "Words", "words"),
        f"What frames are made with besides their own words; the {notation} tells how. "
        f"The frames themselves, {len(ontology.frames)}, stand with their [relations](relations.md).",
        heading(2, "Operators", "operators"),
        "Words that make a claim something other than a fact. `VP` is what they act on.",
    ]
    for iri in terms.of_kind("operator"):
        parts += _operator(terms, iri)
    parts += [
        heading(2, "Word classes", "word-classes"),
        "Words that frames and rules treat alike, as lemmas. `<weapon>` in a frame is any noun of the class `weapon`.",
    ]
    users = _users(terms)
    for iri in terms.of_kind("word class"):
        entry = terms.entries[iri]
        relations = [terms.relation_iri(name) for name in users.get(entry.name, ())]
        parts += [heading(3, entry.name, entry.anchor), terms.meaning(iri, WORDS)]
        if relations:
            parts.append(f"In frames of {terms.links(relations, WORDS)}.")
        parts.append(_list(sorted(ontology.word_classes[entry.name])))
    nominals = [f"{code(noun)} → {code(verb)}" for noun, verb in sorted(ontology.nominals.items())]
    parts += [
        heading(2, "Nominals", "nominals"),
        "Event nouns and the verbs whose frames serve them: the frames of *invade* read *the invasion of*, too.",
        details(f"{len(nominals)} nouns with their verbs", nominals),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _operator(terms: Terms, iri: str) -> Iterator[str]:
    entry = terms.entries[iri]
    yield heading(3, entry.name, entry.anchor)
    yield terms.meaning(iri, WORDS)
    meant = [terms.link(KG + terms.text(iri, KG + side), WORDS) for side in ("polarity", "modality")]
    fallback = terms.links(terms.texts(iri, KG + "fallback"), WORDS)
    told = [f"makes it {' and '.join(meant)}", *([f"without a frame for its VP: {fallback}"] if fallback else [])]
    yield " · ".join(told)
    yield folded(terms.texts(iri, KG + "frame"), "frames")


def _list(words: list[str]) -> str:
    """All words of a class; a long list opens on a click."""
    listed = plain(", ".join(words))
    if len(words) <= _MANY:
        return listed
    summary = f"{len(words)} words, such as {plain(', '.join(words[:_SHOWN]))}"
    return f"<details>\n<summary>{summary}</summary>\n<p>{listed}</p>\n</details>"


def _users(terms: Terms) -> dict[str, dict[str, None]]:
    """The relations whose frames name a class of words."""
    found: dict[str, dict[str, None]] = {}
    for frame in terms.ontology.frames:
        for name in FRAME_CLASS.findall(frame.text):
            found.setdefault(name, {})[frame.relation] = None
    return found
