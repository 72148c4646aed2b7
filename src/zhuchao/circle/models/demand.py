"""Points that staff brought in a file: coarse demand, trips, places where a site could stand."""

from django.db import models

from zhuchao.circle.reach.kinds import POINT_KINDS
from zhuchao.journal.fields import CanonicalJSON, PathField


class PointFile(models.Model):
    """The rows of one file. Of demand and trips only squares of about 100 m are kept, no tracks.

    Written by `circle.reach.actions` only; rows are replaced by bringing a new file.
    """

    kind = models.CharField("内容", max_length=12, choices=POINT_KINDS)
    name = models.CharField("名称", max_length=60)
    division_path = PathField()
    """Who answers for this territory, or for one around it, sees and uses the file."""
    rows = CanonicalJSON(default=list)
    """Whole numbers: of demand [1000 lon, 1000 lat, hour or -1, 100 × weight a day, rows of the
    file]; of trips [1000 lon, 1000 lat of both ends, 100 × weight]; of candidates [name, 10⁶ lon,
    10⁶ lat, 100 × cost or -1]."""
    read = models.PositiveIntegerField()
    """How many rows the file had."""
    brought_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "division_path"], name="point_file_kind")]

    def __str__(self) -> str:
        return self.name
