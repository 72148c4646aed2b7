"""Moments as people write them."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.dates import EXCEL_EPOCH, NoMoment, read_moment

ZONE = ZoneInfo("Asia/Shanghai")
FULL = "2019-02-28T11:25:05+08:00"
DAY = "2019-02-28T00:00:00+08:00"

seconds = st.integers(0, 107 * 365 * 86400)
moments = seconds.map(lambda s: datetime(1992, 1, 1, tzinfo=ZONE) + timedelta(seconds=s))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019/2/28 11:25:05", FULL),
        ("2019-02-28 11:25:05", FULL),
        ("2019.2.28 11:25:05", FULL),
        ("2019-02-28T11:25:05", FULL),
        ("2019-02-28T03:25:05Z", "2019-02-28T03:25:05+00:00"),
        ("2019-02-28T11:25:05.123+08:00", FULL),
        ("2019-02-28 11:25:05 +0800", FULL),
        ("2019年2月28日 11时25分05秒", FULL),
        ("２０１９／２／２８　１１：２５：０５", FULL),
        ("20190228112505", FULL),
        ("20190228 112505", FULL),
        ("2019-02-28", DAY),
        ("2019年2月28日", DAY),
        ("2019 年 2 月 28 日（星期四）", DAY),
        ("2019.2.28", DAY),
        ("20190228", DAY),
        (20190228.0, DAY),
        ("43524", DAY),
        (43524, DAY),
        (43524.0, DAY),
        (date(2019, 2, 28), DAY),
        ("二〇一九年二月二十八日", DAY),
        ("二零一九年二月廿八", DAY),
        ("2019年2月28日 上午9点", "2019-02-28T09:00:00+08:00"),
        ("2019年2月28日下午3点半", "2019-02-28T15:30:00+08:00"),
        ("2019年2月28号 周四 晚上8点05分", "2019-02-28T20:05:00+08:00"),
        ("2019年2月28日中午1点", "2019-02-28T13:00:00+08:00"),
        ("2019年2月28日中午11点", "2019-02-28T11:00:00+08:00"),
        ("2019年2月28日凌晨12点10分", "2019-02-28T00:10:00+08:00"),
        ("2019年2月28日晚上12点", "2019-03-01T00:00:00+08:00"),
        ("2019-02-28 24:00", "2019-03-01T00:00:00+08:00"),
        ("2019-2-28 3:05 PM", "2019-02-28T15:05:00+08:00"),
        ("2019-2-28 12:05 AM", "2019-02-28T00:05:00+08:00"),
        (datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC), "2019-02-28T03:25:05+00:00"),
    ],
)
def test_it_reads_a_moment_however_it_is_written(written: object, meant: str) -> None:
    assert read_moment(written, ZONE).isoformat() == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "昨天",
        "19/2/28",
        "28/2/2019",
        "2019年2月",
        "2019-02-30",
        "2019-13-01",
        "20191301",
        "2019-02-28 25:00",
        "2019-02-28 24:01",
        "2019-02-28 11:25 左右",
        "2019-02-28 11:25:05+99:00",
        "1234567890123",
        "9999-01-01",
        "0001-01-01",
        -5,
        0.5,
        float("nan"),
        float("inf"),
        True,
        timedelta(hours=3),
    ],
)
def test_it_refuses_what_names_no_moment_or_two(written: object) -> None:
    with pytest.raises(NoMoment):
        read_moment(written, ZONE)


@given(moments, st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S"]))
def test_what_is_formatted_is_read_back(moment: datetime, form: str) -> None:
    assert read_moment(moment.strftime(form), ZONE) == moment


@given(moments)
def test_chinese_words_are_read_back(moment: datetime) -> None:
    half = "上午" if moment.hour < 12 else "下午"
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    words = f"{moment.year}年{moment.month}月{moment.day}日 {half}{hour}点{moment.minute}分"
    assert read_moment(words, ZONE) == moment.replace(second=0)


@given(moments)
def test_an_excel_serial_is_read_back_to_the_second(moment: datetime) -> None:
    serial = (moment.replace(tzinfo=None) - EXCEL_EPOCH) / timedelta(days=1)
    assert read_moment(serial, ZONE) == moment


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(NoMoment):
        assert read_moment(text, ZONE).tzinfo
