"""What must hold at every moment, and at rest."""

from __future__ import annotations

from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import ROUTINE
from practicesync.core.digest import Digest, Seal
from practicesync.core.key import Key
from practicesync.core.row import Stamp
from tests.simulation.invariant import Standing, uncovered
from tests.simulation.network import Network
from tests.simulation.practice import (
    REFUSED,
    UNSENDABLE,
    VALUES,
    Practice,
    SimulatedSource,
    contact_of,
    hash_of,
    name_of,
    value_of,
)
from tests.simulation.world import Broken


class Truth:
    """Knows the database, the cloud and the journal at once, as nobody in real life does."""

    def __init__(self, practice: Practice, network: Network, *, diff: bool) -> None:
        self.practice = practice
        self.network = network
        self.diff = diff
        self.seal = Seal(network.cloud.digest_key)
        self.values = {self.seal.stamp(hash_of(value)): value for value in range(VALUES)}
        self.digests: dict[tuple[Key, int], Digest] = {}
        self.looks: list[int] = []
        self.blind = False
        self.unsure = False

    def new_worker(self, journal: SqliteJournal, looks: list[int]) -> None:
        """Look at another worker's journal from now on."""
        self.journal = journal
        self.looks = looks

    def digest(self, key: Key, value: int | None) -> Digest | None:
        """Return the digest of that key with that value."""
        if value is None:
            return None
        if (key, value) not in self.digests:
            self.digests[key, value] = self.seal.digest(contact_of(key, value))
        return self.digests[key, value]

    def online(self) -> dict[Key, Digest]:
        """Return what is really online."""
        found = {}
        for key, contact in self.network.cloud.contacts.items():
            digest = self.digest(key, value_of(contact))
            assert digest is not None
            found[key] = digest
        return found

    def check(self) -> None:
        """Raise `Broken` if the invariant does not hold."""
        rows = self.journal._file.rows
        entries = {
            key: tuple(rest) for key, *rest in rows("SELECT key, digest, stamp, met FROM entry")
        }
        waiting = {
            Key(key)
            for (key,) in rows(
                "SELECT key FROM dirty UNION ALL SELECT key FROM parked"
                " UNION ALL SELECT key FROM held UNION ALL SELECT key FROM held_change"
            )
        }
        cursor = self.journal.cursor()
        comparing = self.journal.comparing() not in (None, ROUTINE)
        # An older journal is wrong until its worker has begun; it must be blue, but can't know.
        self.unsure = self.unsure and not comparing
        if self.blind or self.unsure or cursor is None or comparing:
            return
        scan = self.journal.scan()
        online = self.online()
        standings: dict[Key, Standing] = {}
        for key in self.practice.past.keys() | online.keys():
            believed, _, met = entries.get(key, (None, None, None))
            to_come = scan is not None and SimulatedSource.order(key) > (scan.position or "")
            # What the full check does not meet becomes dirty at its end.
            unmet = scan is not None and key in entries and met != scan.number
            waits = key in waiting or to_come or unmet
            standings[key] = Standing(believed, online.get(key), waits)
        passed = self.passed_by_stamps(entries) if self.diff else self.passed_by(int(cursor))
        lost = uncovered(passed, standings)
        if lost:
            where = [(key, standings.get(key), self.practice.past.get(key)) for key in lost]
            raise Broken(f"not covered at {cursor}, {scan}: {where}")

    def passed_by(self, version: int) -> dict[Key, set[Digest | None]]:
        """Return, for each key, the digests that it has had since that version."""
        return {
            key: {self.digest(key, value) for value in values}
            for key, values in self.practice.since(version).items()
        }

    def passed_by_stamps(
        self, entries: dict[str, tuple[Digest | None, Stamp | None, int | None]]
    ) -> dict[Key, set[Digest | None]]:
        """Return, for each key with a stamp, the digest of what it was stamped for."""
        return {
            Key(key): {self.digest(Key(key), self.values[stamp])}
            for key, (_, stamp, _met) in entries.items()
            if stamp is not None
        }

    def check_green(self) -> None:
        """Raise `Broken` if green hides something that committed more than two looks ago."""
        if self.blind or len(self.looks) < 2:
            return
        online = self.online()
        excused = {one.key for one in self.journal.parked()} | self.held_keys()
        excused |= self.held_changes()
        for key, digests in self.passed_by(self.looks[-2]).items():
            if key not in excused and online.get(key) not in digests:
                raise Broken(f"green, but {key} is not online as it is")

    def held_keys(self) -> set[Key]:
        """Return the keys whose deletes are held."""
        return {Key(key) for (key,) in self.journal._file.rows("SELECT key FROM held")}

    def held_changes(self) -> set[Key]:
        """Return the keys whose changes are held."""
        return {Key(key) for (key,) in self.journal._file.rows("SELECT key FROM held_change")}

    def check_equal(self) -> None:
        """Raise `Broken` unless the cloud holds what the database holds."""
        online = self.online()
        parked = {one.key for one in self.journal.parked()}
        held, changes = self.held_keys(), self.held_changes()
        for key, value in self.practice.rows.items():
            sendable = name_of(value) not in (UNSENDABLE, REFUSED)
            if key in changes:
                continue
            if sendable and (key in parked or online.get(key) != self.digest(key, value)):
                raise Broken(f"{key} is not online as it is in the database")
            if not sendable and key not in parked:
                raise Broken(f"{key} can't be sent, but is not in the list")
        for key in online:
            if key not in self.practice.rows and key not in held:
                raise Broken(f"{key} is online, but not in the database")
        counts = self.journal.counts()
        if counts.in_database != len(self.practice.rows) or counts.dirty:
            raise Broken(f"miscounted: {counts}, {len(self.practice.rows)} rows")
        # Of what was refused it may be unknown whether an earlier version is online.
        if not len(online) - counts.not_sent <= counts.online <= len(online):
            raise Broken(f"miscounted: {counts}, {len(online)} online")
