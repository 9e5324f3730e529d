"""What `practicesync setup` shows: how layouts fit, what checks found, what would be written."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from practicesync.app.asking.planned import Planned
from practicesync.app.commands.check_lines import print_check
from practicesync.app.say import say, tell
from practicesync.core.check import CheckId
from practicesync.core.check_words import Told
from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.fitting import Fitting, fitting_words
from practicesync.core.words import counted

MOST_SHOWN = 5
"""Things that are named of what a layout lacks."""

_RIGHTS = {
    CheckId.DATABASE,
    CheckId.TABLES,
    CheckId.READING,
    CheckId.RIGHTS,
    CheckId.TRACKING,
    CheckId.CHANGES,
}
"""Checks that the rights on the server decide."""

_STATUS = {"tested": "", "starting point": " (a starting point, to be fitted)"}


def show_fittings(fittings: Sequence[Fitting]) -> None:
    """Print how each layout fits, and what keeps the best one from it."""
    say("How each database layout fits:")
    width = max((len(one.layout) for one in fittings), default=0)
    for one in fittings:
        say(f"  {one.layout:<{width}}  {fitting_words(one)}{_STATUS.get(one.status, '')}")
    if fittings and not fittings[0].fits and fittings[0].there:
        show_unfit(fittings[0])


def show_unfit(one: Fitting) -> None:
    """Print the first things that have to be mended in a layout."""
    # A file comes along under the folder where it is kept once it fits: people know it without.
    name = one.layout.removeprefix("layouts/")
    say(f"\nWhat has to be mended in {name}, before it fits:")
    for finding in one.wrong[:MOST_SHOWN]:
        say(f"  {finding.sentence}")
        say(f"      {finding.remedy}")
    if (more := len(one.wrong) - MOST_SHOWN) > 0:
        say(f"  And {counted(more, 'thing')} more, which practicesync profile check names.")


def show_check(check: Told) -> None:
    """Print a check; what wasn't looked at has no bearing on whether to go on."""
    if check.result == "skipped":
        return
    print_check(check, Console(highlight=False, emoji=False))


def show_script(plan: Planned, checks: Sequence[Told], draft: Draft) -> None:
    """Print the rights that are missing on the server, where the checks found any to be missing."""
    if all(one.result == "pass" for one in checks if one.id in _RIGHTS):
        return
    if not plan.login:
        tell(Misconfigured(Code.NO_WINDOWS_LOGIN, host=draft.server or ""))
        return
    if plan.script:
        say("Give this to whoever looks after your database. Practice Sync never runs it itself:\n")
        say(plan.script)


def show_changes(plan: Planned) -> None:
    """Print what would be written."""
    others = [name for name in plan.practices if name != plan.name]
    say(f"{plan.name} will be set up like this:" if plan.new else f"This changes in {plan.name}:")
    for one in plan.changes:
        before = f" (was {one.before})" if one.before else ""
        say(f"  {one.entry}: {one.after or 'none'}{before}")
    if not plan.changes:
        say("  nothing")
    if others:
        say(f"{', '.join(others)}: as before.")
    if plan.active and any(one.entry == "database" for one in plan.changes):
        say(
            "Contacts that the new database doesn't have count as deleted; many at once wait"
            " for your confirmation."
        )
