"""The numbers of a contact over the years, on the contact's page."""

from datetime import date

import pytest

from filings.models import Contact
from tests.factories import make_release

pytestmark = pytest.mark.django_db


def make_contact(*printings):
    contact = Contact.objects.create(name="Vera Quill", slug="vera-quill", folded="veraquill")
    for day, place, number in printings:
        release = make_release(date=day, place=place)
        release.contact_appearances.create(
            contact=contact, phones=[number], start=0, end=1, rule="contacts.person"
        )
    return contact


def numbers_of(client, contact):
    page = client.get(contact.get_absolute_url())
    assert page.status_code == 200
    return page.content.decode().partition('id="numbers"')[2].partition('id="releases"')[0]


def test_one_number_printed_in_two_ways_is_shown_once_with_its_years(client):
    contact = make_contact(
        (date(2004, 5, 1), "Haifa, Israel", "04-555-0121"),
        (date(2009, 5, 1), "New York", "+972 4 555 0121"),
    )

    shown = numbers_of(client, contact)

    assert shown.count('href="tel:+97245550121"') == 1
    assert "04-555-0121 · +972 4 555 0121" in shown
    assert "2004–2009" in shown


def test_a_half_printed_number_is_said_to_stand_as_printed(client):
    shown = numbers_of(client, make_contact((date(2004, 5, 1), "Boston", "555-0121")))

    assert "as printed" in shown.partition("<tbody>")[2]
    assert "tel:" not in shown


def test_numbers_cost_one_query_whatever_their_number(client, django_assert_max_num_queries):
    contact = make_contact(*((date(2000 + n, 1, 1), "", f"(416) 555-01{n:02}") for n in range(12)))

    with django_assert_max_num_queries(15):
        client.get(contact.get_absolute_url())
