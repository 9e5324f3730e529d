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
from practicesync.adapters.cloud_activation import Terms
from practicesync.adapters.log_file import Line, LogFile, frames
from practicesync.adapters.state_folder import StateFolder
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.activations import Activations
from practicesync.app.asking import open_folder
from practicesync.app.commands import Commands
from practicesync.app.diary import Diary
from practicesync.app.front import StateFront
from practicesync.app.joining import Joining
from practicesync.app.practice_thread import PracticeThread
from practicesync.app.register import Register
from practicesync.app.say import say, tell_code, tell_mistakes
from practicesync.app.worker import Ending, Worker, problem_line
from practicesync.bootstrap import Shop, read_settings
from practicesync.core.error_table import Exit, explain
from practicesync.core.errors import Code, Problem
from practicesync.core.settings import PracticeSettings, Settings
from practicesync.core.snapshot import Status
from practicesync.core.snapshot import Worker as Me
from practicesync.engine.supervisor import Patience

STOP_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")


def run_worker(state: Path | None, *, once: bool) -> int:
    """Run the worker of that state folder until it is told to end, and return the exit code."""
    folder = open_folder(state)
    folder.create()
    with folder.lock:
        log = LogFile(folder.log_file, SystemClock().now)
        try:
            settings = read_settings(folder.config_file)
            if isinstance(settings, Settings):
                return _Shift(folder, settings).work(once=once)
        except Problem as problem:
            # A service has nobody who reads what it prints.
            log.write(problem_line(problem))
            raise
        tell_mistakes(settings, Code.SETTING_WRONG)
        for mistake in settings:
            log.write(Line("ERROR", mistake.sentence, code=Code.SETTING_WRONG))
        return Exit.USAGE


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


class _Shift:
    """One run of the worker: everything that lives as long as it does."""

    def __init__(self, folder: StateFolder, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._clock = SystemClock()
        self._log = LogFile(folder.log_file, self._clock.now, level=settings.agent.log_level)
        self._register = Register(folder.private / "practices.json")
        self._diary = Diary(folder.private / "commands.json")

    def work(self, *, once: bool) -> int:
        """Work until the end and return the exit code."""
        self._register.open()
        self._diary.open()
        shop = Shop(
            self._folder.private, self._settings.agent, self._register.installation, self._clock
        )
        by_name = {practice.name: practice for practice in self._settings.practices}
        practices = [self._practice(shop, practice) for practice in by_name.values()]
        activations = Activations(practices, self._register, self._ways(shop, by_name), self._bug)
        commands = Commands(
            practices, self._diary, self._clock.now, {"activate": activations.carry_out}
        )
        me = Me(os.getpid(), __version__, self._clock.now())
        front = StateFront(self._folder, me, self._clock.now, self._log.write)
        worker = Worker(practices, commands, front, self._tell, Patience())
        stop = _Stop()
        stop.listen()
        self._log.write(Line("INFO", "Practice Sync starts.", facts={"version": __version__}))
        code = worker.run(Ending(stop.asked, once))
        self._log.write(Line("INFO", "Practice Sync ends.", facts={"exit": int(code)}))
        if once and worker.shown is not None:
            _tell_state(worker.shown)
        if not worker.ended:
            # A thread that is stuck in a driver would hold the process for ever.
            _leave(code)
        return code

    def _practice(self, shop: Shop, settings: PracticeSettings) -> PracticeThread:
        registered = self._register.get(settings.name)
        practice_id = settings.practice_id or (registered.practice_id if registered else "")
        return PracticeThread(settings.name, practice_id, shop.runner(settings), self._bug)

    def _ways(
        self, shop: Shop, by_name: dict[str, PracticeSettings]
    ) -> Callable[[PracticeThread, str], Joining]:
        def ways(practice: PracticeThread, version: str) -> Joining:
            settings = by_name[practice.name]
            return Joining(
                shop,
                settings,
                practice,
                self._register,
                Terms(version, self._clock.now()),
                shop.sign_in(settings, practice.practice_id),
            )

        return ways

    def _tell(self, line: Line) -> None:
        self._log.write(line)
        if sys.stderr.isatty():
            practice = f"{line.practice}: " if len(self._settings.practices) > 1 else ""
            tell_code(practice + line.sentence, line.code, "")

    def _bug(self, practice: str, bug: BaseException) -> None:
        sentence = explain(Code.UNEXPECTED).sentence
        self._log.write(Line("ERROR", sentence, practice, Code.UNEXPECTED, {"frames": frames(bug)}))


def _tell_state(shown: Status) -> None:
    if shown.code:
        tell_code(shown.sentence, shown.code, shown.remedy)
    else:
        say(shown.sentence)


def _leave(code: int) -> NoReturn:
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(code)
