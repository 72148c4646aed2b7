"""Places of the cast: a station, a quarter, a merchant and its people, as tests need them."""

from typing import Any

from tests.cast import BEGINNING, JOB, District
from zhuchao.access.models import Account
from zhuchao.marks.checking import Answer, assess
from zhuchao.marks.models import Assessment
from zhuchao.marks.standards import standards
from zhuchao.places.memory import changed
from zhuchao.places.models import Site
from zhuchao.registry.actions import appoint
from zhuchao.registry.models import Organisation, Person
from zhuchao.registry.site_actions import found_site
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

OFFICES = (
    ("street", "柳林街道办事处", "office", "S1"),
    ("other", "石桥街道办事处", "office", "S2"),
    ("shop", "巢上面馆", "enterprise", "C11"),
)


def office_people(district: District) -> None:
    """The offices of both streets and a merchant, each with one member of its own name."""
    for code, name, kind, where in OFFICES:
        office = Organisation.objects.create(
            code=code, name=name, kind=kind, division=district.divisions[where]
        )
        account = Account.objects.create_user(f"{code}er", name=f"甲{code}")
        person = Person.objects.create(label=f"甲{code}", account=account)
        appoint(JOB, "staff", person, office, since=BEGINNING)
        district.offices[code], district.accounts[code] = office, account
    changed()


def site(district: District, name: str = "春风驿站", **fields: Any) -> Site:
    """Found a station in 春风社区, or what the fields say."""
    words = fields.pop("words", "8:00-20:00")
    where = district.divisions[fields.pop("where", "C11")]
    given = {
        "kind": "worker_station",
        "address": "春风路 1 号",
        "lon": 117.83,
        "lat": 31.6,
        "equipment": ["table", "water"],
        "opened_on": BEGINNING,
        "hours": as_text(read_hours(words)),
    }
    return found_site(JOB, Site(name=name, division=where, **{**given, **fields}))


def checked(
    district: District, place: Site, key: str = "station_six", *, who: str = "street", **more: Any
) -> Assessment:
    """A check in which everything was met but what is named in `failed`."""
    failed, manner = more.get("failed", ()), more.get("manner", "onsite")
    answers = {
        item.key: Answer(item.key not in failed, "看到了" if item.evidence == "any" else "")
        for item in standards()[key].items
    } | more.get("answers", {})
    earlier = Assessment.objects.filter(site=place, standard=key).order_by("-pk").first()
    after = earlier.pk if earlier else 0
    return assess(district.scope(who), place.pk, key, manner, answers, after=after)
