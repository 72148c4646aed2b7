"""The tables of the circle."""

from zhuchao.circle.models.coupons import Coupon, Credited
from zhuchao.circle.models.demand import PointFile
from zhuchao.circle.models.estates import Estate
from zhuchao.circle.models.offers import Application, Offer
from zhuchao.circle.models.visits import DeviceVisit

__all__ = ["Application", "Coupon", "Credited", "DeviceVisit", "Estate", "Offer", "PointFile"]
