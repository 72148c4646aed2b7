"""The catalogue check sees what a reader of English would miss."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts import messages
from zhuchao.rules import emergency


@dataclass(frozen=True)
class Thing:
    name: str
    label: str
    parts: tuple["Thing", ...] = ()


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree with one template and no catalogue."""
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "src" / "zhuchao")
    monkeypatch.setattr(messages, "ENGLISH", tmp_path / "django.po")
    page = messages.SOURCE / "web" / "templates" / "page.html"
    page.parent.mkdir(parents=True)
    return page


def test_every_chinese_label_inside_nested_data_is_found() -> None:
    data = {"a": Thing("sign", "签收", (Thing("back", "退单"),))}
    assert list(messages._words(data)) == ["签收", "退单"]


def test_chinese_outside_of_a_translation_tag_is_named(template: Path) -> None:
    template.write_text(
        '{% translate "办件" %}<p>没有标记</p>{# 注释 #}'
        "{% blocktranslate %}已标记{% endblocktranslate %}",
        "utf-8",
    )
    assert list(messages.unmarked(template)) == [
        f"{template}: not marked for translation: <p>没有标记</p>"
    ]


def test_texts_of_templates_are_wanted_with_context_and_plural(template: Path) -> None:
    template.write_text(
        '  {% translate "签收" context "办件" %}\n'
        "{% blocktranslate count n=n %}{{ n }} 件{% plural %}{{ n }} 件{% endblocktranslate %}",
        "utf-8",
    )
    wanted = messages.wanted()
    assert wanted.get("签收", "办件") is not None
    assert wanted.get(("%(n)s 件", "%(n)s 件")) is not None


def test_a_text_without_english_a_stale_one_and_a_lost_placeholder_are_faults(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "shipped", dict)
    monkeypatch.setattr(messages, "shipped_versions", lambda _key: ())
    monkeypatch.setattr(messages, "FLOWS", {})
    monkeypatch.setattr(messages, "ROLES", {})
    monkeypatch.setattr(messages, "NEEDS", {})
    monkeypatch.setattr(messages, "WORDING", [])
    monkeypatch.setattr(messages, "_asks", tuple)
    monkeypatch.setattr(messages, "Measure", ())
    monkeypatch.setattr(emergency, "lines", tuple)
    template.write_text(
        '{% translate "办件" %}{% blocktranslate %}{{ n }} 份{% endblocktranslate %}'
    )
    messages.update()
    assert [f for f in messages.faults() if "办件" in f] == [
        "no English for: 办件 (src/zhuchao/web/templates/page.html)"
    ]
    text = messages.ENGLISH.read_text("utf-8")
    text = text.replace('msgid "办件"\nmsgstr ""', 'msgid "办件"\nmsgstr "matter"')
    text = text.replace('msgid "%(n)s 份"\nmsgstr ""', 'msgid "%(n)s 份"\nmsgstr "%(m)s copies"')
    messages.ENGLISH.write_text(text + '\nmsgid "旧"\nmsgstr "old"\n', "utf-8")
    stale, placeholder = messages.faults()
    assert stale == "no longer in the source: 旧"
    assert placeholder.startswith("%(n)s 份: ")


def test_an_update_of_a_complete_catalogue_changes_nothing(template: Path) -> None:
    template.write_text('{% translate "办件" %}', "utf-8")
    messages.update()
    before = messages.ENGLISH.read_bytes()
    messages.update()
    assert messages.ENGLISH.read_bytes() == before
