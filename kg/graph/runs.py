"""What made the claims of an article: program, ontology, model and mode, by their versions and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kg import __version__

__all__ = ["GIVEN", "Run", "current_run"]

GIVEN = "given-claims"
"""What stands for the language model in the provenance of claims that were given as claims."""


@dataclass(frozen=True, slots=True)
class Run:
    """The versions and the mode that claims hang on. Times and paths are no part of it, so equal runs are one."""

    program: str
    ontology: str
    model: str
    open_relations: bool = False

    @property
    def digest(self) -> str:
        mode = ("open-relations",) if self.open_relations else ()
        text = "\0".join((self.program, self.ontology, self.model, *mode))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, name and version of each part."""
        model, _, model_version = self.model.rpartition("-")
        mode = (("mode", "open-relations", self.program),) if self.open_relations else ()
        return (
            ("program", "newskg", self.program),
            ("ontology", "ontology", self.ontology[:16]),
            ("model", model or self.model, model_version),
            *mode,
        )


def current_run(ontology: str, model: str, *, open_relations: bool = False) -> Run:
    """The run of this version of the program with an ontology (its digest) and a model (name and version)."""
    return Run(__version__, ontology, model, open_relations)
