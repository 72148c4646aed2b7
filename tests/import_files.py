"""Excel files for tests of imports, made on the spot."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from tests.cast import District, add_account, add_offices
from zhuchao.places.memory import changed
from zhuchao.text.identifiers import credit_sign, person_sign

Rows = Sequence[Sequence[Any]]

UNITS = ("单位名称", "统一社会信用代码", "企业类型", "所属社区", "从业人数", "党员数", "经营状态")


def workbook(rows: Rows, *, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """One sheet with these rows; `merged` are areas such as A1:D1, `hidden` rows from 0."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("名册")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write(number, column, cell)
        if number in hidden:
            page.set_row(number, None, None, {"hidden": True})
    for area in merged:
        first = rows[int("".join(filter(str.isdigit, area.split(":")[0]))) - 1]
        page.merge_range(area, first[ord(area[0]) - 65])
    book.close()
    return file.getvalue()


def credit(number: int, first: str = "91340181MA") -> str:
    """An invented unified social credit code with a right check sign."""
    begun = f"{first}{number:07d}"
    return begun + credit_sign(begun)


def citizen(number: int) -> str:
    """An invented citizen's number with a right check sign."""
    begun = f"34018119900101{number:03d}"
    return begun + person_sign(begun)


def people_of_the_party(district: District) -> None:
    """A Party desk of the district, one of a street, and three Party organisations."""
    add_offices(
        district,
        (
            ("zhibu", "春风商圈联合党支部", "joint_branch", "C11"),
            ("wuliu", "巢上物流党支部", "branch", "C11"),
            ("shiqiao", "石桥党支部", "branch", "C21"),
        ),
    )
    changed()
    for name, role, where in (("party", "party_desk", "D"), ("party1", "party_desk", "S1")):
        district.accounts[name] = add_account(district, name, role, where)
