"""The standards of a district's folder: read with its other tables, written in the same load."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from zhuchao.journal.writing import Fact, Log
from zhuchao.marks.models import Standard as StoredStandard
from zhuchao.marks.standards import FOLDER
from zhuchao.places.models import Division
from zhuchao.places.settling import Settled, settle
from zhuchao.places.sheets import Fault, Folder
from zhuchao.places.site_kinds import BY_KIND
from zhuchao.registry.district import Part
from zhuchao.rules.standard import Standard
from zhuchao.rules.standard_file import read_standard
from zhuchao.rules.toml import MalformedError


def read_standards(folder: Folder) -> list[StoredStandard]:
    """The standards in standards/*.toml as unsaved rows; faults are noted in the folder."""
    found: dict[tuple[str, str], StoredStandard] = {}
    for path in sorted((folder.path / FOLDER).glob("*.toml")):
        file = f"{FOLDER}/{path.name}"
        try:
            text = path.read_text("utf-8")
            one = read_standard(text, file)
        except UnicodeDecodeError:
            folder.faults.append(Fault(file, 0, "", _("文字编码应为 UTF-8")))
            continue
        except MalformedError as error:
            folder.faults.append(Fault(file, 0, error.key, _(error.why)))
            continue
        folder.faults += (Fault(file, 0, key, why) for key, why in shortcomings(one))
        if (one.key, one.version) in found:
            folder.faults.append(Fault(file, 0, "version", _("与另一个文件的版本重复")))
        found[one.key, one.version] = stored(one, text)
    folder.faults += _changed(found)
    return list(found.values())


def shortcomings(one: Standard) -> Iterator[tuple[str, str]]:
    """What is wrong with a standard beyond its form: key and reason."""
    for kind in one.kinds:
        if kind not in BY_KIND:
            yield "kinds", _("没有这个场所类别：%(kind)s") % {"kind": kind}


def stored(one: Standard, text: str) -> StoredStandard:
    """The unsaved row of a standard."""
    return StoredStandard(
        key=one.key,
        version=one.version,
        in_force_from=one.in_force_from,
        in_force_to=one.in_force_to,
        source=text,
    )


def _changed(found: dict[tuple[str, str], StoredStandard]) -> Iterator[Fault]:
    """A version that checks were made by is never changed."""
    for old in StoredStandard.objects.all():
        wanted = found.get((old.key, old.version))
        if wanted and wanted.source != old.source:
            words = _("%(key)s %(version)s 已经载入而内容不同：标准只能出新版本，请换 version")
            why = words % {"key": old.key, "version": old.version}
            yield Fault(f"{FOLDER}/{old.key}", 0, "version", why)


def lay_standards(
    log: Log, rows: Sequence[StoredStandard], root: Division
) -> Settled[StoredStandard]:
    """Write the new versions."""
    done = settle(rows, StoredStandard.objects.all(), lambda r: (r.key, r.version), ())
    for row in done.created:
        log.add(told(row, root))
    return done


def told(row: StoredStandard, root: Division) -> Fact:
    """The fact that a version came into the district."""
    return Fact(
        "standard.loaded",
        ("standard", row.pk),
        root.path,
        facets={"key": row.key, "version": row.version},
        valid_from=row.in_force_from,
        valid_to=row.in_force_to,
    )


STANDARDS = Part("standards", read_standards, lay_standards)
