"""`practicesync setup` with real processes: from nothing to settings, and each refusal before."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.proxy import proxy
from tests.fakes.wire import Reply, wire_server
from tests.system.cloud import Cloud
from tests.system.installation import Done, Installation
from tests.system.terminal import Terminal, at_terminal

LAYOUT = """\
name = "mine"
status = "starting point"
[contact]
table = "Client"
key = ["ClientNo"]
fields = { code = "Code", name = "FullName" }
[[contact.children]]
name = "emails"
table = "Mail"
key = ["MailNo"]
parent = ["ClientNo"]
fields = { address = "Address" }
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A practice database of somebody's own."""
    path = tmp_path / "practice.db"
    with sqlite3.connect(path) as made:
        made.executescript("""
            CREATE TABLE Client (ClientNo INTEGER PRIMARY KEY, Code TEXT, FullName TEXT);
            CREATE TABLE Mail (MailNo INTEGER PRIMARY KEY, ClientNo INTEGER, Address TEXT);
            INSERT INTO Client VALUES (1, 'ADA', 'Ada Example'), (2, 'BOB', 'Bob Example');
            INSERT INTO Mail VALUES (1, 1, 'ada@example.com');
        """)
    return path


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(LAYOUT, encoding="utf-8")
    return path


@pytest.fixture
def said(database: Path, layout: Path, office: Cloud) -> dict[str, str]:
    """Everything that a practice needs, as options."""
    return {
        "--name": "Main office",
        "--sqlite": str(database),
        "--layout": str(layout),
        "--cloud": office.base_url,
        "--ca-file": str(office.ca_file),
    }


def options(said: dict[str, str]) -> list[str]:
    return [word for option in said.items() for word in option]


def here(server: Installation, said: dict[str, str], *more: str) -> Done:
    return server.call("setup", "--here", "--yes", *options(said), *more)


# --- through the worker


def test_a_fresh_worker_waits_to_be_set_up_and_goes_on_without_a_restart(server, said):
    with server.running() as worker:
        shown = server.until(lambda shown: shown["code"] == "PS-CFG-01")
        assert (shown["colour"], shown["shape"]) == ("red", "cross")
        assert "practicesync setup" in shown["remedy"]

        done = server.call("setup", "--yes", *options(said))

        assert done.code == 0, done.err
        assert (
            "Main office is set up. Now activate contacts sync: practicesync activate" in done.out
        )
        shown = server.until_phase("not_activated")
        assert shown["worker"]["pid"] == worker.pid
    assert stat.S_IMODE(server.config.stat().st_mode) == 0o600
    assert (server.config.parent / "layouts" / "mine.toml").read_text() == LAYOUT
    assert "Ada" not in server.log()


@pytest.mark.parametrize("command", [["sync-now"], ["activate", "--accept-terms"], ["preview"]])
def test_a_fresh_worker_says_what_comes_first(server, command):
    with server.running():
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        done = server.call(*command)

    assert done.code == 2
    assert "practicesync setup" in done.err


def test_settings_that_somebody_writes_are_taken_as_well(server, said):
    assert here(server, said).code == 0
    text = server.config.read_text()
    server.config.unlink()
    with server.running():
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        server.write(text.replace("https://", "http://"))
        server.until(lambda shown: shown["code"] == "PS-CFG-03")
        server.write(text)
        server.until_phase("not_activated")


def test_without_a_worker_it_says_what_works_without_one(server, said):
    done = server.call("setup", "--yes", *options(said))

    assert done.code == 8
    assert "(PS-SYS-09)" in done.err
    assert "practicesync setup --here" in done.err


def test_beside_a_worker_nobody_sets_up_by_themselves(server, said):
    with server.running():
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        done = here(server, said)

    assert done.code == 7
    assert not server.config.exists()


def test_an_online_copy_behind_a_proxy_is_found_and_used_through_it(server, said, office):
    with proxy() as between, server.running():
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        done = server.call("setup", "--yes", *options(said), "--proxy", between.url)

        assert done.code == 0, done.err
        assert f"proxy server: {between.url}" in done.out
        server.until_phase("not_activated")
        assert server.call("settings", "proxy").out == f"{between.url}\n"
    assert set(between.asked) == {f"CONNECT {office.base_url.removeprefix('https://')}"}


# --- each refusal


REFUSALS = {
    "no database": ({"--sqlite": "nosuch.db"}, 4, "PS-SRC-01", "nosuch.db"),
    "no layout of that name": ({"--layout": "nosuch"}, 2, "PS-CFG-03", "no database layout nosuch"),
    "not protected": ({"--cloud": "http://localhost"}, 2, "PS-CFG-03", "in place of http://"),
    "no address": ({"--cloud": "localhost"}, 2, "PS-CFG-03", "begins with https://"),
    "cloud down": ({"--cloud": "https://127.0.0.1:1"}, 5, "PS-CLD-01", "nothing answers there"),
    "cloud unknown": ({"--cloud": "https://nosuch.invalid"}, 5, "PS-CLD-01", "can't be looked up"),
    "proxy refused": ({"--proxy": "http://127.0.0.1:1"}, 5, "PS-CLD-01", "the proxy"),
    "no proxy": ({"--proxy": "proxy"}, 2, "PS-CFG-03", "isn't the address of a proxy server"),
    "certificate unknown": ({"--ca-file": ""}, 5, "PS-CLD-05", "who issued the certificate"),
    "certificate file gone": ({"--ca-file": "nosuch.pem"}, 2, "PS-CFG-03", "no file of that name"),
}


@pytest.mark.parametrize("wrong", REFUSALS)
def test_each_refusal_says_what_to_do_and_writes_nothing(server, said, wrong):
    change, code, shown, words = REFUSALS[wrong]
    done = here(server, said | change)

    assert done.code == code
    assert f"({shown})" in done.out + done.err
    assert words in done.out + done.err
    assert not server.config.exists()


def test_a_column_that_is_not_there_is_named_with_what_is_near(server, said, layout):
    layout.write_text(LAYOUT.replace("FullName", "FullNam"), encoding="utf-8")
    done = here(server, said)

    assert done.code == 2
    assert "Client has no column FullNam; FullName is there." in done.out
    assert "Write FullName, if that is the one." in done.out
    assert "Nothing is written." in done.err


def test_a_layout_with_mistakes_is_told_with_all_of_them(server, said, layout):
    layout.write_text(LAYOUT.replace('["ClientNo"]\nfields', "7\nfields").replace("Code", ""))
    done = here(server, said)

    assert done.code == 2
    assert done.err.count("PS-CFG-03") >= 2


def test_what_answers_and_is_no_practice_cloud_is_told_as_that(server, said, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with wire_server(other, lambda _: Reply(body=b"Hello")) as stranger:
        done = here(server, said | {"--cloud": stranger.url, "--ca-file": str(stranger.ca_file)})

    assert done.code == 5
    assert "isn't your online copy" in done.out
    assert not server.config.exists()


def test_what_is_missing_is_named_by_its_option(server, said):
    for option in ("--name", "--sqlite", "--cloud"):
        done = here(server, {name: text for name, text in said.items() if name != option})

        assert done.code == 2
        assert option in done.err


def test_an_argument_that_is_no_text_is_told(server, said):
    done = here(server, said | {"--name": os.fsdecode(b"Caf\xe9")})

    assert done.code == 2
    assert "a character in it that can't be used" in done.err


def test_without_yes_nothing_is_written(server, said):
    done = server.call("setup", "--here", *options(said))

    assert done.code == 3
    assert "database layout: layouts/mine.toml" in done.out
    assert "--yes" in done.err
    assert not server.config.exists()


def test_a_failed_check_can_be_left_for_later(server, said):
    done = here(server, said | {"--cloud": "https://127.0.0.1:1"}, "--save-anyway")

    assert done.code == 0
    assert server.config.exists()


# --- more than once


def test_a_second_time_it_asks_which_practice_is_meant(server, said):
    assert here(server, said).code == 0
    before = server.config.read_text()
    done = here(server, said | {"--name": "North"})

    assert done.code == 2
    assert "Main office is set up here already. Nothing has changed. (PS-CFG-07)" in done.err
    assert "--add" in done.err
    assert server.config.read_text() == before

    assert here(server, said | {"--name": "North"}, "--add").code == 0
    assert server.config.read_text().startswith(before.rstrip())


def test_a_change_shows_what_was_before(server, said, office):
    assert here(server, said).code == 0
    done = server.call(
        *("setup", "--here", "--yes", "--name", "Main office", "--ca-file", ""),
        *("--cloud", "https://127.0.0.1:1", "--save-anyway"),
    )

    assert done.code == 0
    assert f"address of the online copy: https://127.0.0.1:1 (was {office.base_url})" in done.out
    assert f"certificate file: none (was {office.ca_file})" in done.out
    assert (server.config.parent / "config.toml.before").is_file()


def test_for_scripts_it_prints_one_object(server, said):
    del said["--layout"]
    done = here(server, said, "--json")
    facts = json.loads(done.out)

    assert done.code == facts["exit"] == 2
    assert facts["code"] == "PS-CFG-08"
    assert {one["layout"] for one in facts["layouts"]} >= {"ae", "ao", "demo"}
    assert facts["written"] is False


def test_for_scripts_all_went_well(server, said):
    done = here(server, said, "--json")
    facts = json.loads(done.out)

    assert (done.code, facts["exit"], facts["written"], facts["name"]) == (
        0,
        0,
        True,
        "Main office",
    )
    assert {one["result"] for one in facts["checks"]} <= {"pass", "warn", "skipped"}
    assert {one["entry"] for one in facts["changes"]} >= {"database", "database layout"}


# --- in a conversation


@pytest.fixture
def conversation(server: Installation) -> Iterator[Terminal]:
    with at_terminal(server.command("setup", "--here"), os.environ) as terminal:
        yield terminal


def test_a_conversation_leads_from_nothing_to_settings(
    server, conversation, database, layout, office
):
    conversation.choose("Where is the practice database?", "SQLite")
    conversation.answer("File", str(database))
    conversation.choose("Which database layout?", "A file of your own")
    conversation.answer("Its file", str(layout))
    conversation.answer("Address of your online copy", office.base_url.removeprefix("https://"))
    conversation.answer("What do people call", "")
    conversation.until("(PS-CLD-05)")
    conversation.choose("What now?", "Change something")
    conversation.choose("What do you want to change?", "online copy")
    conversation.answer("Address of your online copy", "")
    conversation.answer("certificate authority", str(office.ca_file))
    conversation.answer("Your office's proxy", "")
    assert "wrong" not in conversation.answer("Is that right?", "y").partition("Looking at all")[2]

    assert conversation.ended() == 0
    text = server.config.read_text()
    assert 'name = "Main office"' in text
    assert f'cloud = "{office.base_url}"' in text


def test_a_conversation_that_is_broken_off_writes_nothing(server, conversation, database):
    conversation.choose("Where is the practice database?", "SQLite")
    conversation.answer("File", str(database))
    conversation.until("Which database layout?")
    conversation.until("Number [")
    conversation.interrupt()

    assert conversation.ended() == 3
    assert conversation.screen.rstrip().endswith("Nothing has changed.")
    assert not server.config.exists()


def test_a_file_that_is_no_database_is_asked_for_again(server, conversation, database, layout):
    conversation.choose("Where is the practice database?", "SQLite")
    conversation.answer("File", str(layout))
    conversation.until("(PS-SRC-06)")
    conversation.choose("What now?", "Another")
    conversation.choose("Where is the practice database?", "SQLite")
    conversation.answer("File", str(database))
    conversation.choose("Which database layout?", "A file of your own")
