"""The scripts of the page share one scope: no two of them may mean different things by one name."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

from kg.view.page import _SCRIPTS

DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (?:(\w+)|[{\[]([^}\]]*)[}\]])", re.MULTILINE)


def test_every_name_is_declared_once() -> None:
    """A second function of one name would silently take the place of the first."""
    names: Counter[str] = Counter()
    for script in _SCRIPTS:
        text = files("kg.view").joinpath("assets", "js", f"{script}.js").read_text(encoding="utf-8")
        names.update(name for one, several in DECLARED.findall(text) for name in re.findall(r"\w+", one or several))
    assert len(names) > 300
    assert {name for name, number in names.items() if number > 1} == set()


def test_every_script_is_in_the_page() -> None:
    shipped = {path.name.removesuffix(".js") for path in files("kg.view").joinpath("assets", "js").iterdir()}
    assert shipped == set(_SCRIPTS)
    assert len(_SCRIPTS) == len(shipped)
