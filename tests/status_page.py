"""The page of everything that the status can say, made by the code that prints it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from practicesync.core.action import Checked, Counts, Hold, HoldId
from practicesync.core.error_table import ENTRIES, explain
from practicesync.core.errors import Code
from practicesync.core.mistake import Mistake
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.phase_words import CODES, Said, Today, mistakes_words, unable_words
from practicesync.core.report import Progress, Refusals, Report, Sent, Stretched
from practicesync.core.snapshot import Status, Worker
from practicesync.core.status import WORST_FIRST, Reported, Trouble, not_running, status, unable
from practicesync.core.status_text import status_text

ZONE = dt.timezone(dt.timedelta(hours=10))
NOW = dt.datetime(2026, 5, 4, 9, 30, tzinfo=ZONE)
TODAY = Today(NOW, ZONE)
SINCE = NOW - dt.timedelta(minutes=28)
WORKER = Worker(4711, "1.2.3", SINCE)

COUNTED = Counts(in_database=8_217, online=8_217)
CHECKED = Checked(NOW - dt.timedelta(hours=7, minutes=19), 8_217)

TRYING = (
    Code.DATABASE_UNREACHABLE,
    Code.DATABASE_BUSY,
    Code.SERVER_UNKNOWN,
    Code.SERVER_SILENT,
    Code.DATABASE_OFFLINE,
    Code.DATABASE_FAILED,
    Code.CLOUD_UNREACHABLE,
    Code.CLOUD_BUSY,
    Code.CLOUD_FAILED,
    Code.CLOUD_ANSWER_ODD,
    Code.CLOUD_NOT_TRUSTED,
    Code.SENT_OUT_OF_ORDER,
    Code.UNEXPECTED,
    Code.DISK_FULL,
    Code.RECORDS_DAMAGED,
    Code.RECORDS_BUSY,
    Code.STUCK,
)
"""What is tried again by itself: blue at first, red when it has lasted a minute."""

IN_A_COMMAND = (
    Code.PRACTICE_SET_UP,
    Code.LAYOUT_DOES_NOT_FIT,
    Code.CLOUD_IN_USE,
    Code.NO_WINDOWS_LOGIN,
    Code.SIGN_IN_DECLINED,
    Code.SIGN_IN_TIMED_OUT,
    Code.SIGNED_IN_ELSEWHERE,
    Code.WORKER_RUNS_ALREADY,
    Code.WORKER_DOES_NOT_ANSWER,
    Code.PRACTICE_BUSY,
    Code.FILE_NOT_WRITTEN,
    Code.COMMAND_REFUSED,
    Code.NO_SCREEN,
)
"""What only a command says, to whoever asked."""

OF_A_START = (
    Code.SETTINGS_MISSING,
    Code.SETTINGS_UNREADABLE,
    Code.INSTALLATION_UNREADABLE,
    Code.DISK_FULL,
    Code.FOLDER_NOT_WRITABLE,
)
"""Why a worker may not start."""

OF_A_PHASE: Mapping[Phase, Sequence[Code]] = {
    Phase.NOT_ACTIVATED: (Code.NOT_ACTIVATED, Code.NEVER_SIGNED_IN),
    Phase.SIGN_IN_NEEDED: (Code.SIGN_IN_AGAIN, Code.RIGHTS_MISSING),
    Phase.RETRYING: TRYING,
    Phase.UNAVAILABLE: TRYING,
    Phase.HELD: (Code.DELETIONS_WAIT, Code.CHANGES_WAIT),
    **{
        phase: (code,)
        for phase, code in CODES.items()
        if phase not in (Phase.NOT_ACTIVATED, Phase.SIGN_IN_NEEDED, Phase.HELD, Phase.MISCONFIGURED)
    },
}

RECORDS = "private/journal-p1.db"

FACTS: Mapping[str, str] = {
    "table": "dbo.Contact",
    "column": "ClientCode",
    "path": "/srv/practice.db",
    "host": "contacts.example",
    "key": "contact.table",
    "file": "ae.toml",
    "server": "NEWSRV",
    "since": "2026-05-03T23:02:00Z",
    "seconds": "30",
}
"""Examples of what may be known about a trouble."""

OWN_FACTS: Mapping[Code, Mapping[str, str]] = {
    Code.DATABASE_UNREACHABLE: {"host": "DBSRV"},
    Code.SERVER_UNKNOWN: {"host": "DBSRV"},
    Code.SERVER_SILENT: {"host": "DBSRV", "port": "1433"},
    Code.LOGIN_FAILED: {"number": "18456"},
    Code.DATABASE_FAILED: {"number": "8631"},
    Code.SETTING_WRONG: {"setting": "ca_file", "path": "/srv/ca.pem"},
    Code.SETTINGS_KEPT: {
        "mistake": '"cloud" of the first practice begins with http://',
        "remedy": "Write https:// in place of http://.",
    },
    Code.SETTINGS_MISSING: {"path": "private/config.toml"},
    Code.SETTINGS_UNREADABLE: {"path": "private/config.toml"},
    Code.INSTALLATION_UNREADABLE: {"path": "private/practices.json"},
    Code.DISK_FULL: {"path": RECORDS},
    Code.RECORDS_BUSY: {"path": RECORDS},
    Code.RECORDS_DAMAGED: {"path": RECORDS},
    Code.FOLDER_NOT_WRITABLE: {"path": RECORDS},
    Code.FILE_NOT_WRITTEN: {"path": "not-sent.csv"},
    Code.WORKER_RUNS_ALREADY: {"path": "practicesync"},
    Code.UNEXPECTED: {},
}

MISTAKES = (
    Mistake(
        "practice[0].cloud",
        'config.toml: "cloud" of the first practice is missing.',
        'Give the address of your online copy, for example "https://contacts.example".',
    ),
    Mistake("agent.proxy", 'config.toml: "agent.proxy" is wrong.', "Correct it."),
    Mistake("agent.links", 'config.toml: "agent.links" is wrong.', "Correct it."),
)

NOTHING: Mapping[str, object] = {
    "counts": None,
    "last_look_at": None,
    "changes": "",
    "checked": None,
}

MENDED = Checked(CHECKED.at, 8_217, unseen=1, missing_online=2)

DOWN: Mapping[str, object] = {
    "code": Code.CLOUD_UNREACHABLE,
    "facts": FACTS,
    "wakes_at": NOW + dt.timedelta(seconds=40),
}

EXAMPLES: Mapping[Phase, Sequence[Mapping[str, object]]] = {
    Phase.IN_SYNC: (
        {"last_sent": Sent(SINCE, 1)},
        {"counts": Counts(8_217, 8_216, 1, 1)},
        {"counts": Counts(8_217, 8_214, 3, 3), "checked": MENDED},
    ),
    Phase.UPLOADING: (
        {
            "counts": None,
            "checked": None,
            "in_database": 8_217,
            "progress": Progress(1, 2_500, 8_217, SINCE, 200.0, 28.6),
        },
    ),
    Phase.PROCESSING: ({"progress": Progress(2, 1, 8_217, SINCE)},),
    Phase.STARTING: (NOTHING,),
    Phase.SIGNING_IN: (NOTHING,),
    Phase.NOT_ACTIVATED: (NOTHING,),
    Phase.DEACTIVATED: (NOTHING,),
    Phase.SCHEDULED: ({**NOTHING, "wakes_at": NOW + dt.timedelta(hours=12)},),
    Phase.PAUSED: ({}, {"wakes_at": NOW + dt.timedelta(hours=1)}),
    Phase.TAKEN_OVER: ({"code": Code.ANOTHER_IN_CHARGE, "facts": FACTS},),
    Phase.RETRYING: (DOWN,),
    Phase.UNAVAILABLE: (DOWN,),
}
"""What is known in the examples of a phase."""

_TOP = """\
# What the status says

This is everything that `practicesync status` can say, and so all that the icon can.
Times, numbers and names in it are examples.
This page is made from the program: `python -m tests.reference` writes it anew.

"""


def misconfigured() -> list[Code]:
    """Return the codes that somebody has to put right: all that have no other place."""
    placed = {code for codes in OF_A_PHASE.values() for code in codes}
    attention = {code for code in Code if code.value.startswith(("PS-REC", "PS-LED"))}
    left = [code for code in Code if code not in placed | attention | {*IN_A_COMMAND, *OF_A_START}]
    return [*left, Code.FOLDER_NOT_WRITABLE, Code.RECORDS_DAMAGED]


def status_page() -> str:
    """Return the page in Markdown: a part for each phase, then what stands below the sentence."""
    parts = [_TOP]
    for phase in reversed(WORST_FIRST):
        parts += _phase(phase)
    parts += _numbers()
    parts += _rows()
    parts.append("## In the answer to a command\n\n" + _table(IN_A_COMMAND, _answered))
    return "\n".join(parts)


def shown(phase: Phase, known: Mapping[str, object]) -> Status:
    """Return the status of a practice in that phase of which that is known."""
    usual: dict[str, object] = {
        "counts": COUNTED,
        "last_look_at": NOW,
        "changes": "diff",
        "checked": CHECKED,
    }
    report = Report(phase, SINCE, **{**usual, **known})  # type: ignore[arg-type]  # by name
    return status([Reported("Main office", "p1", report)], WORKER, TODAY)


def _phase(phase: Phase) -> Iterator[str]:
    sign, name = SIGNS[phase], phase.value.replace("_", " ").capitalize()
    yield f"## {name} ({sign.colour.value}, {sign.shape.value})\n"
    for example in shown_in(phase):
        yield _text(example)
    codes = misconfigured() if phase is Phase.MISCONFIGURED else OF_A_PHASE.get(phase, ())
    if len(codes) > 1:
        yield _table(codes, lambda code, facts: _said(phase, code, facts))


def shown_in(phase: Phase) -> Sequence[Status]:
    """Return examples of what is shown in that phase."""
    match phase:
        case Phase.ATTENTION:
            return [attention(number) for number in (1, 3)]
        case Phase.HELD:
            return [held(number) for number in (1, 412)]
        case Phase.NOT_RUNNING:
            return [*_silent()]
        case Phase.MISCONFIGURED:
            practice = Reported("Main office", "p1", Report(Phase.IN_SYNC, SINCE, counts=COUNTED))
            kept = Trouble(Code.SETTINGS_KEPT, OWN_FACTS[Code.SETTINGS_KEPT])
            return [status([practice], WORKER, TODAY, trouble=kept)]
        case _:
            return [shown(phase, known) for known in EXAMPLES.get(phase, ({},))]


def attention(number: int) -> Status:
    """Return the status while so many contacts were not sent for each of two reasons."""
    refusals = [Refusals(Code.NAME_MISSING, number), Refusals(Code.FIELD_TOO_LONG, number)]
    counts = Counts(8_217, 8_217 - 2 * number, 2 * number)
    return shown(Phase.ATTENTION, {"counts": counts, "refusals": refusals})


def held(number: int) -> Status:
    """Return the status while so many deletions wait, and as many changes of a field."""
    holds = [
        Hold(HoldId("1f0a93c2"), "share", number, SINCE),
        Hold(HoldId("7b11e0d4"), "blank", number, SINCE, field="phones"),
    ]
    return shown(Phase.HELD, {"counts": Counts(8_217, 8_217, held=number), "holds": holds})


def _silent() -> Iterator[Status]:
    last = shown(Phase.IN_SYNC, {})
    yield not_running(last, WORKER, Today(NOW + dt.timedelta(hours=1), ZONE))
    yield not_running(None, WORKER, TODAY)
    why: list[Said] = [unable_words(code, facts_of(code)) for code in OF_A_START]
    why += [mistakes_words(MISTAKES[:1]), mistakes_words(MISTAKES)]
    yield from (unable(None, WORKER, TODAY, said) for said in why)


def _numbers() -> Iterator[str]:
    yield "## Numbers and times\n\nBefore anything was counted, and what comes next:\n"
    for seconds in (5, 40, 70, 900, 36_000, 86_400):
        wakes = NOW + dt.timedelta(seconds=seconds)
        busy = {"code": Code.CLOUD_BUSY, "counts": None, "wakes_at": wakes}
        yield _text(shown(Phase.RETRYING, busy))
    yield "Looks that come late:\n"
    for kind in ("diff", "rowversion", "change-tracking"):
        late = {"changes": kind, "stretched": Stretched(26.0, 2.6)}
        yield _text(shown(Phase.IN_SYNC, late))
    yield "Several practices:\n"
    yield _text(several())


def several() -> Status:
    """Return the status of two practices, one of which needs somebody."""
    reports = (
        Report(Phase.IN_SYNC, SINCE, counts=COUNTED),
        Report(Phase.SIGN_IN_NEEDED, SINCE, counts=COUNTED),
    )
    named = [
        Reported(name, name, one) for name, one in zip(("North", "South"), reports, strict=True)
    ]
    return status(named, WORKER, TODAY, update="1.3.0")


def _rows() -> Iterator[str]:
    yield "## Contacts that were not sent\n"
    codes = [code for code in Code if code.value.startswith("PS-REC")]
    for number in (1, 12):
        refusals = [Refusals(code, number) for code in codes]
        counts = Counts(8_217, 8_217 - number * len(codes), number * len(codes))
        yield _text(shown(Phase.ATTENTION, {"counts": counts, "refusals": refusals}))


def _text(example: Status) -> str:
    return f"```\n{status_text(example, TODAY)}\n```\n"


def _table(codes: Sequence[Code], said: object) -> str:
    """Return a row for each code and each reason that it tells apart."""
    lines = ["| code | it says | what to do |", "|---|---|---|"]
    for code in codes:
        for reason in reasons_of(code, codes):
            facts = facts_of(code, reason)
            found: Said = said(code, facts)  # type: ignore[operator]  # one of two functions
            lines.append(f"| {code.value} | {_cell(found.sentence)} | {_cell(found.remedy)} |")
    return "\n".join(lines) + "\n"


def reasons_of(code: Code, among: Sequence[Code]) -> Sequence[str]:
    """Return the reasons that the code tells apart there, the empty one for none."""
    if code is Code.RECORDS_DAMAGED:  # begun anew it is tried again; else somebody has to help
        return ("afresh",) if among is TRYING else ("",)
    return ("", *ENTRIES[code].reasons)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def facts_of(code: Code, reason: str = "") -> dict[str, str]:
    """Return what an example knows about a trouble."""
    facts = dict(OWN_FACTS.get(code, FACTS))
    if not reason:
        return facts
    return {name: fact for name, fact in facts.items() if name != "mistake"} | {"reason": reason}


def _said(phase: Phase, code: Code, facts: Mapping[str, str]) -> Said:
    found = shown(phase, {"code": code, "facts": facts})
    return Said(found.sentence, found.remedy)


def _answered(code: Code, facts: Mapping[str, str]) -> Said:
    told = explain(code, facts)
    return Said(told.sentence, told.remedy)
