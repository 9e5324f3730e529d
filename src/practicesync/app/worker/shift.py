"""One run of the worker under one set of settings: everything that lives as long as it does."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from threading import Lock

from practicesync.adapters import cloud_heartbeat
from practicesync.adapters.cloud_presence import is_at_work
from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.log_file import Line, LogFile, frames
from practicesync.adapters.sealing import SealKey, new_seal_key
from practicesync.adapters.state_folder import StateFolder
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.say import tell_code
from practicesync.app.worker.activations import Activations, MakeWays
from practicesync.app.worker.adjusting import Adjusting
from practicesync.app.worker.charge_check import ChargeCheck
from practicesync.app.worker.commands import Commands
from practicesync.app.worker.deactivations import Deactivations
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.equipment import Equipment
from practicesync.app.worker.examination import Examination
from practicesync.app.worker.examinations import Examinations
from practicesync.app.worker.front import StateFront
from practicesync.app.worker.hearts import Heart, Hearts
from practicesync.app.worker.identity import OwnIdentity
from practicesync.app.worker.joining import Circle, Joining, Look
from practicesync.app.worker.leaving import Leaving
from practicesync.app.worker.one_each import REGISTER, practice_id
from practicesync.app.worker.pauses import Pauses
from practicesync.app.worker.place_looks import PlaceLooks, WhyLost
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.register import Register
from practicesync.app.worker.schedule import Schedule
from practicesync.app.worker.secrets import Secrets
from practicesync.app.worker.setting_up import SettingUp, Site, Written
from practicesync.app.worker.settings_watch import SettingsWatch
from practicesync.app.worker.worker import Ending, Worker
from practicesync.bootstrap import Shop
from practicesync.core.beat import Sender, beat_of
from practicesync.core.error_table import Exit, explain
from practicesync.core.errors import Code, Problem
from practicesync.core.instant import Instant
from practicesync.core.phase_words import Today
from practicesync.core.settings import PracticeSettings, Settings
from practicesync.core.snapshot import Links, PracticeStatus, Status
from practicesync.core.snapshot import Worker as Me
from practicesync.core.status import not_running

LAST_BEAT_WITHIN = 3.0
"""Seconds that the online side gets to hear that the worker ends."""


class Shift:
    """The worker over a state folder, from its settings to its end."""

    def __init__(
        self, folder: StateFolder, settings: Settings, me: Me, equipment: Equipment
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._by_name = {practice.name: practice for practice in settings.practices}
        self._equipment = equipment
        self._clock = SystemClock()
        self._log = LogFile(folder.log_file, self._clock.now, level=settings.agent.log_level)
        self._register = Register(folder.private / REGISTER)
        links = Links(**settings.agent.links.model_dump())
        self._front = StateFront(folder, me, self._clock.now, self._log.write, links)
        self._me = me
        self.shown: Status | None = None
        self.ended = True

    def work(self, ending: Ending, watch: SettingsWatch) -> int:
        """Work until the end and return the exit code."""
        self._register.open(self._equipment.traits)
        diary = Diary(self._folder.private / "commands.json")
        diary.open()
        now, config = self._clock.now, self._folder.config_file
        shop = self._equipment.open_shop(
            self._folder.private, self._settings.agent, self._register.installation, self._clock
        )
        identity = self._identity(shop)
        practices = [self._practice(shop, settings) for settings in self._settings.practices]
        schedule = Schedule(practices, self._register, self._instant)
        examination = self._examination(shop, practices)
        activations = Activations(
            practices,
            self._register,
            self._ways(shop, practices, examination, identity),
            self._bug,
            Pauses(practices, diary, now).end,
            schedule,
        )
        key = self._seal_key()
        activations.ask_first(PlaceLooks(self._why_lost(shop, practices), self._bug))
        site = Site(
            config,
            self._register,
            replace(examination, signs_in=True).of_practice,  # who is in charge is for later
            shop.keep_secret,
            self._clock,
        )
        others = {
            "activate": activations.carry_out,
            "deactivate": self._deactivations(shop, practices, activations, diary).carry_out,
            "set-secret": Secrets(practices, diary, key, shop.keep_secret, now).carry_out,
            "setup": SettingUp(site, key, diary, Written(watch.take, self._own_bug)).carry_out,
            "settings": Adjusting(config, self._settings, diary, now, watch.take).carry_out,
            "doctor": Examinations(examination.checks, self._own_bug).carry_out,
        }
        commands = Commands(
            practices,
            diary,
            now,
            others,
            self._bug,
            tend=_each(activations.settle, schedule.tend),
            begin=schedule.begin,
            late=activations.answered,
        )
        schedule.renew()
        patience = self._equipment.patience
        hearts = self._hearts(shop, practices)
        worker = Worker(
            practices, commands, self._front, self._tell, patience, watch, hearts=hearts
        )
        try:
            return self._run(worker, hearts, ending, watch)
        finally:
            activations.end()

    def _run(self, worker: Worker, hearts: Hearts, ending: Ending, watch: SettingsWatch) -> int:
        self._log.write(Line("INFO", "Practice Sync starts.", facts={"version": self._me.version}))
        last: Sequence[PracticeStatus] = ()
        try:
            code = worker.run(ending)
            if code != Exit.RESTART and watch.next is None:
                last = self._lasts(worker.shown)
        finally:
            hearts.end(last, LAST_BEAT_WITHIN)
        self._log.write(Line("INFO", "Practice Sync ends.", facts={"exit": int(code)}))
        self.shown, self.ended = worker.shown, worker.ended
        return code

    def leave(self) -> None:
        """Show that the worker lives no more."""
        self._front.leave()

    def _practice(self, shop: Shop, settings: PracticeSettings) -> PracticeThread:
        id_ = practice_id(settings, self._register)
        make_runner = shop.runner(settings, partial(self._activated_by, settings.name))
        practice = PracticeThread(settings.name, id_, make_runner, self._bug)
        registered = self._register.get(settings.name)
        if registered is not None and registered.left_at is not None:
            practice.leave(id_)
        return practice

    def _deactivations(
        self,
        shop: Shop,
        practices: Sequence[PracticeThread],
        activations: Activations,
        diary: Diary,
    ) -> Deactivations:
        def leaving(practice: PracticeThread) -> Leaving:
            settings = self._by_name[practice.name]
            return Leaving(shop, settings, practice, self._register, self._clock.now)

        made = Deactivations(
            practices, activations, diary, leaving, self._clock.now, on_bug=self._bug
        )
        activations.mind(made.runs)
        return made

    def _identity(self, shop: Shop) -> OwnIdentity:
        def at_work(name: str, practice_id: str, installation: str) -> bool:
            with contextlib.closing(shop.wire(self._by_name[name])) as wire:
                return is_at_work(wire, practice_id, installation, self._clock.now())

        here = self._equipment.traits(self._register.installation)
        identity = OwnIdentity(self._register, here, at_work, self._clock)
        shop.mind(identity)
        return identity

    def _hearts(self, shop: Shop, practices: Sequence[PracticeThread]) -> Hearts:
        threads = {practice.name: practice for practice in practices}

        def heart(name: str) -> Heart:
            return Heart(
                lambda one: beat_of(one, Sender(shop.installation(name), shop.server, LOCAL)),
                lambda id_: partial(cloud_heartbeat.tell, shop.session(self._by_name[name], id_)),
                partial(self._bug, name),
                refused=lambda one, problem: threads[name].lose(problem, one.since),
            )

        return Hearts(heart)

    def _lasts(self, shown: Status | None) -> Sequence[PracticeStatus]:
        """Return what is told last of the practices of a worker that ends."""
        if shown is None:
            return ()
        return not_running(shown, self._me, Today(self._clock.now(), LOCAL)).practices

    def _activated_by(self, name: str) -> str:
        """Return the e-mail address of whoever activated that practice, or nothing."""
        registered = self._register.get(name)
        return registered.activated_by if registered else ""

    def _examination(self, shop: Shop, practices: Sequence[PracticeThread]) -> Examination:
        return Examination(
            self._folder.config_file,
            lambda _: shop,
            self._activated_by,
            self._clock.now,
            self._settings if self._settings.practices else None,
            in_charge=ChargeCheck(shop, practices, self._clock.now).check,
        )

    def _why_lost(self, shop: Shop, practices: Sequence[PracticeThread]) -> WhyLost:
        check = ChargeCheck(shop, practices, self._clock.now)
        return lambda name: check.why_lost(self._by_name[name])

    def _seal_key(self) -> SealKey:
        """Return the key that secrets are sealed for on their way here, and let it be seen."""
        key = new_seal_key()
        with contextlib.suppress(Problem):  # a disk that is full is told otherwise
            self._folder.show_seal(key.public)
        return key

    def _ways(
        self,
        shop: Shop,
        practices: Sequence[PracticeThread],
        examination: Examination,
        identity: OwnIdentity,
    ) -> MakeWays:
        circle = Circle(lambda: {one.name: one.practice_id for one in practices}, Lock())

        def ways(practice: PracticeThread, device: bool) -> Joining:
            settings = self._by_name[practice.name]
            begin = shop.device_sign_in if device else shop.sign_in
            return Joining(
                shop,
                settings,
                practice,
                self._register,
                Look(self._clock.now, partial(examination.for_sign_in, practice.name)),
                begin(settings, practice.practice_id),
                circle,
                identity,
            )

        return ways

    def _instant(self) -> Instant:
        return Instant(self._clock.now(), self._clock.monotonic())

    def _tell(self, line: Line) -> None:
        self._log.write(line)
        if sys.stderr.isatty():
            practice = f"{line.practice}: " if len(self._settings.practices) > 1 else ""
            tell_code(practice + line.sentence, line.code, "")

    def _own_bug(self, bug: BaseException) -> None:
        self._bug("", bug)

    def _bug(self, practice: str, bug: BaseException) -> None:
        self._log.write(bug_line(bug, practice))


def _each(*acts: Callable[[], None]) -> Callable[[], None]:
    """Return what does each of them, whatever comes of the ones before."""

    def act() -> None:
        with contextlib.ExitStack() as stack:
            for one in reversed(acts):
                stack.callback(one)

    return act


def bug_line(bug: BaseException, practice: str = "") -> Line:
    """Return the line for a bug: what kind and where, without any value."""
    sentence = explain(Code.UNEXPECTED).sentence
    return Line("ERROR", sentence, practice, Code.UNEXPECTED, {"frames": frames(bug)})
