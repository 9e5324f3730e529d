"""A worker that is killed at any moment loses nothing and sends at most one batch twice."""

from __future__ import annotations

from tests.system.killing import BATCH, Killer

KILLS = 20


def test_a_worker_killed_twenty_times_loses_nothing(office, server):
    killed = Killer(office, server, contacts=15_000, seed=3).run(KILLS)

    print(killed)
    assert killed.kills == KILLS
    assert killed.during_upload >= 1
    assert killed.edits > KILLS
    assert killed.wrong == []
    assert max(killed.sent_twice) <= BATCH
