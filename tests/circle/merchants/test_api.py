"""Offers through the API."""

from datetime import date

from django.test import Client

from tests.cast import JOB, District
from tests.circle.merchants.moments import moment
from tests.sites import site
from zhuchao.circle.merchants.offers import make_offer
from zhuchao.circle.models import Offer
from zhuchao.places.models import Site
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours


def test_anybody_reads_what_a_merchant_offers_and_whether_it_is_on(shop: Site) -> None:
    make_offer(JOB, Offer(
        site=shop, kind="price_factor", factor=70, words="套餐", cap=30,
        hours=as_text(read_hours("每天 14:00-17:00")), valid_from=date(2026, 11, 1),
    ))  # fmt: skip
    with moment("2026-11-25T12:00"):
        answer = Client().get(f"/api/sites/{shop.code}/offers").json()
    (found,) = answer["items"]
    assert (found["kind"], found["factor"], found["cap"], found["on"]) == (
        "price_factor", 70, 30, False,
    )  # fmt: skip
    assert found["label"] == "套餐打折 套餐 7 折"
    assert found["valid_from"] == "2026-11-01"


def test_what_is_no_merchant_has_no_offers(district: District) -> None:
    station = site(district)
    assert Client().get(f"/api/sites/{station.code}/offers").status_code == 404
    assert Client().get("/api/sites/nowhere/offers").status_code == 404
