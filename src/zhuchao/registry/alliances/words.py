"""Rooms and bookings in the words of the screen."""

from typing import Any

from django.utils.translation import gettext as _

from zhuchao.journal.clock import local_day
from zhuchao.journal.moments import WEEKDAYS
from zhuchao.places.models import Site
from zhuchao.registry.alliances.codes import PURPOSES
from zhuchao.registry.alliances.rooms import Room
from zhuchao.registry.alliances.wanted import hours_words
from zhuchao.registry.alliances.week import Week
from zhuchao.registry.models import Booking
from zhuchao.registry.terms import ROOM_USERS
from zhuchao.rules.hours import UNKNOWN
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written


def hours_of(site: Site) -> str:
    """The opening hours as people write them; "" where nobody said."""
    hours = from_text(site.hours)
    return "" if hours == UNKNOWN else written(hours, _)


def room_line(room: Room) -> dict[str, Any]:
    """A room as a line of the list."""
    to = room.tie.terms.get("open_to", "allies")
    return {
        "room": room,
        "open_to": _(dict(ROOM_USERS)[to]),
        "hours": hours_of(room.site),
    }


def booking_line(row: Booking) -> dict[str, Any]:
    """A booking as a line: the day with its weekday, hours, whose, what for, how many."""
    day = local_day(row.since)
    return {
        "row": row,
        "day": day,
        "weekday": _(WEEKDAYS[day.weekday()]),
        "hours": hours_words(row),
        "purpose": _(dict(PURPOSES)[row.purpose]),
    }


def week_columns(grid: Week) -> list[dict[str, Any]]:
    """The days of a week with their names."""
    return [
        {"day": one.day, "weekday": _(WEEKDAYS[one.day.weekday()]), "cells": one.cells}
        for one in grid.days
    ]
