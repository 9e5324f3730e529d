import os
import subprocess
import sys
import tempfile

import pytest

PATIENCE = 60
OPENING = (
    "from practicesync.app.window.browser import in_browser;print(in_browser('https://a.example'))"
)


def opened(**environ):
    """Open a page in a process that finds no browser but those, and return what came of it."""
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    with tempfile.TemporaryFile("w+") as told:  # a pipe would wait for the browser, too
        command = [sys.executable, "-c", OPENING]
        subprocess.run(command, env=kept | environ, stdout=told, check=True, timeout=PATIENCE)
        told.seek(0)
        return told.read().strip()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always one")
def test_without_a_browser_that_is_told(tmp_path):
    assert opened(PATH=str(tmp_path)) == "False"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there is nothing that hangs so")
def test_nobody_waits_for_a_browser_that_hangs(tmp_path):
    pipe, browser = tmp_path / "pipe", tmp_path / "browser"
    os.mkfifo(pipe)
    browser.write_text(f"#!/bin/sh\nread line < '{pipe}'\n")
    browser.chmod(0o755)
    with subprocess.Popen(["/bin/sh", "-c", f"exec sleep {PATIENCE} > '{pipe}'"]) as end:
        try:
            assert opened(PATH=str(tmp_path), BROWSER=f"{browser} %s") == "True"
        finally:
            end.kill()
