"""The documentation says what is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from filings.domain import FactKind, Phase, Status

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "samples").glob("*.md"))]
names = [str(path.relative_to(ROOT)) for path in PAGES]


@pytest.mark.parametrize("path", PAGES, ids=names)
class TestEveryPage:
    def test_its_links_lead_somewhere(self, path):
        targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))

        assert [target for target in targets if not (path.parent / target).exists()] == []

    def test_the_files_it_names_exist(self, path):
        named = re.findall(
            r"`((?:filings|search|config|templates|static|tests|docs|samples|benchmarks)/[\w./-]*)`",
            path.read_text(encoding="utf-8"),
        )

        assert [name for name in named if not (ROOT / name).exists()] == []

    def test_the_make_targets_it_names_exist(self, path):
        targets = set(
            re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        )
        named = set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8")))

        assert named <= targets

    def test_the_commands_and_options_it_names_exist(self, path):
        ours = {name: app for name, app in get_commands().items() if app in {"filings", "search"}}
        for name, options in re.findall(r"manage\.py (\w+)([^`\n]*)", path.read_text(encoding="utf-8")):
            assert name in get_commands(), f"no command {name}"
            if name in ours:
                parser = load_command_class(ours[name], name).create_parser("manage.py", name)
                known = {option for action in parser._actions for option in action.option_strings}
                assert set(re.findall(r"(?<![\w-])--[a-z-]+", options)) <= known


class TestFields:
    def test_every_phase_status_and_kind_of_fact_is_described(self):
        page = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")

        for member in (*Phase, *Status, *FactKind):
            assert member.value in page, member
