"""Documents: a PDF by its content, as it is, or not at all."""

from io import BytesIO

import pytest

from zhuchao.access.documents import MOST_BYTES, sound_pdf
from zhuchao.access.refusal import Refused

HEAD, END = b"%PDF-1.4\n", b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    "content",
    [HEAD + END, HEAD + END + b"\0" * 900, HEAD + b"(/Encrypt is a word)" + END],
    ids=["plain", "with bytes after its end", "about encryption"],
)
def test_a_sound_one_is_kept_byte_for_byte(content: bytes) -> None:
    assert sound_pdf(BytesIO(content), len(content)) == content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "不是 PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", "不是 PDF"),
        (b"<html>%PDF-1.4" + END, "不是 PDF"),
        (HEAD + b"1 0 obj", "不完整"),
        (HEAD + END + b"\0" * 2000, "不完整"),
        (HEAD + b"trailer<</Encrypt 12 0 R/ID[]>>\n%%EOF", "加了密"),
        (HEAD + b"trailer<</Encrypt<</Filter/Standard>>>>\n%%EOF", "加了密"),
    ],
)
def test_anything_else_is_refused_at_its_field(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        sound_pdf(BytesIO(content), len(content))
    assert refused.value.fields.keys() == {"pdf"}


def test_a_large_one_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="10 MB"):
        sound_pdf(BytesIO(), MOST_BYTES + 1)
