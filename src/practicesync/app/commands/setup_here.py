"""`practicesync setup --here`: this process does it itself, without a worker."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from practicesync.adapters.sealing import new_seal_key
from practicesync.adapters.state_folder import StateFolder
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.asking.reply import Answer, Reply, reply_to
from practicesync.app.asking.setup import Arguments, SetupCounter
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.examination import Examination
from practicesync.app.worker.one_each import REGISTER
from practicesync.app.worker.register import Register
from practicesync.app.worker.setting_up import SettingUp, Site, Written
from practicesync.bootstrap import Shop
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem
from practicesync.core.settings import Agent


def here(folder: StateFolder, on_bug: Callable[[BaseException], None]) -> SetupCounter:
    """Return where this process does it itself, over a folder that it has the lock of."""
    clock = SystemClock()
    register = Register(folder.private / REGISTER)
    register.open()
    shop = Shop(folder.private, Agent(), register.installation, clock)
    examination = Examination(folder.config_file, lambda _: shop, lambda _: "", clock.now)
    site = Site(folder.config_file, register, examination.of_practice, shop.keep_secret, clock)
    diary = Diary(folder.private / "commands.json")
    diary.open()
    key = new_seal_key()
    setting_up = SettingUp(site, key, diary, Written(lambda _: None, on_bug))

    def carry_out(arguments: Arguments) -> Reply:
        command = Command(str(uuid.uuid4()), "setup", None, clock.now(), arguments)
        try:
            return reply_to(command, setting_up.carry_out(command))
        except Problem as problem:
            refused = problem.code is Code.COMMAND_REFUSED
            outcome = Answer("refused" if refused else "failed", problem.code, problem.facts)
            return reply_to(command, outcome)

    return SetupCounter(carry_out, lambda: key.public)
