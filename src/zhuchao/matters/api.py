"""The addresses of the JSON API of this room, each with who may call it and what it answers."""

from typing import Any

from ninja import Router

from zhuchao.matters import api_out as out
from zhuchao.matters import api_places as places
from zhuchao.matters import api_public as public
from zhuchao.matters import api_staff as staff
from zhuchao.matters.api_access import Key, Session, anybody

ANYBODY: dict[str, Any] = {"auth": [Key(), anybody], "openapi_extra": {"security": [{}]}}
"""A key is looked at if there is one; none is needed."""
STAFF: dict[str, Any] = {"auth": [Key(), Session()]}


def router(*, public_face: bool, desk_face: bool) -> Router:
    """The addresses of the faces that run here."""
    made = Router()
    if public_face:
        _public(made)
    if desk_face:
        _desk(made)
    return made


def _public(made: Router) -> None:
    raised = {200: out.RaisedOut, 201: out.RaisedOut}
    step = "/track/{receipt}/steps/{step}"
    made.post("/matters", response=raised, **ANYBODY)(public.raise_one)
    made.post("/guess", response=out.GuessOut, **ANYBODY)(public.guess_one)
    made.get("/track/{receipt}", response=out.TrackOut, **ANYBODY)(public.track)
    made.post(step, response=out.TrackOut, **ANYBODY)(public.asker_step)
    made.get("/divisions", response=list[out.DivisionOut], **ANYBODY)(places.list_divisions)
    made.get("/categories", response=list[out.CategoryOut], **ANYBODY)(places.list_categories)


def _desk(made: Router) -> None:
    one = "/matters/{receipt}"
    ruling = one + "/requests/{number}/ruling"
    made.get("/matters", response=out.PageOut, **STAFF)(staff.list_matters)
    made.get(one, response=out.DetailOut, **STAFF)(staff.show_matter)
    made.post(one + "/steps/{step}", response=out.MatterOut, **STAFF)(staff.staff_step)
    made.post(one + "/requests", response=out.RequestOut, **STAFF)(staff.ask_request)
    made.post(ruling, response=out.RequestOut, **STAFF)(staff.rule_request)
    made.patch(one + "/sorting", response=out.MatterOut, **STAFF)(staff.correct_sorting)
    made.get("/rates", response=out.RatesOut, **STAFF)(staff.show_rates)
    made.get("/offices", response=list[out.OfficeOut], **STAFF)(places.list_offices)
