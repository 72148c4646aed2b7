"""Rows of party organisations and units: matched with the register, and what would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from zhuchao.access.policy import over
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.imports.bonds import Bond, bind, current_ties
from zhuchao.registry.imports.fields import Understood, Values
from zhuchao.registry.imports.kinds import LABELS, ImportKind
from zhuchao.registry.imports.lookup import Known, Places, Register, Unknown
from zhuchao.registry.imports.planned import TWICE, Planned, once
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.trades import trade_of
from zhuchao.text.cells import normal_organisation, read_organisation_name

OUTSIDE = gettext_noop("“%(given)s”不在您管辖的范围")
ELSEWHERE = gettext_noop("平台里它登记在“%(given)s”，不在您管辖的范围")
OTHER_KIND = gettext_noop("平台里它是“%(given)s”，不属于这张表")
OTHER_CODE = gettext_noop("平台里它的代码是 %(given)s")
TWO = gettext_noop("代码和信用代码是两家不同的单位")
AHEAD = gettext_noop("不能晚于今天")
MORE_MEMBERS = gettext_noop("党员人数比从业人数 %(given)s 还多")
NO_COVER = gettext_noop("写了组建方式或日期，却没有写覆盖党组织")
BEFORE_IT = gettext_noop("早于单位的成立日期 %(given)s")
NO_TRADE = gettext_noop("没有“%(given)s”这个行业")

COLUMNS = {
    "name": "name",
    "kind": "kind",
    "division": "division_id",
    "credit_code": "credit_code",
    "trade": "trade",
    "headcount": "headcount",
    "members_known": "members_known",
    "operating": "operating",
    "phone": "phone",
    "since": "valid_from",
}
"""Field → column of the table."""
FORMS = {"joint_branch": "joint", "floating_branch": "joint", "industry_committee": "industry"}
"""How an organisation of a kind covers a unit when the file does not say."""
BONDS = ("industry_line", "territory_line", "covers")


@dataclass
class OrganisationPlanner:
    """Plans rows chunk by chunk; remembers what came before in the same file."""

    kind: ImportKind
    paths: tuple[str, ...]
    home: Area
    register: Register
    places: Places
    today: date
    met: dict[tuple[str, ...], int] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    fresh: dict[str, Planned] = field(default_factory=dict)
    """New ones by name: a branch may stand in one file with its committee."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of organisation this register holds."""
        return PARTY_KINDS if self.kind.name == "organisations" else tuple(UNIT_SECTORS)

    def plan(
        self, rows: Sequence[tuple[int, Understood]], choices: Mapping[int, tuple[str, int | None]]
    ) -> list[Planned]:
        """What each row proposes; `choices` are answers to possible duplicates by row."""
        plans = []
        for number, row in rows:
            one = Planned(number, row.values, list(row.faults))
            one.choice, chosen = choices.get(number, ("", None))
            one.target = chosen if one.choice == "same" else None
            self._place(one)
            self._check(one)
            if not one.faults and one.choice != "skip":
                self._match(one)
            plans.append(one)
        once((one for one in plans if not one.faults), self.taken)
        sound = [one for one in plans if not one.faults and one.choice != "skip"]
        self.fresh |= {str(one.values["name"]): one for one in sound if one.target is None}
        self._compare(sound)
        for one in plans:
            one.settle()
        return plans

    def _place(self, one: Planned) -> None:
        """Where it lies: as written, else where the whole file belongs."""
        area = self.home
        if words := one.values.get("division"):
            try:
                area = self.places.one(str(words), self.home.path)
            except Unknown as unknown:
                one.wrong("division", unknown.words, unknown.given)
                return
        if not over(area.path, self.paths):
            one.wrong("division", OUTSIDE, area.name)
        one.path = area.path
        one.changes["division_id"] = area.id

    def _check(self, one: Planned) -> None:
        """What must fit together within a row."""
        said = one.values
        for name in ("since", "cover_since"):
            if str(said.get(name, "")) > self.today.isoformat():
                one.wrong(name, AHEAD)
        members, people = said.get("members_known"), said.get("headcount")
        if members is not None and people is not None and int(members) > int(people):
            one.wrong("members_known", MORE_MEMBERS, people)
        if "cover" not in said and ("cover_form" in said or "cover_since" in said):
            one.wrong("cover", NO_COVER)
        if trade := said.get("trade"):
            found = trade_of(str(trade))
            if found is None:
                one.wrong("trade", NO_TRADE, trade)
            else:
                one.changes["trade"] = found
        if str(said.get("cover_since", "9")) < str(said.get("since", "")):
            one.wrong("cover_since", BEFORE_IT, said["since"])
        one.changes |= _plain_changes(said)

    def _match(self, one: Planned) -> None:
        """Which organisation it is: by code, by credit code, by name where it lies."""
        said = one.values
        code, credit = str(said.get("code", "")), str(said.get("credit_code", ""))
        name = str(said["name"])
        if self._again(one, code, credit, name):
            return
        by_code = self.register.by_code.get(code.lower()) if code else None
        by_credit = self.register.by_credit.get(credit) if credit else None
        if by_code and by_credit and by_code.id != by_credit.id:
            one.wrong("code", TWO)
        elif known := by_code or by_credit:
            self._same(one, known, asks=_unlike(known, name))
        else:
            self._by_name(one, name, has_credit=bool(credit))

    def _again(self, one: Planned, code: str, credit: str, name: str) -> bool:
        """Whether the same organisation stands further up in the file."""
        numbers = (("code", code), ("credit_code", credit))
        found: list[tuple[str, tuple[str, ...]]] = [(n, (n, key)) for n, key in numbers if key]
        found = found or [("name", ("name", one.path, name))]
        for blamed, key in found:
            first = self.met.setdefault(key, one.number)
            if first != one.number:
                one.wrong(blamed, TWICE, first)
                return True
        return False

    def _by_name(self, one: Planned, name: str, *, has_credit: bool) -> None:
        if one.choice:
            if one.target and one.target in self.register.by_id:
                self._same(one, self.register.by_id[one.target], asks=False)
            return
        alike = self.register.alike.get((one.path, normal_organisation(name)), [])
        alike = [k for k in alike if k.kind in self.kinds and not (has_credit and k.credit)]
        exact = [k for k in alike if read_organisation_name(k.name) == name]
        if len(exact) == 1:
            self._same(one, exact[0], asks=False)
        elif alike:
            one.candidates = [known.id for known in alike[:5]]

    def _same(self, one: Planned, known: Known, *, asks: bool) -> None:
        """The row is about this one, unless it may not be touched from here."""
        if known.kind not in self.kinds:
            one.wrong("kind", OTHER_KIND, LABELS[known.kind])
        elif not over(known.path, self.paths):
            one.wrong("division", ELSEWHERE, atlas().full_name(known.path))
        elif one.values.get("code") and str(one.values["code"]).lower() != known.code.lower():
            one.wrong("code", OTHER_CODE, known.code)
        elif asks and not one.choice:
            one.candidates = [known.id]
        else:
            one.target = known.id

    def _compare(self, plans: Sequence[Planned]) -> None:
        numbers = [one.target for one in plans if one.target]
        present = Organisation.objects.select_related("division").in_bulk(numbers)
        owns = "who" if self.kind.name == "organisations" else "whom"
        ties = current_ties(owns, "organisation", numbers, BONDS, self.today) if numbers else {}
        for one in plans:
            if one.target:
                self._differ(one, present[one.target])
            if not one.candidates or one.choice:
                self._bind(one, ties)

    def _differ(self, one: Planned, stored: Organisation) -> None:
        """Only what the row says and what is otherwise; a row without a place leaves the place."""
        if "division" not in one.values:
            del one.changes["division_id"]
            one.path = stored.division.path
        one.seen = str(stored.version)
        born = one.values.get("since") or stored.valid_from or ""
        if str(one.values.get("cover_since", "9")) < str(born):
            one.wrong("cover_since", BEFORE_IT, born)
        before = as_stored(stored)
        one.changes = {k: v for k, v in one.changes.items() if before[k] != v}
        for name, column in COLUMNS.items():
            if column in one.changes:
                one.diff[name] = (shown(name, before[column]), shown(name, one.changes[column]))

    def _bind(self, one: Planned, ties: Mapping[tuple[str, int], list[Tie]]) -> None:
        for bond in self._bonds(one):
            bind(one, bond, ties.get((bond.kind, one.target or 0), []), self.today)

    def _bonds(self, one: Planned) -> list[Bond]:
        """The ties its columns imply; words that name nothing are faults."""
        said, found = one.values, []
        began = date.fromisoformat(str(said["since"])) if "since" in said else None
        if words := said.get("industry"):
            found += self._line(one, str(words), began)
        try:
            if words := said.get("territory"):
                area = self.places.one(str(words), self.home.path)
                found.append(
                    Bond("territory", "territory_line", "who", area.id, began, dated=False)
                )
        except Unknown as unknown:
            one.wrong("territory", unknown.words, unknown.given)
        try:
            if words := said.get("cover"):
                found.append(_covering(said, self.register.one(str(words), PARTY_KINDS)))
        except Unknown as unknown:
            one.wrong("cover", unknown.words, unknown.given)
        return found

    def _line(self, one: Planned, words: str, began: date | None) -> list[Bond]:
        """The industry line: to a known organisation, or to a new one of the same file.

        The row of a new one stands for its id, with a minus, until both are written.
        """
        try:
            other = self.register.one(words, PARTY_KINDS)
            number, earliest = other.id, other.begins
        except Unknown as unknown:
            above = self.fresh.get(read_organisation_name(words))
            if above is None or above is one or self.kind.name != "organisations":
                one.wrong("industry", unknown.words, unknown.given)
                return []
            born = str(above.values.get("since") or self.today)
            number, earliest = -above.number, date.fromisoformat(born)
        line = "industry_line"
        return [Bond("industry", line, "who", number, began, dated=False, earliest=earliest)]


def _covering(said: Values, by: Known) -> Bond:
    """The form as written; of a new tie else as the kind of organisation says."""
    given = {"form": str(said["cover_form"])} if "cover_form" in said else {}
    since = date.fromisoformat(str(said["cover_since"])) if "cover_since" in said else None
    default = {"form": FORMS.get(by.kind, "own")}
    return Bond("cover", "covers", "whom", by.id, since, given, default, earliest=by.begins)


def _plain_changes(said: Values) -> dict[str, Any]:
    """What is written as it was read."""
    same = ("name", "kind", "credit_code", "headcount", "members_known", "operating", "phone")
    found: dict[str, Any] = {name: said[name] for name in same if name in said}
    if "since" in said:
        found["valid_from"] = said["since"]
    return found


def _unlike(known: Known, name: str) -> bool:
    """Whether the names differ so much that somebody should look."""
    return normal_organisation(known.name) != normal_organisation(name)


def as_stored(stored: Organisation) -> dict[str, Any]:
    """The columns an import may write, as JSON holds them."""
    found = {column: getattr(stored, column) for column in COLUMNS.values()}
    found["credit_code"] = found["credit_code"] or ""
    day = found["valid_from"]
    return found | {"valid_from": day.isoformat() if day else None}


def shown(name: str, value: Any) -> str:
    """A stored value as the preview shows it; codes are translated there."""
    if value is None or value == "":
        return ""
    if name == "division":
        return atlas().full_name(atlas().by_id[value].path)
    return str(value)
