import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from filings.corrections import CorrectionError, merge_products, split_product, undo_judgement
from filings.corrections.exchange import export, import_lines
from filings.ingest.again import reextract
from filings.models import Filing, Product, ProductJudgement
from filings.sources import source_file
from search.backends import get_backend
from search.query import SearchQuery
from tests.filings.corrections.conftest import load, submission

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The register says so."


def product(name: str) -> Product:
    return Product.objects.get(aliases__name=name)


def picture() -> list[tuple]:
    """All that readers see of products."""
    return sorted(
        (
            row.name,
            row.slug,
            sorted(row.aliases.values_list("name", flat=True)),
            sorted(row.releases.values_list("headline", flat=True)),
            sorted(row.phase_claims.values_list("phase", flat=True)),
        )
        for row in Product.objects.all()
    )


@pytest.fixture
def merged(archive, user) -> ProductJudgement:
    return merge_products(product("LKS-112"), product("LKS-400"), reason=WHY, user=user)


class TestMergingAndSplitting:
    def test_a_merged_product_has_all_names_releases_and_claims_of_both(self, merged):
        [row] = Product.objects.all()

        assert set(row.aliases.values_list("name", flat=True)) == {"LKS-112", "LKS-400"}
        assert row.releases.count() == 2
        assert sorted(row.phase_claims.values_list("phase", flat=True)) == ["Phase 2", "Phase 3"]

    def test_both_addresses_lead_to_the_merged_product(self, merged):
        answers = [Client().get(f"/products/{slug}/", follow=True) for slug in ("lks-112", "lks-400")]

        assert [answer.status_code for answer in answers] == [200, 200]

    def test_a_search_for_the_product_finds_the_releases_of_both_at_once(self, archive, user):
        before = get_backend().search(SearchQuery(product=("lks-112",))).total

        merge_products(product("LKS-112"), product("LKS-400"), reason=WHY, user=user)

        slug = Product.objects.get().slug
        assert before == 1
        assert get_backend().search(SearchQuery(product=(slug,))).total == 2

    def test_to_split_again_leaves_everything_as_it_was(self, archive, user):
        before = picture()
        merge_products(product("LKS-112"), product("LKS-400"), reason=WHY, user=user)

        split_product(product("LKS-112"), ["LKS-400"], reason=WHY, user=user)

        assert picture() == before
        assert get_backend().search(SearchQuery(product=("lks-400",))).total == 1

    def test_to_undo_a_merge_leaves_everything_as_it_was(self, archive, user):
        before = picture()
        judgement = merge_products(product("LKS-112"), product("LKS-400"), reason=WHY, user=user)

        undo_judgement(judgement, user)

        assert picture() == before

    def test_judgements_outlast_new_readings_and_a_new_database(self, merged):
        merged_picture = [(name, aliases, titles) for name, _, aliases, titles, _ in picture()]
        carried = list(export())

        load(force=True)
        assert not reextract().failures
        assert Product.objects.count() == 1
        Filing.objects.all().delete()
        Product.objects.all().delete()
        ProductJudgement.objects.all().delete()
        import_lines(carried)
        load()

        assert [(name, aliases, titles) for name, _, aliases, titles, _ in picture()] == merged_picture

    def test_a_merge_of_what_was_split_prevails_over_the_older_judgement(self, merged, user):
        split_product(product("LKS-112"), ["LKS-400"], reason=WHY, user=user)

        merge_products(product("LKS-112"), product("LKS-400"), reason=WHY, user=user)

        assert Product.objects.count() == 1


class TestSplittingWhatAReleaseJoins:
    @pytest.fixture
    def renamed(self, archive):
        from filings.ingest import ingest

        data = submission(
            3,
            "LARKSPUR RENAMES ITS DRUG",
            "LEEDS, ENGLAND - May 4, 2004 - Larkspur Pharma Inc. today said that its drug LKS-112, formerly "
            "known as LKS-400, has completed a Phase I clinical trial.",
            day="20040504",
        )
        assert not ingest([source_file("renamed.txt", data)]).failures
        assert Product.objects.count() == 1

    def test_names_that_a_release_calls_one_become_two_and_one_again(self, renamed, user):
        before = picture()

        judgement = split_product(product("LKS-112"), ["LKS-400"], reason=WHY, user=user)

        assert [(name, aliases) for name, _, aliases, _, _ in picture()] == [
            ("LKS-112", ["LKS-112"]),
            ("LKS-400", ["LKS-400"]),
        ]
        assert product("LKS-400").releases.count() == 2  # the release that tells of both speaks of both
        assert not reextract().failures
        assert Product.objects.count() == 2
        undo_judgement(judgement, user)
        assert picture() == before


class TestWhatIsRefused:
    def test_a_product_is_not_merged_with_itself(self, archive, user):
        with pytest.raises(CorrectionError):
            merge_products(product("LKS-112"), product("LKS-112"), reason=WHY, user=user)

    @pytest.mark.parametrize("names", [[], ["LKS-112"], ["ZZ-9"]])
    def test_one_name_must_stay_and_one_must_go(self, archive, user, names):
        with pytest.raises(CorrectionError):
            split_product(product("LKS-112"), names, reason=WHY, user=user)

    def test_no_reason_is_refused(self, archive):
        user = get_user_model().objects.create_user("other")
        with pytest.raises(CorrectionError, match="why"):
            merge_products(product("LKS-112"), product("LKS-400"), reason="", user=user)
