"""The demo's own command line: real processes, which are gone afterwards however it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from practicesync.demo.practice import MARKER
from tests.system.running_demo import COMMAND, PATIENCE, running_demo


@pytest.fixture
def start(tmp_path):
    """Starts the demo with temporary folders of its own."""
    with ExitStack() as stack:

        def run(*options, kept=False):
            return stack.enter_context(running_demo(tmp_path, *options, kept=kept))

        yield run


def test_once_ends_with_figures_that_match_and_leaves_nothing(start):
    demo = start("--once")
    code, said = demo.end()
    assert code == 0, said
    figures = json.loads(said.splitlines()[-1])
    assert figures["in_database"] == 40
    assert figures["online"] == 37
    assert figures["not_sent"] == 3
    assert figures["mismatched"] == 0
    assert figures["deletes_online"] == 2
    assert len(figures["edit_to_online_ms"]) == 20
    assert not list(demo.temporary.iterdir())
    assert not demo.running()


def test_the_demo_stays_up_repeats_its_edits_and_keeps_no_personal_value(start):
    demo = start(kept=True)
    said = demo.wait_for("Press Enter")
    assert "There is no icon beside the clock: this terminal has no screen.\n" in said
    address = re.search(r"https://127\.0\.0\.1:(\d+)/\n", said)
    assert address
    demo.enter()
    until = time.monotonic() + PATIENCE
    while demo.said().count("different from what they should be  0") < 2:
        assert time.monotonic() < until, demo.said()
        time.sleep(0.1)
    worker = demo.worker()
    status = json.loads((demo.state / "public" / "status.json").read_text("utf-8"))
    assert status["sentence"] == "Your contacts are in sync, 3 contacts left out."
    code, said = demo.end(signal.SIGINT)
    assert code == 0, said
    assert "Stopped." in said
    assert "Traceback" not in said
    assert not demo.running()
    for path in kept_by_the_agent(demo.state):
        assert MARKER.encode() not in path.read_bytes().lower(), path.name
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    with socket.socket() as knocking:
        assert knocking.connect_ex(("127.0.0.1", int(address[1]))) != 0


def kept_by_the_agent(state: Path) -> list[Path]:
    """Log, status and journal, in which no personal value may be."""
    kept = [*state.glob("logs/*"), *state.glob("public/*"), *state.glob("private/journal-*")]
    assert {path.suffix for path in kept} >= {".log", ".json", ".db"}
    return kept


@pytest.mark.parametrize("moment", ["a look for changes", "rename a person"])
def test_a_request_to_end_leaves_nothing_at_any_moment(start, moment):
    demo = start("--once")
    demo.wait_for(moment)
    code, said = demo.end(signal.SIGTERM)
    assert code == 1
    assert said.endswith("Stopped.\n")
    assert not list(demo.temporary.iterdir())
    assert not demo.running()


def test_a_worker_that_dies_ends_the_demo_in_a_sentence(start):
    demo = start("--once", kept=True)
    demo.wait_for("rename a person")
    os.kill(demo.worker(), signal.SIGKILL)
    code, said = demo.end()
    assert code == 1
    assert "The demo stops here. practicesync ended by itself with code -9." in said
    assert "Traceback" not in said
    assert "{" not in said
    assert not demo.running()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--contacts", "9"], "--contacts"),
        (["--contacts", "0"], "--contacts"),
        (["--interval", "0.1"], "--interval"),
        (["--interval", "nan"], "--interval"),
        (["--database", "Driver={x}"], "--database"),
        (["--keep", "."], "--keep"),
    ],
    ids=str,
)
def test_what_can_not_be_is_refused_with_its_option(options, word):
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 2
    assert word in done.stderr.splitlines()[-1]


def test_a_worker_that_somebody_ends_ends_the_demo(start):
    demo = start(kept=True)
    demo.wait_for("Press Enter")
    os.kill(demo.worker(), signal.SIGTERM)
    code, said = demo.end()
    assert code == 1
    assert "The demo stops here. practicesync ended by itself.\n" in said
    assert not demo.running()
