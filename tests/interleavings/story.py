"""A story: what people, the database and the worker do, one thing after the other.

One number makes a whole story. One that breaks something is shortened until every step matters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.contract.practice import LAYOUTS

PEOPLE = 3
"""People who edit for a while and then save; whoever has this number saves at once."""

NUMBERS = 4

EDITS = (
    *("contact", "contact", "contact", "rename", "drop", "replace", "rewrite"),
    *("client", "drop_client"),
    *("phone", "phone", "phone", "renumber_phone", "drop_phone", "replace_phone"),
    *("address", "readdress", "drop_address"),
    *("link", "link", "move_link", "unlink"),
)
"""What a person does in a transaction; each takes three numbers."""

ADMINISTRATION = (
    *("clean_up", "clean_up", "truncate", "untrack", "track", "track"),
    *("back_up", "restore", "snapshots"),
)
"""What is done to the database itself."""

TROUBLES = ("lose", "deadlock", "crash")
"""What ends a look or a read in the middle of it."""

WORK = (*("look",) * 6, *("turn",) * 6, "full_check", "routine_check", "reconnect", "crash", "wait")
"""What the worker does, or is made to do."""

MOMENTS = (5, 12, 30)
"""Something else may happen at so many moments of a step of work: early ones are more likely."""


class Happening(NamedTuple):
    """Something that happens, and numbers that say more: who, which, where to."""

    what: str
    who: int = 0
    one: int = 0
    other: int = 0


class Meanwhile(NamedTuple):
    """What happens at a moment of a step: before its n-th statement, table or write."""

    moment: int
    happening: Happening


class Step(NamedTuple):
    """Something that happens; if the worker does it, with what happens meanwhile."""

    happening: Happening
    meanwhile: tuple[Meanwhile, ...] = ()


class Setup(NamedTuple):
    """How the database is set up: `snapshots` may be used, `versions` spare readers locks.

    `fork` and `log_end` may be read. Whoever asks for changes `waits` for open transactions.
    """

    layout: str = "int"
    snapshots: bool = True
    versions: bool = False
    fork: bool = True
    log_end: bool = True
    waits: bool = False


class Story(NamedTuple):
    """A set-up and the steps that follow."""

    setup: Setup
    steps: tuple[Step, ...]


def story(seed: int) -> Story:
    """Return the story of that number."""
    rng = random.Random(seed)
    setup = Setup(
        rng.choice(list(LAYOUTS)),
        snapshots=rng.random() < 0.5,
        versions=rng.random() < 0.3,
        fork=rng.random() < 0.6,
        log_end=rng.random() < 0.6,
        waits=rng.random() < 0.2,
    )
    calm = rng.random() < 0.5
    return Story(setup, tuple(_step(rng, calm) for _ in range(rng.randint(4, 36))))


def _step(rng: random.Random, calm: bool) -> Step:
    kind = rng.random()
    if kind < 0.20:
        return Step(_edit(rng))
    if kind < 0.42:
        return Step(_saved(rng))
    if kind < 0.55:
        return Step(Happening(rng.choice(("commit", "commit", "commit", "rollback")), _who(rng)))
    if kind < (0.57 if calm else 0.63):
        return Step(_numbered(rng, rng.choice(ADMINISTRATION)))
    what = rng.choice(WORK)
    several = rng.choice((0, 1, 1, 2, 2, 3)) if what in ("look", "turn") else 0
    within = rng.choice(MOMENTS)
    found = (Meanwhile(rng.randrange(within), _meanwhile(rng, calm)) for _ in range(several))
    return Step(_numbered(rng, what), tuple(sorted(found)))


def _meanwhile(rng: random.Random, calm: bool) -> Happening:
    kind = rng.random()
    if kind < 0.45:
        return _saved(rng)
    if kind < 0.70:
        return Happening("commit", _who(rng))
    if kind < 0.80 or calm:
        return _numbered(rng, "clean_up")
    if kind < 0.90:
        return _numbered(rng, rng.choice(("truncate", "untrack", "track")))
    return Happening(rng.choice((*TROUBLES, "restore")), 0, rng.randrange(NUMBERS))


def _saved(rng: random.Random) -> Happening:
    return _edit(rng)._replace(who=PEOPLE)


def _edit(rng: random.Random) -> Happening:
    return _numbered(rng, rng.choice(EDITS))


def _numbered(rng: random.Random, what: str) -> Happening:
    return Happening(what, _who(rng), rng.randrange(NUMBERS), rng.randrange(NUMBERS))


def _who(rng: random.Random) -> int:
    return rng.randrange(PEOPLE)


def shortest(long: Story, breaks: Callable[[Story], bool]) -> Story:
    """Return a story that breaks as well, and would not with any step less."""
    size = max(1, len(long.steps) // 2)
    while True:
        shorter = next((one for one in _shorter(long, size) if breaks(one)), None)
        if shorter is not None:
            long = shorter
        elif size > 1:
            size //= 2
        else:
            return long


def _shorter(long: Story, size: int) -> Iterator[Story]:
    for start in range(0, len(long.steps), size):
        yield long._replace(steps=long.steps[:start] + long.steps[start + size :])
    if size == 1:
        for place, step in enumerate(long.steps):
            for less in _without_one(step.meanwhile):
                steps = (
                    *long.steps[:place],
                    step._replace(meanwhile=less),
                    *long.steps[place + 1 :],
                )
                yield long._replace(steps=steps)
        for name, usual in Setup()._asdict().items():
            if getattr(long.setup, name) != usual:
                yield long._replace(setup=long.setup._replace(**{name: usual}))


def _without_one(meanwhile: Sequence[Meanwhile]) -> Iterator[tuple[Meanwhile, ...]]:
    for place in range(len(meanwhile)):
        yield (*meanwhile[:place], *meanwhile[place + 1 :])


def told(one: Story) -> str:
    """Return the story as Python, to be kept as a test."""
    lines = [f"Story({one.setup!r}, ("]
    lines += [f"    {step!r}," for step in one.steps]
    return "\n".join([*lines, "))"])
