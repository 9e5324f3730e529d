"""Many practices write and many people look at once, over several processes and one file."""

import threading
from collections import Counter
from dataclasses import replace

from tests.system.cloud import serving, start_cloud
from tests.system.cloud_agent import Caller, tokens, upsert
from tests.system.conftest import another

PRACTICES = 4
READERS = 8
BATCHES = 15


def write(caller, epoch, answers):
    """Send batches, each with contacts that the one before has sent as well."""
    for batch in range(BATCHES):
        items = (upsert(f"{n}", epoch, batch * 100 + n) for n in range(batch + 1, batch + 21))
        answers[caller.send(*items).status_code] += 1


def read(caller, writers, answers):
    """Look for as long as anybody writes."""
    while any(writer.is_alive() for writer in writers):
        for path in ("/contacts", "/digests", "/migration"):
            answers[caller("GET", path).status_code] += 1


def all_at_once(cloud, addresses):
    """Return how often each status was answered, to writers and to readers."""
    offices = [another(cloud, f"office{n}") for n in range(PRACTICES)]
    found = [tokens(office)["access_token"] for office in offices]

    def caller(number):
        office = replace(offices[number % PRACTICES], base_url=addresses[number % len(addresses)])
        return Caller(office, found[number % PRACTICES])

    epochs = [caller(number).activate().json()["epoch"] for number in range(PRACTICES)]
    wrote: Counter[int] = Counter()
    saw: Counter[int] = Counter()
    writers = [
        threading.Thread(target=write, args=(caller(number), epochs[number], wrote))
        for number in range(PRACTICES)
    ]
    readers = [
        # Each from the process that its practice's writer does not ask.
        threading.Thread(target=read, args=(caller(number + number // PRACTICES), writers, saw))
        for number in range(READERS)
    ]
    for one in (*writers, *readers):
        one.start()
    for one in (*writers, *readers):
        one.join()
    for number, office in enumerate(offices):
        with Caller(office, found[number]) as last:
            marks = last("GET", "/digests").json()["digests"]
            assert len(marks) == BATCHES + 19
    return wrote, saw


def test_four_practices_write_and_eight_look_and_nobody_is_turned_away(tmp_path):
    with (
        start_cloud(tmp_path, "--workers", "2") as cloud,
        serving(tmp_path, cloud.database) as (other, _),
    ):
        wrote, saw = all_at_once(cloud, [cloud.base_url, other])
    assert wrote == {200: PRACTICES * BATCHES}
    assert set(saw) == {200}
    assert (tmp_path / "cloud.log").read_text() == ""
