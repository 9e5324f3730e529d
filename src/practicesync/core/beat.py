"""What the online side is told of a practice, and when: staff there see how the sync stands."""

from __future__ import annotations

import datetime as dt

import msgspec

from practicesync.core.backoff import delay
from practicesync.core.errors import Problem, Unavailable
from practicesync.core.phase import Colour, Phase, Shape
from practicesync.core.snapshot import PracticeStatus, Tally

MOST = 500
"""Characters of a sentence that the contract allows."""

SILENT: frozenset[Phase] = frozenset(
    {
        Phase.NOT_ACTIVATED,
        Phase.DEACTIVATED,
        Phase.SIGNING_IN,
        Phase.SIGN_IN_NEEDED,
        Phase.TAKEN_OVER,
    }
)
"""Phases in which this server has nothing to tell: it isn't in charge, or has no sign-in."""


class Beat(msgspec.Struct, frozen=True):
    """How a practice stands: what its status says, no personal value in it.

    `last_look_at` is ISO 8601 with the offset of the practice's own time, or empty before the
    first look.
    """

    installation: str
    server: str
    phase: Phase
    colour: Colour
    shape: Shape
    code: str
    sentence: str
    last_look_at: str
    counts: Tally

    @property
    def standing(self) -> tuple[Phase, str]:
        """What matters of it."""
        return self.phase, self.code


class Sender(msgspec.Struct, frozen=True):
    """Who tells it: the installation, the name of its server, and the zone of its time."""

    installation: str
    server: str
    zone: dt.tzinfo


def beat_of(practice: PracticeStatus, sender: Sender) -> Beat | None:
    """Return what to tell of the practice, or None where there is nothing."""
    if not practice.practice_id or practice.phase in SILENT:
        return None
    looked = practice.last_look_at
    return Beat(
        sender.installation,
        sender.server,
        practice.phase,
        practice.colour,
        practice.shape,
        practice.code,
        practice.sentence[:MOST],
        "" if looked is None else looked.astimezone(sender.zone).isoformat(timespec="seconds"),
        practice.counts,
    )


class Tempo(msgspec.Struct, frozen=True):
    """How often it is told, in seconds.

    Two beats are at most `every` apart, or up to `earlier` less: not all practices of the world
    are to beat at once. What matters comes `soon` after the beat before, other numbers `later`.
    Blue has to have lasted for `lasting`: each change that is sent is blue for a moment. What was
    heard `stale` ago is not told: a worker whose loop hangs vouches for nothing.
    """

    every: float = 300.0
    earlier: float = 30.0
    soon: float = 3.0
    later: float = 60.0
    lasting: float = 10.0
    stale: float = 60.0


class Rhythm:
    """When the next beat is due; times are monotonic seconds, fractions random in [0, 1)."""

    def __init__(self, tempo: Tempo) -> None:
        self._tempo = tempo
        self._sent: Beat | None = None
        self._sent_at = 0.0
        self._every = tempo.every
        self._standing: tuple[Phase, str] | None = None
        self._since = 0.0
        self._failures = 0
        self._not_before = 0.0

    @property
    def told(self) -> bool:
        """Tell whether a beat ever came through."""
        return self._sent is not None

    def due_at(self, beat: Beat, now: float) -> float:
        """Return when that is to be told; what it says is looked at anew each time."""
        if beat.standing != self._standing:
            self._standing, self._since = beat.standing, now
        return max(self._wanted_at(beat, now), self._not_before)

    def sent(self, beat: Beat, now: float, fraction: float) -> None:
        """Note that it was told."""
        self._sent, self._sent_at = beat, now
        self._every = self._tempo.every - self._tempo.earlier * fraction
        self._failures, self._not_before = 0, 0.0

    def woken(self) -> None:
        """Note that it was longer ago than was counted: the next one is due at once."""
        self._every, self._failures, self._not_before = 0.0, 0, 0.0

    def failed(self, problem: Problem, now: float, fraction: float) -> None:
        """Note that it could not be told."""
        self._failures += 1
        asked = problem.retry_after if isinstance(problem, Unavailable) else None
        self._not_before = now + max(self._tempo.soon, delay(self._failures, fraction, asked))

    def _wanted_at(self, beat: Beat, now: float) -> float:
        if self._sent is None:
            return now
        regular = self._sent_at + self._every
        if beat.standing != self._sent.standing:
            lasting = self._tempo.lasting if beat.colour is Colour.BLUE else 0.0
            return min(regular, max(self._sent_at + self._tempo.soon, self._since + lasting))
        if (beat.sentence, beat.counts) != (self._sent.sentence, self._sent.counts):
            return min(regular, self._sent_at + self._tempo.later)
        return regular
