import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.domain import Quote, SectionKind
from filings.extractors.quotes import find_quotes
from tests.filings.extractors.building import release

BODY = SectionKind.BODY


def quotes(*paragraphs: str) -> list[Quote]:
    text = release((BODY, paragraphs))
    found = find_quotes(text)
    for quote in found:
        assert " ".join(quote.span.of(text.text).split()) == quote.text
    return list(found)


def speakers(*paragraphs: str) -> list[tuple[str | None, str | None]]:
    return [(quote.speaker, quote.title) for quote in quotes(*paragraphs)]


class TestWhoSpeaks:
    def test_a_name_behind_a_dash_under_the_speech(self):
        speech = '"We grew, kept our costs down and proved our plan in a hard year."'
        words = f"{speech}\n— Uma Patel, Ph.D., Chief Executive Officer of Oakmoor"

        assert speakers(words) == [("Uma Patel", "Chief Executive Officer of Oakmoor")]

    @pytest.mark.parametrize(
        ("sentence", "title"),
        [
            (
                'Oakmoor CEO and Managing Director, Dr Uma Patel, said: "We are glad to begin."',
                "Oakmoor CEO and Managing Director",
            ),
            (
                'Oakmoor\'s Chief Medical Officer, Dr Uma Patel, said: "We are glad to begin."',
                "Oakmoor's Chief Medical Officer",
            ),
            (
                'The Managing Director of Oakmoor, Ms Uma Patel, said: "We are glad to begin."',
                "Managing Director of Oakmoor",
            ),
            ('Commenting on it, Chief Executive Uma Patel said: "We are glad to begin."', "Chief Executive"),
            ('Oakmoor Chairman Uma Patel commented, "We are glad to begin."', "Oakmoor Chairman"),
            ('"We are glad to begin," said Oakmoor CEO Uma Patel.', "Oakmoor CEO"),
            (
                '"We are glad to begin," said the company\'s President and CEO, Dr. Uma Patel.',
                "President and CEO",
            ),
            ('"We are glad to begin," Oakmoor CEO Uma Patel said.', "Oakmoor CEO"),
        ],
    )
    def test_a_title_may_stand_before_the_name(self, sentence, title):
        assert speakers(sentence) == [("Uma Patel", title)]

    @pytest.mark.parametrize(
        ("sentence", "speaker", "title"),
        [
            ('"We are glad to begin," said Dr. Uma Patel, CEO of Oakmoor.', "Uma Patel", "CEO of Oakmoor"),
            (
                '"We are glad to begin", said Uma Patel, M.D., Ph.D., President and CEO.',
                "Uma Patel",
                "President and CEO",
            ),
            (
                '"We are glad to begin." said Dr Uma Patel, Oakmoor\'s President and CEO.',
                "Uma Patel",
                "Oakmoor's President and CEO",
            ),
            (
                "“We are glad to begin,” stated Paul P. Vale, FRCS, Chairman & CEO of Oakmoor, Inc.",
                "Paul P. Vale",
                "Chairman & CEO of Oakmoor, Inc.",
            ),
            (
                '"We are glad to begin," noted Professor Marijke Oude of Utrecht, who led the trial.',
                "Marijke Oude",
                None,
            ),
            ('"We are glad to begin," said Uma Patel, who heads pharmacology at Oakmoor.', "Uma Patel", None),
            ('"We are glad to begin," Dr. Patel said.', "Patel", None),
            (
                '"We are glad to begin," Uma Patel, chief executive officer, commented in Toronto.',
                "Uma Patel",
                "chief executive officer",
            ),
            ('Dr. Uma Patel, CEO of Oakmoor, said: "We are glad to begin."', "Uma Patel", "CEO of Oakmoor"),
            (
                "Uma Patel, Ph.D., President of Oakmoor, commented, “We are glad to begin.”",
                "Uma Patel",
                "President of Oakmoor",
            ),
            (
                'Commented Uma Patel, CEO of Oakmoor: "We are glad to begin now."',
                "Uma Patel",
                "CEO of Oakmoor",
            ),
            (
                "``We are glad to begin,'' said Floris van der Aa, managing director.",
                "Floris van der Aa",
                "managing director",
            ),
        ],
    )
    def test_is_read_in_front_and_behind(self, sentence, speaker, title):
        assert speakers(sentence) == [(speaker, title)]

    def test_split_speech_is_one_persons(self):
        assert (
            speakers(
                '"We are glad to begin," said Dr. Uma Patel, CEO of Oakmoor. "The trial will tell us more."'
            )
            == [("Uma Patel", "CEO of Oakmoor")] * 2
        )

    def test_he_goes_on(self):
        assert (
            speakers(
                '"We are glad to begin," said Dr. Tom Vale, CEO.', '"The trial will tell us more," he added.'
            )
            == [("Tom Vale", "CEO")] * 2
        )

    def test_he_is_who_was_last_named_with_a_form_of_address(self):
        assert speakers(
            'Dr. Rhys Pender of the Harbour Clinic led the trial. "We had little left to offer," he said.'
        ) == [("Rhys Pender", None)]

    def test_a_surname_stands_for_the_person_named_before(self):
        assert speakers(
            "Oakmoor has appointed Senna Ranga to its board.",
            '"I am honored to join Oakmoor," said Dr. Ranga.',
        ) == [("Senna Ranga", None)]

    def test_a_surname_goes_on_under_its_title(self):
        assert (
            speakers(
                '"We are glad to begin," said Tom Vale, CEO of Oakmoor. Vale continued, '
                '"The trial will tell us more."'
            )
            == [("Tom Vale", "CEO of Oakmoor")] * 2
        )

    def test_two_people_speak_in_turn(self):
        assert [
            name
            for name, _ in speakers(
                '"We are glad to begin," said Tom Vale, CEO.',
                '"So are we, and very much," said Uma Patel, CFO.',
            )
        ] == ["Tom Vale", "Uma Patel"]

    def test_long_speech_of_nobody_is_kept_without_a_speaker(self):
        [quote] = quotes(
            '"We have waited for these results for years, and now that they are here we shall act."'
        )

        assert quote.speaker is None

    def test_firms_do_not_speak(self):
        assert speakers(
            '"We have waited for these results for years, and now they are here," said Oakmoor Therapeutics.'
        ) == [(None, None)]


class TestWhatIsSaid:
    def test_loses_the_comma_before_its_speaker(self):
        [quote] = quotes('"We are glad to begin," said Tom Vale.')

        assert quote.text == "We are glad to begin"

    def test_runs_on_over_a_page_end(self):
        [quote] = quotes(
            '"A trial that moves from an exploratory', 'part without a pause is fair," said Tom Vale.'
        )

        assert quote.text == "A trial that moves from an exploratory part without a pause is fair"

    def test_of_several_paragraphs_opens_anew_in_each(self):
        found = quotes(
            'Tom Vale, CEO, said: "We are glad to begin the trial now.', '"It will tell us a great deal."'
        )

        assert [quote.speaker for quote in found] == ["Tom Vale", "Tom Vale"]

    @pytest.mark.parametrize(
        "sentence",
        [
            'Oakmoor Therapeutics Inc. ("Oakmoor" or the "Company") said today that it has begun.',
            'The poster is called "OAK-204 draws macrophages into pancreatic tumors of the hamster."',
            'An abstract entitled, "Induction of cells may add to the activity of OAK-204," was accepted.',
            'The shares trade under the symbol "OAK" on the exchange.',
            'Words such as "will", "plans", "intends" and "expects" mark statements about things to come.',
            "The so-called “first in class” compound was well tolerated.",
        ],
    )
    def test_titles_symbols_and_defined_terms_are_no_speech(self, sentence):
        assert quotes(sentence) == []

    def test_boilerplate_is_not_read(self):
        text = release((SectionKind.ABOUT, ['"We are glad to begin," said Tom Vale, CEO of Oakmoor.']))

        assert find_quotes(text) == ()


SCRAPS = st.lists(
    st.sampled_from(
        [
            '"',
            "“",
            "”",
            "``",
            "''",
            "said",
            "he",
            "Dr.",
            "Tom",
            "Vale",
            ",",
            ".",
            "CEO",
            "of",
            "We are glad to begin",
            "\n\n",
            "\n",
            ":",
        ]
    ),
    max_size=80,
)


class TestHostileText:
    @settings(deadline=None)
    @given(st.one_of(st.text(max_size=400), SCRAPS.map(" ".join), SCRAPS.map("".join)))
    def test_anything_gives_quotes_with_valid_spans(self, words):
        if words:
            quotes(words)

    @pytest.mark.parametrize(
        "scrap",
        [
            '"',
            "“",
            '" ',
            'a" "b ',
            "said Dr. ",
            '"A b c d," said A B, ',
            "Aa ",
            ", Ph.D.",
            '"We are glad," said Roe. ',
            '"We go\n\n',
        ],
    )
    def test_takes_linear_time(self, scrap):
        words = '"We are glad to begin," said Tom Vale ' + scrap * (100_000 // len(scrap))
        begun = time.perf_counter()

        quotes(words)

        assert time.perf_counter() - begun < 1
