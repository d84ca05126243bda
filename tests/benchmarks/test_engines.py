"""All engines that are here give one answer to each of the sixty questions."""

import os
from importlib.util import find_spec

import pytest
from django.db import transaction

from benchmarks import engines
from benchmarks.comparing import differences
from benchmarks.corpus import Corpus
from benchmarks.questions import questions
from benchmarks.storing import store
from filings.models import Release
from search.documents import release_documents

pytestmark = pytest.mark.django_db

NEEDED = {"tantivy": find_spec("tantivy"), "postgres": os.environ.get("BENCHMARK_POSTGRES")}
"""What is not always here."""

CORPUS = Corpus(300)


class InThisProcess:
    """What the comparison asks of a worker, without a process."""

    def __init__(self, name, folder):
        self.name = name
        self.engine = engines.engine(name, folder)

    def answer(self, question):
        return self.engine.read(self.engine.ask(question), question)

    def newest(self, question, most):
        return self.engine.newest(question, most)


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        store(CORPUS)
        found = list(release_documents(Release.objects.all()))
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def compared(documents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmarks")
    made = []
    for name in ("phaseline", *engines.PEERS):
        if NEEDED.get(name, True):
            each = InThisProcess(name, folder)
            each.engine.build(documents)
            each.engine.open()
            made.append(each)
    return made


def test_all_engines_give_the_same_answers(compared):
    assert len(compared) >= 3
    assert list(differences(compared, questions(CORPUS))) == []


def test_a_wrong_count_is_told(compared):
    first, second = compared[:2]
    honest = second.answer
    second.answer = lambda question: honest(question)._replace(total=1)
    try:
        told = list(differences([first, second], questions(CORPUS)[-1:]))
    finally:
        second.answer = honest

    assert told[0] == f"{second.name} and {first.name}, (everything): 1 and 300 releases"
