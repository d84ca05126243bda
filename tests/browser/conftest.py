"""A site with the sample filings in it, and one Chromium to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import chromium
from tests.browser.serving import ROOT, running_site

PATIENCE = 10_000
"""Milliseconds to wait for what a page ought to show."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests, closed before any other test runs."""
    path = chromium.executable()
    if path is None:
        pytest.skip("no Chromium on this machine: browser tests are left out")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site that holds the samples."""
    with running_site(tmp_path_factory.mktemp("site"), ROOT / "samples") as address:
        yield address


class Watch:
    """A page that remembers everything that went wrong on it."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page = context.new_page()
        self.site = site
        self.troubles: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is what leaving a page early does
            self.troubles.append(f"not loaded: {request.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.troubles.append(f"asked another host: {request.url}")

    def forgive_refusals(self) -> None:
        """Forget that pages answered with a status of refusal, which the console tells of."""
        self.troubles = [trouble for trouble in self.troubles if "status of 40" not in trouble]

    def go(self, address: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.site + address)
        return self.page


@pytest.fixture
def watch(browser: Browser, site: str) -> Callable[..., Any]:
    """Make a watched page with the given options of a browser context; no trouble may have come up."""

    @contextmanager
    def make(width: int = 1280, **options: Any) -> Iterator[Watch]:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(PATIENCE)
        try:
            watched = Watch(context, site)
            yield watched
        finally:
            context.close()
        assert watched.troubles == []

    return make
