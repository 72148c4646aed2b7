"""Party kinds as the desk and a secretary use them: entered on the common page, taken by steps."""

from datetime import date, timedelta
from typing import Any

from tests.cast import District, add_account
from tests.desk import desk, html, submit
from tests.units import branch, unit
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.models import Matter


def found_desk(district: District) -> District:
    """A committee above, its desk, a branch with a secretary, and units around it."""
    branch(district, "两新工委", "D", "party_committee")
    branch(district, "春风支部")
    for name, role, where in (
        ("party", "party_desk", "D"),
        ("party2", "party_desk", "S2"),
        ("secretary", "secretary", "春风支部"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    for name, members in (("甲快递", 5), ("乙快递", 1), ("丙货运", 2)):
        unit(district, name, members_known=members)
    return district


def today() -> str:
    """Today, as forms write it."""
    return str(local_day(now()))


def ago(days: int) -> date:
    """So many days before today."""
    return local_day(now()) - timedelta(days)


def proposed(district: District, kind: str, who: str = "party", **asked: Any) -> Matter:
    """A matter of a Party kind, entered on the desk's page."""
    client = desk(district, who)
    path = f"/desk/enter/?kind={kind}"
    key = html(client.get(path)).split('name="intake_key" value="')[1].split('"')[0]
    said = {"intake_key": key, "kind": kind, "text": "请研究办理。", "division": "C11", **asked}
    answer = client.post(path, said)
    assert answer.status_code == 302, html(answer, answer.status_code)
    return Matter.objects.get(intake_key=key)


def taken(district: District, matter: Matter, name: str, who: str = "party", **said: Any) -> str:
    """The page after a step was taken by the form that offers it."""
    answer = submit(desk(district, who), matter, f"step/{name}", **said)
    page = html(answer)
    matter.refresh_from_db()
    return page
