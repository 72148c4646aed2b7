"""信访 petition (M41, M42): what is asked at the counter and online, and what its steps do."""

from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.petition.asides import desk_aside, public_aside
from zhuchao.matters.kinds.petition.begun import begun
from zhuchao.matters.kinds.petition.checks import check, since, urgency
from zhuchao.matters.kinds.petition.effects import EFFECTS
from zhuchao.matters.kinds.petition.grants import GRANTS
from zhuchao.matters.kinds.petition.intake import ASKS, WAYS_ONLINE, Intake

KIND = Kind(
    Intake,
    asks=ASKS,
    check=check,
    urgency=urgency,
    begun=begun,
    since=since,
    effects=EFFECTS,
    grants=GRANTS,
    ways=WAYS_ONLINE,
    aside=("matters/petition/public.html", public_aside),
    desk_aside=("matters/petition/desk.html", desk_aside),
)
