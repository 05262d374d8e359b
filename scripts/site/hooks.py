"""What mkdocs does not do by itself: generated pages enter the site, and links to the rest of the repository hold.

mkdocs calls `on_config`, `on_files`, `on_page_markdown` and `on_page_content` (see mkdocs.yml).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent.parent
if str(ROOT) not in sys.path:  # the command `mkdocs` does not look where it is called
    sys.path.append(str(ROOT))

from mkdocs.structure.files import File  # noqa: E402

from scripts.site import command_pages, notebook_pages, ontology_pages, python_page  # noqa: E402
from scripts.site.repository import linked_files, relink  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def _how_to() -> list[str]:
    """The recipes, which take their titles from their pages."""
    return sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs" / "how-to").glob("*.md"))


# What stands in mkdocs.yml for pages that nobody wants to list by hand.
_LISTS = {
    "commands/": command_pages.nav,
    "how-to/": _how_to,
    "notebooks/": notebook_pages.nav,
    "ontology/": ontology_pages.nav,
}
_PICTURE = re.compile(r'<p>(?P<image><img [^>]*src="(?!data:)(?P<src>[^"]+)"[^>]*>)</p>')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the lists of generated pages into the navigation."""
    config.nav = _filled(config.nav)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made when the site is."""
    written = {f"docs/{file.src_uri}": file.content_string for file in files.documentation_pages()}
    made = {
        python_page.PATH: python_page.draw_page(),
        **notebook_pages.pages(),
        **ontology_pages.pages(),
        **linked_files(written | notebook_pages.sources()),
    }
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Lead links that leave docs/ to the pages that show the files."""
    at = page.file.src_uri
    return markdown if page.file.generated_by else relink(markdown, f"docs/{at}", at)


def on_page_content(content: str, **_: Any) -> str:
    """Let a picture open by itself on a click: on a phone it is small."""
    return _PICTURE.sub(r'<p><a href="\g<src>">\g<image></a></p>', content)


def _filled(nav: Any) -> Any:
    if isinstance(nav, list):
        return [_filled(entry) for entry in nav]
    if isinstance(nav, dict):
        return {title: _filled(below) for title, below in nav.items()}
    return _LISTS[nav]() if nav in _LISTS else nav
