"""Which packages are there, by the metadata of the installed program: what it needs, and what its extras bring.

The requirements are those of the core metadata (https://packaging.python.org/specifications/core-metadata/), so that
nothing here has to be kept in step with pyproject.toml but what each extra is for.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.doctor.findings import Finding, State, pip_install, telling

if TYPE_CHECKING:
    from packaging.requirements import Requirement

__all__ = [
    "DEVELOPMENT",
    "PACKAGE",
    "PURPOSES",
    "Wanted",
    "extras",
    "look_at_extras",
    "look_at_program",
    "requirement_of",
    "wanted",
]

PACKAGE = "newskg"
PURPOSES: Mapping[str, str] = {
    "pdf": "reads PDF",
    "parquet": "reads and writes Parquet, reads Arrow",
    "excel": "reads Excel workbooks",
    "warc": "reads web crawls that are packed with Brotli",
    "formats": "pdf, parquet, excel and warc together",
    "remote": "reads inputs by their addresses",
    "s3": "reads inputs in S3 buckets",
    "gs": "reads inputs in Google Cloud Storage",
    "watch": "`kg watch`: fetches feeds and pages",
    "plots": "`kg network --plot`: pictures of networks",
    "notebooks": "runs the notebooks; data frames of claims",
    "dask": "`kg build --engine dask`: reads on a cluster",
}
"""What an extra is for, in the order in which they are told."""
DEVELOPMENT: Mapping[str, str] = {
    "test": "runs the tests of kg",
    "docs": "builds the documentation",
    "gazetteer": "draws the gazetteer and the map anew",
    "bench": "compares kg with other programs",
    "dev": "all that work on kg needs",
}
"""The same of those that only work on kg itself needs."""

_NAMED = 6  # of the packages that are missing


@dataclass(frozen=True, slots=True)
class Wanted:
    """A package that is asked for, with its version bounds as pip takes them, and the version that is installed."""

    requirement: str
    name: str
    version: str | None
    fits: bool


def look_at_program() -> list[Finding]:
    """The program, its command, and the libraries that it cannot do without."""
    found = [
        Finding("program", "kg", State.OK, f"{__version__}, in {Path(__file__).parent.parent}"),
        _command(),
        Finding("program", "Python", State.OK, f"{sys.version.partition(' ')[0]}, {sys.executable}"),
    ]
    with telling(found, "program", "libraries", pip_install("packaging")):
        found += _libraries()
    return found


def look_at_extras() -> list[Finding]:
    """Each extra: what it is for, what of it is installed, and the command that brings the rest."""
    found: list[Finding] = []
    package = _package()
    if package is None:
        return found
    told = {**PURPOSES, **DEVELOPMENT}
    offered = extras(package)
    with telling(found, "extras", "extras", pip_install("packaging")):
        for name in (*(name for name in told if name in offered), *(name for name in offered if name not in told)):
            found.append(_extra(package, name, told.get(name, "")))  # noqa: PERF401 - those told before a failure stay
    return found


def requirement_of(name: str) -> str:
    """What kg asks for of a package, with its version, as pip takes it; the bare name where it cannot be told."""
    package = _package()
    asked: tuple[Wanted, ...] = ()
    with suppress(ImportError):  # of what reads requirements
        asked = wanted(package) if package is not None else ()
    return next((each.requirement for each in asked if each.name == name), name)


def extras(package: Distribution) -> tuple[str, ...]:
    """The names of the extras that a package offers."""
    return tuple(package.metadata.get_all("Provides-Extra") or ())


def wanted(package: Distribution, extra: str = "") -> tuple[Wanted, ...]:
    """What a package asks for on this Python: what it always does or, of an extra, what that adds.

    Args:
        package: The package.
        extra: The extra; one that takes others of the same package has theirs among its own.
    """
    found: dict[str, Wanted] = {}
    for requirement in _requirements(package, extra, frozenset()):
        each = _wanted(requirement)
        found.setdefault(each.requirement, each)
    return tuple(found[key] for key in sorted(found))


def _requirements(package: Distribution, extra: str, seen: frozenset[str]) -> Iterator[Requirement]:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    for text in package.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        always = marker is None or marker.evaluate({"extra": ""})
        if not (always if not extra else not always and marker is not None and marker.evaluate({"extra": extra})):
            continue
        if canonicalize_name(requirement.name) != canonicalize_name(package.metadata["Name"]):
            yield requirement
            continue
        for other in sorted(requirement.extras - seen):
            yield from _requirements(package, other, seen | {extra, other})


def _wanted(requirement: Requirement) -> Wanted:
    extra = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    text = f"{requirement.name}{extra}{requirement.specifier}"
    try:
        version = distribution(requirement.name).version
    except PackageNotFoundError:
        return Wanted(text, requirement.name, None, fits=False)
    return Wanted(text, requirement.name, version, requirement.specifier.contains(version, prereleases=True))


def _package() -> Distribution | None:
    try:
        return distribution(PACKAGE)
    except PackageNotFoundError:
        return None


def _command() -> Finding:
    scripts = Path(sysconfig.get_path("scripts"))
    own, first = shutil.which("kg", path=str(scripts)), shutil.which("kg")
    if own is None:
        return Finding("program", "command", State.NOTE, f"no kg in {scripts}", f"{sys.executable} -m kg")
    if first is None:
        remedy = f'export PATH="{scripts}{os.pathsep}$PATH"'
        return Finding("program", "command", State.NOTE, f"{own}, which PATH does not lead to", remedy)
    if not Path(first).samefile(own):
        return Finding("program", "command", State.NOTE, f"`kg` is {first}, not {own}", f"{sys.executable} -m kg")
    return Finding("program", "command", State.OK, own)


def _libraries() -> list[Finding]:
    package = _package()
    if package is None:
        why = "kg runs, but is not installed as a package: what it needs cannot be told"
        return [Finding("program", "libraries", State.NOTE, why, "in the checkout: python -m pip install .")]
    asked = wanted(package)
    bad = [each for each in asked if not each.fits]
    if not bad:
        return [Finding("program", "libraries", State.OK, f"all {len(asked)} that kg needs are installed")]
    remedy = pip_install(*(each.requirement for each in bad))
    return [Finding("program", "libraries", State.BROKEN, _list_missing(bad), remedy)]


def _extra(package: Distribution, name: str, purpose: str) -> Finding:
    asked = wanted(package, name)
    bad = [each for each in asked if not each.fits]
    there = ", ".join(f"{each.name} {each.version}" for each in asked if each.fits)
    if not bad:
        return Finding("extras", name, State.OK, f"{purpose} ({there})" if name in PURPOSES else purpose)
    missing = _list_missing(bad)
    return Finding("extras", name, State.ABSENT, f"{purpose} ({missing})", pip_install(f"{PACKAGE}[{name}]"))


def _list_missing(bad: Sequence[Wanted]) -> str:
    names = [each.name for each in bad if each.version is None]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    absent = ", ".join(names[:_NAMED]) + more
    other = [f"{each.name} {each.version} where {each.requirement} is needed" for each in bad if each.version]
    return "; ".join([f"missing: {absent}"] * bool(absent) + other)
