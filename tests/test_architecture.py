"""The law of arrows: which module may import which. A module that no rule covers fails."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STANDALONE = (
    "filings.domain",
    "filings.exceptions",
    "filings.dates",
    "filings.datelines",
    "filings.prose",
    "filings.drugs",
    "filings.diseases",
    "filings.reading",
    "filings.rendering",
    "filings.sanitizing",
    "filings.version",
    "filings.naming",
    "filings.pool",
    "filings.wire",
    "filings.headlines",
    "filings.overlay",
    "filings.withholding",
    "filings.telephones",
    "filings.likeness",
    "filings.vocabularies",
    "filings.sources",
    "filings.parsers",
    "filings.extractors",
    "search.dates",
    "search.query",
    "search.language",
    "search.analysis",
    "search.stemming",
    "search.ranking",
    "search.arrays",
    "search.inversion",
    "search.columns",
    "search.postings",
)
"""Packages and modules that know nothing of Django."""
GRAMMAR = {
    "filings.domain",
    "filings.exceptions",
    "filings.dates",
    "filings.datelines",
    "filings.prose",
    "filings.drugs",
    "filings.diseases",
    "filings.vocabularies",
}
"""What parsers, extractors and sources share."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path
    for folder in ("filings", "search", "config")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
}


def imports(name: str) -> set[str]:
    """Return the full names of what a module imports, also within functions and for type checking."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            module = node.module or ""
            found |= {
                f"{module}.{alias.name}" if f"{module}.{alias.name}" in MODULES else module
                for alias in node.names
            }
    return found


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def of_any(name: str, packages) -> bool:
    return any(within(name, package) for package in packages)


@pytest.mark.parametrize("name", sorted(MODULES))
class TestArrows:
    def test_filings_never_imports_search(self, name):
        if within(name, "filings"):
            assert not [found for found in imports(name) if within(found, "search")]

    def test_only_its_backend_imports_whoosh(self, name):
        if not within(name, "search.backends.whoosh"):
            assert not [found for found in imports(name) if within(found, "whoosh")]

    def test_only_sanitizing_imports_bleach(self, name):
        if name != "filings.sanitizing":
            assert not [found for found in imports(name) if within(found, "bleach")]

    def test_what_reads_filings_knows_nothing_of_django(self, name):
        if of_any(name, STANDALONE):
            assert not [found for found in imports(name) if within(found, "django")]

    def test_parsers_and_extractors_and_sources_keep_apart(self, name):
        rooms = ("filings.parsers", "filings.extractors", "filings.sources")
        for room in rooms:
            if within(name, room):
                foreign = [f for f in imports(name) if within(f, "filings") and not within(f, room)]
                assert not [f for f in foreign if not of_any(f, GRAMMAR)]

    def test_extractors_do_not_import_one_another(self, name):
        if within(name, "filings.extractors"):
            own = ".".join(name.split(".")[:3])  # an extractor may be a package
            assert not [f for f in imports(name) if within(f, "filings.extractors") and not within(f, own)]

    def test_every_module_lies_in_a_room_that_a_rule_covers(self, name):
        rooms = (
            *STANDALONE,
            "filings.models",
            "filings.apps",
            "filings.admin",
            "filings.views",
            "filings.urls",
            "filings.ingest",
            "filings.signals",
            "filings.management",
            "filings.templatetags",
            "filings.proof",
            "filings.converters",
            "filings.pictures",
            "filings.pipeline",
            "filings.spreadsheets",
            "filings.release_page",
            "filings.corrections",
            "filings.review",
            "search.apps",
            "search.models",
            "search.saved",
            "search.home",
            "search.parallel",
            "search.picture",
            "search.release",
            "search.opensearch",
            "search.api",
            "search.listing",
            "search.records",
            "search.exports",
            "search.feeds",
            "filings.citing",
            "filings.comparison",
            "filings.linked_data",
            "filings.coverage",
            "filings.sitemaps",
            "search.views",
            "search.urls",
            "search.forms",
            "search.facets",
            "search.results",
            "search.documents",
            "search.evaluation",
            "search.examples",
            "search.meaning",
            "search.spelling",
            "search.suggestions",
            "search.counting",
            "search.highlighting",
            "search.indexing",
            "search.middleware",
            "search.exceptions",
            "search.backends",
            "search.management",
            "search.templatetags",
            "config",
        )
        assert name in {"filings", "search"} or of_any(name, rooms), f"{name}: no rule covers it"
