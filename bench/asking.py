"""What is asked of the server: the pages with a target, and a loop that asks them."""

import http.client
import io
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

JSON = "application/json"
BOUNDARY = "zhuchao-bench"
TOKEN = "b" * 32
"""The CSRF token of a browser that got its cookie with the page before."""


@dataclass(frozen=True)
class Ask:
    """One kind of request; `statements` and `cpu` (ms) are the targets it is held to."""

    name: str
    method: str
    path: str
    body: Callable[[], bytes] = bytes
    content_type: str = JSON
    session: str = ""
    statements: int | None = None
    cpu: float | None = None


def asks(known: dict[str, Any]) -> list[Ask]:
    """The requests of the table, as people of the city would send them."""
    sessions = known["sessions"]
    detail = f"/desk/matters/{known['receipt']}/"
    street = sessions["street"]
    photo = _photo()
    return [
        Ask("bare page", "GET", "/healthz"),
        Ask("create", "POST", "/api/matters", _create, statements=8, cpu=10),
        Ask("create with phone", "POST", "/api/matters", _with_phone, statements=8, cpu=10),
        Ask("guess", "POST", "/api/guess", _guess, statements=6, cpu=15),
        Ask(
            "photo",
            "POST",
            "/files/",
            lambda: photo,
            f"multipart/form-data; boundary={BOUNDARY}",
            cpu=250,
        ),
        Ask("list 20, street", "GET", "/desk/matters/", bytes, "", street, 7, 15),
        Ask("list 20, district", "GET", "/desk/matters/", bytes, "", sessions["district"], 7, 15),
        Ask("list 20, office", "GET", "/desk/matters/", bytes, "", sessions["office"], 7, 15),
        Ask("list 100, street", "GET", "/desk/matters/?size=100", bytes, "", street, 7),
        Ask("list 20 JSON, street", "GET", "/api/matters", bytes, "", street, 7, 15),
        Ask("detail", "GET", detail, bytes, "", street, 12),
    ]


def _said(**more: Any) -> bytes:
    said = {
        "kind": "appeal",
        "text": f"门口路面破损{random.randrange(10**6)}，请尽快处理",
        "category": "c0",
        "lon": 117.8 + random.random() / 5,
        "lat": 31.5 + random.random() / 5,
    }
    return json.dumps({**said, **more}).encode()


def _create() -> bytes:
    return _said()


def _with_phone() -> bytes:
    return _said(contact={"phone": "13800000001"})


def _guess() -> bytes:
    said = json.loads(_said())
    del said["category"]
    return json.dumps(said).encode()


def _photo() -> bytes:
    """A 12-megapixel picture of noise on gradients, as heavy as a phone's."""
    dice = random.Random(1)
    small = Image.effect_noise((800, 600), 60).convert("RGB")
    picture = small.resize((4000, 3000), Image.Resampling.BILINEAR)
    picture.putpixel((0, 0), (dice.randrange(255),) * 3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
    return (
        head.encode()
        + b"Content-Type: image/jpeg\r\n\r\n"
        + out.getvalue()
        + (f"\r\n--{BOUNDARY}--\r\n".encode())
    )


@dataclass
class Took:
    """What a loop measured: milliseconds of each request, and answers that were not 2xx."""

    milliseconds: list[float]
    wrong: dict[int, int]
    seconds: float


def load(address: str, ask: Ask, seconds: float, connections: int = 8) -> Took:
    """Ask over and over on so many kept connections for so long."""
    took = Took([], {}, 0)
    until = time.perf_counter() + seconds
    started = time.perf_counter()
    threads = [
        threading.Thread(target=_loop, args=(address, ask, until, took)) for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.seconds = time.perf_counter() - started
    return took


def _loop(address: str, ask: Ask, until: float, took: Took) -> None:
    host = urlsplit(address)
    link = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    headers = {"Content-Type": ask.content_type or JSON, "Accept": "*/*", "X-CSRFToken": TOKEN}
    headers["Cookie"] = f"csrftoken={TOKEN}; sessionid={ask.session}"
    while time.perf_counter() < until:
        begun = time.perf_counter()
        link.request(ask.method, ask.path, ask.body(), headers)
        answer = link.getresponse()
        answer.read()
        took.milliseconds.append((time.perf_counter() - begun) * 1000)
        if answer.status not in (200, 201):
            took.wrong[answer.status] = took.wrong.get(answer.status, 0) + 1
    link.close()
