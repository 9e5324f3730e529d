"""A server that rests loses its place to another one, and gets it back the usual way."""

import datetime as dt

import pytest

from practicesync.demo.practice import make_practice
from tests.system import cloud_agent
from tests.system.cloud import session, start_cloud
from tests.system.installation import Installation, settings

RESTING = ["scheduled", "paused"]


@pytest.mark.parametrize("resting", RESTING)
def test_a_server_that_rests_can_take_its_place_back(tmp_path, resting):
    with start_cloud(tmp_path / "cloud") as cloud:
        practice = make_practice(tmp_path / "practice.db", contacts=12)
        here = Installation(tmp_path / "state", patience=60)
        here.write(settings(practice.path, cloud))
        with here.running():
            rest(here, cloud, resting)
            take_over(cloud)

            here.activate(cloud, "--accept-terms", "--yes", "--no-browser", "--take-over")

            here.until_phase("in_sync", "attention", "held")
            assert in_charge(cloud)["server"] != "NEWSRV"


def rest(here, cloud, resting):
    if resting == "scheduled":
        at = (dt.datetime.now().astimezone() + dt.timedelta(hours=3)).strftime("%H:%M")
        here.activate(cloud, "--accept-terms", "--yes", "--no-browser", "--at", at)
    else:
        here.activate(cloud)
        here.until_phase("in_sync", "attention", "held")
        here.call("pause")
    here.until_phase(resting)
    told = here.call("activate", "--accept-terms", "--yes", "--no-browser")
    assert "is activated already" in told.out


def take_over(cloud):
    claim = {"server": "NEWSRV", "installation": "other", "take_over": True}
    with session(cloud) as http:
        answer = http.post(activation(cloud), json=claim, headers=signed_in(cloud))
    assert answer.status_code == 200


def in_charge(cloud):
    with session(cloud) as http:
        return http.get(activation(cloud), headers=signed_in(cloud)).json()


def activation(cloud):
    return f"{cloud.base_url}/v1/practices/{cloud.practice_id}/activation"


def signed_in(cloud):
    return {"Authorization": "Bearer " + cloud_agent.tokens(cloud)["access_token"]}
