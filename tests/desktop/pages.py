"""An example of every page of every conversation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec

from practicesync.app.asking.activation_steps import (
    Active,
    Elsewhere,
    Examining,
    Ready,
    SignedIn,
    Waiting,
)
from practicesync.app.asking.own_settings import OwnSettings
from practicesync.app.asking.parts import Part
from practicesync.app.asking.planned import Planned
from practicesync.app.asking.stopping_words import Stopped
from practicesync.app.asking.terms import terms_text
from practicesync.app.window import checking, not_sent, review, settings, stopping, support, upload
from practicesync.app.window import connect_pages as connect
from practicesync.app.window import connect_tested as tested
from practicesync.app.window import wizard_pages as wizard
from practicesync.app.window.page import Block, IconInSight, Page, Trouble
from practicesync.app.window.refused import AGAIN, CLOSE, refused_page, trouble_of
from practicesync.core.action import Checked, Hold, HoldId
from practicesync.core.change import Change
from practicesync.core.check import CheckId, failed, passed, skipped, warned
from practicesync.core.check_words import told
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.fitting import Fitting
from practicesync.core.granted import DeletesList, NotSent, NotSentList, Standing
from practicesync.core.key import Key
from practicesync.core.mistake import Mistake
from practicesync.core.own_settings import OWN_SETTINGS
from practicesync.core.own_settings_written import own_values
from practicesync.core.phase import Phase
from practicesync.core.report import Progress
from practicesync.core.settings import Agent
from tests.status_page import NOW, SINCE, TODAY, several, shown

OFFICE = "Harbour Lane Accounting"
WHO = "dana@example.com"
ADDRESS = (
    "https://contacts.example/oauth/authorize?response_type=code&client_id=practicesync"
    "&state=pq7Jx0uGq2v3mW8dT4nKfA&code_challenge=N1zYpR6sVbQe0LhXcJt5UoW2aDgKiM3xTfB8yEqZ4rs"
)
ORDER = (
    told(passed(CheckId.SETTINGS)),
    told(passed(CheckId.DISK, free="80.0 GB")),
    told(passed(CheckId.DATABASE, server=r"PRACSRV01\SQLEXPRESS", login=r"OFFICE\PRACSRV01$")),
    told(warned(CheckId.CLOCK, Code.CLOCK_DIFFERS, time="about 2 minutes")),
    told(skipped(CheckId.SERVICE, "no-service", service="MYOB OnTheGo API Service")),
)
WRONG = (
    *ORDER,
    told(failed(CheckId.EMPLOYEE, Misconfigured(Code.EMPLOYEE_NOT_ACTIVE, who=WHO))),
)
SCRIPT = """USE [AEPractice];
CREATE USER [OFFICE\\PRACSRV01$] FOR LOGIN [OFFICE\\PRACSRV01$];
GRANT SELECT ON dbo.Contact TO [OFFICE\\PRACSRV01$];
GRANT VIEW CHANGE TRACKING ON dbo.Contact TO [OFFICE\\PRACSRV01$];
"""
PLAN = Planned(
    basis="0",
    practices=(),
    name=OFFICE,
    new=True,
    active=False,
    changes=(
        Change("name", "", OFFICE),
        Change("database", "", r"Server=PRACSRV01\SQLEXPRESS;Database=AEPractice"),
        Change("database layout", "", "ae"),
        Change("address of the online copy", "", "https://contacts.example"),
    ),
    missing=(),
    mistakes=(),
    server=True,
    login=r"OFFICE\PRACSRV01$",
    script=SCRIPT,
)
IN_SIGHT: tuple[Block, ...] = (IconInSight(),)


def pages() -> dict[str, Page]:
    """Return an example of each page by a name of its own."""
    return {**_activating(), **_connecting(), **_others()}


def _activating() -> dict[str, Page]:
    sending = shown(Phase.UPLOADING, {"progress": Progress(1, 8214, 12307, SINCE, 400.0, 110.0)})
    left_over = shown(Phase.ATTENTION, {})
    begins = "The first upload begins at 18:00. Leave this computer on until then."
    active = Active("id", OFFICE, SINCE, WHO, NOW + dt.timedelta(hours=3))
    return {
        "activate": wizard.first_page(),
        "activate-which": wizard.which_page(several().practices),
        "activate-asking": wizard.preparing_page(),
        "activate-browser": wizard.sign_in_page(Waiting(ADDRESS)),
        "activate-code": wizard.sign_in_page(
            Waiting("https://contacts.example/device", "WDJB-MJHT", 600)
        ),
        "activate-who": wizard.who_page(SignedIn(WHO, "id", OFFICE)),
        "activate-elsewhere": wizard.elsewhere_page(
            Elsewhere("OLDSRV", "x", SINCE.isoformat(), "pat@example.com"), OFFICE, TODAY
        ),
        "activate-looking": wizard.examining_page(Examining(ORDER)),
        "activate-failed": wizard.failed_page(Trouble(""), WRONG),
        "activate-plan": wizard.plan_page(Ready(ORDER, 12307)),
        "activate-no-time": wizard.plan_page(Ready((), 12307), wizard.THEN, "That is no time."),
        "activate-takes-over": wizard.plan_page(Ready((), 12307, takes_over=True)),
        "activate-terms": wizard.terms_page(terms_text()),
        "activate-starting": wizard.starting_page(),
        "activate-planned": wizard.planned_page(begins, IN_SIGHT),
        "activate-already": wizard.already_page(active, TODAY),
        "activate-progress": upload.progress_page(sending.practices[0], IN_SIGHT),
        "activate-end": upload.end_page(left_over.practices[0], IN_SIGHT),
        "activate-in-sync": upload.end_page(shown(Phase.IN_SYNC, {}).practices[0], IN_SIGHT),
    }


def _connecting() -> dict[str, Page]:
    silent = trouble_of(Unavailable(Code.SERVER_NOT_TRUSTED, host="PRACSRV01"))
    fits = [Fitting("ae", "starting point", 48, 48, 12307), Fitting("demo", "tested", 20, 52)]
    warning = (told(warned(CheckId.TRACKING, Code.TRACKING_OFF, table="dbo.Contact")),)
    mistake = Mistake("cloud", "The address of the online copy is none.", "Begin it with https://.")
    return {
        "connect-which": connect.which_page((OFFICE, "Branch")),
        "connect-looking": connect.busy_page("Looking for SQL Server", "On the network."),
        "connect-server": connect.server_page((r"PRACSRV01\SQLEXPRESS", "PRACSRV01")),
        "connect-login": connect.login_page(r"OFFICE\PRACSRV01$"),
        "connect-password": connect.login_page("", "reader"),
        "connect-database": connect.database_page(("AEPractice", "AETraining")),
        "connect-closed": connect.unreachable_page(silent, may_trust=True, is_file=False),
        "connect-layout": connect.layout_page(fits),
        "connect-online": connect.online_page(),
        "connect-name": connect.name_page(),
        "connect-testing": tested.looking_page(ORDER),
        "connect-wrong": tested.wrong_page(WRONG, tested.script_block(PLAN)),
        "connect-plan": tested.plan_page(PLAN, warning, tested.script_block(PLAN)),
        "connect-change": connect.change_page((mistake,)),
        "connect-saved": tested.saved_page(PLAN),
    }


def _others() -> dict[str, Page]:
    hold = Hold(HoldId("h1"), "", 212, SINCE)
    keys = tuple(Key(f'["{number}"]') for number in range(10000, 10212))
    checked = Standing(running=False, done=0, total=0, checked=Checked(NOW, 12307))
    running = Standing(running=True, done=3200, total=12307)
    return {
        "not-sent": not_sent.list_page([Part(OFFICE, _not_sent())]),
        "not-sent-left-out": not_sent.list_page([Part(OFFICE, _left_out())]),
        "not-sent-none": not_sent.list_page([Part(OFFICE, NotSentList((), 0))]),
        "review": review.review_page(Part(OFFICE, DeletesList(hold, keys)), TODAY),
        "review-gone": review.gone_page("212 deletions go online now."),
        "stop-which": stopping.which_page(several().practices),
        "stop": stopping.ask_page(),
        "stop-sure": stopping.sure_page(),
        "stopping": stopping.stopping_page(),
        "stopped": stopping.done_page(Stopped("yes", erased=False)),
        "check": checking.progress_page([Part(OFFICE, running)]),
        "checked": checking.report_page([Part(OFFICE, checked)], SINCE),
        "support": support.ask_page("support.zip"),
        "support-writing": support.writing_page(),
        "support-written": support.written_page(r"C:\Users\Dana\Documents\support.zip"),
        "about": support.about_page(shown(Phase.IN_SYNC, {}), support.licences()),
        "settings": settings.settings_page(_settings()),
        "settings-wrong": settings.settings_page(_settings_refused()),
        "settings-links": settings.links_page(_settings()),
        "password": settings.password_page([OFFICE, "Branch"]),
        "password-kept": settings.password_kept_page(
            "Practice Sync keeps the password from now on."
        ),
        "refused": refused_page(trouble_of(Unavailable(Code.NOT_RUNNING)), (AGAIN, CLOSE)),
    }


def _not_sent() -> NotSentList:
    words = told(failed(CheckId.SETTINGS, Misconfigured(Code.FIELD_TOO_LONG, field="name")))
    names = (
        ("10482", "Sample Family Trust", "SAMP01", False),
        ("10511", "The Trustee for the Example Family Discretionary Trust No. 2", "EXAM07", True),
        ("10600", "", "", False),
    )
    rows = tuple(
        NotSent(
            Key(f'["{key}"]'), name, code, words.code, "name", words.sentence, words.remedy, at, out
        )
        for at in [SINCE]
        for key, name, code, out in names
    )
    return NotSentList(rows, 7)


def _left_out() -> NotSentList:
    rows = [msgspec.structs.replace(one, left_out=True) for one in _not_sent().contacts]
    return NotSentList(tuple(rows), len(rows))


def _settings() -> settings.Shown:
    practice = {
        "name": OFFICE,
        "database": "Driver={ODBC Driver 18 for SQL Server};Server=PRACSRV01;Database=AEPractice",
        "profile": "ae",
        "changes": "auto",
        "cloud": "https://contacts.example/",
        "database_user": "(left out)",
    }
    values = {**own_values(Agent()), "proxy": "http://proxy:8080"}
    return settings.Shown(OwnSettings(values, "0"), [practice])


def _settings_refused() -> settings.Shown:
    wrong = [
        Mistake(one.name, f"{one.subject} is too small.", one.remedy) for one in OWN_SETTINGS[:1]
    ]
    return replace(_settings(), told="Nothing is saved yet.", wrong=wrong)
