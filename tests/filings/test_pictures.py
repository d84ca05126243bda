"""Geometry of the drawings."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from filings.domain import Phase, Status
from filings.pictures import Claim, bars, ladder


def drawing_of(claims):
    drawn = ladder(claims)
    assert drawn is not None
    return drawn


def claim(day, phase, status="ongoing"):
    return Claim(day=day, phase=phase, status=status, href="/", title="")


class TestBars:
    def test_nothing_counted_draws_nothing(self):
        assert bars([]) == []

    def test_the_highest_bar_fills_the_height_and_none_is_too_low_to_see(self):
        drawn = bars([("a", 1000, "a"), ("b", 1, "b"), ("c", 0, "c")], height=50)

        assert [bar.height for bar in drawn] == [50, 2, 0]

    def test_at_most_so_many_labels_stand_beneath(self):
        drawn = bars([(str(year), 1, str(year)) for year in range(1990, 2025)], ticks=6)

        assert sum(bool(bar.tick) for bar in drawn) <= 6

    @given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
    def test_bars_stay_within_the_drawing_and_do_not_overlap(self, counts):
        drawn = bars([("x", count, "x") for count in counts])

        assert all(bar.x >= 0 and bar.x + bar.width <= 100.01 for bar in drawn)
        assert all(a.x + a.width <= b.x + 0.01 for a, b in pairwise(drawn))


class TestLadder:
    def test_without_claims_there_is_no_picture(self):
        assert ladder([]) is None

    def test_one_claim_is_a_picture(self):
        drawn = drawing_of([claim(date(2004, 6, 1), "Phase 2")])

        assert [phase for _, phase in drawn.rungs] == ["Phase 2"]
        assert len(drawn.marks) == 1

    def test_rungs_between_the_lowest_and_the_highest_phase_are_all_drawn(self):
        drawn = drawing_of([claim(date(2004, 1, 1), "Phase 1"), claim(date(2005, 1, 1), "Phase 2")])

        assert [phase for _, phase in drawn.rungs] == ["Phase 2", "Phase 1/2", "Phase 1"]

    def test_the_line_rises_to_what_is_reached_and_not_to_what_is_planned(self):
        drawn = drawing_of(
            [
                claim(date(2004, 1, 1), "Phase 1"),
                claim(date(2005, 1, 1), "Phase 2"),
                claim(date(2006, 1, 1), "Phase 3", "planned"),
            ]
        )

        heights = {phase: y for y, phase in drawn.rungs}
        assert min(line.y2 for line in drawn.lines) == heights["Phase 2"]

    def test_marks_at_one_place_step_aside(self):
        drawn = drawing_of(
            [claim(date(2004, 1, 1), "Phase 1", status) for status in ("ongoing", "completed")]
        )

        assert len({mark.y for mark in drawn.marks}) == 2

    @given(
        claims=st.lists(
            st.builds(
                claim,
                st.dates(),
                st.sampled_from([phase.value for phase in Phase]),
                st.sampled_from(["", *(status.value for status in Status)]),
            ),
            max_size=30,
        )
    )
    def test_every_claim_is_drawn_within_the_picture(self, claims):
        drawn = ladder(claims)

        assert (drawn is None) == (not claims)
        if drawn is not None:
            assert len(drawn.marks) == len(claims)
            assert all(0 <= mark.x <= 100 and 0 <= mark.y <= drawn.height for mark in drawn.marks)
            assert len(drawn.years) <= 9
