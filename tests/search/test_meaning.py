"""What the words of a query mean in an archive."""

from __future__ import annotations

import pytest

from search.counting import FacetRow, FacetTable
from search.documents import Label
from search.language import All, Any, Chosen, Code, Node, Not, Same, Word, leaves, parse
from search.meaning import Meanings
from search.results import Widened
from tests.search.backends.contract import document

NAMES = (Label("lrm-2", "LRM-2"), Label("lrm-2", "KB-77"), Label("lrm-2", "orvastat"))


def meanings(**fields) -> Meanings:
    item = document(1, products=["lrm-2", "hlv-101"], **fields)
    return Meanings(FacetTable.of([FacetRow.of(item)._replace(names=(*NAMES, Label("hlv-101", "HLV-101")))]))


def read(q: str, *, exact: bool = False, **fields):
    tree = parse(q)
    assert tree is not None
    return meanings(**fields).read(tree, exact=exact)


def values_of(tree: Node) -> tuple[str, ...]:
    """Return the values of the one field in a tree."""
    field = tree.node if isinstance(tree, Not) else tree
    assert isinstance(field, Chosen)
    return field.values


class TestNames:
    @pytest.mark.parametrize("q", ["KB-77", "kb77", "kb 77"])
    def test_a_candidate_is_looked_for_under_all_its_names(self, q):
        meant = read(q)

        assert meant.widened == (Widened("KB-77", ("LRM-2", "orvastat")),)
        assert set(leaves(meant.tree)) == {Code(("kb", "77")), Code(("lrm", "2")), Word("orvastat")}

    def test_the_releases_that_tell_of_it_are_found_too(self):
        tree = read("orvastat").tree

        assert isinstance(tree, Same)
        assert tree.told == Chosen("product", ("lrm-2",))

    def test_the_name_of_a_topic_finds_the_releases_on_it_too(self):
        meant = read("zebra financing", topics=["financing"])

        assert meant.widened == (Widened("FINANCING", ("the topic FINANCING",)),)
        told = Chosen("topic", ("financing",))
        assert meant.tree == All((Word("zebra"), Same(Word("financing"), (), told)))
        assert read("financing").widened == ()
        assert read('"financing"', topics=["financing"]).widened == ()
        assert read("financing", exact=True, topics=["financing"]).widened == ()

    def test_a_disease_is_looked_for_under_its_other_names(self):
        [widened] = read("NSCLC", indications=["non-small-cell-lung-cancer"]).widened

        assert widened.typed == "NSCLC"
        assert widened.names[0] == "non-small cell lung cancer"

    def test_a_run_of_words_is_a_name(self):
        meant = read("results in renal cell cancer today", indications=["renal-cell-cancer"])

        assert isinstance(meant.tree, All)
        assert [type(node).__name__ for node in meant.tree.nodes] == ["Word", "Same", "Word"]

    def test_the_longest_name_counts(self):
        known = ["lung-cancer", "non-small-cell-lung-cancer"]

        [widened] = read("non-small cell lung cancer", indications=known).widened

        assert widened.typed == "non-small cell lung cancer"

    def test_a_disease_of_which_nothing_is_told_is_no_name(self):
        assert read("nsclc").widened == ()

    @pytest.mark.parametrize("q", ['"KB-77"', '"orvastat"', "-orvastat", "headline:orvastat", "orvast*"])
    def test_quotes_and_signs_are_exact(self, q):
        meant = read(q)

        assert meant.widened == ()
        assert not any(leaf == Code(("lrm", "2")) for leaf in leaves(meant.tree))

    def test_exact_is_exact(self):
        meant = read("KB-77", exact=True)

        assert (meant.tree, meant.widened) == (Code(("kb", "77")), ())

    def test_a_candidate_with_one_name_is_not_widened(self):
        assert read("hlv 101").tree == Code(("hlv", "101"))

    def test_either_side_of_or_is_widened(self):
        assert len(read("zebra OR kb77").widened) == 1

    @pytest.mark.parametrize(
        ("q", "typed", "names"),
        [
            ("phase 2", "Phase 2", ("Phase II",)),
            ("Phase II results", "Phase II", ("Phase 2",)),
            ("zebra phase 1/2", "Phase 1/2", ("Phase I/II",)),
        ],
    )
    def test_a_phase_is_one_name_however_it_is_written(self, q, typed, names):
        meant = read(q)

        assert meant.widened == (Widened(typed, names),)
        assert not any(leaf == Word("phase") for leaf in leaves(meant.tree))


class TestFields:
    @pytest.mark.parametrize(
        "typed", ["drug:kb-77", "product:LRM2", 'product:"lrm 2"', "drug:orvas*", "-drug:KB77"]
    )
    def test_a_candidate_has_any_of_its_names(self, typed):
        tree = read(typed).tree

        assert values_of(tree) == ("lrm-2",)

    @pytest.mark.parametrize(
        "typed", ["halvorsen", '"Halvorsen Pharma"', '"halvorsen pharma, inc."', "pharma", "halv*"]
    )
    def test_a_company_has_its_name_or_words_of_it(self, typed):
        row = FacetRow.of(document(1))._replace(
            registrants=(Label("halvorsen-pharma", "Halvorsen Pharma Inc."),)
        )
        tree = parse(f"company:{typed}")
        assert tree is not None

        meant = Meanings(FacetTable.of([row])).read(tree)

        assert values_of(meant.tree) == ("halvorsen-pharma",)

    def test_a_whole_name_comes_before_names_that_hold_its_words(self):
        known = ["lung-cancer", "small-cell-lung-cancer"]

        assert values_of(read('indication:"lung cancer"', indications=known).tree) == ("lung-cancer",)
        assert set(values_of(read("indication:lung", indications=known).tree)) == set(known)

    @pytest.mark.parametrize("typed", ["NSCLC", '"carcinoma of the non-small cell lung"'])
    def test_an_indication_has_any_of_its_names(self, typed):
        known = ["non-small-cell-lung-cancer", "melanoma"]

        assert values_of(read(f"indication:{typed}", indications=known).tree) == (
            "non-small-cell-lung-cancer",
        )

    @pytest.mark.parametrize("typed", ["99.1", "EX-99.1", "ex99.1", '"exhibit 99.1"'])
    def test_an_exhibit_has_its_number(self, typed):
        assert values_of(read(f"exhibit:{typed}", exhibit="99.1").tree) == ("99.1",)

    def test_several_values_are_any_of_them(self):
        assert values_of(read("drug:kb77,hlv101").tree) == ("lrm-2", "hlv-101")
        assert values_of(read("drug:kb77 OR drug:hlv101").tree) == ("lrm-2", "hlv-101")

    def test_what_nobody_bears_is_no_value(self):
        assert read("company:nobody").tree == Chosen("registrant", ())

    def test_marks_show_every_name(self):
        assert Code(("kb", "77")) in set(leaves(read("drug:lrm-2").tree))

    def test_fields_within_or_are_resolved(self):
        assert isinstance(read("drug:lrm2 OR zebra").tree, Any)
