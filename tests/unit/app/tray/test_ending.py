import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tests/windows has its own")

WAITS = """
import ctypes, os
from practicesync.app.tray.ending import hear_requests_to_end
def end():
    print("asked", flush=True)
    if not {stays}:
        os._exit(0)
hear_requests_to_end(end)
print("ready", flush=True)
lock, never = ctypes.create_string_buffer(64), ctypes.CDLL(None).pthread_mutex_lock
never(lock)
never(lock)  # as in Tk, no line of Python runs until something comes
"""


@pytest.fixture
def waiting():
    """Start a program that hears requests to end; it stays in spite of the first one, or not."""
    started = []

    def start(*, stays):
        command = [sys.executable, "-c", WAITS.format(stays=stays)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_a_request_to_end_is_heard(waiting, how):
    process = waiting(stays=False)
    process.send_signal(how)

    assert process.stdout.readline() == "asked\n"
    assert process.wait(60) == 0


def test_a_second_request_ends_what_does_not_listen(waiting):
    process = waiting(stays=True)
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "asked\n"
    process.send_signal(signal.SIGTERM)

    assert process.wait(60) == 128 + signal.SIGTERM
