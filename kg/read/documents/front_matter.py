"""The fields at the head of a Markdown file: YAML between `---` (Jekyll, Hugo, Obsidian), TOML between `+++` (Hugo)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from kg.read.inputs.safe_toml import load_toml

__all__ = ["split_front_matter"]

_MAX = 32 * 1024  # characters; no article has as much to say of itself
_YAML = re.compile(r"---[^\S\n]*\n(?=[^\s-]|---)(?P<fields>.*?)(?<=\n)(?:---|\.\.\.)[^\S\n]*(?:\n+|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[^\S\n]*\n(?P<fields>.*?)(?<=\n)\+\+\+[^\S\n]*(?:\n+|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_][\w .-]{0,60}?)[^\S\n]*:[^\S\n]+(\S.*?)[^\S\n]*$", re.MULTILINE)
_WORDS = 4  # of a name; what has more before its colon is a sentence
_EMPTY = frozenset({"", "~", "null", "none"})
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


class _Loader(yaml.BaseLoader):
    """Takes every scalar for text, makes no objects, and knows no aliases, with which a few lines fill any memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The fields at the head of a text, names in lower case, and where the text behind them begins.

    What looks like fields and is broken, such as a title with a colon in it and no quotes, is read line by line.
    """
    head = text[:_MAX]
    if found := _YAML.match(head):
        fields = _yaml(found["fields"])
    elif found := _TOML.match(head):
        fields = _toml(found["fields"])
    else:
        return {}, 0
    if fields is None:  # two rules, and a text between them
        return {}, 0
    told = {str(name).strip().lower(): _plain(value) for name, value in fields.items()}
    return {name: value for name, value in told.items() if value}, found.end()


def _yaml(text: str) -> Mapping[Any, Any] | None:
    if not text.strip():
        return {}
    try:
        loaded = yaml.load(text, _Loader)  # noqa: S506 - a safe loader: it makes texts, lists and dicts of these
    except (yaml.YAMLError, RecursionError, ValueError):
        loaded = {name: value.strip("\"'") for name, value in _FIELD.findall(text)}
    if not isinstance(loaded, Mapping) or not loaded:
        return None
    return loaded if all(len(str(name).split()) < _WORDS for name in loaded) else None


def _toml(text: str) -> Mapping[str, Any] | None:
    try:
        return load_toml(text) or None
    except (ValueError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    """A value as columns of tables have them; of a link to a note its words."""
    if isinstance(value, str):
        bare = _WIKI_LINK.sub(r"\1", value).strip()
        return None if bare.lower() in _EMPTY else bare
    if isinstance(value, list):
        return [plain for plain in map(_plain, value[:100]) if plain]
    return value
