"""Marks in a release, switched off by kind."""

import pytest

pytestmark = pytest.mark.browser
BACKGROUND = "mark => getComputedStyle(mark).backgroundColor"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_kind_of_marks_can_be_switched_off(watch, script):
    with watch(java_script_enabled=script) as watched:
        page = watched.go("/?product=mpt-114&phase=phase-2")
        page.locator(".hit h3 a").first.click()
        page.get_by_role("checkbox", name="phases").uncheck()

        assert page.locator("mark.claim").first.evaluate(BACKGROUND) == "rgba(0, 0, 0, 0)"


def test_the_choice_is_remembered(watch):
    with watch() as watched:
        page = watched.go("/?product=mpt-114&phase=phase-2")
        page.locator(".hit h3 a").first.click()
        page.get_by_role("checkbox", name="phases").uncheck()
        page.reload()

        assert not page.get_by_role("checkbox", name="phases").is_checked()


def test_a_proof_is_framed_whole_where_it_is_cut_in_pieces(watch):
    with watch() as watched:
        page = watched.go("/?product=mpt-114&phase=phase-2")
        page.locator(".hit h3 a").first.click()
        proof = page.locator(".facts .says a[href^='#p']").first
        anchor = proof.get_attribute("href").removeprefix("#")
        proof.click()

        pieces = page.locator(f"mark#{anchor}, mark[data-of='{anchor}']")
        assert pieces.count() == page.locator("mark.framed").count()


def test_a_line_leads_from_a_focused_fact_to_its_place(watch):
    with watch(1440) as watched:
        page = watched.go("/?product=mpt-114&phase=phase-2")
        page.locator(".hit h3 a").first.click()
        line = page.locator(".thread path")
        assert line.get_attribute("d") is None

        page.locator(".facts .says a[href^='#p']").first.focus()
        assert line.get_attribute("d").startswith("M")
        assert page.locator("mark.pointed").count() > 0

        page.locator("#q").focus()
        assert line.get_attribute("d") is None


UNREADABLE = """
    marks => {
        const ground = element => {
            const colour = getComputedStyle(element).backgroundColor;
            const isClear = /^rgba.* 0\\)$/.test(colour);
            return isClear && element.parentElement ? ground(element.parentElement) : colour;
        };
        return marks.filter(mark => getComputedStyle(mark).color === ground(mark)).map(mark => mark.outerHTML);
    }
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_readable_in_the_colours_that_a_reader_forces(watch, scheme):
    with watch(forced_colors="active", color_scheme=scheme) as watched:
        page = watched.go("/?product=mpt-114&phase=phase-2&q=trial")
        assert page.locator(".snippet mark").evaluate_all(UNREADABLE) == []

        page.locator(".hit h3 a").first.click()
        assert page.locator("main mark").count() > 10
        assert page.locator("main mark").evaluate_all(UNREADABLE) == []
