"""The language model and the ontology: which they are, whether they are whole, and whether they read."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import time
import warnings
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from kg.doctor.findings import Finding, State, pip_install, telling
from kg.doctor.packages import requirement_of
from kg.language_model import BUNDLED, installed_model, model_folder

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["damaged", "look_at_model", "look_at_ontology", "look_at_reading"]

_PACKAGE = BUNDLED.replace("_", "-")
# Its relation, its actors and its place are of the shipped ontology, and no pipeline for English misses the verb.
_SENTENCE = "Angela Merkel met Vladimir Putin in Moscow."


def look_at_model(model: str | None, *, quick: bool) -> list[Finding]:
    """Which pipeline reads, where it is, whether it fits spaCy, and whether its files are as they were packed.

    Args:
        model: The pipeline by name or path; the bundled one by default.
        quick: Whether to leave its files alone.
    """
    found: list[Finding] = []
    brings = "another --model, or none for the bundled one" if model else pip_install(requirement_of(_PACKAGE))
    with telling(found, "reading", "model", brings):
        name, folder = installed_model(model), model_folder(model)
        bad = [] if quick or model else damaged(_PACKAGE)
        if name is None or folder is None:
            found.append(Finding("reading", "model", State.BROKEN, "no language model is installed", brings))
        elif bad:
            why = f"{name}: damaged: {', '.join(bad)}"
            found.append(Finding("reading", "model", State.BROKEN, why, f"{brings} --force-reinstall --no-deps"))
        else:
            found.append(Finding("reading", "model", State.OK, f"{name}, in {folder}"))
            with telling(found, "reading", "spaCy", pip_install(requirement_of("spacy"), requirement_of("packaging"))):
                found.append(_fits(folder, bundled=model is None))
    return found


def look_at_ontology(directory: Path | None) -> tuple[list[Finding], Ontology | None]:
    """Where the ontology is and what it is told by; with the ontology, where it can be read.

    Args:
        directory: A folder of the user's own that adds to it.
    """
    found: list[Finding] = []
    ontology = None
    again = "install kg again" if directory is None else "kg check tells all mistakes of a file"
    with telling(found, "reading", "ontology", again):
        from kg.ontology import load_ontology, ontology_files

        ontology = load_ontology(directory)
        places = ", ".join(sorted({str(file.parent) for file in ontology_files(directory)}))
        value = f"{ontology.digest[:12]}, {len(ontology.relations)} relations, in {places}"
        found.append(Finding("reading", "ontology", State.OK, value))
    return found, ontology


def look_at_reading(ontology: Ontology, model: str | None) -> list[Finding]:
    """Whether a sentence is read as it should be, which loads the model."""
    found: list[Finding] = []
    with telling(found, "reading", "a sentence", pip_install("spacy", "--force-reinstall")), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what fits and what does not has been told
        began = time.monotonic()
        from kg.extract import Extractor
        from kg.model import make_article

        ((_, claims),) = Extractor(ontology, model).extract([make_article(_SENTENCE)])
        seconds = time.monotonic() - began
        if claims:
            told = ", ".join(sorted(f"{each.subject.label} {each.relation} {each.object.label}" for each in claims))
            found.append(Finding("reading", "a sentence", State.OK, f"read in {seconds:.1f} s with loading: {told}"))
        else:
            why, remedy = f"nothing is read from {_SENTENCE!r}", f"kg explain '{_SENTENCE}' tells why"
            found.append(Finding("reading", "a sentence", State.NOTE, why, remedy))
    return found


def damaged(package: str) -> list[str]:
    """The files of a package that are gone, or not as they were packed, by the hashes that pip keeps (RECORD)."""
    try:
        packed = distribution(package)
    except PackageNotFoundError:
        return []
    # Not `packed.files`: some Pythons leave out what is gone.
    rows = csv.reader((packed.read_text("RECORD") or "").splitlines())
    return [Path(name).name for name, digest, *_ in rows if digest and not _whole(packed.locate_file(name), digest)]


def _whole(file: object, digest: str) -> bool:
    # https://packaging.python.org/specifications/recording-installed-packages/: base64 for URLs, without padding
    mode, _, value = digest.partition("=")
    try:
        found = hashlib.new(mode, Path(str(file)).read_bytes()).digest()
    except OSError:
        return False
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode() == value


def _fits(folder: Path, *, bundled: bool) -> Finding:
    from packaging.specifiers import SpecifierSet

    installed = distribution("spacy").version
    wants = str(json.loads((folder / "meta.json").read_text(encoding="utf-8")).get("spacy_version", ""))
    if not wants or SpecifierSet(wants).contains(installed, prereleases=True):
        return Finding("reading", "spaCy", State.OK, installed)
    if bundled:  # the pair that the tests run with
        return Finding(
            "reading", "spaCy", State.OK, f"{installed}; the model is of {wants}, and reads the same with it"
        )
    remedy = "another --model, or none for the bundled one"
    return Finding("reading", "spaCy", State.NOTE, f"{installed}, but the model is made for {wants}", remedy)
