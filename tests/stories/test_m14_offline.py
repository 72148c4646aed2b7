"""M14, where there is no network: "report a hazard with photo and place …, offline too".

The phone's part is told in tests/browser/test_offline_report.py; this is what arrives.
"""

from datetime import timedelta
from typing import Any

from django.test import Client

from tests.cast import District, step
from tests.stories.test_m14_hazard import picture
from zhuchao.access.models import File
from zhuchao.journal.clock import now
from zhuchao.matters.models import Matter


def test_a_rider_marks_a_place_in_a_tunnel_and_is_answered_after_it(
    client: Client, district: District
) -> None:
    marked = now() - timedelta(hours=2)
    upload = client.post("/files/", {"photo": picture()}, headers={"Accept": "application/json"})
    kept = {
        "intake_key": "6f1c7c1e-5f0c-4a53-9a55-5d1b7d1c2a11",
        "raised_at": marked.isoformat(),
        "photos": upload.json()["id"],
        "lon": "117.83",
        "lat": "31.6",
    }
    first = sent(client, kept)
    again = sent(client, kept)
    assert again == first, "its answer was lost on the way, so the phone asked once more"
    matter = Matter.objects.get()
    assert (matter.raised_at, matter.division_path) == (marked, "/D/S1/C11/")
    assert File.objects.get(subject_id=matter.pk).purpose == "report"
    step(district.scope("intake"), matter, "verify")
    assert "核实属实" in client.get(first["track"]).content.decode()


def sent(client: Client, kept: dict[str, str]) -> Any:
    """What the phone keeps of the answer."""
    answer = client.post("/report/send/", kept, headers={"Accept": "application/json"})
    assert answer.status_code in (200, 201)
    return answer.json()
