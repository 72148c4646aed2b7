"""What the flows of Party organisations share: their desk, who raises, and how they end."""

from zhuchao.rules.flow import Ask, Step

DESK = "party_desk"
RAISERS = ("secretary", "party_desk")
APPROVED = (
    Ask("approved_on", "批准日期", "date"),
    Ask("paper", "批准文号", "line", required=False),
)


def refuse(source: tuple[str, ...]) -> Step:
    """The desk ends it with a reason."""
    return Step("refuse", "不同意", source, "refused", ("intake",), ("reason",), weight="danger")


def withdraw(source: tuple[str, ...]) -> Step:
    """Whoever raised it takes it back with a reason."""
    return Step("withdraw", "撤回", source, "withdrawn", ("origin",), ("reason",), weight="danger")
