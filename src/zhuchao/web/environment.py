"""Every setting the operator may give, read from the environment in one place."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from zhuchao.rules.points import PointsScheme
from zhuchao.rules.points_file import read_points_scheme, shipped_points


class BadSetting(ValueError):
    """A setting whose value cannot be used; the message names it."""


def _flag(text: str) -> bool:
    low = text.strip().lower()
    if low in {"1", "true", "yes", "on"}:
        return True
    if low in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("yes or no")


def _words(text: str) -> list[str]:
    return [w.strip() for w in text.split(",") if w.strip()]


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(" / ".join(known))
        return text

    return read


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, KeyError) as error:
        raise ValueError("a time zone such as Asia/Shanghai") from error


def _storage(text: str) -> dict[str, Any]:
    found = json.loads(text) if text else {}
    if not isinstance(found, dict) or (text and "BACKEND" not in found):
        raise ValueError('{"BACKEND": "…", "OPTIONS": {…}}')
    return found


@dataclass(frozen=True)
class Setting:
    """One environment variable: its default, how it is read, and what it is for."""

    name: str
    default: str
    read: Callable[[str], Any]
    help: str

    def value(self) -> Any:
        """What the environment says, or the default. Raises BadSetting naming the variable."""
        raw = os.environ.get(self.name, self.default)
        try:
            return self.read(raw)
        except ValueError as error:
            raise BadSetting(f"{self.name}={raw!r}: {error}") from error


def _share(raw: str) -> int:
    """A whole per cent from 0 to 100."""
    if not 0 <= int(raw) <= 100:
        raise ValueError("a whole number from 0 to 100")
    return int(raw)


def _points(raw: str) -> PointsScheme:
    """The scheme in a file, or the shipped one, which is turned off."""
    if not raw:
        return shipped_points()
    try:
        return read_points_scheme(Path(raw).read_text("utf-8"), raw)
    except OSError as error:
        raise ValueError(str(error)) from error


def tile_hosts(address: str) -> list[str]:
    """The one origin a content security policy lets in for a tile address; none for no address.

    >>> tile_hosts("https://t0.example.cn/vec_w/wmts?x={x}&y={y}&z={z}&tk=key"), tile_hosts("")
    (['https://t0.example.cn'], [])
    """
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "ZHUCHAO_HOME",
        "./var",
        Path,
        "Folder of all state: database, uploads, keys, segments, models.",
    ),
    Setting(
        "ZHUCHAO_DATABASE_URL",
        "",
        str,
        "postgresql://user:password@host/name; empty: SQLite in ZHUCHAO_HOME.",
    ),
    Setting(
        "ZHUCHAO_HOSTS",
        "127.0.0.1,localhost,[::1]",
        _words,
        "Host names the server answers to, by comma.",
    ),
    Setting(
        "ZHUCHAO_URL",
        "",
        str,
        "Public address for links in notices and QR codes, such as https://nest.example.",
    ),
    Setting(
        "ZHUCHAO_TLS",
        "no",
        _flag,
        "Served behind TLS: secure cookies, HSTS, and the proxy's X-Forwarded-Proto.",
    ),
    Setting(
        "ZHUCHAO_FACE",
        "all",
        _one_of("public", "desk", "all"),
        "Which pages run here: public, desk or all.",
    ),
    Setting("ZHUCHAO_ZONE", "Asia/Shanghai", _zone, "The district's time zone."),
    Setting(
        "ZHUCHAO_CIPHER",
        "AES-256-GCM",
        _one_of("AES-256-GCM", "SM4-GCM"),
        "Cipher of newly sealed identities: AES-256-GCM or SM4-GCM.",
    ),
    Setting(
        "ZHUCHAO_EMAIL_URL",
        "",
        str,
        "smtp://, smtps:// or smtp+starttls://user:password@host:port for e-mail; empty: console.",
    ),
    Setting("ZHUCHAO_EMAIL_FROM", "zhuchao@localhost", str, "Sender of e-mail notices."),
    Setting(
        "ZHUCHAO_SMS",
        "",
        str,
        "Text messages: console, or a file a gateway reads (a JSON line each); empty: none.",
    ),
    Setting("ZHUCHAO_WEBHOOK", "", str, "Messages to other systems: the same; empty: none."),
    Setting("ZHUCHAO_IDLE", "30", int, "Minutes after which an idle session is logged out."),
    Setting("ZHUCHAO_OIDC_URL", "", str, "OpenID Connect server for single sign-on; empty: none."),
    Setting("ZHUCHAO_OIDC_CLIENT", "", str, "OpenID Connect client id."),
    Setting("ZHUCHAO_OIDC_SECRET", "", str, "OpenID Connect client secret."),
    Setting(
        "ZHUCHAO_TILES",
        "",
        str,
        "Raster tile address with {x}{y}{z} of an approved base map; empty: schematic map.",
    ),
    Setting(
        "ZHUCHAO_TILES_DATUM",
        "WGS84",
        _one_of("WGS84", "GCJ02"),
        "Datum of those tiles: WGS84 (CGCS2000) or GCJ02.",
    ),
    Setting(
        "ZHUCHAO_TILES_ATTRIBUTION",
        "",
        str,
        "Whose map those tiles are, with its approval number; shown on the map.",
    ),
    Setting(
        "ZHUCHAO_FONTS",
        "/usr/share/fonts",
        Path,
        "Folder with a font that has Chinese signs, such as Debian's fonts-noto-cjk; for posters.",
    ),
    Setting(
        "ZHUCHAO_STORAGE",
        "",
        _storage,
        'Where uploads lie, as JSON {"BACKEND": …, "OPTIONS": …} of an installed Django storage'
        " (S3 with django-storages); empty: files in ZHUCHAO_HOME.",
    ),
    Setting(
        "ZHUCHAO_NETWORK",
        "",
        str,
        "Name of the loaded road network the pages use; empty: demo, else the first by name.",
    ),
    Setting("ZHUCHAO_RATE_PUBLIC", "60", int, "Public writes an address may make in a minute."),
    Setting(
        "ZHUCHAO_FRESH_DAYS",
        "90",
        int,
        "Days after which a fact of a site that nobody confirmed again reads unconfirmed.",
    ),
    Setting(
        "ZHUCHAO_SMART_COMMUNITY",
        "",
        str,
        "Address of the smart-community platform that /help/ also leads to; empty: none.",
    ),
    Setting("ZHUCHAO_WISH_CEILING", "500", int, "Yuan a micro-wish may cost at most."),
    Setting(
        "ZHUCHAO_POINTS",
        "",
        _points,
        "TOML file of a scheme of points for verified reports; empty: no points at all.",
    ),
    Setting(
        "ZHUCHAO_RECHECK",
        "5",
        _share,
        "Per cent of each month's closings that are looked at again by the supervisor.",
    ),
    Setting("ZHUCHAO_OPEN311_KEY", "no", _flag, "Whether reporting by Open311 needs an API key."),
    Setting(
        "ZHUCHAO_METRICS_TOKEN",
        "",
        str,
        "Bearer token that may read /metrics; empty: only direct requests from this machine.",
    ),
    Setting("ZHUCHAO_DEBUG", "no", _flag, "Developer error pages. Never in service."),
)

BY_NAME = {s.name: s for s in SETTINGS}


def setting(name: str) -> Any:
    """The value of a declared setting. Raises KeyError if undeclared, BadSetting if unusable."""
    return BY_NAME[name].value()
