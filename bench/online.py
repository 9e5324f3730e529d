"""Measures what the online side needs: `python bench/online.py --contacts 20000`.

Sends a made-up practice as on the first day, over TLS on this computer, and looks at the process
and its database. Prints a table and then one line of JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urljoin

import requests
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from practicesync.demo.child import command
from practicesync.demo.person import Forms
from practicesync.demo.stage import (
    Stage,
    Wanted,
    activate,
    cloud_folder,
    end_activation,
    set_stage,
)
from practicesync.demo.stop import Stop
from practicesync.demo.watch import Seconds, watch_upload

AT_ONCE = 8
"""People who sign in at the same moment."""


def main() -> None:
    """Send a practice, let people in, look contacts up, and say what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--looks", type=int, default=400, help="contacts that are looked at")
    chosen = parser.parse_args()
    with ExitStack() as clean_up:
        folder = Path(clean_up.enter_context(tempfile.TemporaryDirectory()))
        stage, took = begun(folder, chosen.contacts, clean_up)
        pid = stage.cloud.process.pid
        sent = size(stage, "sent")
        figures = {
            "uploading, s": took.upload,
            "being prepared online, s": took.processing,
            "database, kB a contact": sent / chosen.contacts / 1024,
            "one process, MB": memory(pid, "VmRSS"),
        }
        browser = signed_in(stage)
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(lambda _: signed_in(stage), range(AT_ONCE)))
        figures["the same while people sign in, MB at most"] = memory(pid, "VmHWM")
        before = size(stage, "before")
        looked_at(browser, stage, chosen.looks)
        figures["a look at a contact, kB"] = (size(stage, "after") - before) / chosen.looks / 1024
    tell(figures, chosen.contacts)


def begun(folder: Path, contacts: int, clean_up: ExitStack) -> tuple[Stage, Seconds]:
    """Return a practice that is wholly online, and how long that took."""
    stop = Stop()
    stop.listen()
    stage = set_stage(folder, Wanted(contacts, 1.0), stop, clean_up)
    asking = activate(stage, stop, clean_up)
    took = watch_upload(stage, stop, Console(stderr=True))
    end_activation(stage, asking, stop)
    return stage, took


def signed_in(stage: Stage) -> requests.Session:
    """Return the browser of a person who has signed in."""
    browser = requests.Session()
    browser.trust_env = False
    browser.verify = str(stage.ca_file)
    page = browser.get(f"{stage.address}/")
    [form] = [form for form in Forms(page.text).forms if "password" in form.fields]
    entered = form.fields | {"email": stage.email, "password": stage.password}
    answer = patiently(browser, "POST", urljoin(page.url, form.action), entered)
    answer.raise_for_status()
    return browser


def looked_at(browser: requests.Session, stage: Stage, number: int) -> None:
    """Open so many contacts, one after the other."""
    place = f"{stage.address}/practices/{stage.practice_id}/contacts"
    for contact in list(stage.practice.truth.contacts)[-number:]:
        key = quote(json.dumps([str(contact)]), safe="")
        patiently(browser, "GET", f"{place}/{key}").raise_for_status()


def patiently(
    browser: requests.Session, method: str, address: str, form: Mapping[str, str] | None = None
) -> requests.Response:
    """Ask, and wait as long as the answer says where that was too often."""
    while True:
        answer = browser.request(method, address, data=form)
        if answer.status_code != requests.codes.too_many_requests:
            return answer
        time.sleep(float(answer.headers.get("Retry-After", "1")))


def size(stage: Stage, name: str) -> int:
    """Return how many bytes a copy of the database has."""
    home = cloud_folder(stage.folder)
    copy = home / f"{name}.db"
    database = f"sqlite:///{home / 'cloud.db'}"
    copying = [command("practicecloud"), "backup", str(copy), "--database", database]
    subprocess.run(copying, check=True, stdout=subprocess.DEVNULL)
    return copy.stat().st_size


def memory(pid: int, line: str) -> float:
    """Return how many MB that line of what the system knows of a process says."""
    told = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(one.split()[1]) for one in told if one.startswith(f"{line}:")) / 1024


def tell(figures: Mapping[str, float], contacts: int) -> None:
    """Print a table, and a line for programs."""
    for what, number in figures.items():
        print(f"{what:<44}{number:>8.1f}")
    told = {what: round(number, 2) for what, number in figures.items()}
    where = {
        "date": dt.date.today().isoformat(),  # noqa: DTZ011  # where it ran
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "contacts": contacts,
    }
    print(json.dumps({**where, **told}))


if __name__ == "__main__":
    main()
