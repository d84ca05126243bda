import json
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filings.corrections import CorrectionError
from filings.corrections.exchange import export, import_lines
from filings.models import Correction, ProductJudgement, VocabularyEntry
from filings.overlay.values import Action, State, What

HEADER = json.dumps({"form": "phaseline-corrections", "version": 1})
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
VALUES = st.none() | st.dictionaries(
    st.sampled_from(["value", "name", "aliases", "phase"]), st.none() | TEXTS | st.lists(TEXTS, max_size=3)
)
MOMENTS = st.datetimes(timezones=st.just(UTC))
CORRECTIONS = st.builds(
    Correction,
    uid=st.uuids(),
    reason=TEXTS.filter(bool),
    made_by_name=TEXTS,
    made_at=MOMENTS,
    undone_at=st.none() | MOMENTS,
    filing_identity=st.from_regex(r"[0-9]{10}-[0-9]{2}-[0-9]{6}", fullmatch=True),
    filing_key=st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
    number=st.integers(1, 99),
    headline=TEXTS,
    what=st.sampled_from([what.value for what in What]),
    action=st.sampled_from([action.value for action in Action]),
    extracted=VALUES,
    corrected=VALUES,
    words=TEXTS,
    turn=st.integers(0, 9),
)


class TestRoundTrip(TestCase):
    @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.lists(CORRECTIONS, max_size=4, unique_by=lambda row: row.uid))
    def test_an_export_imported_elsewhere_is_exported_the_same(self, rows):
        for row in rows:
            row.state = State.UNDONE if row.undone_at else State.WAITING
            row.save()
        VocabularyEntry.objects.get_or_create(kind="alias", text="QX-5", target="LKS-112")
        ProductJudgement.objects.get_or_create(groups=[["A-1", "B-2"]], reason="because")
        lines = list(export())
        for table in (Correction, VocabularyEntry, ProductJudgement):
            table.objects.all().delete()

        report = import_lines(lines)

        assert report.new == len(rows) + 2
        assert list(export()) == lines
        again = import_lines(lines)
        assert (again.new, again.changed, again.unchanged) == (0, 0, len(rows) + 2)
        assert list(export()) == lines


@pytest.mark.django_db
class TestImport:
    def test_an_undoing_is_taken_over_and_never_undone_itself(self):
        row = Correction.objects.create(
            filing_identity="a", filing_key="a", number=1, what="date", action="set", reason="because"
        )
        before = list(export())
        row.undone_at = row.made_at
        row.state = State.UNDONE
        row.save()
        after = list(export())

        import_lines(before)
        assert list(export()) == after
        Correction.objects.update(undone_at=None, state=State.WAITING)
        assert import_lines(after).changed == 1
        assert list(export()) == after

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            ([], "empty"),
            (["no json"], "Line 1 is not JSON"),
            (["[]"], "Line 1"),
            (["{}"], "no file of corrections"),
            ([json.dumps({"form": "phaseline-corrections", "version": 9})], "version 9"),
            ([HEADER, '{"type": "weather"}'], "Line 2 is of an unknown type"),
            ([HEADER, '{"type": "correction"}'], "Line 2 cannot be read"),
            ([HEADER, '{"type": "vocabulary", "kind": "x"}'], "Line 2 cannot be read"),
            ([HEADER, "[" * 100_000], "Line 2 is not JSON"),
        ],
    )
    def test_a_bad_file_is_refused_whole_and_says_where(self, lines, message):
        good = json.dumps(
            {"type": "vocabulary", "kind": "product", "text": "A", "target": "", "note": "", "active": True}
        )

        with pytest.raises(CorrectionError, match=message):
            import_lines([*lines, good] if len(lines) > 1 else lines)
        assert not VocabularyEntry.objects.exists()
