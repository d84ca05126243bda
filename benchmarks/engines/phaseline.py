"""The archive's own engine, through the door that its pages use: as it is compared, and what its readers get."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from benchmarks.engines.base import HITS, Answer
from benchmarks.questions import Question
from search.backends.base import SearchBackend
from search.results import ResultPage


class Phaseline:
    """Engine: the class of the settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "index"
        self.backend: SearchBackend

    def build(self, documents: Iterable[Any]) -> None:
        """Build as a rebuild does, but from the documents given."""
        self.open()
        self.backend.replace_all(documents)

    def open(self) -> None:
        """Make a new backend, which knows nothing."""
        self.backend = import_string(settings.SEARCH_BACKEND["CLASS"])(self.folder)

    def ask(self, question: Question) -> ResultPage:
        """Return a page of hits, facets and the bars of the histogram."""
        return self.backend.search(question.to_query())

    def read(self, answer: ResultPage, question: Question) -> Answer:
        """Take the counts out of the page."""
        assert len(answer.hits) <= HITS
        return Answer(
            answer.total,
            [hit.release_id for hit in answer.hits],
            {
                name: {value.value: value.count for value in facet.values if value.count}
                for name, facet in answer.facets.items()
                if name != "month" or "year" in question.filters
            },
        )

    def newest(self, question: Question, most: int) -> list[int]:
        """Turn pages of a hundred hits."""
        query = replace(question.to_query(), sort="newest", size=100)
        found: list[int] = []
        while len(found) < most:
            page = self.backend.search(query.with_page(len(found) // 100 + 1))
            found += [hit.release_id for hit in page.hits]
            if page.page == page.pages:
                break
        return found[:most]

    def size(self) -> int:
        """Return the bytes of the live generation, or of all where the store does not tell them apart."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def process(self) -> int:
        """Return this process."""
        return os.getpid()


class Once(Phaseline):
    """The same, showing and counting one copy of each story: what readers get who ask for nothing else."""

    def ask(self, question: Question) -> ResultPage:
        """Return a page of hits, no two of one story."""
        return self.backend.search(replace(question.to_query(), copies=False))


class Shown(Once):
    """The same with the snippets of the hits."""

    def ask(self, question: Question) -> ResultPage:
        """Return a page of hits, whose snippets were made as well."""
        page = super().ask(question)
        self.backend.snippets(page.query, [hit.release_id for hit in page.hits])
        return page


class Pages(Phaseline):
    """The whole page that readers get, in HTML."""

    def open(self) -> None:
        """Do nothing: the site keeps its backend."""

    def ask(self, question: Question) -> Any:
        """Get the page from the site, without a server between."""
        asked = replace(question.to_query(), copies=False).urlencode()
        answer = Client(SERVER_NAME="localhost").get(f"/?{asked}")
        assert answer.status_code == 200, f"{asked}: {answer.status_code}"
        return answer
