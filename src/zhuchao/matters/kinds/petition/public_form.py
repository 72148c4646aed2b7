"""网上信访: purpose, words, name, phone and address; never the number of any document."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhuchao.matters.forms_ask import asked
from zhuchao.matters.kinds.petition.intake import ASKS, ONLINE
from zhuchao.matters.public_forms import DemandForm


class PetitionForm(DemandForm):
    """What the law wants a petition to state (信访工作条例第十九条), and no more."""

    kind = "petition"
    title = _("网上信访")
    template = "matters/petition/intake.html"
    before: ClassVar[tuple[Any, ...]] = (
        _(
            "您写的内容和您是谁都加密保存，只有信访部门和有权处理的单位说明用途后能看，次次留有记录。"
        ),
        _("检举控告可以不留姓名。材料和情况不会透露给被检举的人和单位。"),
        _("诉讼、仲裁、行政复议能解决的，请走相应的法定程序，工作人员会告诉您该找谁。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {a.name for a in ASKS} - {a.name for a in ONLINE}:
            del self.fields[name]
        text, who, home = (self.fields[n] for n in ("text", "name", "home"))
        text.label, text.help_text = _("请求、事实和理由"), _("写清希望怎么解决。")
        who.label, home.label = _("姓名（名称）"), _("住址")
        who.help_text = _("应当写明；检举控告可以不写。")
        home.help_text = _("应当写明，用来送达书面告知和意见书；检举控告可以不写。")
        self.fields["address"].label = _("事情发生在哪里")

    def kind_fields(self) -> list[Any]:
        """What is asked online."""
        return [self[ask.name] for ask in ONLINE]

    def payload(self) -> dict[str, Any]:
        """The answers, as an online petition."""
        return {**asked(self, ONLINE), "way": "online"}
