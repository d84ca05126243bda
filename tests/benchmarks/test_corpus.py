from collections import Counter
from itertools import islice

import pytest

from benchmarks.corpus import Corpus
from benchmarks.questions import KINDS, is_plain, questions
from benchmarks.submissions import submission
from benchmarks.words import draw, single_words, units
from filings.domain import FactKind, SourceFile
from filings.reading import read


@pytest.fixture(scope="module")
def drafts():
    return list(Corpus(600).drafts())


def test_the_same_size_gives_the_same_corpus_character_by_character(drafts):
    assert list(Corpus(600).drafts()) == drafts


def test_another_size_gives_another_corpus(drafts):
    assert next(Corpus(1200).drafts()) != drafts[0]


def test_releases_are_numbered_from_one_without_gap(drafts):
    assert [draft.number for draft in drafts] == list(range(1, 601))


def test_every_claim_stands_in_the_text_under_a_name_of_its_candidate(drafts):
    claims = [(draft, claim) for draft in drafts for claim in draft.claims]

    assert len(claims) > 300
    for draft, claim in claims:
        assert claim.sentence in draft.text
        assert any(name in claim.sentence for name in claim.candidate.names)
        assert claim.candidate in draft.candidates


def test_some_releases_are_copies_of_earlier_ones(drafts):
    copies = [draft for draft in drafts if draft.copy_of]

    assert 3 <= len(copies) <= 40
    for copy in copies:
        assert copy.text == drafts[copy.copy_of - 1].text
        assert copy.accession_number != drafts[copy.copy_of - 1].accession_number


def test_no_two_companies_candidates_or_people_share_a_name():
    companies = Corpus(3000).companies
    names = [
        *(company.name for company in companies),
        *(person.name for company in companies for person in company.contacts),
        *(name for company in companies for candidate in company.candidates for name in candidate.names),
    ]

    assert len(set(names)) == len(names)


def test_few_words_are_frequent_and_most_are_rare():
    words = Counter(
        word for draft in islice(Corpus(300).drafts(), 300) for word in draft.text.lower().split()
    )
    counts = sorted(words.values(), reverse=True)

    assert sum(counts[:50]) > sum(counts) / 4
    assert sum(count <= 5 for count in counts) > len(counts) / 2


def test_a_rank_is_drawn_for_every_number_below_one():
    ranks = draw([0.0, 0.5, 0.999_999_999], len(units()))

    assert list(ranks) == sorted(ranks)
    assert ranks[0] == 0
    assert ranks[-1] < len(units())


def test_a_submission_reads_back_as_the_release_it_was_made_of(drafts):
    draft = next(draft for draft in drafts if draft.candidates)
    data = submission(draft).encode("latin-1")

    record = read(SourceFile("one.txt", "0" * 64, data))

    [release] = record.releases
    assert record.accession_number == draft.accession_number
    assert release.facts.date.value == draft.day
    assert str(release.facts.value(FactKind.HEADLINE)).lower() == draft.headline.lower()


@pytest.mark.parametrize("size", [300, 25_000, 100_000])
def test_sixty_questions_of_every_kind_are_asked(size):
    asked = questions(Corpus(size))

    assert len(asked) == len(set(map(str, asked))) == 60
    assert {question.kind for question in asked} == set(KINDS)
    assert asked == questions(Corpus(size))


def test_words_that_stemmers_may_disagree_on_are_not_asked_for():
    assert not any(map(is_plain, ("general", "generate", "studies", "having", "about")))
    assert is_plain("kortan") or "kortan" not in single_words()
