"""The dateline in the shapes that real releases print."""

import pytest

from filings.datelines import match_dateline, match_place


def read(text):
    found = match_dateline(text, 0, len(text))
    if found is None:
        return None
    day = found.date.on(found.date.year or 2001)
    return (found.place and found.place.of(text), str(day), text[found.span.end :])


class TestMatchDateline:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("BERN, SWITZERLAND, DECEMBER 1, 2003 - We", ("BERN, SWITZERLAND", "2003-12-01", "We")),
            ("May 4, 2017 – Albany (N.Y.) – We", ("Albany (N.Y.)", "2017-05-04", "We")),
            ("HAIFA, ISRAEL -- (Marketwired) -- 01/07/14 -- We", ("HAIFA, ISRAEL", "2014-01-07", "We")),
            ("OSLO - FEBRUARY 18, 2004 - We", ("OSLO", "2004-02-18", "We")),
            ("OSLO, NORWAY April 7, 2006 – We", ("OSLO, NORWAY", "2006-04-07", "We")),
            ("Surrey, B.C. (August 11, 2009) -- We", ("Surrey, B.C.", "2009-08-11", "We")),
            ("REGINA, May 20 /CNW/ - We", ("REGINA", "2001-05-20", "We")),
            ("DULUTH...JUNE 6, 2000...We", ("DULUTH", "2000-06-06", "We")),
            ("ELGIN,  IL  ...(DECEMBER  13,  1999)...  We", ("ELGIN,  IL", "1999-12-13", "We")),
            ("GATINEAU, QC, le 5 août /CNW Telbec/ - Nous", ("GATINEAU, QC", "2001-08-05", "Nous")),
            (
                "GUELPH, ONTARIO--(Marketwire - January 13, 2011) - We",
                ("GUELPH, ONTARIO", "2011-01-13", "We"),
            ),
            ("HAIFA, Israel, Sept. 7, 2016 (GLOBE NEWSWIRE) -- We", ("HAIFA, Israel", "2016-09-07", "We")),
            (
                "HAIFA, Israel and MACAU, September 6, 2016 — We",
                ("HAIFA, Israel and MACAU", "2016-09-06", "We"),
            ),
            ("Cork, Ireland, 20 June 2013: We", ("Cork, Ireland", "2013-06-20", "We")),
            ("| April 15, 2009 | We", (None, "2009-04-15", "We")),
            ("Tuesday, 5 March 2002 - We", (None, "2002-03-05", "We")),
            ("(July 6, 2011) We", (None, "2011-07-06", "We")),
            ("June 19 /CNW/ - We", (None, "2001-06-19", "We")),
            ("GUELPH, CANADA February 22, 2011Company", ("GUELPH, CANADA", "2011-02-22", "Company")),
            (
                "FRESNO, Calif., July 29, 2003 /PRNewswire-FirstCall/ -- We",
                ("FRESNO, Calif.", "2003-07-29", "We"),
            ),
            ("Oslo,\nNorway,\nMarch\n3,\n2005\n- We", ("Oslo,\nNorway", "2005-03-03", "We")),
        ],
    )
    def test_reads_place_date_and_where_the_words_begin(self, text, expected):
        assert read(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "On January 5, 2004, we said that",
            "As of March 3, 2004 the company",
            "In the quarter ended March 31, 2004 - we",
            "Date: March 3, 2004",
            "The trial of 31 patients began on May 3, 2004 - a Monday",
            "LOREM INC. Date: April 24, 2014",
        ],
    )
    def test_takes_no_sentence_for_a_dateline(self, text):
        assert read(text) is None


class TestMatchPlace:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("Basel, Switzerland – Lorem AG said", "Basel, Switzerland"),
            ("REGINA, SASKATCHEWAN... Lorem Inc. said", "REGINA, SASKATCHEWAN"),
            ("We waited... Lorem Inc. said", None),
            ("Lorem Inc. said", None),
            ("Leiden, Netherlands: Lorem Inc. said", "Leiden, Netherlands"),
            ("Enquiries: Lorem Inc.", None),
        ],
    )
    def test_is_what_stands_before_a_dash_a_colon_or_three_dots(self, text, place):
        found = match_place(text, 0, len(text))

        assert (found and found.of(text)) == place
