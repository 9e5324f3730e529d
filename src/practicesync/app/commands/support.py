"""``practicesync support-file``: one file with everything that support asks for.

It is put together by the account of the person who asks, from what everybody may read and from
what the running Practice Sync tells; no contact's name, number or address is in either.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import io
import platform
import re
import sqlite3
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from practicesync import __version__
from practicesync.adapters.publish import publish
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask
from practicesync.app.say import say, say_json
from practicesync.bootstrap import read_settings
from practicesync.core.check_words import Told
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit, explain
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.settings import Settings
from practicesync.core.settings_shown import settings_shown

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def write_support_file(folder: StateFolder, path: Path | None, *, as_json: bool) -> int:
    """Write the file, list what is in it and return the exit code."""
    now = dt.datetime.now().astimezone()
    path = path or Path(f"practicesync-support-{now:%Y%m%d-%H%M%S}.zip")
    entries = collect(folder, now)
    try:
        publish(path.absolute(), _zipped(entries, now), 0o600)
    except Problem:
        raise Misconfigured(Code.FILE_NOT_WRITTEN, path=str(path)) from None
    if as_json:
        sizes = {name: len(content) for name, content in entries.items()}
        say_json({"path": str(path), "files": sizes})
        return Exit.DONE
    say(f"{path} is written. In it are:")
    for name, content in entries.items():
        say(f"  {name:<24}{len(content):>12,} bytes")
    say("No contact's name, number or address is in it. Send it to support.")
    return Exit.DONE


def collect(folder: StateFolder, now: dt.datetime) -> Mapping[str, bytes]:
    """Return what belongs in the file, by name."""
    entries = {"versions.json": _json(versions(now)), "settings.json": _json(_settings(folder))}
    entries["practices.json"] = _json(_told(folder, "support-file"))
    entries["checks.json"] = _json(_checks(folder))
    if (status := _content(folder.status_file)) is not None:
        entries["status.json"] = status
    for log in sorted(folder.logs.glob("practicesync.log*")):
        if _NAME.fullmatch(log.name) and (content := _content(log)) is not None:
            entries[f"logs/{log.name}"] = content
    return entries


def versions(now: dt.datetime) -> Mapping[str, object]:
    """Return what this is and what it runs on; the computer's name is not told."""
    return {
        "written_at": now,
        "practicesync": __version__,
        "python": sys.version,
        "platform": platform.platform(),
        "machine": platform.machine(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in _packages()},
    }


def _packages() -> list[str]:
    """Return the packages that Practice Sync asks for."""
    try:
        wanted = importlib.metadata.requires("practicesync") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    named = (_NAME.match(one) for one in wanted if "extra ==" not in one)
    return sorted({found[0] for found in named if found})


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _settings(folder: StateFolder) -> Mapping[str, object]:
    """Return the settings without logins, as the running one has them or as the file says."""
    told = _told(folder, "settings")
    if "problem" not in told:
        return told
    try:
        settings = read_settings(folder.config_file)
    except Problem as problem:
        return {"problem": problem.code}
    if isinstance(settings, Settings):
        return settings_shown(settings)
    return {"mistakes": [mistake.sentence for mistake in settings]}


def _checks(folder: StateFolder) -> Mapping[str, object]:
    """Return what `doctor` has found last; not its sentences, which name the login and people."""
    told = _told(folder, "doctor", {"step": "last"})
    if "checks" not in told:
        return told
    checks = msgspec.convert(told["checks"], list[Told])
    return {"checks": [_check(check) for check in checks]}


def _check(check: Told) -> Mapping[str, str]:
    title = explain(Code(check.code)).title if check.code else ""
    found = {"id": check.id, "result": check.result, "code": check.code, "title": title}
    return {"practice": check.practice, **found}


def _told(
    folder: StateFolder, command: str, arguments: Mapping[str, Argument] | None = None
) -> Mapping[str, object]:
    """Return what the running Practice Sync tells, or why it doesn't: that is worth knowing."""
    if folder.is_silent(time.time()):
        return {"problem": Code.NOT_RUNNING}
    try:
        reply = ask(folder, command, None, arguments or {})
    except Problem as problem:
        return {"problem": problem.code}
    return reply.detail or {"problem": reply.code or Code.COMMAND_REFUSED}


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _json(content: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def _zipped(entries: Mapping[str, bytes], now: dt.datetime) -> bytes:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return zipped.getvalue()
