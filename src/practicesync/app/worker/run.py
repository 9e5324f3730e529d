"""``practicesync run``: from the state folder to a worker, and from its end to an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from practicesync import __version__
from practicesync.adapters.log_file import Line, LogFile
from practicesync.adapters.state_folder import StateFolder
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.asking.ask import open_folder
from practicesync.app.say import say, tell, tell_code, tell_mistakes
from practicesync.app.worker.equipment import USUAL, Equipment
from practicesync.app.worker.one_each import read_all
from practicesync.app.worker.settings_watch import SettingsWatch
from practicesync.app.worker.shift import Shift, bug_line
from practicesync.app.worker.unable import tell_why
from practicesync.app.worker.worker import Ending, problem_line
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.mistake import Mistake
from practicesync.core.permission import ADMINISTRATORS
from practicesync.core.phase_words import mistakes_words, unable_words
from practicesync.core.settings import NONE_YET, Settings
from practicesync.core.snapshot import Status
from practicesync.core.snapshot import Worker as Me

STOP_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")


def run_worker(
    state: Path | None,
    *,
    once: bool = False,
    administrators: str = ADMINISTRATORS,
    equipment: Equipment = USUAL,
) -> int:
    """Run the worker of that state folder until it is told to end, and return the exit code."""
    folder = open_folder(state, administrators)
    folder.create()
    with folder.lock:
        folder.replies.clear()
        log = LogFile(folder.log_file, SystemClock().now)
        try:
            settings = _found(folder, log, once=once)
            if isinstance(settings, Settings):
                return _work(folder, settings, equipment, once=once)
        except Problem as problem:
            # A service has nobody who reads what it prints.
            log.write(problem_line(problem))
            tell_why(folder, unable_words(problem.code, problem.facts))
            raise
        except Exception as bug:
            log.write(bug_line(bug))
            raise
        tell_why(folder, mistakes_words(settings))
        tell_mistakes(settings, Code.SETTING_WRONG)
        for mistake in settings:
            log.write(Line("ERROR", mistake.sentence, code=Code.SETTING_WRONG))
        return Exit.USAGE


def _found(folder: StateFolder, log: LogFile, *, once: bool) -> Settings | tuple[Mistake, ...]:
    """Return the settings, or those of no practice while there are none: one can then be set up."""
    try:
        return read_all(folder.config_file)
    except Misconfigured as missing:
        if once or missing.code is not Code.SETTINGS_MISSING:
            raise
        log.write(problem_line(missing))
        tell(missing)
        return NONE_YET


class _Stop:
    """Set by a signal, looked at by the worker's loop.

    A plain attribute: a signal interrupts the main thread anywhere, also where it holds the lock
    of an `Event`, and would wait for itself there.
    """

    def __init__(self) -> None:
        self._asked = False

    def listen(self) -> None:
        """Let the signals that end a process ask for the end."""
        for name in STOP_SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._heard)

    def asked(self) -> bool:
        """Tell whether the end was asked for."""
        return self._asked

    def _heard(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as Python calls it
        self._asked = True


def _work(folder: StateFolder, settings: Settings, equipment: Equipment, *, once: bool) -> int:
    """Work one shift after another: changed settings begin a new one."""
    stop = _Stop()
    stop.listen()
    me = Me(os.getpid(), __version__, SystemClock().now())
    while True:
        watch = SettingsWatch(folder.config_file, settings)
        watch.begin()
        shift = Shift(folder, settings, me, equipment)
        code = shift.work(Ending(_ends(stop, watch), once), watch)
        if not shift.ended:
            shift.leave()
            folder.replies.clear()
            # A thread that is stuck in a driver would hold the process for ever.
            _leave(code if watch.next is None or stop.asked() else Exit.RESTART)
        if code != Exit.DONE or once or stop.asked() or watch.next is None:
            break
        settings = watch.next
    shift.leave()
    folder.replies.clear()
    if once and shift.shown is not None:
        _tell_state(shift.shown)
    return code


def _ends(stop: _Stop, watch: SettingsWatch) -> Callable[[], bool]:
    return lambda: stop.asked() or watch.next is not None


def _tell_state(shown: Status) -> None:
    if shown.code:
        tell_code(shown.sentence, shown.code, shown.remedy)
    else:
        say(shown.sentence)


def _leave(code: int) -> NoReturn:
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(code)
