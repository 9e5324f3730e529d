"""What the online side says of people and servers, as an administrator's terminal gets it."""

import msgspec
import pytest

from practicesync.adapters.authority import Grant
from practicesync.adapters.cloud_activation import Activation, InCharge
from practicesync.core.text import printable

HOSTILE = "Evil\x1b]0;x\x07\x9b31m\nERROR\r\u2028forged \u202eder\u2066\u200f\0\x7f"
TAMED = "Evil]0;x31m ERROR  forged der"


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (Grant, {"access_token": "a", "refresh_token": "r", "expires_in": 1, "practice_id": "p"}),
        (InCharge, {"active": True}),
        (
            Activation,
            {
                "epoch": 1,
                "digest_key": "k",
                "practice_id": "p",
                "activated_at": "2026-05-03T12:00:00Z",
            },
        ),
    ],
)
def test_nothing_that_a_terminal_would_obey_comes_from_online(kind, other):
    texts = {"practice_name", "user", "server", "installation", "since", "activated_by"}
    texts &= set(kind.__annotations__)

    found = msgspec.json.decode(
        msgspec.json.encode(other | dict.fromkeys(texts, HOSTILE)), type=kind
    )

    assert {getattr(found, name) for name in texts} == {TAMED}


def test_a_name_that_people_write_stays_as_it_is():
    assert printable("Zorblińska & Söhne 株式会社 [x]") == "Zorblińska & Söhne 株式会社 [x]"
    assert printable("Main\u00a0office\tNorth") == "Main office North"
