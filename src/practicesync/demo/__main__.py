"""`python -m practicesync.demo`: the command line of the demo."""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from practicesync.adapters.sqlserver.drivers import names_a_server
from practicesync.demo.figures import Figures
from practicesync.demo.guide import guide
from practicesync.demo.run import Demo
from practicesync.demo.stage import Wanted
from practicesync.demo.stop import DemoFailed, Stop, Stopped

_DONE, _FAILED, _USAGE = 0, 1, 2
_SMALLEST = 10
_SHORTEST, _LONGEST = 0.5, 60.0
_TAIL = 12


def main() -> int:
    """Run the demo and return its exit code."""
    wanted, once = _wanted()
    console = Console(highlight=False)
    stop = Stop()
    stop.listen()
    rounds: list[Figures] = []
    try:
        with ExitStack() as clean_up:
            try:
                _run(Demo(wanted, console, stop, clean_up), console, stop, rounds, once=once)
            except DemoFailed as failed:
                console.print(f"The demo stops here. {failed}", style="red", markup=False)
                _show_tail(console, failed.log)
                return _FAILED
    except Stopped:
        console.print("Stopped.")
        if once:
            return _FAILED
    except DemoFailed as failed:  # in the clean-up
        console.print(str(failed), style="red", markup=False)
        return _FAILED
    if once:
        print(rounds[0].as_json(), flush=True)
    return _DONE if all(figures.matches for figures in rounds) else _FAILED


def _run(demo: Demo, console: Console, stop: Stop, rounds: list[Figures], *, once: bool) -> None:
    """Add to the rounds: one, or more until somebody has had enough, which is `Stopped`."""
    stage, took = demo.begin()
    round_of_edits = demo.work(stage, took)
    rounds.append(round_of_edits())
    show(console, rounds[-1])
    if once:
        return
    console.print(guide(stage, with_icon=demo.icon.is_there), markup=False, soft_wrap=True)
    enters = _enters()
    while True:
        stop.wait(0.2)
        stage.alive()
        demo.icon.look()
        if not enters.empty():
            enters.get()
            rounds.append(round_of_edits())
            show(console, rounds[-1])


def show(console: Console, figures: Figures) -> None:
    """Print the figures of one round, set apart from its edits."""
    console.print()
    console.print(figures.as_table())
    console.print()


def _enters() -> queue.SimpleQueue[str]:
    """Return where each press of Enter arrives; its thread ends with the program."""
    enters: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            enters.put(line)

    threading.Thread(target=listen, name="enter", daemon=True).start()
    return enters


def _show_tail(console: Console, log: Path | None) -> None:
    """Show the end of the log; no log of the demo has a personal value in it."""
    if log is not None and log.is_file():
        lines = log.read_text("utf-8", "replace").splitlines()[-_TAIL:]
        console.print("\n".join([f"The end of {log.name}:", *lines]), markup=False)


def _wanted() -> tuple[Wanted, bool]:
    """Return what the command line asks for; whatever is wrong with it ends with code 2."""
    parser = argparse.ArgumentParser(
        prog="dev.py demo",
        description="Runs a whole practice on this computer: a made-up database, the online side "
        "with its page, and Practice Sync with its icon between them.",
        epilog="Example: python3 dev.py demo --once --contacts 2000",
    )
    parser.add_argument(
        "--once", action="store_true", help="end by itself; the last line is JSON with the figures"
    )
    parser.add_argument(
        "--contacts", type=int, metavar="N", help="how many, 10 or more (1000; with --once 10000)"
    )
    parser.add_argument(
        "--database",
        metavar="ODBC",
        help="a SQL Server to make the practice on, in a database of its own that is dropped at "
        "the end",
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep database, state and logs in this new folder"
    )
    parser.add_argument(
        "--interval",
        type=float,
        metavar="SECONDS",
        help="between two looks for changes, 0.5 or more (5; with --once 1)",
    )
    parser.add_argument(
        "--no-tray",
        action="store_true",
        help="do without the icon beside the clock; with --once there is none",
    )
    chosen = parser.parse_args()
    if chosen.database and not names_a_server(chosen.database):
        parser.error("--database has to name a server, as in Server=SERVER1;Trusted_Connection=yes")
    usual = 10_000 if chosen.once else 1_000
    contacts = usual if chosen.contacts is None else chosen.contacts
    if contacts < _SMALLEST:
        parser.error(f"--contacts has to be {_SMALLEST} or more")
    interval = chosen.interval if chosen.interval is not None else 1.0 if chosen.once else 5.0
    if not _SHORTEST <= interval <= _LONGEST:
        parser.error(f"--interval has to be {_SHORTEST:g} to {_LONGEST:g} seconds")
    if chosen.keep and chosen.keep.exists() and not _is_empty_folder(chosen.keep):
        parser.error(f"--keep {chosen.keep} is there already: name a new folder")
    tray = not (chosen.once or chosen.no_tray)
    return Wanted(contacts, interval, chosen.keep, chosen.database or "", tray), chosen.once


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


if __name__ == "__main__":
    sys.exit(main())
