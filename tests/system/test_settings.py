"""`practicesync settings` with real processes: shown, changed, taken up, refused."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator

import pytest

from practicesync.demo.practice import make_practice
from tests.system.installation import Done, Installation

WRITTEN = """\
# ours
[agent]
poll_interval = 0.5   # quick

[[practice]]
name = "Main office"   # in the city
database = "sqlite:///{database}"
profile = "demo"
cloud = "https://contacts.example"
"""
SUPPORT = "mailto:help@example.com"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The settings of a practice, with remarks of its own."""
    database = make_practice(tmp_path_factory.mktemp("practice") / "practice.db", contacts=10)
    return WRITTEN.format(database=database.path)


@pytest.fixture(scope="module")
def calm(written: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A worker whose settings nobody changes."""
    server = Installation(tmp_path_factory.mktemp("calm") / "state")
    server.write(written)
    with server.running():
        server.until_phase("not_activated")
        yield server
    assert server.config.read_text(encoding="utf-8") == written


@pytest.fixture
def ready(server: Installation, written: str) -> Iterator[Installation]:
    """A worker whose settings somebody changes."""
    server.write(written)
    with server.running():
        server.until_phase("not_activated")
        yield server


def change(server: Installation, *words: str) -> Done:
    return server.call("settings", *words)


def test_all_of_them_are_shown_with_what_they_may_be(calm):
    done = change(calm)

    assert done.code == 0
    assert "poll_interval  0.5\n" in done.out
    assert "full_check_at  02:00\n" in done.out
    assert "proxy          none\n" in done.out
    assert "Give a number of seconds, from 0.5 to 3600." in done.out


def test_one_of_them_is_shown_alone(calm):
    assert change(calm, "full_check_at").out == "02:00\n"
    assert json.loads(change(calm, "full_check_at", "--json").out) == {"full_check_at": "02:00"}


def test_a_change_is_taken_up_without_a_restart_and_keeps_the_rest(ready, written):
    worker = ready.status()["worker"]["pid"]
    done = change(ready, "links.support", "help@example.com")

    assert done.code == 0, done.err
    assert f"Page or e-mail address for support: {SUPPORT} (was none)." in done.out
    shown = ready.until(lambda shown: shown["links"]["support"] == SUPPORT)
    assert shown["worker"]["pid"] == worker
    text = ready.config.read_text(encoding="utf-8")
    for line in written.splitlines():
        assert line in text
    assert stat.S_IMODE(ready.config.stat().st_mode) == 0o600


def test_it_goes_on_with_a_change_after_it_was_ended(server, written):
    server.write(written)
    with server.running():
        server.until_phase("not_activated")
        assert change(server, "poll_interval", "60").code == 0
    with server.running():
        server.until_phase("not_activated")
        assert change(server, "poll_interval").out == "60\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["poll_interval", "0.1"], "The time between two looks is too small. (PS-CFG-03)"),
        (["full_check_at", "noon"], "The time of the nightly full check isn't a time of day."),
        (["proxy", "http://me:pw@proxy"], "The proxy server holds a user name or password."),
        (["links.guide", "javascript:x"], "The page for troubleshooting isn't the address of"),
        (["log_level", "loud"], "Choose DEBUG, INFO, WARNING or ERROR."),
        (["pol_interval", "5"], "Did you mean poll_interval?"),
        (["cloud", "https://x.example"], "practicesync setup changes it"),
        (["nothing", "5"], "There is no setting of that name."),
        (["proxy", os.fsdecode(b"\xe9")], "a character that can't be shown"),
    ],
    ids=range(9),
)
def test_what_is_refused_is_told_and_changes_nothing(calm, written, words, told):
    done = change(calm, *words)

    assert done.code == 2
    assert told in done.err
    assert calm.config.read_text(encoding="utf-8") == written


def test_for_scripts_a_refusal_is_one_object(calm):
    done = change(calm, "poll_interval", "0.1", "--json")
    facts = json.loads(done.out)

    assert (done.code, facts["exit"]) == (2, 2)
    assert facts["changes"] == []
    assert facts["mistakes"][0]["key"] == "poll_interval"


def test_a_value_that_was_refused_is_in_no_log(calm):
    assert change(calm, "links.support", "zorblinski at home").code == 2

    assert "zorblinski" not in calm.log()
    assert "zorblinski" not in json.dumps(calm.status())


def test_two_at_once_both_have_their_way(ready):
    wanted = {"poll_interval": "9", "full_check_at": "04:30", "links.guide": "https://g.example"}
    asking = [
        threading.Thread(target=change, args=(ready, name, value)) for name, value in wanted.items()
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()

    told = json.loads(change(ready, "--json").out)
    assert {name: told[name] for name in wanted} == wanted


def test_before_a_practice_is_set_up_it_says_what_comes_first(server):
    with server.running():
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        done = change(server, "poll_interval", "5")

    assert done.code == 2
    assert "practicesync setup" in done.err
    assert not server.config.exists()


def test_without_a_worker_nothing_is_changed(server, written):
    server.write(written)
    done = change(server, "poll_interval", "5")

    assert done.code == 8
    assert server.config.read_text(encoding="utf-8") == written
