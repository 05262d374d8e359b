"""A page of ours in a headless Chromium without a network: for tests, measurements and pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ADVICE = "there is no Chromium: apt-get install chromium"
# Chromium's own calls home are none of the page's.
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium, closed at the end.

    Raises:
        FileNotFoundError: None is installed.
    """
    if CHROMIUM is None:
        raise FileNotFoundError(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A page opened from a file, with all it complained of and all it asked the network for."""

    def __init__(self, browser: Browser, path: Path, *, address: str = "", **context: Any) -> None:
        """Open the file, at what follows its name in the address; `context` is Playwright's."""
        sides = {"width": context.pop("width", 1400), "height": context.pop("height", 900)}
        self.path = path
        self.page: Page = browser.new_context(offline=True, viewport=sides, **context).new_page()  # type: ignore[arg-type]
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_function("window.kgView")

    def labels(self) -> set[str]:
        """The names of the nodes that are shown."""
        return {node["label"] for node in self.page.evaluate("kgView.nodes()")}

    def edge(self, relation: str, status: str) -> dict[str, Any]:
        """The one edge of a relation and status.

        Raises:
            ValueError: There is none, or more than one.
        """
        edges: list[dict[str, Any]] = self.page.evaluate("kgView.edges()")
        (edge,) = [each for each in edges if each["status"] == status and each["label"].startswith(relation)]
        return edge

    def panel(self) -> str:
        """What the side panel says."""
        return self.page.inner_text("#panel")

    def close(self) -> None:
        """Close the page, which must have been silent and have asked for nothing but itself.

        Raises:
            AssertionError: It was not, or has.
        """
        self.page.context.close()
        foreign = [url for url in self.requests if not url.startswith((self.path.as_uri(), "blob:", "data:"))]
        if self.complaints or foreign:
            raise AssertionError(f"{self.path.name} complained of {self.complaints} and asked for {foreign}")
