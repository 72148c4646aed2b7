"""What the tests of a report without a network do on the phone, again and again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, expect

from zhuchao.matters.models import Matter

Axe = Callable[[Page], list[str]]
KEPT = 'import("/static/zhuchao/store.js").then(({ all }) => all())'
"""All that is in the phone's database."""


def installed(page: Page) -> None:
    """The service worker runs and holds this page."""
    held = page.evaluate(
        """() => Promise.race([
          new Promise((done) => setTimeout(done, 20000, false)),
          navigator.serviceWorker.controller ? true : new Promise((done) =>
            navigator.serviceWorker.addEventListener("controllerchange", () => done(true))),
        ])"""
    )
    assert held, "no service worker"


def back(context: BrowserContext) -> None:
    """The network is there again."""
    context.set_offline(False)


def shown(page: Page, axe: Axe, tmp_path: Path, name: str) -> None:
    """The page fits, has no accessibility fault, and is kept as a picture to look at."""
    page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Tall, so that no field is half under the bar at the bottom.
    page.set_viewport_size({"width": 360, "height": 2400})
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})


def state(page: Page, words: str) -> Any:
    """The badge of the one report in the list."""
    return expect(page.locator("[data-kept] .state")).to_have_text(words)


def posts(context: BrowserContext) -> list[str]:
    """Collects the addresses of every report that is sent from now on."""
    sent: list[str] = []

    def add(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/send/"):
            sent.append(request.url)

    context.on("request", add)
    return sent


def only_matter() -> Matter:
    """The one matter there is."""
    return Matter.objects.get()


def wait_and_send(phone: Page, photo: Path | None = None, words: str = "井盖破了") -> None:
    """Fill the form and send it into the void."""
    if photo:
        phone.get_by_label("拍一张照片").set_input_files(photo)
    phone.get_by_label("说两句").fill(words)
    phone.get_by_role("button", name="提交").click()
    state(phone, "等网络")


def change(page: Page, how: str, state: str = "") -> None:
    """Change the one report, or the one in this state, in the phone's database."""
    page.evaluate(
        f"""async () => {{
          const {{ all, change }} = await import("/static/zhuchao/store.js");
          const one = (await all()).find((one) => !"{state}" || one.state === "{state}");
          await change(one.id, {how});
        }}"""
    )


def in_background(page: Page, origin: str) -> None:
    """Let the browser wake the worker to send, as it does when the network is back."""
    found: list[str] = []
    tools = page.context.new_cdp_session(page)
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    wake = {"origin": origin, "tag": "zhuchao-outbox", "lastChance": False}
    tools.send("ServiceWorker.dispatchSyncEvent", {**wake, "registrationId": found[0]})
