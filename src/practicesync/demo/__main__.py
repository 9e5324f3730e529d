"""`python -m practicesync.demo`: the command line of the demo."""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from practicesync.demo.figures import Figures
from practicesync.demo.guide import guide
from practicesync.demo.run import Demo, Wanted
from practicesync.demo.stop import DemoFailed, Stop, Stopped

_DONE, _FAILED, _USAGE = 0, 1, 2
_SMALLEST = 10
_TAIL = 12


def main() -> int:
    """Run the demo and return its exit code."""
    wanted, once = _wanted()
    console = Console(highlight=False)
    stop = Stop()
    stop.listen()
    figures = None
    code = _FAILED
    try:
        with ExitStack() as clean_up:
            try:
                figures = _run(Demo(wanted, console, stop, clean_up), console, stop, once=once)
                code = _DONE if figures.matches else _FAILED
            except DemoFailed as failed:
                console.print(f"The demo stops here. {failed}", style="red", markup=False)
                _show_tail(console, failed.log)
    except Stopped:
        console.print("Stopped.")
        return _FAILED if once else _DONE
    if once and figures is not None:
        print(figures.as_json(), flush=True)
    return code


def _run(demo: Demo, console: Console, stop: Stop, *, once: bool) -> Figures:
    """Run it once, or until somebody has had enough: that is `Stopped`."""
    stage, took = demo.begin()
    round_of_edits = demo.work(stage, took)
    figures = round_of_edits()
    console.print(figures.as_table())
    if once:
        return figures
    console.print(guide(stage), markup=False, soft_wrap=True)
    enters = _enters()
    while True:
        stop.wait(0.2)
        stage.alive()
        if not enters.empty():
            enters.get()
            console.print(round_of_edits().as_table())


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
        "with its page, and Practice Sync between them.",
        epilog="Example: python3 dev.py demo --once --contacts 2000",
    )
    parser.add_argument(
        "--once", action="store_true", help="end by itself; the last line is JSON with the figures"
    )
    parser.add_argument(
        "--contacts", type=int, metavar="N", help="how many, 10 or more (1000; with --once 10000)"
    )
    parser.add_argument(
        "--database", metavar="ODBC", help="an SQL Server database to use (not available yet)"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep database, state and logs in this new folder"
    )
    parser.add_argument(
        "--no-tray", action="store_true", help="do without the icon beside the clock"
    )
    chosen = parser.parse_args()
    if chosen.database:
        parser.error("--database is not available yet: leave it out to use a SQLite file")
    contacts = chosen.contacts or (10_000 if chosen.once else 1_000)
    if contacts < _SMALLEST:
        parser.error(f"--contacts has to be {_SMALLEST} or more")
    return Wanted(contacts, 1.0 if chosen.once else 5.0, chosen.keep), chosen.once


if __name__ == "__main__":
    sys.exit(main())
