"""The name of our component, `kg_claims`, for spaCy, which imports this wherever a pipeline is loaded.

So nothing else is imported here: with the component (`kg.component`) comes all that reads texts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from kg.component import ClaimsComponent

__all__ = ["NAME", "make_component"]

NAME = "kg_claims"


@Language.factory(
    NAME,
    assigns=[f"doc._.{NAME}", "doc.spans"],
    requires=["token.tag", "token.dep", "token.lemma", "doc.ents"],
    default_config={"ontology": None, "open_relations": False},
)
def make_component(nlp: Language, name: str, ontology: str | None, open_relations: bool) -> ClaimsComponent:  # noqa: ARG001
    """Make the component; `ontology` is the path of a folder of Turtle files.

    Raises:
        OntologyError: The ontology is no good.
    """
    from kg.component import ClaimsComponent

    return ClaimsComponent(nlp, ontology=Path(ontology) if ontology else None, open_relations=open_relations)
