"""Closed lists of the reach pages, with the words of the screens."""

from django.utils.translation import gettext_noop

DEMAND, TRIPS, CANDIDATES = "demand", "trips", "candidates"
POINT_KINDS = (
    (DEMAND, gettext_noop("需求点")),
    (TRIPS, gettext_noop("行程")),
    (CANDIDATES, gettext_noop("可选地点")),
)
COLUMNS = {
    DEMAND: "lon,lat[,weight][,hour]",
    TRIPS: "lon,lat,to_lon,to_lat[,weight]",
    CANDIDATES: "id,lon,lat[,cost]",
}
VISITS, REPORTS = "visits", "reports"
SOURCES = (
    (VISITS, gettext_noop("商户到店")),
    (REPORTS, gettext_noop("随手报和诉求")),
)
