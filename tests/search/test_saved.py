"""Saved searches: each reader's own, what is new in them, and e-mails that tell everything once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from filings.domain import Phase
from filings.models import Filing
from search import indexing
from search.models import SavedSearch
from search.query import SearchQuery
from search.saved import letters, news
from search.saved.forms import MOST
from tests.factories import make_claim, make_filing, make_product, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def reader(client):
    reader = User.objects.create_user("ada", "ada@example.com", "made-for-tests")
    client.force_login(reader)
    return reader


@pytest.fixture
def saved(reader):
    """A daily search for HLV-101, kept an hour ago."""
    ago = timezone.now() - timedelta(hours=1)
    return SavedSearch.objects.create(
        reader=reader,
        name="My drug",
        asked="product=hlv-101",
        frequency="daily",
        created_at=ago,
        seen_at=ago,
        told_from=ago,
    )


def come(product: str = "HLV-101", ago: timedelta = timedelta(), **fields):
    """Let a release come into the archive."""
    release = make_release(body=f"{product} is in Phase II.", **fields)
    make_claim(release, make_product(product), Phase.PHASE_2)
    Filing.objects.filter(pk=release.filing_id).update(created_at=timezone.now() - ago)
    indexing.rebuild()
    return release


def digest(**options) -> list:
    before = len(mail.outbox)
    call_command("send_alerts", **options)
    return mail.outbox[before:]


class TestKeeping:
    def test_a_stranger_is_led_to_the_sign_in_page_and_back(self, client):
        response = client.get("/saved/keep/?q=renal")

        assert response.status_code == 302
        assert response.url == "/account/sign-in/?next=/saved/keep/%3Fq%3Drenal"

    def test_a_search_is_kept_as_its_canonical_address(self, client, reader):
        indexing.rebuild()
        client.post("/saved/keep/?page=3&phase=phase-3&q=renal", {"name": "Mine", "frequency": "never"})

        assert [row.asked for row in reader.saved_searches.all()] == ["q=renal&phase=phase-3"]

    def test_the_form_says_what_would_have_been_told(self, client, reader):
        come(filing=make_filing(filed_on=timezone.localdate() - timedelta(days=3)))
        response = client.get("/saved/keep/?product=hlv-101")

        assert "told you of 1 release, once, in the last 100 days" in " ".join(
            response.content.decode().split()
        )

    def test_of_an_old_archive_its_own_last_days_are_told_too(self):
        come(filing=make_filing(filed_on=date(2004, 3, 3)))
        come(filing=make_filing(filed_on=date(2004, 3, 1)))

        now, then = news.forecast(SearchQuery(product=("hlv-101",)), date(2026, 1, 1))

        assert (now.releases, then.releases, then.days, then.until) == (0, 2, 2, date(2004, 3, 3))

    def test_a_name_is_used_once(self, client, saved):
        indexing.rebuild()
        response = client.post("/saved/keep/?q=x", {"name": "My drug", "frequency": "never"})

        assert response.status_code == 400
        assert "Choose another name" in response.content.decode()

    def test_a_reader_keeps_no_more_than_the_limit(self, client, reader):
        indexing.rebuild()
        SavedSearch.objects.bulk_create([SavedSearch(reader=reader, name=str(n)) for n in range(MOST)])
        response = client.post("/saved/keep/?q=x", {"name": "One more", "frequency": "never"})

        assert response.status_code == 400
        assert reader.saved_searches.count() == MOST

    def test_letters_to_nowhere_are_refused(self, client, reader):
        User.objects.update(email="")
        indexing.rebuild()
        response = client.post("/saved/keep/?q=x", {"name": "Mine", "frequency": "daily"})

        assert "no e-mail address" in response.content.decode()

    def test_a_hostile_name_is_shown_as_text(self, client, reader):
        indexing.rebuild()
        client.post("/saved/keep/?q=x", {"name": "<script>alert(1)</script>", "frequency": "never"})

        assert b"<script>alert" not in client.get("/saved/").content


class TestReading:
    def test_what_came_since_the_last_look_is_counted_and_listed(self, client, saved):
        come(headline="Old news", ago=timedelta(days=2))
        come(headline="Fresh news")

        assert "1 release</a>" in client.get("/saved/").content.decode()
        listed = client.get(f"/saved/{saved.pk}/new/").content.decode()
        assert "Fresh news" in listed
        assert "Old news" not in listed

    def test_opening_a_search_leads_to_it_and_takes_all_as_seen(self, client, saved):
        come()
        response = client.get(f"/saved/{saved.pk}/")

        assert response.url == "/?product=hlv-101"
        assert "nothing" in client.get("/saved/").content.decode()

    @pytest.mark.parametrize("page", ["", "new/", "change/"])
    def test_another_readers_search_is_not_there(self, client, saved, page):
        client.force_login(User.objects.create_user("eve"))

        assert client.get(f"/saved/{saved.pk}/{page}").status_code == 404

    def test_nobody_deletes_anothers_search(self, client, saved):
        client.force_login(User.objects.create_user("eve"))
        client.post(f"/saved/{saved.pk}/delete/")

        assert SavedSearch.objects.filter(pk=saved.pk).exists()

    def test_a_search_is_not_deleted_by_a_link(self, client, saved):
        assert client.get(f"/saved/{saved.pk}/delete/").status_code == 405

    def test_a_search_is_renamed_and_deleted(self, client, saved):
        client.post(f"/saved/{saved.pk}/change/", {"name": "Other", "frequency": "weekly"})
        assert SavedSearch.objects.values_list("name", "frequency").get() == ("Other", "weekly")

        client.post(f"/saved/{saved.pk}/delete/")
        assert not SavedSearch.objects.exists()

    def test_a_search_that_a_later_grammar_refuses_is_told_and_kept(self, client, saved):
        SavedSearch.objects.update(asked="q=%28")
        indexing.rebuild()

        assert "cannot be read" in client.get("/saved/").content.decode()


class TestDigests:
    def test_a_digest_tells_of_each_release_with_its_address_and_claims(self, saved, settings):
        settings.PHASELINE_URL = "https://archive.example.org/"
        release = come(headline="Halvorsen reports", date="2004-01-12")
        [letter] = digest()
        html = letter.alternatives[0].content

        assert (letter.to, letter.subject) == (["ada@example.com"], "1 new release in “My drug”")
        for part in (letter.body, html):
            assert f"https://archive.example.org{release.get_absolute_url()}" in part
            assert "12 January 2004" in part
            assert "HLV-101: Phase 2" in part
            assert "“Halvorsen reports HLV-101 is in Phase II.”" in unescape(part)

    def test_a_digest_tells_of_no_other_drug_s_claims(self, saved):
        make_claim(come(), make_product("HLV-999"), Phase.PHASE_3)
        [letter] = digest()

        assert "HLV-999: Phase 3" not in letter.body

    def test_nothing_is_told_twice(self, saved):
        come()
        digest()
        SavedSearch.objects.update(last_told_at=timezone.now() - timedelta(days=2))

        assert digest() == []

    def test_what_reached_the_index_late_is_told_later(self, saved):
        come()
        digest()
        come(headline="LATE", ago=timedelta(minutes=30))  # its filing came before the digest
        SavedSearch.objects.update(last_told_at=timezone.now() - timedelta(days=2))

        assert [letter.subject for letter in digest()] == ["1 new release in “My drug”"]

    def test_what_came_before_the_search_was_kept_is_not_told(self, saved):
        come(ago=timedelta(days=1))

        assert digest() == []

    def test_what_another_drug_does_is_not_told(self, saved):
        come("HLV-999")

        assert digest() == []

    @pytest.mark.parametrize(("frequency", "hours"), [("daily", 19), ("weekly", 150)])
    def test_a_digest_waits_for_its_time(self, saved, frequency, hours):
        ago = timezone.now() - timedelta(hours=hours)
        SavedSearch.objects.update(frequency=frequency, last_told_at=ago)
        come()
        assert digest() == []

        SavedSearch.objects.update(last_told_at=ago - timedelta(hours=8))
        assert len(digest()) == 1

    def test_one_reader_gets_one_letter_of_all_searches(self, saved):
        SavedSearch.objects.create(
            reader=saved.reader, name="Second", asked="q=phase", frequency="weekly", told_from=saved.told_from
        )
        come()

        assert [letter.subject for letter in digest()] == ["2 new releases in “My drug” and 1 more"]

    def test_a_letter_that_cannot_be_sent_is_told_next_time(self, saved, settings):
        come()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
        with pytest.raises(CommandError, match=r"ada@example\.com"):
            call_command("send_alerts")
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert len(digest()) == 1

    def test_a_dry_run_sends_and_remembers_nothing(self, saved, capsys):
        come()

        assert digest(dry_run=True) == []
        assert "ada@example.com: My drug: 1" in capsys.readouterr().out
        assert len(digest()) == 1

    def test_a_name_over_several_lines_cannot_forge_headers(self, saved):
        SavedSearch.objects.update(name="x\nBcc: all@example.com")
        come()
        [letter] = digest()

        assert letter.message()["Bcc"] is None

    def test_letters_begin_with_what_comes_after_they_were_wanted(self, client, saved):
        SavedSearch.objects.update(frequency="never")
        come(ago=timedelta(minutes=5))
        client.post(f"/saved/{saved.pk}/change/", {"name": "My drug", "frequency": "daily"})

        assert digest() == []


class TestUnsubscribing:
    @pytest.fixture
    def letter(self, saved):
        come()
        return digest()[0]

    def path(self, letter) -> str:
        address = re.fullmatch(r"<http://[^/]+(/.*)>", letter.extra_headers["List-Unsubscribe"])
        assert address
        return address[1]

    def test_one_click_of_the_mail_program_stops_the_letters(self, client, letter):
        client.logout()
        client.handler.enforce_csrf_checks = True
        response = client.post(self.path(letter), {"List-Unsubscribe": "One-Click"})

        assert response.status_code == 200
        assert SavedSearch.objects.get().frequency == "never"
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_looking_at_the_link_stops_nothing(self, client, letter):
        response = client.get(self.path(letter))

        assert "Stop these e-mails?" in response.content.decode()
        assert SavedSearch.objects.get().frequency == "daily"

    def test_a_link_of_one_search_stops_that_one_alone(self, client, letter, saved):
        SavedSearch.objects.create(reader=saved.reader, name="Second", frequency="weekly")
        client.post(f"/saved/unsubscribe/{letters.token({'search': saved.pk})}/")

        assert set(SavedSearch.objects.values_list("name", "frequency")) == {
            ("My drug", "never"),
            ("Second", "weekly"),
        }

    def test_a_forged_link_stops_nothing(self, client, letter):
        assert client.post("/saved/unsubscribe/forged:token/").status_code == 404
        assert SavedSearch.objects.get().frequency == "daily"


class TestAccounts:
    def test_a_reader_signs_in_and_comes_back_to_the_page(self, client):
        User.objects.create_user("ada", "ada@example.com", "made-for-tests")
        page = client.get("/account/sign-in/?next=/saved/")
        assert 'name="next" value="/saved/"' in page.content.decode()

        response = client.post(
            "/account/sign-in/", {"username": "ada", "password": "made-for-tests", "next": "/saved/"}
        )
        assert response.url == "/saved/"

    def test_a_forgotten_password_is_chosen_anew_by_e_mail(self, client):
        User.objects.create_user("ada", "ada@example.com", "made-for-tests")
        client.post("/account/password/", {"email": "ada@example.com"})
        path = re.search(r"http://testserver(\S+)", mail.outbox[-1].body.split("here:")[1])
        assert path
        page = client.get(path[1], follow=True)
        client.post(
            page.redirect_chain[-1][0],
            {"new_password1": "another-good-one", "new_password2": "another-good-one"},
        )

        assert client.login(username="ada", password="another-good-one")
