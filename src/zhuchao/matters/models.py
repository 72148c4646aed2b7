"""The tables of a matter. A matter is changed only together with its version: see `changing`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from zhuchao.access.models import Identity, SealedRow
from zhuchao.journal.fields import CanonicalJSON, PathField
from zhuchao.matters.models_party import Admission as Admission
from zhuchao.matters.models_party import AdmissionStep as AdmissionStep
from zhuchao.matters.models_party import Quota as Quota
from zhuchao.matters.models_party import Reunion as Reunion
from zhuchao.matters.models_party import Seeking as Seeking
from zhuchao.places.models import Division
from zhuchao.registry.models import Duty, Organisation, Person

PARTICIPANTS = {
    "asker": gettext_noop("诉求人"),
    "follower": gettext_noop("跟进的人"),
    "proxy": gettext_noop("代录人"),
    "other": gettext_noop("对方当事人"),
    "deputy": gettext_noop("代表"),
    "claimer": gettext_noop("认领人"),
    "offerer": gettext_noop("愿意帮忙的人"),
    "helper": gettext_noop("帮忙的人"),
    "mediator": gettext_noop("调解员"),
    "barred": gettext_noop("应回避的人"),
}
"""What somebody is to a matter he takes part in."""

URGENCIES = [
    ("emergency", gettext_noop("危及安全")),
    ("timely", gettext_noop("水电气热等急事")),
    ("general", gettext_noop("一般")),
    ("difficult", gettext_noop("疑难")),
]
CHANNELS = [
    ("web", gettext_noop("网页")),
    ("proxy", gettext_noop("代为填报")),
    ("import", gettext_noop("批量导入")),
    ("api", gettext_noop("接口")),
    ("open311", gettext_noop("Open311")),
]

CATEGORY_SOURCES = {
    "asker": gettext_noop("诉求人选的"),
    "staff": gettext_noop("工作人员定的"),
    "model": gettext_noop("模型建议"),
    "keywords": gettext_noop("关键词建议"),
    "import": gettext_noop("导入时带的"),
}
"""Who said what a matter is about; only a person's word is worth learning from."""


class Matter(models.Model):
    """One demand, from raised to answered. Children change only after `version` was bumped."""

    kind = models.CharField(max_length=24)
    receipt = models.CharField("受理编号", max_length=20, unique=True)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField("标题", max_length=120, blank=True)
    text = models.TextField("内容", blank=True)
    """For sealed kinds a redacted summary; the original is then a sealed Statement."""
    category = models.CharField("类别", max_length=40, blank=True)
    category_source = models.CharField(max_length=12, blank=True)
    """One of CATEGORY_SOURCES."""
    urgency = models.CharField("紧急程度", max_length=12, choices=URGENCIES, default="general")
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="matters")
    division_path = PathField(blank=True)
    address = models.CharField("地点", max_length=160, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    raised_at = models.DateTimeField("提出时间")
    due_at = models.DateTimeField(null=True)
    """The nearest open deadline; a copy for lists, kept by `clocks`."""
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The lead of the open holdings; a copy for lists, kept by `holdings`."""
    rules_version = models.CharField(max_length=24)
    """The version of the kind's rule set it began under."""
    payload = CanonicalJSON(default=dict)
    """Intake answers, a frozen dataclass of the kind; never filtered on."""
    channel = models.CharField(max_length=12, choices=CHANNELS, default="web")
    origin = models.CharField(max_length=60, blank=True)
    """Neutral reference to what raised it, such as a meeting."""
    external_system = models.CharField("外部系统", max_length=24, blank=True)
    external_no = models.CharField("外部编号", max_length=60, blank=True)
    external_due = models.DateTimeField("外部时限", null=True)
    pushed_at = models.DateTimeField(null=True)
    intake_key = models.UUIDField(null=True, unique=True)
    intake_digest = models.CharField(max_length=64, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    answer = models.TextField("答复", blank=True)
    """The last answer given to the asker; every earlier one is a remark in the journal."""
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["division_path", "-raised_at", "-id", "kind"], name="matter_path"),
            models.Index(fields=["holder", "-raised_at", "-id"], name="matter_holder"),
            models.Index(fields=["-raised_at", "-id", "kind"], name="matter_raised"),
            models.Index(
                fields=["lat", "lon"], name="matter_point", condition=Q(lat__isnull=False)
            ),
            models.Index(fields=["due_at"], name="matter_due", condition=Q(closed_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_system", "external_no"],
                name="matter_external",
                condition=~Q(external_no=""),
            )
        ]

    def __str__(self) -> str:
        return self.receipt


class Participant(models.Model):
    """Somebody who takes part: the asker, a follower, who entered it for him, who claimed it.

    Who it is stands in `identity`, `account` or `organisation`, or only his `receipt` opens it.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="participants")
    role = models.CharField(max_length=12)
    """One of PARTICIPANTS."""
    identity = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    account = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=20, blank=True)
    """A follower's or claimer's own receipt, so that he too can look it up."""
    share = models.BooleanField(default=False)
    """He agreed that the handling offices see who he is."""
    part = models.PositiveIntegerField(null=True)
    """How much of it is his, in the kind's own unit, where several take shares."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """When he took part no longer."""
    done_at = models.DateTimeField(null=True)
    """When his part was done; a part that was given back, or ran out, never is."""

    class Meta:
        indexes = [
            models.Index(fields=["receipt"], name="participant_receipt", condition=~Q(receipt="")),
            models.Index(
                fields=["account", "role"],
                name="participant_account",
                condition=Q(account__isnull=False),
            ),
        ]


class Holding(models.Model):
    """An organisation that has the matter in its hands, in a role, from and to."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="holdings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=12)
    """intake, hop, lead, assist or origin."""
    hop = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=12, default="open")
    """open, signed, arrived, done, rated, or left (returned, passed on, replaced)."""
    account = models.BigIntegerField(null=True)
    """The person in the organisation who took it, so that it can be handed over."""
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "matter"],
                name="holding_open",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["account"],
                name="holding_account",
                condition=Q(ended_at__isnull=True, account__isnull=False),
            ),
        ]


class Deadline(models.Model):
    """A clock that was started on a matter, and when it was stopped."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="deadlines")
    holding = models.ForeignKey(Holding, models.CASCADE, null=True, related_name="+")
    """Whose part it limits, where a clock runs for each holder."""
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="+")
    """Whose part it limits, where a clock runs for each of several people."""
    clock = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """What staff are warned on."""
    shifted_at = models.DateTimeField()
    """What the asker is told: a last day on a rest day moves to the next working day."""
    provisional = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    """How far lateness has climbed: 0 nobody, 1 holder, 2 section head, 3 leader."""
    next_at = models.DateTimeField(null=True)
    """When the tick looks at it again; empty when nothing is left to do."""

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="deadline_next", condition=Q(stopped_at__isnull=True)
            ),
        ]


class Request(models.Model):
    """Something decided beside the main state: a return, an extension, an exclusion."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="requests")
    holding = models.ForeignKey(Holding, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=16)
    reason_code = models.CharField(max_length=24, blank=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    """The duty a return cites."""
    proposed = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Who should have it instead."""
    days = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=48)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=48, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    """granted or refused; empty while open."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holding", "kind"], name="request_once", condition=Q(kind="return")
            )
        ]


class Statement(SealedRow):
    """The sealed original of a matter of a sealed kind, in another row so that policy is by row."""

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="statement")


class Record(SealedRow):
    """Words of a sealed kind that were given with a step, sealed like the original."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="records")
    step = models.CharField(max_length=24)
    made_at = models.DateTimeField()


class CardBatch(models.Model):
    """A code that stands on printed cards: of one wish, or of a batch that leads to the list.

    What is known of a scan is its batch and its day, nothing of who scanned (M15).
    """

    code = models.CharField("卡片编号", max_length=12, unique=True)
    matter = models.OneToOneField(Matter, models.CASCADE, null=True, related_name="card")
    """The wish this is the code of; empty for a batch of a campaign."""
    campaign = models.CharField("活动", max_length=60, blank=True)
    place = models.CharField("投放地点", max_length=120, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    """Whose wishes a batch leads to; empty: of everywhere."""
    category = models.CharField(max_length=40, blank=True)
    printed = models.PositiveIntegerField("印数", default=0)
    delivered = models.PositiveIntegerField("已投放", default=0)
    made_at = models.DateTimeField()


class CardScans(models.Model):
    """How often a code was scanned on a day; told to the journal when the day is over."""

    batch = models.ForeignKey(CardBatch, models.CASCADE, related_name="scans")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "day"], name="card_scans_day")]


class ShelfMediator(models.Model):
    """A mediator on the shelf of a dispute desk, from and to a day; that he may act is a tie."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fields = CanonicalJSON("擅长的纠纷", default=list)
    """Codes of categories of disputes; none: any."""
    languages = models.CharField("语言", max_length=60, blank=True)
    mode = models.CharField("当班方式", max_length=12)
    days = CanonicalJSON("当班日", default=list)
    """Weekdays, Monday is 1; none: on call."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class ShelfService(models.Model):
    """A service on the shelf: at one desk, or at every one."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    about = models.CharField("说明", max_length=160, blank=True)
    desk = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class SavedLink(models.Model):
    """A filter of the list that somebody wants back with one click."""

    account = models.BigIntegerField()
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_link_name")]


RECEPTION_MODES = [
    ("receive", gettext_noop("接访")),
    ("appointed", gettext_noop("约访")),
    ("go_down", gettext_noop("下访")),
]
"""How a leader meets petitioners: at the counter, by appointment, where they live."""


class Reception(models.Model):
    """One session in which a leader receives petitioners (信访工作条例第十八条)."""

    mode = models.CharField("方式", max_length=12, choices=RECEPTION_MODES)
    day = models.DateField("日期")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.CharField("地点", max_length=120)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    division_path = PathField()
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-day", "-id"], name="reception_day")]


class Batch(models.Model):
    """One visit on one matter at one time: a 批, whose people are counted apart (domain.md §1)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="batches")
    reception = models.ForeignKey(Reception, models.PROTECT, null=True, related_name="batches")
    day = models.DateField()
    headcount = models.PositiveIntegerField()
    """How many came: 人次."""
    deputies = models.PositiveIntegerField(default=1)
    """How many of them spoke for the others."""
    collective = models.BooleanField()
    """A collective visit by the rules in force that day."""

    class Meta:
        constraints = [models.CheckConstraint(name="batch_people", condition=Q(headcount__gte=1))]

    @property
    def number(self) -> str:
        """What the batch is called on paper."""
        return f"{self.day:%Y%m%d}-{self.pk}"


class Likeness(models.Model):
    """A keyed fingerprint of sealed words: tells how alike two are, and nothing of them."""

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="likeness")
    marks = models.BinaryField()
