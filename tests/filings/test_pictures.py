"""Geometry of the drawings."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.domain import Phase, Status
from filings.pictures import Spot, axis, bars, ladder

PHASES = [phase.value for phase in Phase]


def axis_of(*days):
    along = axis(days)
    assert along is not None
    return along


def drawing_of(*spots):
    return ladder(spots, axis_of(*[spot.day for spot in spots]))


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


class TestAxis:
    def test_without_days_there_is_none(self):
        assert axis([]) is None

    def test_one_day_has_its_whole_year(self):
        along = axis_of(date(2004, 6, 1))

        assert (along.first, along.last) == (2004, 2004)
        assert [tick.label for tick in along.ticks if tick.is_year] == ["2004"]

    def test_short_pictures_have_quarters_and_long_ones_do_not(self):
        short, long = axis_of(date(2004, 1, 1)), axis_of(date(2004, 1, 1), date(2012, 1, 1))

        assert [tick.is_year for tick in short.ticks] == [True, False, False, False]
        assert all(tick.is_year for tick in long.ticks)

    @given(days=st.lists(st.dates(), min_size=1))
    def test_days_lie_within_the_picture_in_their_order(self, days):
        along = axis_of(*days)
        places = [along.at(day) for day in sorted(days)]

        assert all(0 <= place <= 100 for place in places)
        assert places == sorted(places)

    @given(first=st.integers(1, 9999), years=st.integers(0, 200))
    def test_at_most_fourteen_years_are_labelled(self, first, years):
        along = axis_of(date(first, 1, 1), date(min(first + years, 9999), 1, 1))

        labels = [tick.label for tick in along.ticks if tick.label]
        assert labels[0] == str(first)
        assert len(labels) <= 14


class TestLadder:
    def test_whole_phases_between_the_lowest_and_the_highest_are_rungs_and_halves_only_if_claimed(self):
        whole = drawing_of(Spot(date(2004, 1, 1), "Phase 1"), Spot(date(2005, 1, 1), "Phase 3"))
        half = drawing_of(Spot(date(2004, 1, 1), "Phase 1"), Spot(date(2005, 1, 1), "Phase 2/3"))

        assert [rung.phase for rung in whole.rungs] == ["Phase 3", "Phase 2", "Phase 1"]
        assert [rung.phase for rung in half.rungs] == ["Phase 2/3", "Phase 2", "Phase 1"]

    def test_a_mark_stands_on_the_rung_of_its_phase_at_its_day(self):
        drawn = drawing_of(Spot(date(2004, 1, 1), "Phase 1"), Spot(date(2004, 7, 1), "Phase 2"))

        assert [y for _, y in drawn.places] == [drawn.rungs[1].y, drawn.rungs[0].y]
        assert drawn.places[0][0] < drawn.places[1][0]

    def test_the_line_rises_to_what_is_reached_and_not_to_what_is_planned(self):
        drawn = drawing_of(
            Spot(date(2004, 1, 1), "Phase 1", "ongoing"),
            Spot(date(2005, 1, 1), "Phase 2", "ongoing"),
            Spot(date(2006, 1, 1), "Phase 3", "planned"),
        )

        heights = {rung.phase: rung.y for rung in drawn.rungs}
        assert min(line.y2 for line in drawn.lines) == heights["Phase 2"]

    def test_the_line_does_not_fall(self):
        drawn = drawing_of(Spot(date(2004, 1, 1), "Phase 2"), Spot(date(2005, 1, 1), "Phase 1"))

        assert {line.y2 for line in drawn.lines} == {drawn.rungs[0].y}

    def test_what_is_only_planned_has_no_line(self):
        drawn = drawing_of(Spot(date(2004, 1, 1), "Phase 2", "planned"))

        assert (drawn.lines, drawn.silence) == ([], None)

    @pytest.mark.parametrize(("status", "silent"), [("ongoing", True), ("stopped", False)])
    def test_silence_follows_the_last_mark_unless_the_trial_was_stopped(self, status, silent):
        drawn = drawing_of(Spot(date(2004, 1, 1), "Phase 2"), Spot(date(2004, 3, 1), "Phase 2", status))

        assert (drawn.silence is not None) is silent

    def test_up_to_five_marks_of_one_place_step_aside(self):
        drawn = drawing_of(*[Spot(date(2004, 1, 1), "Phase 1", status) for status in ("", *Status)])

        assert len(set(drawn.places)) == 5

    def test_the_gap_is_that_of_the_nearest_marks_of_one_height(self):
        near = drawing_of(*[Spot(date(2004, month, 1), "Phase 1") for month in (1, 4, 12)])
        lone = drawing_of(Spot(date(2004, 1, 1), "Phase 1"), Spot(date(2004, 2, 1), "Phase 2"))

        assert near.gap == pytest.approx(near.places[1][0] - near.places[0][0])
        assert lone.gap == 100

    @given(
        spots=st.lists(
            st.builds(Spot, st.dates(), st.sampled_from(PHASES), st.sampled_from(["", *Status])),
            min_size=1,
            max_size=40,
        )
    )
    def test_every_mark_lies_whole_within_the_picture(self, spots):
        spots.sort(key=lambda spot: spot.day)
        drawn = drawing_of(*spots)

        assert len(drawn.places) == len(spots)
        assert all(0 <= x <= 100 and 9 <= y <= drawn.height - 9 for x, y in drawn.places)
        lines = [*drawn.lines, drawn.silence] if drawn.silence else drawn.lines
        assert all(0 <= line.x1 <= line.x2 <= 100 for line in lines)
