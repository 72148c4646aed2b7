"""Paste a group chat or a 接龙 to take each thing in it down; nothing is kept before that."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now, zone
from zhuchao.matters.door import staff
from zhuchao.matters.guessing import propose_categories
from zhuchao.matters.views_enter import kinds_to_enter, may_enter
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import FLOWS
from zhuchao.text.chat import Chat, Item, read_chat

MOST_SIGNS = 50_000
MOST_ITEMS = 200
LONGEST_NAME = 40
"""As long as the form of entry takes it."""


class PasteForm(forms.Form):
    """What was copied. The limit is checked here alone: a browser would cut a paste silently."""

    words = forms.CharField(
        label=gettext_lazy("聊天记录或接龙"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "在微信里多选、复制，整段粘贴到这里；最多五万字。读完只显示在这一页，不保存。"
        ),
        error_messages={"required": gettext_lazy("请先把聊天记录或接龙粘贴进来")},
        validators=[
            MaxLengthValidator(
                MOST_SIGNS,
                gettext_lazy("最多 %(limit_value)d 字，现在有 %(show_value)d 字，请分几次粘贴"),
            )
        ],
    )

    def clean(self) -> dict[str, Any]:
        """Read it; so much that nobody looks it through is refused, and so is a mere greeting."""
        said: dict[str, Any] = super().clean() or {}
        if "words" in said:
            chat = read_chat(said["words"], now().astimezone(zone()))
            if len(chat.items) > MOST_ITEMS:
                told = _("读出了 %(have)d 条，一次最多 %(most)d 条，请分几次粘贴")
                self.add_error("words", told % {"have": len(chat.items), "most": MOST_ITEMS})
            elif not chat.items:
                self.add_error("words", _("没有读出要办的事：只有问候、“收到”或图片"))
            said["chat"] = chat
        return said


@dataclass(frozen=True)
class Row:
    """An item, and what it could be taken down as: kind, its words, and whether it is proposed."""

    item: Item
    name: str
    choices: list[tuple[str, str, bool]]


@require_http_methods(["GET", "POST"])
@staff
def paste(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Paste, look at what was read, and open the form of entry filled in with one item each."""
    demand(may_enter(scope), _("只有工作人员可以代录"))
    form = PasteForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "rows": [], "idle": 0}
    if form.is_valid():
        chat: Chat = form.cleaned_data["chat"]
        # What was pasted is not shown once more: it is read, and its numbers are out of it.
        context = {"form": PasteForm(), "rows": _rows(scope, chat), "idle": chat.idle}
    status = 422 if form.errors else 200
    return render(request, "matters/desk/paste.html", context, status=status)


def _rows(scope: Scope, chat: Chat) -> list[Row]:
    choices = _choices(kinds_to_enter(scope), [item.text for item in chat.items])
    pairs = zip(chat.items, choices, strict=True)
    return [Row(item, item.who[:LONGEST_NAME], offered) for item, offered in pairs]


def _choices(kinds: list[str], texts: list[str]) -> list[list[tuple[str, str, bool]]]:
    """For each text every kind with the category proposed in it; the first such kind is chosen."""
    named = {kind: _category_names(kind, texts) for kind in kinds}
    return [_offered({kind: named[kind][i] for kind in kinds}) for i in range(len(texts))]


def _category_names(kind: str, texts: list[str]) -> list[str]:
    table = desk()
    found = [table.label(kind, p[0].label) if p else None for p in propose_categories(kind, texts)]
    return [label.name if label else "" for label in found]


def _offered(categories: dict[str, str]) -> list[tuple[str, str, bool]]:
    likely = next((kind for kind, name in categories.items() if name), next(iter(categories)))
    return [
        (kind, " · ".join(filter(None, (_(FLOWS[kind].label), name))), kind == likely)
        for kind, name in categories.items()
    ]
