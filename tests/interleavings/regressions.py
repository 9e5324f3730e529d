"""Stories in which something was lost once, by the worker or by a mutant of it: short ones."""

from __future__ import annotations

from collections.abc import Mapping

from tests.interleavings.play import WayName
from tests.interleavings.story import Happening, Meanwhile, Setup, Step, Story


def _look(moment: int, happening: Happening) -> Step:
    return Step(Happening("look"), (Meanwhile(moment, happening),))


REGRESSIONS: Mapping[str, tuple[WayName, Story]] = {
    "an edit while tracking was off": (
        "change-tracking",
        Story(
            Setup(),
            (
                Step(Happening("untrack")),
                Step(Happening("link", 1, 3, 1)),
                Step(Happening("commit", 1)),
                Step(Happening("track")),
            ),
        ),
    ),
    "an edit while tracking was off for one table": (
        "change-tracking",
        Story(
            Setup(layout="nocase", snapshots=False),
            (
                Step(Happening("untrack", 0, 2, 3), ()),
                Step(Happening("look"), (Meanwhile(5, Happening("phone", 3, 0, 0)),)),
                Step(Happening("track")),
            ),
        ),
    ),
    "truncated at the version that was reached": (
        "change-tracking",
        Story(Setup(), (Step(Happening("truncate", 0, 2, 0)),)),
    ),
    "restored to where the end of the log was": (
        "diff",
        Story(Setup(), (Step(Happening("restore", 0, 3)), Step(Happening("reconnect")))),
    ),
    "a page of a full check that was read before a look and sent after it": (
        "diff",
        Story(
            Setup(),
            (
                Step(Happening("routine_check", 2, 3)),
                Step(Happening("turn"), (Meanwhile(6, Happening("replace_phone", 3, 0, 2)),)),
                Step(Happening("replace_phone", 3, 0, 1)),
            ),
        ),
    ),
    "saved at an early moment of a look": (
        "rowversion",
        Story(Setup(), tuple(_look(2 + one, Happening("contact", 3, one)) for one in range(4))),
    ),
    "restored in the middle of a look": (
        "change-tracking",
        Story(
            Setup(fork=False),
            (
                Step(
                    Happening("look"),
                    (
                        Meanwhile(2, Happening("phone", 3, 1, 2)),
                        Meanwhile(4, Happening("restore", 0, 3)),
                    ),
                ),
                _look(11, Happening("client", 3, 2, 1)),
            ),
        ),
    ),
}
