"""Links of pages to files outside docs/ lead somewhere in the site, too."""

from __future__ import annotations

import pytest

from scripts.site.repository import draw_file, linked_files, relink


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("[rules](../kg/read/text/junk.toml)", "[rules](files/kg/read/text/junk.toml.md)"),
        ("[notation](../ontology/README.md#frames)", "[notation](files/ontology/README.md#frames)"),
        ("[seeds](../seeds/)", "[seeds](files/seeds.md)"),
        ("[story](../notebooks/4-event-data.ipynb)", "[story](notebooks/4-event-data.md)"),
        ("![picture](../docs/graph.png)", "![picture](../docs/graph.png)"),
        ("[beside](stores.md#a-folder)", "[beside](stores.md#a-folder)"),
        ("[here](#there)", "[here](#there)"),
        ("[web](https://example.org/../kg/model.py)", "[web](https://example.org/../kg/model.py)"),
        ("[gone](../kg/nowhere.py)", "[gone](../kg/nowhere.py)"),  # mkdocs tells
        ("[out](../../elsewhere)", "[out](../../elsewhere)"),
        (
            "```md\n[code](../LICENSE)\n```\n[not](../LICENSE)",
            "```md\n[code](../LICENSE)\n```\n[not](files/LICENSE.md)",
        ),
    ],
)
def test_a_link_leads_to_the_page_of_the_file(link: str, led: str) -> None:
    assert relink(link, "docs/page.md", "page.md") == led


def test_a_page_in_a_folder_leads_up() -> None:
    assert relink("[m](../../kg/model.py)", "docs/how-to/a.md", "how-to/a.md") == "[m](../files/kg/model.py.md)"


def test_a_file_of_the_repository_leads_back_into_the_docs() -> None:
    page = relink("[c](../docs/corrections.md#x) [l](lexicon.ttl)", "ontology/README.md", "files/ontology/README.md")
    assert page == "[c](../../corrections.md#x) [l](lexicon.ttl.md)"


def test_what_linked_files_link_to_is_there_too() -> None:
    found = linked_files({"docs/how-to/a.md": "[c](../../README.md)"})
    assert set(found) > {"files/README.md", "files/CONTRIBUTING.md"}
    assert not any(path.startswith("files/docs") for path in found)


def test_a_file_is_shown_as_it_is() -> None:
    page = draw_file("ontology/scale.ttl")
    assert "\n```turtle\n" in page
    assert "exclude: true" in page
    # A file with fences of its own stands in longer ones.
    assert "\n````python\n" in draw_file("scripts/queries_page.py")


def test_a_folder_is_listed() -> None:
    assert "- `israel-mediation.txt`\n" in draw_file("seeds")
