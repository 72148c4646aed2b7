"""The grade of a community worker, by the shipped scheme and by others."""

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.rules.dated import add_months
from zhuchao.rules.grades import full_years, grade
from zhuchao.rules.grades_file import read_scheme, shipped_scheme
from zhuchao.rules.toml import MalformedError

SCHEME = shipped_scheme()
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("post", "years", "degree", "certificate", "expected"),
    [
        ("other", 0, "none", "", 1),
        ("other", 2, "none", "", 1),
        ("other", 3, "none", "", 2),
        ("other", 1, "bachelor", "", 3),
        ("other", 4, "bachelor", "assistant", 5),
        ("deputy", 0, "college", "", 5),
        ("deputy", 6, "graduate", "social_worker", 10),
        ("chief", 0, "none", "senior", 10),
        ("chief", 40, "graduate", "senior", 18),
        ("other", 40, "graduate", "senior", 12),
    ],
)
def test_the_shipped_scheme_grades(
    post: str, years: int, degree: str, certificate: str, expected: int
) -> None:
    """Three posts, eighteen grades, a step every three years (domain.md §6)."""
    since = date(2020, 7, 1)
    found = grade(SCHEME, post, since, add_months(since, 12 * years), degree, certificate)
    assert found.grade == expected


def test_the_day_of_the_next_step_is_told() -> None:
    """A degree brings it nearer; at the top of a post there is none."""
    since = date(2024, 2, 29)
    assert grade(SCHEME, "other", since, since).next_on == date(2027, 2, 28)
    assert grade(SCHEME, "other", since, since, "bachelor").next_on == date(2025, 2, 28)
    top = grade(SCHEME, "other", date(1980, 1, 1), since, "graduate")
    assert top.capped
    assert top.next_on is None


@given(
    post=st.sampled_from(sorted(SCHEME.posts)),
    since=DAYS,
    later=st.integers(0, 20_000),
    more=st.integers(0, 2_000),
    degree=st.sampled_from(sorted(SCHEME.degrees)),
    certificate=st.sampled_from(["", *SCHEME.certificates]),
)
def test_a_grade_stays_within_its_post_and_never_falls_with_time(
    post: str, since: date, later: int, more: int, degree: str, certificate: str
) -> None:
    """Within least and most, monotone in time; a step comes exactly on the day that was told."""
    day = since + timedelta(later)
    now = grade(SCHEME, post, since, day, degree, certificate)
    then = grade(SCHEME, post, since, day + timedelta(more), degree, certificate)
    rung = SCHEME.posts[post]
    assert rung.least <= now.grade <= then.grade <= rung.most
    if now.next_on:
        assert now.next_on > day
        eve = grade(SCHEME, post, since, now.next_on - timedelta(1), degree, certificate)
        risen = grade(SCHEME, post, since, now.next_on, degree, certificate)
        assert (eve.steps, risen.steps) == (now.steps, now.steps + 1)


def test_full_years_count_whole_years_only() -> None:
    """The day before an anniversary is not a year yet."""
    assert full_years(date(2020, 5, 2), date(2025, 5, 1)) == 4
    assert full_years(date(2020, 5, 2), date(2025, 5, 2)) == 5


def test_nobody_is_graded_before_he_came() -> None:
    """A day before the first is a fault of the caller."""
    with pytest.raises(ValueError, match="first day"):
        grade(SCHEME, "other", date(2025, 1, 2), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('key = "grades"', 'key = "grade"', "key"),
        ("step_years = 3", "step_years = 0", "step_years"),
        ("least = 7", "least = 19", "post.chief.least"),
        ("years = 5", "years = -5", "degree.bachelor.years"),
        ("in_force_from = 2020-01-01", "in_force_from = 2020", "in_force_from"),
        ("confirmed = false", "confirmed = false\npay = 3", "pay"),
        ("in_force_from", "in_force_to = 2019-01-01\nin_force_from", "in_force_to"),
    ],
)
def test_a_faulty_scheme_is_refused_at_its_key(old: str, new: str, key: str) -> None:
    """The key at fault is named."""
    text = (files("zhuchao.rules") / "sets" / "grades.toml").read_text("utf-8")
    with pytest.raises(MalformedError) as caught:
        read_scheme(text.replace(old, new, 1), "mine.toml")
    assert (caught.value.file, caught.value.key) == ("mine.toml", key)


def test_other_districts_write_other_schemes() -> None:
    """Four posts with two-year steps read as they stand (domain.md P50)."""
    rows = "\n".join(
        f'[post.p{n}]\nlabel = "岗{n}"\nleast = {n}\nmost = {n + 15}' for n in range(1, 5)
    )
    text = (
        'key = "grades"\nversion = "x"\nlabel = "四岗"\nbasis = "示例"\nconfirmed = true\n'
        f"in_force_from = 2020-01-01\nstep_years = 2\n{rows}\n"
        '[degree.none]\nlabel = "无"\nyears = 0\n'
    )
    scheme = read_scheme(text, "four.toml")
    assert grade(scheme, "p3", date(2020, 1, 1), date(2024, 1, 1)).grade == 5
