"""What is filled in about disputes: the application, the shelf, a further party, a hand-over."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.access.form_parts import BlamingForm, ChoiceField, Choices, NumberField, phone_field
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.drafts import MAX_ADDRESS, MAX_TEXT, MAX_TITLE, Draft
from zhuchao.matters.forms import divisions
from zhuchao.matters.forms_matter import categories
from zhuchao.matters.kinds.dispute.beginning import FROM
from zhuchao.matters.kinds.dispute.desks import desk_rows
from zhuchao.matters.kinds.dispute.keeping import Place
from zhuchao.matters.kinds.dispute.shelf import MODES, WEEKDAYS
from zhuchao.matters.models import Matter
from zhuchao.matters.public_forms import DemandForm
from zhuchao.registry.models import Tie
from zhuchao.registry.routing import desk
from zhuchao.registry.scope import in_force


class DisputeForm(DemandForm):
    """申请人民调解: the dispute, the other side, and whom one would like to mediate."""

    kind = "dispute"
    title = _("申请人民调解")
    before = (
        _("调解不收费，自愿参加。写下的内容加密保存，只有调解台和调解员能看。"),
        _("正在发生打斗、威胁的，先打 110；劳动、家暴等急难，不必等调解。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["source"]
        text, address, name = (self.fields[n] for n in ("text", "address", "name"))
        text.label = _("是什么纠纷，希望怎样解决")
        text.help_text = _("加密保存。写清什么时候、因为什么、您的要求。")
        address.label = _("大致在哪里")
        name.label, name.required = _("您的姓名（加密保存）"), True
        self.fields["agrees"].label = _("我看过权利义务告知，愿意调解")
        self.fields["agrees"].required = True

    @classmethod
    def blank(cls, query: Mapping[str, str]) -> "DisputeForm":
        """With the mediator that was picked from the shelf."""
        chosen = query.get("mediator", "")
        wish = {"wish": int(chosen)} if chosen.isascii() and chosen.isdecimal() else {}
        return cls(initial={"intake_key": uuid4(), **wish})

    def kind_fields(self) -> list[forms.BoundField]:
        """What a dispute asks; how it came is known."""
        names = ("other_name", "other_phone", "other_home", "wish", "agrees")
        return [self[name] for name in names]

    def draft(self, photos: tuple[UUID, ...]) -> Draft:
        """The valid answers as a draft: of the words, others see only what type it is."""
        drafted = super().draft(photos)
        label = desk().label(self.kind, drafted.category)
        return replace(drafted, summary=label.name if label else "")


class ShelfForm(BlamingForm):
    """Put a mediator on the shelf of a desk."""

    shown_at: ClassVar = {"fields": "fields_"}
    person = NumberField(label=_("调解员"))
    desk = NumberField(label=_("哪个调解台"))
    fields_ = forms.MultipleChoiceField(
        label=_("擅长哪类纠纷"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是都可以。"),
    )
    languages = forms.CharField(label=_("会说的语言、方言"), required=False, max_length=60)
    mode = forms.ChoiceField(label=_("当班方式"), widget=forms.RadioSelect)
    days = forms.TypedMultipleChoiceField(
        label=_("当班日"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    since = forms.DateField(
        label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("到哪天止"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, paths: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": local_day(now()), "mode": MODES[0][0]})
        super().__init__(*args, **kwargs)
        found: dict[str, Choices] = {
            "person": [("", gettext("请选择")), *_appointed()],
            "desk": [("", gettext("请选择")), *_own_desks(paths)],
            "fields_": categories("dispute"),
            "mode": [(code, gettext(label)) for code, label in MODES],
            "days": [(i, gettext(day)) for i, day in enumerate(WEEKDAYS, 1)],
        }
        for name, choices in found.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def place(self) -> Place:
        """The valid form as the action takes it."""
        said = self.cleaned_data
        return Place(
            person=said["person"],
            desk=said["desk"],
            fields=tuple(said["fields_"]),
            languages=said["languages"],
            mode=said["mode"],
            days=tuple(said["days"]),
            since=said["since"],
            until=said["until"],
        )


def _appointed() -> Choices:
    """Everybody appointed as a mediator today, by his working name."""
    ties = Tie.objects.filter(in_force(local_day(now())), kind="mediator")
    rows = ties.filter(who_person__account__is_active=True).select_related("who_person")
    people = {t.who_person_id: t.who_person.label for t in rows if t.who_person}
    return sorted(people.items(), key=lambda pair: pair[1])


def _own_desks(paths: tuple[str, ...]) -> Choices:
    table = desk().offices
    rows = [r for r in desk_rows() if any(r.path.startswith(p) for p in paths)]
    return [(r.organisation, table[r.organisation].name) for r in rows]


class PartyForm(forms.Form):
    """One more of the people in a dispute; all of it is sealed."""

    side = forms.ChoiceField(
        label=_("哪一方"),
        choices=(("asker", _("申请人")), ("other", _("对方当事人"))),
        initial="other",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("姓名或单位（加密保存）"), max_length=40)
    phone = phone_field(_("电话（加密保存）"), own=False, required=False)
    home = forms.CharField(label=_("住址（加密保存）"), required=False, max_length=MAX_ADDRESS)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def contact(self) -> dict[str, str]:
        """Who it is, to be sealed."""
        said = self.cleaned_data
        return {"name": said["name"], "phone": said["phone"], "address": said["home"]}


class EndForm(forms.Form):
    """The last day of something."""

    until = forms.DateField(
        label=_("最后一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class TransferForm(forms.Form):
    """Turn an appeal or a petition into a dispute, because whoever asked agrees."""

    text = forms.CharField(
        label=_("纠纷和他的要求（加密保存）"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    summary = forms.CharField(
        label=_("摘要"),
        max_length=MAX_TITLE,
        help_text=_("督办能看到：写是什么纠纷，不写是谁、住哪里。"),
    )
    category = ChoiceField(label=_("纠纷类别"), required=False)
    division = ChoiceField(label=_("所在社区"), required=False)
    name = forms.CharField(
        label=_("申请人姓名（加密保存）"),
        required=False,
        max_length=40,
        help_text=_("原件里留了姓名或电话的，不用再填。"),
    )
    phone = phone_field(_("申请人电话（加密保存）"), own=False, required=False)
    other_name = forms.CharField(label=_("对方是谁（姓名或单位，加密保存）"), max_length=40)
    other_phone = phone_field(_("对方电话（加密保存）"), own=False, required=False)
    agrees = forms.BooleanField(label=_("申请人听过权利义务告知，同意转人民调解"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, source: Matter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        found: dict[str, Choices] = {
            "category": [("", gettext("先不归类")), *categories("dispute")],
            "division": divisions(),
        }
        for name, choices in found.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """The valid form as a draft that remembers where it came from."""
        said = self.cleaned_data
        return Draft(
            kind="dispute",
            text=said["text"],
            summary=said["summary"],
            category=said["category"],
            category_source="staff",
            division=said["division"],
            contact={"name": said["name"], "phone": said["phone"]},
            channel="proxy",
            origin=f"{FROM}{self.source.pk}",
            payload={
                "source": "appeal",
                "agrees": True,
                "other_name": said["other_name"],
                "other_phone": said["other_phone"],
            },
        )
