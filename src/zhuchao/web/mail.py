"""Which mail server: an address taken apart, or the console."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from zhuchao.web.environment import BadSetting

PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True)
class MailServer:
    """What Django's mail settings need; `backend` is smtp or console."""

    backend: str = "console"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer:
    """The server of smtp://, smtps:// or smtp+starttls://user:password@host:port; empty: console.

    Raises BadSetting for another scheme or no host.
    """
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSetting(
            "ZHUCHAO_EMAIL_URL: smtp, smtps or smtp+starttls://user:password@host:port"
        )
    return MailServer(
        backend="smtp",
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )
