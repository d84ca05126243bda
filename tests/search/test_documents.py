from datetime import date

import pytest

from filings.domain import Phase, SectionKind
from filings.models import Release
from search.documents import Claim, Label, SearchDocument, release_documents
from tests.factories import (
    make_claim,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)

pytestmark = pytest.mark.django_db


def only_document():
    [document] = release_documents(Release.objects.all())
    return document


class TestReleaseDocuments:
    def test_texts_come_from_their_sections(self):
        release = make_release(
            headline="PROGRESS", body="The body.", contacts="Rhona Tait", boilerplate="About us."
        )

        document = only_document()

        assert (document.release_id, document.headline, document.body) == (
            release.pk,
            "PROGRESS",
            "The body.",
        )
        assert (document.contacts, document.boilerplate) == ("Rhona Tait", "About us.")

    def test_tickers_and_remainders_are_searched_after_the_body(self):
        release = make_release(headline="TSX: HLV", body="The body.")
        release.sections.filter(kind=SectionKind.HEADLINE).update(kind=SectionKind.TICKERS)

        assert only_document().body == "The body.\n\nTSX: HLV"

    def test_every_section_of_a_field_leads_to_the_release(self):
        release = make_release(headline="TSX: HLV", body="The body.", boilerplate="About us.")
        release.sections.filter(kind=SectionKind.HEADLINE).update(kind=SectionKind.TICKERS)

        document = only_document()

        for words, field in (("The body", "body"), ("TSX", "body"), ("About us", "boilerplate")):
            at = getattr(document, field).index(words)
            stretch = [
                stretch for stretch in document.stretches if stretch.field == field and stretch.at <= at
            ][-1]
            assert release.text[at - stretch.at + stretch.start :].startswith(words)

    def test_the_lead_is_the_first_paragraph(self):
        first = "A first paragraph. " * 8
        body = f"{first}\n\nThe second paragraph."

        assert SearchDocument(release_id=1, body=body).lead == first
        assert SearchDocument(release_id=1, body="Short.\n\nAlone.").lead == "Short.\n\nAlone."

    def test_claims_bring_their_values_along(self):
        release = make_release(topics=["financial results"], date=date(2004, 1, 12))
        product = make_product("HLV-101", aliases=["Zelmarit"])
        make_claim(
            release, product, Phase.PHASE_1_2, indication=make_indication("melanoma"), evidence="A sentence."
        )
        release.product_links.all().delete()

        document = only_document()

        assert document.claims == (Claim("hlv-101", "phase-1-2", "melanoma", "", "A sentence."),)
        assert document.products == (Label("hlv-101", "HLV-101"),)
        assert document.names == (Label("hlv-101", "HLV-101"), Label("hlv-101", "Zelmarit"))
        assert document.indications == (Label("melanoma", "melanoma"),)
        assert document.topics == (Label("financial-results", "financial results"),)

    def test_a_joint_release_belongs_to_all_its_registrants(self):
        filing = make_filing(make_registrant("Halvorsen Biosciences Inc."))
        filing.co_registrants.add(make_registrant("Quillon AG"))
        make_release(filing=filing)

        assert [slug for slug, _ in only_document().registrants] == [
            "halvorsen-biosciences-inc",
            "quillon-ag",
        ]

    def test_the_number_of_questions_to_the_database_does_not_grow(self, django_assert_max_num_queries):
        for _ in range(30):
            make_claim(make_release(), make_product(), Phase.PHASE_1, indication=make_indication())

        with django_assert_max_num_queries(12):
            assert len(list(release_documents(Release.objects.all()))) == 30
