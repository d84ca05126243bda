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
