"""How light pages are: what is sent, how often is asked, that nothing moves, and that text waits for no script."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import public_pages

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", ["home", "words", "release"])]

MOST_BYTES = 100_000
MOST_REQUESTS = 8
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""
IS_PAINTED = """
    new Promise(done => {
        new PerformanceObserver(list => {
            if (list.getEntriesByName("first-contentful-paint").length) done(true);
        }).observe({type: "paint", buffered: true});
        setTimeout(() => done(false), 8000);
    })
"""


def address_of(watched, name):
    return public_pages(watched.page, watched.site)[name]


def test_a_page_is_small_and_asks_seldom(watch, name):
    with watch() as watched:
        address = address_of(watched, name)
    with watch() as watched:  # which has nothing in its cache
        answers = []
        watched.page.on("requestfinished", lambda request: answers.append(request))
        page = watched.go(address)
        page.wait_for_load_state("networkidle")

        sent = {
            request.url: size["responseBodySize"] + size["responseHeadersSize"]
            for request in answers
            if request.resource_type != "image"
            for size in [request.sizes()]
        }
        assert sum(sent.values()) < MOST_BYTES, sent
        assert len(answers) <= MOST_REQUESTS, [request.url for request in answers]


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_a_page_loads(watch, name, width):
    with watch(width) as watched:
        address = address_of(watched, name)
        watched.page.add_init_script(WATCH_SHIFTS)
        page = watched.go(address)
        page.wait_for_load_state("networkidle")

        assert page.evaluate("new Promise(done => requestAnimationFrame(() => done(window.shifted)))") == 0


def test_text_is_painted_before_any_script_has_come(watch, name):
    with watch() as watched:
        address = address_of(watched, name)
        held = []
        watched.page.route("**/*.js", lambda route: held.append(route))
        page = watched.page
        page.goto(watched.site + address, wait_until="commit")

        assert page.evaluate(IS_PAINTED)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert held
        assert page.locator("script[src]:not([type=module]):not([defer]):not([async])").count() == 0
        for route in held:
            route.continue_()
