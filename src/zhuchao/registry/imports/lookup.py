"""What the words of a file may refer to: divisions, organisations, people, by code or by name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.utils.translation import gettext_noop

from zhuchao.access.identities import matching_hash
from zhuchao.access.policy import over
from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import Area, atlas
from zhuchao.places.models import Division, Site
from zhuchao.registry.models import Organisation, Person
from zhuchao.text.cells import normal_organisation, plain, read_organisation_name
from zhuchao.text.identifiers import NoIdentifier, read_person_number, read_phone
from zhuchao.text.unclear import Unclear

NO_DIVISION = gettext_noop("没有“%(given)s”这个街道、社区或区划代码")
MANY_DIVISIONS = gettext_noop("有好几个地方叫“%(given)s”，请写代码或加上所属街道")
NO_ORGANISATION = gettext_noop("平台里没有“%(given)s”")
MANY_ORGANISATIONS = gettext_noop("平台里有好几个“%(given)s”，请写代码")
NO_PERSON = gettext_noop("平台里没有这个身份证号或手机号的人员")
MANY_PEOPLE = gettext_noop("这个手机号有好几个人，请写身份证号")


class Unknown(Unclear):
    """Words that name nothing here, or more than one thing."""


@dataclass(frozen=True)
class Known:
    """An organisation as matching needs it."""

    id: int
    code: str
    credit: str
    name: str
    kind: str
    path: str
    begins: date | None = None


@dataclass
class Register:
    """All organisations of this installation that are not closed, by what a file may call them."""

    by_id: dict[int, Known] = field(default_factory=dict)
    by_code: dict[str, Known] = field(default_factory=dict)
    by_credit: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    alike: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    """By division path and the name as it is compared."""

    def add(self, one: Known) -> None:
        """One more."""
        self.by_id[one.id] = one
        self.by_code[one.code.lower()] = one
        if one.credit:
            self.by_credit[one.credit] = one
        self.by_name[read_organisation_name(one.name)].append(one)
        self.alike[(one.path, normal_organisation(one.name))].append(one)

    def one(self, words: str, kinds: Iterable[str] = ()) -> Known:
        """The organisation that words name: by code, credit code, name, or a name like it.

        Raises Unknown when there is none, or more than one.
        """
        tidy = read_organisation_name(words)
        named = self.by_code.get(words.lower()) or self.by_credit.get(words.upper())
        if named:
            return named
        wanted = set(kinds)
        found = [k for k in self.by_name.get(tidy, ()) if not wanted or k.kind in wanted]
        if not found:
            key = normal_organisation(words)
            found = [k for k in self._like(key) if not wanted or k.kind in wanted]
        if len(found) != 1:
            raise Unknown(MANY_ORGANISATIONS if found else NO_ORGANISATION, words[:80])
        return found[0]

    def _like(self, key: str) -> list[Known]:
        if not self._normal:
            for (_path, name), found in self.alike.items():
                self._normal.setdefault(name, []).extend(found)
        return self._normal.get(key, [])

    _normal: dict[str, list[Known]] = field(default_factory=dict, repr=False)


def register() -> Register:
    """Read all organisations once: two hundred bytes each."""
    found = Register()
    today = local_day(now())
    rows = Organisation.objects.annotate(path=F("division__path")).order_by("pk")
    for *said, end in rows.values_list(
        "pk", "code", "credit_code", "name", "kind", "path", "valid_from", "valid_to"
    ).iterator(chunk_size=5000):
        if end is None or end >= today:
            found.add(Known(*said))
    return found


@dataclass
class Places:
    """The divisions by what people write: code, name, or names from the street down."""

    areas: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))

    def one(self, words: str, within: str = "") -> Area:
        """The division that words name, below a path where several bear the name.

        Raises Unknown when there is none, or more than one.
        """
        found = self.areas.get(_plain(words), [])
        if len(found) > 1:
            found = [a for a in found if over(a.path, [within])] if within else found
        if len(found) != 1:
            raise Unknown(MANY_DIVISIONS if found else NO_DIVISION, words[:80])
        return found[0]


def places() -> Places:
    """The divisions as they are now."""
    found = Places()
    for area in atlas().areas:
        for words in {*_names(area)}:
            found.areas[words].append(area)
    return found


def _names(area: Area) -> Iterator[str]:
    """春风社区, 春风, 柳林街道春风社区, 示例区柳林街道春风社区, C11."""
    yield _plain(area.code)
    yield _plain(area.name)
    if area.short:
        yield _plain(area.short)
    chain = [a.name for a in atlas().chain(area.path)]
    for start in range(len(chain) - 1):
        yield _plain("".join(chain[start:]))


def _plain(words: str) -> str:
    return plain(words).replace("·", "").replace("-", "").replace("/", "")


def person_of(words: str) -> Person:
    """The one person with this citizen's number or phone. Raises Unknown."""
    for name, read in (("id", read_person_number), ("phone", read_phone)):
        try:
            plain_number = read(words)
        except NoIdentifier:
            continue
        key = matching_hash("id_number" if name == "id" else "phone", plain_number)
        found = list(Person.objects.filter(**{f"identity__{name}_hash": key})[:2])
        if len(found) == 1:
            return found[0]
        raise Unknown(MANY_PEOPLE if found else NO_PERSON)
    raise Unknown(NO_PERSON)


def site_of(words: str) -> Site:
    """The one site of this code or name. Raises Unknown."""
    found = list(Site.objects.select_related("division").filter(code=words)) or list(
        Site.objects.select_related("division").filter(name=words)[:2]
    )
    if len(found) != 1:
        raise Unknown(MANY_ORGANISATIONS if found else NO_ORGANISATION, words[:80])
    return found[0]


def labels_of(ends: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """What the ends of ties are called: people by their working names."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for end, number in ends:
        wanted[end].add(number)
    tables = {"organisation": (Organisation, "name"), "site": (Site, "name"),
              "person": (Person, "label"), "division": (Division, "name")}  # fmt: skip
    found: dict[tuple[str, int], str] = {}
    for end, numbers in wanted.items():
        table, column = tables[end]
        rows = table._default_manager.filter(pk__in=numbers).values_list("pk", column)
        found |= {(end, number): name for number, name in rows}
    return found
