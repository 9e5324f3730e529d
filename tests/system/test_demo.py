"""The demo's own command line: real processes, which are gone afterwards however it ends."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from practicesync.demo.practice import MARKER

COMMAND = [sys.executable, "-m", "practicesync.demo", "--interval", "0.5", "--contacts", "40"]
PATIENCE = 120


@dataclass
class Started:
    process: subprocess.Popen[str]
    output: Path
    temporary: Path
    state: Path

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def wait_for(self, text: str) -> str:
        until = time.monotonic() + PATIENCE
        while text not in (said := self.said()):
            assert self.process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.05)
        return said

    def end(self, how: signal.Signals | None = None) -> tuple[int, str]:
        if how is not None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        return code, self.said()

    def worker(self) -> int:
        status = json.loads((self.state / "public" / "status.json").read_text("utf-8"))
        return int(status["worker"]["pid"])

    def left(self) -> list[str]:
        """Processes that have the test's folders on their command line (where that is told)."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = place.read_bytes().decode("utf-8", "replace")
                if str(self.temporary.parent) in words:
                    found.append(words.replace("\0", " "))
        return found


@pytest.fixture
def start(tmp_path):
    """Starts the demo with temporary folders of its own."""
    began = []

    def run(*options, kept=False):
        temporary, kept_at = tmp_path / "temporary", tmp_path / "kept"
        temporary.mkdir()
        output = tmp_path / "output.txt"
        keep = ["--keep", str(kept_at)] if kept else []
        with output.open("w") as out:
            process = subprocess.Popen(
                [*COMMAND, *keep, *options],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                env={**os.environ, "TMPDIR": str(temporary)},
                start_new_session=True,
            )
        began.append(process)
        return Started(process, output, temporary, kept_at / "state")

    yield run
    for process in began:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)
        if process.stdin:
            process.stdin.close()


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
    assert not demo.left()


def test_the_demo_stays_up_repeats_its_edits_and_keeps_no_personal_value(start):
    demo = start(kept=True)
    said = demo.wait_for("Press Enter")
    address = re.search(r"https://127\.0\.0\.1:(\d+)/\n", said)
    assert address
    assert demo.process.stdin
    demo.process.stdin.write("\n")
    demo.process.stdin.flush()
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
    assert not demo.left()
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
    assert not demo.left()


def test_a_worker_that_dies_ends_the_demo_in_a_sentence(start):
    demo = start("--once", kept=True)
    demo.wait_for("rename a person")
    os.kill(demo.worker(), signal.SIGKILL)
    code, said = demo.end()
    assert code == 1
    assert "The demo stops here. practicesync ended by itself with code -9." in said
    assert "Traceback" not in said
    assert "{" not in said
    assert not demo.left()


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
