"""What the archive keeps. Extracted rows are written by filings.ingest alone; what people decide, by
filings.corrections and the admin, is laid over them and outlasts them.

`start` and `end` are character offsets into `Release.text` (or `Document.text` where said so).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from filings.domain import FactKind, MediaKind, PartKind, Phase, SectionKind, SourceFormat, Status
from filings.headlines import sentence_capitals
from filings.overlay.shelves import as_sentence
from filings.overlay.values import Action, State, What


def _choices(enum: type) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]  # type: ignore[attr-defined]


class Registrant(models.Model):
    """A company that files with the SEC."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    folded = models.CharField(
        max_length=200, unique=True, help_text="the name without case, marks and legal form"
    )
    cik = models.PositiveBigIntegerField("Central Index Key", null=True, blank=True, unique=True)
    former_names = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registrant", args=[self.slug])


class RegistrantName(models.Model):
    """A name that a registrant has or had; the next filing under it is the same registrant's."""

    registrant = models.ForeignKey(Registrant, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120)
    folded = models.CharField(
        max_length=200, unique=True, help_text="the name without case, marks and legal form"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """One filing. `key` is its address: the accession number, or twelve digits of its text's SHA-256."""

    key = models.CharField(max_length=20, unique=True)
    accession_number = models.CharField(max_length=20, null=True, blank=True, unique=True)
    text_sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=20, choices=_choices(SourceFormat))
    registrant = models.ForeignKey(Registrant, on_delete=models.PROTECT, related_name="filings")
    co_registrants = models.ManyToManyField(Registrant, blank=True, related_name="co_filings")
    form_type = models.CharField(max_length=20, blank=True)
    filed_on = models.DateField(null=True, blank=True, db_index=True)
    signed_on = models.DateField(null=True, blank=True)
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_title = models.CharField(max_length=300, blank=True)
    period = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-filed_on", "-signed_on", "key"]

    def __str__(self) -> str:
        return f"{self.form_type} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("filing", args=[self.key])


class FilingRedirect(models.Model):
    """The address of a poorer copy that a better one took over."""

    key = models.CharField(max_length=20, unique=True)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="redirects")

    def __str__(self) -> str:
        return f"{self.key} → {self.filing.key}"


class Original(models.Model):
    """The bytes as they were ingested, kept under their own SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(
        max_length=500, help_text="path it was read from, and after ! the member of an archive"
    )
    file = models.FileField(upload_to="", max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="originals")
    is_current = models.BooleanField(default=True, help_text="the rows were read from this one")
    extractor_version = models.CharField(max_length=20, help_text="extractors and vocabularies that read it")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-is_current", "-added_at"]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One document of a filing: the form itself or an exhibit."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="documents")
    sequence = models.PositiveIntegerField()
    type = models.CharField(max_length=40, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    description = models.CharField(max_length=500, blank=True)
    media = models.CharField(max_length=10, choices=_choices(MediaKind))
    category = models.CharField(max_length=40)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["filing", "sequence"], name="document_place")]

    def __str__(self) -> str:
        return f"{self.type} ({self.filename or self.sequence})"


class DocumentPart(models.Model):
    """A stretch of a document; together they leave no character out. Offsets count into `Document.text`."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20, choices=_choices(PartKind))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}–{self.end}"


class Product(models.Model):
    """A drug candidate or product, under every name it ever had."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("product", args=[self.slug])


class ProductAlias(models.Model):
    """A name of a product, its own first one included; `release` and the offsets prove another name."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    folded = models.CharField(max_length=120, unique=True, help_text="letters and digits only: gti2040")
    release = models.ForeignKey("Release", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "product aliases"

    def __str__(self) -> str:
        return self.name


class Indication(models.Model):
    """A disease under its general name."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases, of which several may be copies of one."""

    def once(self) -> ReleaseQuerySet:
        """Leave the first copy alone of each story, of those that are here."""
        story = Coalesce("story_id", "pk")
        here = self.order_by()
        same = Q(story=OuterRef("of_story")) | Q(
            story=None, pk=OuterRef("of_story")
        )  # found by their indexes
        earlier = here.filter(same, copy_number__lt=OuterRef("copy_number"))
        return self.alias(of_story=story).filter(Q(copy_number=0) | ~Exists(earlier))

    def with_copies(self) -> ReleaseQuerySet:
        """Have each release's other copies at hand, without their texts."""
        copies = Release.objects.select_related("filing__registrant").defer("text", "body_html")
        rows = self.select_related("story__filing__registrant").defer("story__text", "story__body_html")
        return rows.prefetch_related(
            Prefetch("later_copies", copies), Prefetch("story__later_copies", copies)
        )


class Release(models.Model):
    """One press release. Its address is its filing's key and its number within the filing, from 1."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="releases")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField(help_text="where it begins in the document's text")
    exhibit = models.CharField(max_length=20, blank=True)
    headline = models.CharField(max_length=1000, blank=True)
    subheadline = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    printed_date = models.CharField(max_length=60, blank=True)
    date = models.DateField(null=True, blank=True, db_index=True)
    date_suspect = models.BooleanField(default=False)
    date_reason = models.TextField(blank=True)
    tickers = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    text = models.TextField()
    body_html = models.TextField(blank=True, help_text="sanitized when it was ingested")
    extractor_version = models.CharField(
        max_length=20, blank=True, help_text="extractors and vocabularies that found its facts"
    )
    products: models.ManyToManyField[Product, ReleaseProduct] = models.ManyToManyField(
        Product, through="ReleaseProduct", related_name="releases"
    )
    indications = models.ManyToManyField(Indication, blank=True, related_name="releases")
    story = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="later_copies",
        help_text="of a release furnished before: its first copy",
    )
    copy_number = models.PositiveIntegerField(
        default=0, help_text="0 for the first copy, then in order of filing"
    )
    story_key = models.CharField(
        max_length=120,
        blank=True,
        db_index=True,
        help_text="what all its copies share: the headline as printed",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "filing_id", "number"]
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="release_place")]
        # What pages count by, so that nobody has to leaf through the texts for it.
        indexes = [
            models.Index(fields=["date_suspect", "date"], name="release_days"),
            models.Index(fields=["filing", "date", "copy_number", "story"], name="release_in_brief"),
            models.Index(fields=["updated_at"], name="release_updates"),
        ]

    def __str__(self) -> str:
        return self.headline or f"Release {self.number} of {self.filing_id}"

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.filing.key, self.number])

    @property
    def shown_headline(self) -> str:
        """The headline, printed capitals in sentence capitals.

        The release's own words teach how its names are written, where they have been loaded.
        """
        text = "" if "text" in self.get_deferred_fields() else self.text
        return sentence_capitals(self.headline, text, [self.filing.registrant.name])

    @property
    def other_copies(self) -> list[Release]:
        """The same release as it was furnished at other times or by others, in the order of filing."""
        first = self.story or self
        copies = [copy for copy in (first, *first.later_copies.all()) if copy.pk != self.pk]
        return sorted(copies, key=lambda copy: copy.copy_number)


class ReleaseSection(models.Model):
    """A stretch of a release; together they leave no character out."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=20, choices=_choices(SectionKind))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    html = models.TextField(blank=True, help_text="sanitized when it was ingested")

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}–{self.end}"


class ReleaseFact(models.Model):
    """A simple fact at its place: what `headline`, `place`, `tickers` and the like were read from."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20, choices=_choices(FactKind))
    value = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class ReleaseProduct(models.Model):
    """A release that speaks of a product; `mentions` are [start, end] pairs under any of its names."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="product_links")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="release_links")
    printed_name = models.CharField(max_length=120)
    mentions = models.JSONField(default=list)
    candidates = models.JSONField(
        default=list, blank=True, help_text="what the release itself says, name by name"
    )
    rule = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "product"], name="product_once_a_release")]

    def __str__(self) -> str:
        return f"{self.product} in {self.release_id}"


class PhaseClaim(models.Model):
    """What one sentence of a release says of a product's trial phase."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="phase_claims")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="phase_claims")
    printed_name = models.CharField(
        max_length=120, blank=True, help_text="the product as the release names it"
    )
    phase = models.CharField(max_length=12, choices=_choices(Phase))
    status = models.CharField(max_length=10, choices=_choices(Status), blank=True)
    indication = models.ForeignKey(
        Indication, on_delete=models.PROTECT, null=True, blank=True, related_name="phase_claims"
    )
    evidence = models.TextField(help_text="the sentence, as printed")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.product} {self.phase}"


class Contact(models.Model):
    """A person to write to or ring, or a department, over all releases."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    folded = models.CharField(max_length=200, unique=True)
    is_department = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contact", args=[self.slug])


class ContactAppearance(models.Model):
    """A contact as one release prints it."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="appearances")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="contact_appearances")
    printed_name = models.CharField(
        max_length=200, blank=True, help_text="the person as the release names them"
    )
    organisation = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    phones = models.JSONField(default=list, blank=True)
    emails = models.JSONField(default=list, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.contact} in {self.release_id}"


class Quote(models.Model):
    """What somebody is quoted as saying in a release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="quotes")
    speaker = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.speaker or 'Somebody'}: {self.text[:60]}"


class FilingProblem(models.Model):
    """Something doubtful or unreadable, found while a filing was read."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="problems")
    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, null=True, blank=True, related_name="problems"
    )
    code = models.CharField(max_length=40)
    detail = models.TextField()

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


class IngestRun(models.Model):
    """One call of the ingest command."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    paths = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"Ingest of {self.started_at:%Y-%m-%d %H:%M}"


class IngestFile(models.Model):
    """What became of one file in one run."""

    class Outcome(models.TextChoices):
        """The five ways it can end."""

        NEW = "new"
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        SUPERSEDED = "superseded"
        FAILED = "failed"

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="files")
    source = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    filing = models.ForeignKey(Filing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="why it failed or was superseded")

    class Meta:
        indexes = [models.Index(fields=["run", "outcome"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="failed") | ~Q(reason=""), name="a_failure_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.outcome}"


# --- what people decide: never deleted, carried to other databases by `manage.py corrections` ----


class Decision(models.Model):
    """What all decisions of people have in common: why, by whom, when, and whether it was taken back.

    Names stand beside the keys of users, because a decision outlasts the account of whoever made it.
    """

    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="the same in every database"
    )
    reason = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        abstract = True


class Correction(Decision):
    """One fact of one release, overruled by a person.

    The release is known by what outlasts the database: its filing's accession number, else the SHA-256 of the
    original's bytes, its number, and its headline folded. `release`, `state` and `now_extracted` are what came
    of it at the last reading.
    """

    filing_identity = models.CharField(
        max_length=64, db_index=True, help_text="accession number, or SHA-256 of the original"
    )
    filing_key = models.CharField(
        max_length=20, help_text="the filing's address when it was made, to be shown"
    )
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=200, blank=True, help_text="folded: letters and digits only")
    what = models.CharField(max_length=20, choices=_choices(What))
    action = models.CharField(max_length=10, choices=_choices(Action))
    extracted = models.JSONField(
        null=True, blank=True, help_text="the whole fact as it was read; none if missed"
    )
    corrected = models.JSONField(null=True, blank=True, help_text="the fields that are set")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    turn = models.PositiveIntegerField(default=0, help_text="its turn among the corrections of the release")
    together = models.UUIDField(
        null=True,
        blank=True,
        db_index=True,
        help_text="shared by what was made of all copies of a release at once, and is undone at once",
    )
    superseded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )
    release = models.ForeignKey(
        Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    state = models.CharField(max_length=10, choices=_choices(State), default=State.WAITING, db_index=True)
    now_extracted = models.JSONField(null=True, blank=True, help_text="what the extractors say today")

    class Meta:
        ordering = ["turn", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.what} of {self.filing_key}/{self.number}"

    @property
    def printed_as(self) -> str:
        """What was extracted, as far as it is corrected, in words; empty where it was missed."""
        extracted = self.extracted
        if extracted and self.action == Action.SET and self.corrected:
            extracted = {field: extracted.get(field) for field in self.corrected}
        return as_sentence(What(self.what), extracted)

    @property
    def reads_now(self) -> str:
        """What it was corrected to, in words; empty where it was rejected."""
        return as_sentence(What(self.what), self.corrected)

    @property
    def extracted_now(self) -> str:
        """What the extractors say today, in words; empty where they say nothing."""
        return as_sentence(What(self.what), self.now_extracted)


class Judgement(Decision):
    """Which names are one's and which are two's: names in one group are one, in different groups two.

    A later judgement about two names prevails over an earlier one.
    """

    groups = models.JSONField(help_text="lists of names as printed; they are compared folded")

    class Meta:
        abstract = True
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return " ≠ ".join(" = ".join(group) for group in self.groups)


class ProductJudgement(Judgement):
    """Which names are one product."""

    class Meta(Judgement.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_judgement_has_a_reason"),
        ]


class ContactJudgement(Judgement):
    """Which names are one person; the first name of a group is the one that is shown."""

    class Meta(Judgement.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_contact_judgement_has_a_reason"),
        ]


class Suppression(Decision):
    """A person whose contact details are kept out of the archive for good, at their request.

    Neither name nor number nor address is kept, but what they hash to (`filings.withholding`): enough to know
    them again in the next filing.
    """

    digests = models.JSONField(help_text="of the names, numbers and addresses that are left out")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_suppression_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"A contact withheld since {self.made_at:%-d %B %Y}"


class Review(Decision):
    """What a person said of something doubtful, so that it is not asked again.

    `token` is made of what was seen, under names that outlast the database: where another reading says
    something else, the question comes up anew.
    """

    class Verdict(models.TextChoices):
        """The three ways to answer."""

        ACCEPTED = "accepted"
        REJECTED = "rejected"
        MENDED = "mended"

    kind = models.CharField(max_length=20)
    token = models.CharField(max_length=64, db_index=True)
    seen = models.JSONField(help_text="what was asked about, as it was read then")
    title = models.TextField(help_text="the question in one line")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    release = models.ForeignKey(
        Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    corrections = models.ManyToManyField(
        Correction, blank=True, related_name="reviews", help_text="what the answer led to"
    )
    judgement = models.ForeignKey(
        ProductJudgement, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    contact_judgement = models.ForeignKey(
        ContactJudgement, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}: {self.verdict}"


class VocabularyEntry(models.Model):
    """A word that the administrator teaches the extractors; it takes effect at the next extraction."""

    class Kind(models.TextChoices):
        """What is taught."""

        PRODUCT = "product", "product: a name that is always a candidate"
        ALIAS = "alias", "alias: another name of a product"
        EXCLUSION = "exclusion", "exclusion: a name that is never a candidate"
        INDICATION = "indication", "indication: a disease under its general name"
        SYNONYM = "synonym", "synonym: another name of an indication"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=120, help_text="as releases print it; case and hyphens do not count")
    target = models.CharField(
        max_length=120, blank=True, help_text="of an alias the product, of a synonym the indication"
    )
    note = models.TextField(blank=True, help_text="where it comes from")
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "text"]
        verbose_name_plural = "vocabulary entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "text"], name="vocabulary_entry_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["alias", "synonym"]) ^ Q(target=""),
                name="aliases_and_synonyms_have_a_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.target}" if self.target else self.text
