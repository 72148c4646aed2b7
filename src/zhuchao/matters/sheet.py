"""A Word document in the layout of GB/T 9704-2012: margins, type, lines and page numbers.

Fonts are named with substitutes, never shipped: domain.md §9, Document layout.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONTS = {
    "仿宋_GB2312": "仿宋,FangSong,STFangsong,Noto Serif CJK SC",
    "方正小标宋简体": "宋体,SimSun,Noto Serif CJK SC",
    "黑体": "SimHei,Noto Sans CJK SC",
    "宋体": "SimSun,Noto Serif CJK SC",
}
"""Each font with what stands in for it where it is not installed."""
BODY, TITLE, HEAD, NUMBER = FONTS
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
LINE = Pt(28.95)
"""Twenty-two lines on a page whose type area is 225 mm high."""
TWO_SIGNS = Pt(32)
WIDTHS = (Mm(38), Mm(118))
"""The two columns of a form: together the type area."""


class Sheet:
    """One document being written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._document = Document()
        self._document.core_properties.title = title
        self._document.core_properties.author = ""
        self._substitutes()
        self._page()
        normal = self._document.styles["Normal"]
        normal.font.size = SIZE_3
        normal.font.name = BODY
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
        for number, line in enumerate(title.split("\n")):
            paragraph = self._line(line, TITLE, SIZE_2, WD_ALIGN_PARAGRAPH.CENTER)
            paragraph.paragraph_format.line_spacing = Pt(32)
            paragraph.paragraph_format.space_before = Pt(12) if number == 0 else Pt(0)

    def number(self, text: str) -> None:
        """The document's number, centred below the title."""
        self._line(text, BODY, SIZE_3, WD_ALIGN_PARAGRAPH.CENTER)
        self._line("", BODY, SIZE_3)

    def address(self, text: str) -> None:
        """Whom it is for, flush left."""
        self._line(text, BODY, SIZE_3)

    def heading(self, text: str) -> None:
        """A heading of the first level."""
        self._line(text, HEAD, SIZE_3).paragraph_format.first_line_indent = TWO_SIGNS

    def say(self, text: str) -> None:
        """Body text; every line of it is a paragraph set in by two signs."""
        for line in text.split("\n"):
            self._line(line, BODY, SIZE_3).paragraph_format.first_line_indent = TWO_SIGNS

    def sign(self, *lines: str) -> None:
        """Who signs and when, to the right, with room for the seal."""
        self._line("", BODY, SIZE_3)
        for line in lines:
            made = self._line(line, BODY, SIZE_3, WD_ALIGN_PARAGRAPH.RIGHT)
            made.paragraph_format.right_indent = TWO_SIGNS

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        """A form of two columns: what is asked, and what stands there."""
        self._line("", BODY, SIZE_3)
        grid = self._document.add_table(rows=0, cols=2, style="Table Grid")
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        grid.autofit = False
        for column, width in zip(grid.columns, WIDTHS, strict=True):
            column.width = width
        for label, text in rows:
            cells = grid.add_row().cells
            for cell, words, width in zip(cells, (label, text), WIDTHS, strict=True):
                cell.width = width
                lines = words.split("\n")
                self._write(cell.paragraphs[0], lines[0], BODY, SIZE_4)
                for line in lines[1:]:
                    self._write(cell.add_paragraph(), line, BODY, SIZE_4)

    def docx(self) -> bytes:
        """The finished document."""
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(28)
        self._document.settings.odd_and_even_pages_header_footer = True
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            paragraph.paragraph_format.right_indent = SIZE_4
            paragraph.paragraph_format.left_indent = SIZE_4
            _styled(paragraph.add_run("— "), NUMBER, SIZE_4)
            _styled(_page_number(paragraph), NUMBER, SIZE_4)
            _styled(paragraph.add_run(" —"), NUMBER, SIZE_4)

    def _substitutes(self) -> None:
        """Name in the font table what may stand in for each font."""
        for part in self._document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                table = parse_xml(part.blob)
                for name, instead in FONTS.items():
                    table.append(_font(name, instead))
                part._blob = serialize_part_xml(table)

    def _line(
        self,
        text: str,
        font: str,
        size: Pt,
        side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    ) -> Paragraph:
        made = self._document.add_paragraph()
        self._write(made, text, font, size)
        made.alignment = side
        return made

    def _write(self, paragraph: Paragraph, text: str, font: str, size: Pt) -> None:
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = LINE if size >= SIZE_3 else Pt(22)
        _styled(paragraph.add_run(text), font, size)


def _styled(run: Run, font: str, size: Pt) -> None:
    run.font.name, run.font.size = font, size
    look = run._element.get_or_add_rPr()
    look.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    look.append(language)


def _page_number(paragraph: Paragraph) -> Run:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = text or None
        run._element.append(mark)
    return run


def _font(name: str, instead: str) -> Any:
    return parse_xml(
        f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{instead}"/>'
        '<w:charset w:val="86"/></w:font>'
    )
