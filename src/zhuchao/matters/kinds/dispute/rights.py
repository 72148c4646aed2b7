"""What the people in a dispute are told: their rights before, other remedies when it fails."""

from django.utils.translation import gettext_noop

RIGHTS = (
    gettext_noop("调解不收取任何费用。（第四条）"),
    gettext_noop("您可以选择或者接受调解员。（第二十三条）"),
    gettext_noop(
        "您可以接受调解、拒绝调解或者随时要求终止调解；一方明确拒绝的，不得调解。（第十七条、第二十三条）"
    ),
    gettext_noop("您可以要求调解公开进行或者不公开进行。（第二十三条）"),
    gettext_noop("您自主表达意愿，自愿达成调解协议。（第二十三条）"),
    gettext_noop(
        "调解员不得偏袒一方、侮辱当事人、收受财物，也不得泄露您的隐私和商业秘密。（第十五条）"
    ),
)
DUTIES = (
    gettext_noop("请如实陈述纠纷事实。（第二十四条）"),
    gettext_noop("请遵守调解现场秩序，尊重调解员。（第二十四条）"),
    gettext_noop("请尊重对方当事人行使权利。（第二十四条）"),
)
BINDING = (
    gettext_noop("协议对双方有法律约束力，应当按约定履行。（第三十一条）"),
    gettext_noop("对协议的履行或者内容有争议的，可以向人民法院起诉。（第三十二条）"),
    gettext_noop(
        "书面协议生效之日起三十日内，双方可以共同向人民法院申请司法确认，法院不收费。（第三十三条）"
    ),
)
"""《中华人民共和国人民调解法》, the article behind each."""
REMEDIES = gettext_noop(
    "调解已终止。您仍可以依法通过仲裁、行政、司法等途径维护自己的权利"
    "（《人民调解法》第二十六条）。不清楚找哪里的，调解受理台可以免费指引。"
)
"""Art 26: those whose mediation failed must be told; shown on the page of the receipt."""
BROKEN = gettext_noop(
    "协议没有按约定履行。调解委员会会继续督促；您也可以向人民法院起诉，"
    "经司法确认有效的，可以申请强制执行（《人民调解法》第三十一条至第三十三条）。"
)
MEDIATION = "mediation"
"""What a party consents to (access.Consent); the wording is that of RIGHTS and DUTIES."""
WORDING = "2026-11"
