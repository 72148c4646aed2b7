"""The floor under the tests holds: an unknown template variable fails, in our templates only."""

import pytest
from django.template import Context, Origin, Template, engines

from tests.conftest import TEMPLATES


def _render(source: str, folder: str) -> str:
    origin = Origin(f"{folder}/page.html", "page.html")
    return Template(source, origin, "page.html", engines["django"].engine).render(Context())  # type: ignore[attr-defined]


@pytest.mark.parametrize("source", ["{{ nobody }}", '{{ nobody|default:"x" }}'])
def test_an_unknown_variable_in_a_template_of_ours_fails(source: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="unknown template variable nobody"):
        _render(source, str(TEMPLATES))


def test_asking_whether_a_variable_is_there_is_allowed() -> None:
    source = "{% if nobody %}1{% endif %}{% for one in nobody %}{% endfor %}ok"
    assert _render(source, str(TEMPLATES)) == "ok"


def test_the_templates_of_others_are_left_alone() -> None:
    assert _render("{{ nobody }}ok", "/elsewhere") == "ok"
