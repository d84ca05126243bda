"""Ticker symbols of the registrant."""

import pytest

from filings.domain import SectionKind
from filings.extractors.tickers import find_tickers
from tests.filings.extractors.building import release


def tickers(*sections, registrants=("Lorem Biologics Ltd.",)):
    return [fact.value for fact in find_tickers(release(*sections), registrants=registrants)]


def in_body(words):
    return tickers((SectionKind.BODY, [words]))


class TestFindTickers:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("TSX: LRM\nOTC BB: LRMSF", ["TSX:LRM", "OTCBB:LRMSF"]),
            ("TSX:\nLRM\nAMEX:\nLRX", ["TSX:LRM", "AMEX:LRX"]),
            ("PINK SHEETS: LRUSF", ["PINKSHEETS:LRUSF"]),
            ("TSE / ME: LRM", ["TSE:LRM", "ME:LRM"]),
            ("TSX SYMBOL: LRM", ["TSX:LRM"]),
            ("FRA: LR7", ["FRANKFURT:LR7"]),
            ("SYMBOL: TSX - LRM", ["TSX:LRM"]),
            ("Trading symbols: TSX – LRM, NASDAQ – LRMX", ["TSX:LRM", "NASDAQ:LRMX"]),
        ],
    )
    def test_reads_lines_of_their_own(self, line, expected):
        assert tickers((SectionKind.TICKERS, [line])) == expected

    @pytest.mark.parametrize(
        ("bracket", "expected"),
        [
            ("(TSX: LRM; AMEX:\nLRX)", ["TSX:LRM", "AMEX:LRX"]),
            ("(TSX: LRM)(OTCBB: LRMSF)", ["TSX:LRM", "OTCBB:LRMSF"]),
            ("(NASDAQ: LRMX / TSX: LRM)", ["NASDAQ:LRMX", "TSX:LRM"]),
            ("(Nasdaq and TASE: LRMX)", ["NASDAQ:LRMX", "TASE:LRMX"]),
            ('("Lorem") (NEX:LRM.H)', ["NEX:LRM.H"]),
            ("(Nasdaq-NM: “LRMX”)", ["NASDAQ:LRMX"]),
            ("(Nasdaq Copenhagen: LRM; Nasdaq US: LRMX)", ["OMX:LRM", "NASDAQ:LRMX"]),
            ("(Euronext Paris: FR0005550000 - LRM)", ["EURONEXT:LRM"]),
        ],
    )
    def test_reads_brackets_behind_the_registrants_name(self, bracket, expected):
        assert in_body(f"OSLO, May 5, 2008 - Lorem Biologics Ltd. {bracket} said today") == expected

    def test_a_partners_symbol_is_not_the_registrants(self):
        words = (
            "Lorem Biologics Ltd. (TSX: LRM) has agreed with Ipsum Pharma Inc. (NYSE: IPS) to share the costs"
        )

        assert in_body(words) == ["TSX:LRM"]

    def test_a_sentence_about_toronto_repeats_a_symbol_printed_with_the_exchange_s_old_name(self):
        listing = 'Lorem trades on the Toronto Stock Exchange under the symbol "LRM".'
        body = f"OSLO, May 5, 1999 - Lorem Biologics Ltd. (TSE: LRM) said so. {listing}"

        assert in_body(body) == ["TSE:LRM"]

    def test_symbols_between_date_and_dash_are_the_registrants(self):
        assert in_body("OSLO, APRIL 9, 2002 (TSE: LRM) - Lorem has moved") == ["TSE:LRM"]

    def test_a_sentence_about_the_listing_counts_where_nothing_else_stands(self):
        assert in_body('Its shares are listed on the TSX Venture Exchange under the symbol "LRM".') == [
            "TSXV:LRM"
        ]

    def test_a_sentence_about_the_listing_does_not_count_beside_a_pair(self):
        about = (SectionKind.ABOUT, ["Lorem is listed on the American Stock Exchange under the symbol LOR."])

        assert tickers((SectionKind.TICKERS, ["TSX: LRM"]), about) == ["TSX:LRM"]

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (
                "Lorem Biologics, listed on the TSX (LRM) and on NASDAQ (LRMX), has",
                ["TSX:LRM", "NASDAQ:LRMX"],
            ),
            (
                "Lorem Biologics, trading on Nasdaq under the ticker symbol “LRMX” and on the Australian Securities "
                "Exchange (ASX: LRM), has",
                ["NASDAQ:LRMX", "ASX:LRM"],
            ),
            (
                "Lorem Biologics trades on the Toronto Stock Exchange and the OTCQX under the symbols LRM and LRMXF.",
                ["TSX:LRM", "OTCQX:LRMXF"],
            ),
        ],
    )
    def test_a_sentence_may_name_two_exchanges(self, words, expected):
        assert in_body(words) == expected

    def test_a_sentence_adds_the_exchange_that_the_bracket_leaves_out(self):
        words = "Lorem Biologics Ltd. (ASX: LRM), whose shares also trade on Nasdaq under the symbol LRMX, has moved."

        assert in_body(words) == ["ASX:LRM", "NASDAQ:LRMX"]

    @pytest.mark.parametrize(
        "words",
        [
            "Ipsum Pharma is listed on the New York Stock Exchange under the symbol IPS.",
            "Our shares will be listed on NASDAQ under the symbol LRMX.",
            "Lorem has been approved for trading on NASDAQ under the symbol LRMX.",
        ],
    )
    def test_a_sentence_of_others_or_of_what_is_to_come_adds_nothing(self, words):
        assert in_body(f"OSLO, May 5, 2008 - Lorem Biologics Ltd. (TSX: LRM) has moved. {words}") == [
            "TSX:LRM"
        ]

    @pytest.mark.parametrize(
        ("about", "more"),
        [
            ("Lorem (TSX: LRM; OTC: LRMSF) makes medicines.", ["OTC:LRMSF"]),
            ("Lorem (TSX: LRN) makes medicines.", []),
            ("Lorem makes medicines with Ipsum AG (FRANKFURT: IPS).", []),
        ],
    )
    def test_brackets_behind_the_name_in_what_it_says_of_itself_add_other_exchanges(self, about, more):
        body = "OSLO, May 5, 2008 - Lorem Biologics Ltd. (TSX: LRM) has moved."

        assert tickers((SectionKind.BODY, [body]), (SectionKind.ABOUT, ["About Lorem", about])) == [
            "TSX:LRM",
            *more,
        ]

    def test_a_partner_in_the_sentence_about_the_listing_keeps_its_symbol(self):
        words = "Lorem Biologics, listed on the TSX (LRM), has sold its rights to Ipsum AG (FRANKFURT: IPS) today."

        assert in_body(words) == ["TSX:LRM"]
