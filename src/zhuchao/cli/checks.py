"""What `zhuchao doctor` looks at: each check says how things stand and what to do about it."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from zhuchao.circle.estates.fonts import chinese_face
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.keys import key_file
from zhuchao.places.queries import calendar
from zhuchao.rules.calendar import national
from zhuchao.web import heartbeat
from zhuchao.web.environment import BY_NAME
from zhuchao.web.health import home_writable, pending_migrations

Level = Literal["ok", "warn", "fail"]
SCARCE_BYTES = 1_000_000_000
LOW_BYTES = 5_000_000_000
SKEW_SECONDS = 5
DECEMBER = 12


@dataclass(frozen=True)
class Finding:
    """How one thing stands; `advice` says what to do unless it is ok."""

    name: str
    level: Level
    message: str
    advice: str = ""


def findings() -> Iterator[Finding]:
    """Every check in order; one that breaks is itself a failure."""
    for name, check in CHECKS.items():
        try:
            yield from (Finding(name, *found) for found in check())
        except (DatabaseError, OSError) as error:
            yield Finding(name, "fail", str(error).strip(), _("先排除这个错误，再检查一次"))


Found = Iterator[tuple[Level, str] | tuple[Level, str, str]]


def _settings() -> Found:
    given = sorted(name for name in os.environ if name.startswith("ZHUCHAO_"))
    for name in given:
        if name not in BY_NAME:
            yield "warn", _("没有 %s 这个设置") % name, _("核对拼写，见 docs/operate.md")
    if settings.DEBUG:
        yield "warn", _("ZHUCHAO_DEBUG 开着"), _("正式运行时关闭")
    url = urlsplit(settings.ZHUCHAO_URL)
    if url.scheme == "https" and not settings.ZHUCHAO_TLS:
        yield "warn", _("网址是 https，ZHUCHAO_TLS 却是 no"), _("设 ZHUCHAO_TLS=yes")
    if url.hostname and url.hostname not in settings.ALLOWED_HOSTS:
        yield "fail", _("ZHUCHAO_HOSTS 里没有 %s") % url.hostname, _("把它加进 ZHUCHAO_HOSTS")
    yield "ok", _("给出了 %s 项设置") % len(given)


def _home() -> Found:
    home_writable()
    yield "ok", str(settings.ZHUCHAO_HOME)


def _keys() -> Found:
    path = key_file()
    if not path.exists():
        yield "warn", _("还没有密钥文件"), _("首次启动时生成；恢复备份后请放回 %s") % path
    elif mode := stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield "fail", _("%s 别人也能读写") % path, f"chmod 600 {path} ({mode:03o})"
    else:
        yield "ok", str(path)


def _database() -> Found:
    if _absent():
        yield "warn", _("数据库还没有建立"), _("运行 zhuchao up")
        return
    if connection.vendor == "sqlite":
        mode = _asked("PRAGMA journal_mode")
        good = mode == "wal"
    else:
        mode = _asked("SHOW transaction_isolation")
        good = mode == "read committed"
    advice = _("去掉改动它的数据库设置：只在 WAL 与 read committed 下检验过")
    yield ("ok", f"{connection.vendor}, {mode}") if good else ("fail", str(mode), advice)


def _migrations() -> Found:
    if _absent():
        return
    waiting = pending_migrations()
    if waiting:
        yield "fail", _("有 %s 项升级未执行") % len(waiting), _("运行 zhuchao migrate")
    else:
        yield "ok", _("与本版本一致")


def _clock() -> Found:
    moment = datetime.now(UTC)
    shown = f"{now().astimezone(zone()):%Y-%m-%d %H:%M} {settings.TIME_ZONE}"
    if connection.vendor == "postgresql":
        skew = abs((_asked("SELECT clock_timestamp()") - moment).total_seconds())  # type: ignore[operator]
        if skew > SKEW_SECONDS:
            yield "fail", _("与数据库的时钟相差 %s 秒") % round(skew), _("两台机器都接入时间同步")
            return
    yield "ok", shown


def _worker() -> Found:
    age = heartbeat.seconds_since()
    if age is None:
        yield "warn", _("没有后台进程在运行"), _("运行 zhuchao up 或 zhuchao work")
    elif age > heartbeat.ALIVE_SECONDS:
        advice = _("看它的日志，重新启动 zhuchao work")
        yield "fail", _("后台进程 %s 秒没有动静") % round(age), advice
    else:
        yield "ok", _("后台进程 %s 秒前有动静") % round(age)


def _disk() -> Found:
    free = shutil.disk_usage(settings.ZHUCHAO_HOME).free
    level: Level = "fail" if free < SCARCE_BYTES else "warn" if free < LOW_BYTES else "ok"
    advice = "" if level == "ok" else _("清理磁盘，或移走 backups 里的旧备份")
    yield level, _("剩余 %s GB") % round(free / 1e9, 1), advice


def _calendar() -> Found:
    today = local_day(now())
    known = (national() if _absent() else calendar()).known_years
    advice = _("升级 chinesecalendar，或用 zhuchao district load 载入放假安排")
    if today.year not in known:
        yield "fail", _("%s 年的放假安排没有载入") % today.year, advice
    elif today.month == DECEMBER and today.year + 1 not in known:
        yield "warn", _("%s 年的放假安排没有载入") % (today.year + 1), advice
    else:
        yield "ok", _("放假安排载入到 %s 年") % max(known)


def _assets() -> Found:
    if find("vendor/maplibre-gl.mjs"):
        yield "ok", _("网页地图组件已备好")
    else:
        yield "warn", _("没有网页地图组件，改用示意图"), _("联网后运行 make setup")


def _fonts() -> Found:
    if chinese_face(settings.ZHUCHAO_FONTS):
        yield "ok", _("有中文字体")
    else:
        yield "warn", _("没有找到中文字体"), _("安装 Noto Sans CJK，打印海报和证书时要用")


def _absent() -> bool:
    """No database yet; looking must not make the file of a SQLite one."""
    untouched = connection.vendor == "sqlite" and connection.connection is None
    if untouched and not Path(str(connection.settings_dict["NAME"])).exists():
        return True
    return not connection.introspection.table_names()


def _asked(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        return row[0] if row else None


CHECKS: dict[str, Callable[[], Found]] = {
    "settings": _settings,
    "home": _home,
    "keys": _keys,
    "database": _database,
    "migrations": _migrations,
    "clock": _clock,
    "worker": _worker,
    "disk": _disk,
    "calendar": _calendar,
    "assets": _assets,
    "fonts": _fonts,
}
