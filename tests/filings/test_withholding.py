"""Contact details masked in place: every offset holds, and text and HTML say the same."""

from dataclasses import replace
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.domain import ReleaseFacts, ReleaseRecord, Section, SectionKind, Span
from filings.withholding import MASK, Detail, digest, masked, masked_html, withhold
from tests.filings.records import contact, filing, release

ADA = frozenset({digest(Detail.NAME, "Ada Marsh"), digest(Detail.EMAIL, "amarsh@example.com")})
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1, max_size=60
)


def spans_in(text):
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return st.lists(places.map(sorted).map(tuple), max_size=4)


class TestMasking:
    @given(st.data(), TEXTS)
    def test_leaves_length_and_blanks_and_every_character_outside(self, data, text):
        places = [Span(*pair) for pair in data.draw(spans_in(text)) if pair[0] < pair[1]]

        out = masked(text, places)

        assert len(out) == len(text)
        for at, (was, now) in enumerate(zip(text, out, strict=True)):
            within = any(span.start <= at < span.end for span in places)
            assert now == (MASK if within and not was.isspace() else was)

    @given(st.data(), st.lists(TEXTS, min_size=1, max_size=3))
    def test_of_html_is_that_of_its_text(self, data, paragraphs):
        text = "\n\n".join(paragraphs)
        html, at = "", 0
        for words in paragraphs:
            inner = escape(words, quote=False).replace("\n", "<br>")
            html += f'<p data-at="{at}">{inner}</p>'
            at += len(words) + 2
        places = [Span(*pair) for pair in data.draw(spans_in(text)) if pair[0] < pair[1]]

        out = masked_html(html, places)

        shown = out.replace("<br>", "\n").replace("</p>", "\n\n")
        for opening in [piece for piece in out.split(">") if "<p data-at" in piece]:
            shown = shown.replace(opening[opening.index("<p") :] + ">", "", 1)
        assert unescape(shown)[: len(text)] == masked(text, places)


def test_a_name_behind_a_pages_end_is_masked_in_its_half_of_the_paragraph():
    html = '<p data-at="0">Ask <span data-at="20">Ada Ng</span></p>'

    assert (
        masked_html(html, [Span(20, 26)])
        == f'<p data-at="0">Ask <span data-at="20">{MASK * 3} {MASK * 2}</span></p>'
    )


def made(*contacts: str, body: str = "XY-12 is in a Phase II trial."):
    return filing(release(body=body, contacts=contacts))


def unread(printed: str) -> ReleaseRecord:
    """A release that tells of contacts which the extractors did not read."""
    one = release()
    text = f"{one.text}\n\n{printed}"
    sections = (*one.sections, Section(SectionKind.CONTACTS, Span(len(one.text), len(text))))
    return replace(one, text=text, sections=sections)


class TestWithholding:
    def test_takes_the_contact_and_its_words_out_of_everything(self):
        record = made("Ada Marsh")

        out = withhold(record, ADA)

        [one] = out.releases
        assert one.facts.contacts == ()
        assert "Ada Marsh" not in one.text + out.documents[0].text
        assert len(one.text) == len(record.releases[0].text)
        assert out.documents[0].text[one.start : one.start + len(one.text)] == one.text

    def test_leaves_a_filing_that_does_not_speak_of_them_as_it_is(self):
        record = made("Bo Finch, 555-0100")

        assert withhold(record, ADA).releases[0] is record.releases[0]
        assert withhold(record, frozenset()) is record

    def test_leaves_prose_alone_and_what_others_are_reached_at(self):
        record = made(
            "Bo Finch, 555-0100, ir@example.com",
            body="The board thanked Ada Marsh, who leads the company since the spring of last year, for her work.",
        )

        assert withhold(record, ADA).releases == record.releases

    @pytest.mark.parametrize(
        "printed",
        [
            "ADA MARSH\n617-555-0111",
            "Dr. Ada  Marsh, PhD",
            "Contact: Ada Marsh at amarsh@example.com.",
            "Write to amarsh@example.com",
            "Ring Ada\tMarsh or 617-555-0111",
        ],
    )
    def test_finds_what_was_not_read_as_a_contact(self, printed):
        [out] = withhold(filing(unread(printed)), ADA).releases

        assert not any(word in out.text.casefold() for word in ("ada", "amarsh", "555-0111"))

    def test_a_contact_of_another_name_keeps_all_but_the_address(self):
        text = "Head\n\nBo Finch, amarsh@example.com, 555-0100"
        one = release()
        other = replace(contact("Bo Finch", text), emails=("amarsh@example.com",))
        record = filing(replace(one, text=text, sections=(), facts=replace(one.facts, contacts=(other,))))

        [out] = withhold(record, ADA).releases

        assert [(c.name, c.emails, c.phones) for c in out.facts.contacts] == [("Bo Finch", (), ("555-0100",))]

    @given(
        st.lists(
            st.sampled_from([*"aA1 \n\t-.,@(+", "Ada Marsh", "amarsh@example.com", "555-0100"]), max_size=80
        )
    )
    def test_never_fails_and_never_moves_a_word(self, pieces):
        text = "".join(pieces) or "x"
        one = replace(
            release(),
            text=text,
            sections=(Section(SectionKind.CONTACTS, Span(0, len(text))),),
            facts=ReleaseFacts(date=release().facts.date),
            section_html=(f'<p data-at="0">{escape(text, quote=False)}</p>',),
        )

        [out] = withhold(filing(one), ADA).releases

        assert len(out.text) == len(text)
        assert "amarsh@example.com" not in out.text.split()
        assert [was for was, now in zip(text, out.text, strict=True) if was != now and now != MASK] == []


@pytest.mark.parametrize("unit", ["1", "A", "(", "a@", "Ada ", "Ada Marsh\n", "1-", "Ada Marsh a@b.cc\n"])
def test_a_long_text_is_gone_through_in_time_that_grows_with_its_length(unit):
    text = unit * (300_000 // len(unit))
    one = replace(release(), text=text, sections=(), facts=ReleaseFacts(date=release().facts.date))

    [out] = withhold(filing(one), ADA).releases

    assert len(out.text) == len(text)
