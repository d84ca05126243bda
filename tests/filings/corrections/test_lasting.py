"""Each kind of correction outlasts every new reading and every new database, and shows in search at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from filings.corrections import Action, State, What, correct, facts_of, undo
from filings.corrections.exchange import export, import_lines
from filings.ingest import ingest
from filings.ingest.again import reextract
from filings.models import Correction, Filing, Original, Product, Release
from filings.sources import source_file
from search.backends import get_backend
from search.facets import phase_slug
from search.query import SearchQuery
from tests.filings.corrections.conftest import load
from tests.filings.test_ingest_command import submission as complete_submission
from tests.filings.test_ingest_command import text_filing

pytestmark = pytest.mark.django_db(transaction=True)
CLAIM = "has begun a Phase II clinical trial of its drug LKS-112"


@dataclass(frozen=True)
class Case:
    """A correction, and how to see in stored rows that it holds."""

    name: str
    what: What
    action: Action
    target: dict[str, Any] | None  # fields of the fact that is meant
    corrected: dict[str, Any] | None
    words: str = ""
    expected: dict[str, Any] | None = None  # fields of a fact that must be there; None: the target is gone
    query: dict[str, str] | None = (
        None  # a search of readers that finds the release only while the correction holds
    )

    def __str__(self) -> str:
        return self.name


CASES = [
    Case(
        "date",
        What.DATE,
        Action.SET,
        {},
        {"date": "2005-03-02"},
        expected={"date": "2005-03-02"},
        query={"year": "2005"},
    ),
    Case(
        "confirmed date",
        What.DATE,
        Action.CONFIRM,
        {},
        None,
        expected={"date": "2004-03-02", "suspect": False},
    ),
    Case(
        "headline",
        What.HEADLINE,
        Action.SET,
        {},
        {"value": "Larkspur begins quokka trial"},
        expected={"value": "Larkspur begins quokka trial"},
        query={"q": "quokka"},
    ),
    Case(
        "missed sub-headline",
        What.SUBHEADLINE,
        Action.ADD,
        None,
        {"value": "First wombat dosed"},
        expected={"value": "First wombat dosed"},
        query={"q": "wombat"},
    ),
    Case(
        "place", What.PLACE, Action.SET, {}, {"value": "York, England"}, expected={"value": "York, England"}
    ),
    Case(
        "renamed candidate",
        What.CANDIDATE,
        Action.SET,
        {"name": "LKS-112"},
        {"name": "LKS-113", "aliases": ["Lumbrel"]},
        expected={"name": "LKS-113", "aliases": ["Lumbrel"]},
        query={"product": "lks-113"},
    ),
    Case(
        "missed candidate",
        What.CANDIDATE,
        Action.ADD,
        None,
        {"name": "Brontalin"},
        expected={"name": "Brontalin"},
        query={"product": "brontalin"},
    ),
    Case("rejected candidate", What.CANDIDATE, Action.REJECT, {"name": "LKS-112"}, None),
    Case(
        "phase",
        What.PHASE_CLAIM,
        Action.SET,
        {"product": "LKS-112"},
        {"phase": "Phase 3"},
        expected={"product": "LKS-112", "phase": "Phase 3", "status": "ongoing"},
        query={"phase": phase_slug("Phase 3")},
    ),
    Case(
        "status",
        What.PHASE_CLAIM,
        Action.SET,
        {"product": "LKS-112"},
        {"status": "stopped"},
        expected={"phase": "Phase 2", "status": "stopped"},
    ),
    Case(
        "indication of a claim",
        What.PHASE_CLAIM,
        Action.SET,
        {"product": "LKS-112"},
        {"indication": "chilblain fever"},
        expected={"phase": "Phase 2", "indication": "chilblain fever"},
        query={"indication": "chilblain-fever"},
    ),
    Case("rejected claim", What.PHASE_CLAIM, Action.REJECT, {"product": "LKS-112"}, None),
    Case(
        "missed claim",
        What.PHASE_CLAIM,
        Action.ADD,
        None,
        {"product": "LKS-112", "phase": "Phase 1", "status": "completed"},
        words="The drug LKS-112 was well tolerated.",
        expected={"product": "LKS-112", "phase": "Phase 1", "status": "completed"},
        query={"phase": phase_slug("Phase 1")},
    ),
    Case(
        "missed indication",
        What.INDICATION,
        Action.ADD,
        None,
        {"value": "chilblain fever"},
        expected={"value": "chilblain fever"},
        query={"indication": "chilblain-fever"},
    ),
    Case("rejected indication", What.INDICATION, Action.REJECT, {"value": "gout"}, None),
    Case(
        "ticker",
        What.TICKER,
        Action.SET,
        {"value": "LSE:LKS"},
        {"value": "AIM:LKS"},
        expected={"value": "AIM:LKS"},
    ),
    Case(
        "missed topic",
        What.TOPIC,
        Action.ADD,
        None,
        {"value": "regulatory"},
        expected={"value": "regulatory"},
        query={"topic": "regulatory"},
    ),
    Case(
        "contact",
        What.CONTACT,
        Action.SET,
        {"name": "Bo Finch"},
        {"name": "Beau Finch", "title": "Director"},
        expected={"name": "Beau Finch", "title": "Director", "role": "Investor Relations"},
    ),
    Case("rejected contact", What.CONTACT, Action.REJECT, {"name": "Bo Finch"}, None),
    Case(
        "missed contact",
        What.CONTACT,
        Action.ADD,
        None,
        {"name": "Ada Marsh", "emails": ["ada@example.com"]},
        expected={"name": "Ada Marsh", "emails": ["ada@example.com"]},
    ),
    Case(
        "quote",
        What.QUOTE,
        Action.SET,
        {"speaker": "Ada Marsh"},
        {"title": "Founder"},
        expected={"speaker": "Ada Marsh", "title": "Founder"},
    ),
]


def matching(release: Release, what: What, fields: dict[str, Any]):
    facts = [fact for fact in facts_of(release) if fact.what is what]
    return next((fact for fact in facts if fields.items() <= fact.value.items()), None)


def first_release() -> Release:
    return Release.objects.get(filing__accession_number="0009990001-04-000001")


def make(case: Case, user) -> Correction:
    release = first_release()
    fact = matching(release, case.what, case.target) if case.target is not None else None
    return correct(
        release,
        case.what,
        action=case.action,
        target=fact.key if fact else None,
        corrected=case.corrected,
        words=case.words,
        reason="The register says so.",
        user=user,
    )


def holds(case: Case) -> bool:
    release = first_release()
    if case.expected is None:
        assert case.target is not None
        return matching(release, case.what, case.target) is None
    return matching(release, case.what, case.expected) is not None


def found(query: dict[str, str]) -> bool:
    asked: dict[str, Any] = {name: value if name == "q" else (value,) for name, value in query.items()}
    page = get_backend().search(SearchQuery(**asked))
    return first_release().pk in [hit.release_id for hit in page.hits]


def ingest_by_force() -> None:
    load(force=True)


def read_again() -> None:
    assert not reextract().failures


def rebuild_with_imported_corrections() -> None:
    carried = list(export())
    empty()
    report = import_lines(carried)
    assert len(report.waiting) == Correction.objects.filter(undone_at=None).count()
    load()


def rebuild_then_import() -> None:
    carried = list(export())
    empty()
    load()
    assert not import_lines(carried).waiting


def empty() -> None:
    Correction.objects.all().delete()
    Filing.objects.all().delete()
    Product.objects.all().delete()
    assert not Original.objects.exists()


READINGS: list[Callable[[], None]] = [
    ingest_by_force,
    read_again,
    rebuild_with_imported_corrections,
    rebuild_then_import,
]


@pytest.mark.parametrize("case", CASES, ids=str)
class TestEveryKindOfCorrection:
    def test_holds_at_once_in_rows_and_in_search_and_is_undone_without_a_trace(self, case, archive, user):
        before = [(fact.what, fact.value) for fact in facts_of(first_release())]
        assert not (case.query and found(case.query))

        correction = make(case, user)

        assert holds(case)
        assert correction.state == State.APPLIED
        assert not case.query or found(case.query)
        undone = undo(correction, user)
        assert undone.state == State.UNDONE
        assert [(fact.what, fact.value) for fact in facts_of(first_release())] == before
        assert not (case.query and found(case.query))

    def test_outlasts_every_new_reading_and_a_new_database(self, case, archive, user):
        uid = make(case, user).uid

        for read in READINGS:
            read()
            assert holds(case), read.__name__
            assert Correction.objects.get(uid=uid).state == State.APPLIED, read.__name__
            assert Correction.objects.get(uid=uid).release == first_release()
        assert not case.query or found(case.query)


def test_the_commands_carry_corrections_from_one_database_to_another(archive, user, tmp_path, capsys):
    make(CASES[0], user)
    file = tmp_path / "corrections.jsonl"

    call_command("corrections", "export", str(file))
    empty()
    call_command("corrections", "import", str(file))

    assert "1 new, 0 changed, 0 unchanged, 1 waiting" in capsys.readouterr().out
    load()
    assert holds(CASES[0])


def test_an_archive_is_built_anew_from_its_originals_and_the_exported_file(
    archive, user, storage, tmp_path, capsys
):
    make(CASES[0], user)
    file = tmp_path / "corrections.jsonl"
    call_command("corrections", "export", str(file))
    empty()

    call_command("corrections", "import", str(file))
    call_command("ingest", storage.location)

    assert holds(CASES[0])
    assert found({"year": "2005"})


def test_a_filing_without_accession_number_is_known_by_its_bytes(archive, user):
    data = text_filing("Tarn begins trial of TRN-55", company="Tarn Pharma Ltd.").encode()
    source = source_file("tarn.txt", data)
    assert not ingest([source]).failures
    release = Release.objects.get(filing__accession_number=None)
    correct(release, What.HEADLINE, corrected={"value": "Tarn begins"}, reason="because", user=user)
    carried = list(export())
    empty()

    import_lines(carried)
    assert not ingest([source]).failures

    assert Release.objects.get().headline == "Tarn begins"


class TestCopiesOfOneFiling:
    text = text_filing().encode()
    complete = complete_submission().encode()

    def correct_headline(self, user) -> None:
        correct(
            Release.objects.get(), What.HEADLINE, corrected={"value": "Shorter"}, reason="because", user=user
        )

    @pytest.fixture
    def user(self, storage, db):
        return get_user_model().objects.create_user("keeper")

    def test_a_correction_of_a_text_is_one_of_the_submission_that_takes_its_place(self, user):
        assert not ingest([source_file("a.txt", self.text)]).failures
        self.correct_headline(user)

        assert not ingest([source_file("b.txt", self.complete)]).failures

        assert Filing.objects.get().accession_number
        assert Release.objects.get().headline == "Shorter"

    def test_a_correction_of_a_text_that_arrives_after_the_submission_is_laid_on_that(self, user):
        assert not ingest([source_file("a.txt", self.text)]).failures
        self.correct_headline(user)
        carried = list(export())
        empty()
        assert not ingest([source_file("b.txt", self.complete)]).failures
        assert len(import_lines(carried).waiting) == 1

        assert not ingest([source_file("a.txt", self.text)]).failures

        assert Filing.objects.get().accession_number
        assert Release.objects.get().headline == "Shorter"
        assert Correction.objects.get().state == State.APPLIED
