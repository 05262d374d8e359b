"""Looking around in the page: those around one, paths between two, what is hidden, moved and drawn as one."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from scripts.browser import Opened

Open = Callable[..., Opened]

pytestmark = pytest.mark.browser

PLACES = "Object.fromEntries(kgView.nodes().map((node) => [node.label, kgView.pointOnNode(node.id)]))"


@pytest.fixture
def summit(open_page: Open, summit_text: str) -> Opened:
    return open_page(summit_text)


def pick(opened: Opened, field: str, name: str) -> None:
    opened.page.fill(f"#{field}", name)
    opened.page.keyboard.press("Enter")


def node(opened: Opened, name: str) -> int:
    number: int = next(each["id"] for each in opened.page.evaluate("kgView.nodes()") if each["label"] == name)
    return number


def click_node(opened: Opened, name: str, **how: str) -> None:
    point = opened.page.evaluate("id => kgView.pointOnNode(id)", node(opened, name))
    opened.page.mouse.click(point["x"], point["y"], **how)  # type: ignore[arg-type]


def from_macron(opened: Opened) -> tuple[float, float]:
    """Where Orbán stands from Macron, in lengths of the way from Macron to Merkel: the same at any zoom."""
    places = opened.page.evaluate(PLACES)
    macron, merkel, orban = (places[name] for name in ("Emmanuel Macron", "Angela Merkel", "Viktor Orbán"))
    length = math.dist((macron["x"], macron["y"]), (merkel["x"], merkel["y"]))
    return (orban["x"] - macron["x"]) / length, (orban["y"] - macron["y"]) / length


def items(opened: Opened) -> list[str]:
    found: list[str] = opened.page.locator("#menu [role=menuitem]").all_inner_texts()
    return found


class TestAround:
    @pytest.mark.parametrize(
        ("steps", "left"),
        [
            ("1", {"Emmanuel Macron"}),
            ("2", {"Emmanuel Macron", "Angela Merkel", "Boris Johnson"}),
            ("3", {"Emmanuel Macron", "Angela Merkel", "Boris Johnson", "Joe Biden", "Recep Tayyip Erdoğan"}),
        ],
    )
    def test_so_many_steps(self, summit: Opened, steps: str, left: set[str]) -> None:
        page = summit.page
        page.click("#tool-around")
        pick(summit, "around-who", "orban")
        page.click(f".choice button:text-is('{steps}')")
        assert summit.labels() - {"Berlin", "Viktor Orbán"} == left
        assert page.get_attribute(f".choice button:text-is('{steps}')", "aria-pressed") == "true"
        assert f"within {steps} step" in page.inner_text("#told")

    def test_all_that_is_connected_and_back(self, summit: Opened) -> None:
        page = summit.page
        everybody = summit.labels()
        page.click("#tool-around")
        pick(summit, "around-who", "orban")
        page.click(".choice button:text-is('all')")
        assert everybody - summit.labels() == {"Kim Jong Un", "Moon Jae-in"}
        page.click("#undo")
        assert summit.labels() == {"Viktor Orbán", "Emmanuel Macron"}
        page.click("#redo")
        page.click("text=Show everybody again")
        assert summit.labels() == everybody

    def test_rings_are_rings_and_the_same_each_time(self, open_page: Open, summit_text: str) -> None:
        seen = []
        for _ in range(2):
            opened = open_page(summit_text)
            opened.page.click("#tool-around")
            pick(opened, "around-who", "macron")
            opened.page.click(".choice button:text-is('2')")
            before = opened.page.evaluate(PLACES)
            opened.page.click("text=Stand them in rings")
            seen.append(opened.page.evaluate(PLACES))
        assert seen[0] == seen[1] != before
        middle = seen[0].pop("Emmanuel Macron")
        away = {
            name: math.hypot((place["x"] - middle["x"]) / 1.25, place["y"] - middle["y"])
            for name, place in seen[0].items()
        }
        inner = {"Angela Merkel", "Boris Johnson", "Viktor Orbán"}
        outer = away.keys() - inner
        assert {"Joe Biden", "Recep Tayyip Erdoğan"} <= outer
        assert max(away[name] for name in inner) < min(away[name] for name in outer) - 20
        assert max(away[name] for name in inner) - min(away[name] for name in inner) < 4

    def test_the_address_brings_it_back(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        opened.page.click("#tool-around")
        pick(opened, "around-who", "merkel")
        opened.page.click("text=Stand them in rings")
        address = opened.page.evaluate("kgView.address()")
        again = open_page(summit_text, address=f"#{address}")
        assert again.labels() == opened.labels() != open_page(summit_text).labels()
        assert again.page.evaluate(PLACES).keys() == opened.page.evaluate(PLACES).keys()
        assert "within 1 step of Angela Merkel" in again.page.inner_text("#told")

    def test_what_an_address_should_not_say_is_told(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(
            summit_text, address="#around=nobody~x&path=a~b~9&hidden=%3Cimg%3E&hidden-edges=a~b&pinned=x~1~NaN&place=y"
        )
        assert opened.labels() == open_page(summit_text).labels()
        assert "nobody" in opened.page.inner_text("#link-status")


class TestPaths:
    def test_all_shortest_paths_one_after_the_other_with_their_sentences(self, summit: Opened) -> None:
        page = summit.page
        page.click("#tool-path")
        pick(summit, "path-from", "merkel")
        assert page.evaluate("document.activeElement.id") == "path-to"
        pick(summit, "path-to", "biden")
        assert "Path 1 of 2, 2 steps" in page.inner_text("#card")
        seen = set()
        for _ in range(2):
            seen.add(tuple(page.locator("#card blockquote").all_inner_texts()))
            page.click("#card .stepper button[title='The next path']")
        assert seen == {
            ("Merkel saw Johnson.", "Johnson saw Biden."),
            ("Merkel telephoned Erdoğan.", "Erdoğan telephoned Biden."),
        }
        page.check("text=Only these paths")
        assert summit.labels() == {"Angela Merkel", "Boris Johnson", "Joe Biden", "Recep Tayyip Erdoğan"}
        page.click("#card .close")
        assert "Viktor Orbán" in summit.labels()

    def test_a_step_opens_its_sentences(self, summit: Opened) -> None:
        summit.page.click("#tool-path")
        pick(summit, "path-from", "orban")
        pick(summit, "path-to", "merkel")
        summit.page.click("#card .steps .verb >> nth=0")
        assert "no bilateral ties" in summit.panel()
        assert summit.page.is_visible("#card .steps")

    def test_two_clicks_in_the_picture_are_enough(self, summit: Opened) -> None:
        summit.page.click("#tool-path")
        for name in ("Viktor Orbán", "Joe Biden"):
            click_node(summit, name)
        assert "3 steps" in summit.page.inner_text("#card")

    def test_no_path_says_so(self, summit: Opened) -> None:
        summit.page.click("#tool-path")
        pick(summit, "path-from", "kim")
        pick(summit, "path-to", "biden")
        assert "No path leads from Kim Jong Un to Joe Biden" in summit.page.inner_text("#card")
        assert summit.page.locator("text=Show everything, and the path").count() == 0

    def test_only_over_what_is_shown(self, summit: Opened) -> None:
        page = summit.page
        click_node(summit, "Boris Johnson", button="right")
        page.click("#menu >> text=Hide it")
        page.click("#tool-path")
        pick(summit, "path-from", "merkel")
        pick(summit, "path-to", "biden")
        assert "One shortest path" in page.inner_text("#card")
        assert "Erdoğan" in page.inner_text("#card .steps")
        address = page.evaluate("kgView.address()")
        assert "hidden=boris-johnson" in address
        assert "path=angela-merkel~joe-biden~1" in address

    def test_one_and_the_same(self, summit: Opened) -> None:
        summit.page.click("#tool-path")
        pick(summit, "path-from", "kim")
        pick(summit, "path-to", "kim")
        assert "one and the same" in summit.page.inner_text("#card")


class TestHiding:
    def test_a_node_and_an_edge_are_hidden_listed_and_brought_back(self, summit: Opened) -> None:
        page = summit.page
        everybody = summit.labels()
        click_node(summit, "Viktor Orbán", button="right")
        page.click("#menu >> text=Hide it")
        assert everybody - summit.labels() == {"Viktor Orbán"}
        edge = next(
            each
            for each in page.evaluate("kgView.edges()")
            if {each["from"], each["to"]} == {"Kim Jong Un", "Moon Jae-in"}
        )
        point = page.evaluate("id => kgView.pointOnEdge(id, 0.5)", edge["id"])
        page.mouse.click(point["x"], point["y"], button="right")
        page.click("#menu >> text=Hide this edge")
        assert everybody - summit.labels() == {"Viktor Orbán", "Kim Jong Un", "Moon Jae-in"}
        assert "1 entity and 1 edge hidden" in page.inner_text("#told")
        page.click("#tool-hidden")
        assert "Kim Jong Un metWith Moon Jae-in" in page.inner_text("#card")
        page.click("#card li:has-text('Orbán') button")
        assert "Viktor Orbán" in summit.labels()
        page.click("text=Bring all back")
        assert summit.labels() == everybody
        page.click("#undo")
        assert "Kim Jong Un" not in summit.labels()

    def test_a_moved_node_stays_where_it_was_put(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        page = opened.page
        at = page.evaluate("id => kgView.pointOnNode(id)", node(opened, "Viktor Orbán"))
        before = from_macron(opened)
        page.mouse.move(at["x"], at["y"])
        page.mouse.down()
        page.mouse.move(at["x"] + 60, at["y"] + 45, steps=4)
        page.mouse.up()
        moved = from_macron(opened)
        assert moved[0] > before[0] + 0.1
        assert moved[1] > before[1] + 0.1
        address = page.evaluate("kgView.address()")
        assert "pinned=viktor-orb" in address
        again = open_page(summit_text, address=f"#{address}")
        assert from_macron(again) == pytest.approx(moved, abs=0.02)
        click_node(opened, "Viktor Orbán", button="right")
        page.click("#menu >> text=Let go")
        assert from_macron(opened) == pytest.approx(before, abs=0.02)
        page.click("#undo")
        assert from_macron(opened) == pytest.approx(moved, abs=0.02)


class TestMenus:
    def test_right_click_the_panel_and_the_menu_key_offer_the_same(self, summit: Opened) -> None:
        page = summit.page
        click_node(summit, "Emmanuel Macron", button="right")
        offered = items(summit)
        assert {"Only this and those around it", "Find a path to …", "Hide it", "Pin it where it is"} <= set(offered)
        assert page.evaluate("document.activeElement.textContent") == offered[0]
        page.keyboard.press("Escape")
        assert page.is_hidden("#menu")
        click_node(summit, "Emmanuel Macron")
        page.click("#panel .to-do")
        assert items(summit) == offered
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.classList.contains('to-do')")
        page.keyboard.press("ContextMenu")
        assert items(summit) == offered
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert "Around" in page.inner_text("#told") or "within 1 step" in page.inner_text("#told")

    def test_an_edge_in_the_table_by_keys(self, summit: Opened) -> None:
        page = summit.page
        page.click("#table-tab")
        row = page.locator("#table tbody tr", has_text="criticized")
        row.locator("button").focus()
        row.locator("button").dispatch_event("contextmenu")
        assert "Only “criticized”" in items(summit)
        page.keyboard.press("End")
        page.keyboard.press("Home")
        page.keyboard.press("h")
        assert page.evaluate("document.activeElement.textContent") == "Hide this edge"
        page.keyboard.press("Enter")
        assert "Viktor Orbán" not in summit.labels()

    def test_a_long_press_on_a_phone(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text, width=390, height=844, has_touch=True, is_mobile=True)
        page = opened.page
        point = page.evaluate("id => kgView.pointOnNode(id)", node(opened, "Angela Merkel"))
        touch = page.context.new_cdp_session(page)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        page.wait_for_selector("#menu", state="visible")
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert "Hide it" in items(opened)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.tap("#menu >> text=Hide it")
        assert "Angela Merkel" not in opened.labels()

    def test_all_tools_are_in_reach_on_a_phone(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text, width=390, height=844, has_touch=True, is_mobile=True)
        for tool in opened.page.locator("#explore .row button").all():
            tool.tap()
            box = opened.page.locator("#card").bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert box["y"] + box["height"] <= 844
            opened.page.tap("#card .close")

    def test_a_card_leaves_the_picture_free_on_a_phone(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text, width=390, height=844, has_touch=True, is_mobile=True)
        page = opened.page
        page.tap("#tool-path")
        pick(opened, "path-from", "Emmanuel Macron")
        pick(opened, "path-to", "Joe Biden")
        card = page.locator("#card").bounding_box()
        assert card
        for name in ("Emmanuel Macron", "Joe Biden"):
            point = page.evaluate("id => kgView.pointOnNode(id)", node(opened, name))
            assert page.evaluate("({ x, y }) => Boolean(document.elementFromPoint(x, y).closest('#canvas'))", point)
        page.tap("#card .verb >> nth=0")
        x, y = card["x"] + card["width"] / 2, card["y"] + card["height"] - 20
        assert page.evaluate("([x, y]) => Boolean(document.elementFromPoint(x, y).closest('#panel'))", [x, y])
        page.tap("#panel .close")
        assert page.is_visible("#card")


class TestCommunities:
    def test_a_community_is_drawn_as_one_and_opened_again(self, summit: Opened) -> None:
        page = summit.page
        everything = page.evaluate("kgView.drawn().nodes.length")
        click_node(summit, "Emmanuel Macron", button="right")
        page.click("#menu >> text=Draw its community as one")
        drawn = page.evaluate("kgView.drawn()")
        (community,) = drawn["communities"]
        assert len(drawn["nodes"]) + community["members"] == everything
        point = page.evaluate("id => kgView.pointOnCommunity(id)", community["id"])
        page.mouse.click(point["x"], point["y"], button="right")
        page.click("#menu >> text=Open it")
        assert page.evaluate("kgView.drawn().nodes.length") == everything
        page.click("#undo")
        assert page.evaluate("kgView.drawn().communities.length") == 1

    def test_a_path_opens_what_it_leads_through(self, summit: Opened) -> None:
        page = summit.page
        page.click("#communities summary")
        page.click("text=Close all")
        page.click("#tool-path")
        pick(summit, "path-from", "orban")
        pick(summit, "path-to", "macron")
        assert {node(summit, "Viktor Orbán"), node(summit, "Emmanuel Macron")} <= set(
            page.evaluate("kgView.drawn().nodes")
        )
