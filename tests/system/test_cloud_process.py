import os
import sqlite3
import subprocess
from contextlib import closing

import pytest
import requests

from tests.system.cloud import COMMAND, run, start_cloud
from tests.system.cloud_agent import Caller, tokens, upsert


def test_nothing_personal_and_no_secret_is_logged_or_kept_in_the_clear(tmp_path):
    with start_cloud(tmp_path, email="zyxwv@example.com") as cloud:
        found = tokens(cloud)
        with Caller(cloud, found["access_token"]) as caller:
            caller.activate()
            caller.send(upsert("1", 1, 1, name="Zyxwv"))
            caller.send(upsert("2", 1, 1, name="Zyxwv" * 100))
            caller("POST", "/contacts/batch", data=b'{"items": "Zyxwv"}')
            caller("GET", "/contacts", params={"q": "Zyxwv"})
            sqlite3.connect(tmp_path / "cloud.db").execute("DROP TABLE contact").connection.close()
            broken = caller("GET", "/contacts", params={"q": "Zyxwv"})
            assert broken.status_code in (500, 503)
            assert "Zyxwv" not in broken.text
    log = (tmp_path / "cloud.log").read_text()
    assert "request=" in log
    assert "zyxwv" not in log.lower()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("cloud.db*"))
    for secret in (found["access_token"], found["refresh_token"], cloud.password):
        assert secret not in log
        assert secret.encode() not in kept


def test_only_a_client_that_knows_the_authority_trusts_it(online):
    with requests.Session() as http:
        http.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            http.get(f"{online.base_url}/healthz", timeout=30)


def test_practices_and_people_are_added_on_the_command_line(tmp_path):
    database = f"sqlite:///{tmp_path / 'cloud.db'}"
    added = run(database, "practice", "add", "Main office")
    assert added["name"] == "Main office"
    assert run(database, "practice", "list") == {"practices": [added]}
    options = ("--practice", added["practice_id"], "--role", "staff", "--password-stdin")
    assert run(database, "user", "add", "Sam@Example.com", *options, entered="long enough\n") == {
        "email": "sam@example.com", "practice_id": added["practice_id"], "role": "staff",
    }  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "cloud.db")) as opened:
        ((kept,),) = opened.execute("SELECT password_hash FROM person").fetchall()
    # What RFC 9106 recommends where 64 MB can be had.
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["practice", "add", " "], "1 to 200 characters"),
        (["user", "add", "nobody", "--practice", "x", "--role", "staff"], "not an e-mail"),
        (["user", "add", "a@b", "--practice", "x", "--role", "boss"], "administrator or staff"),
        (["user", "add", "a@b", "--practice", "x", "--role", "staff"], "no practice with that id"),
        (["serve", "--tls-cert", "nowhere.pem"], "neither behind a TLS proxy"),
        (["serve", "--tls-cert", "nowhere.pem", "--tls-key", "x.pem"], "no file nowhere.pem"),
        (["serve", "--tls-cert", __file__, "--tls-key", __file__], "don't go together"),
        (["serve", "--database", "sqlite:////nowhere/cloud.db"], "can't be opened"),
        (["practice", "list", "--database", "mystery://x"], "can't be opened"),
        (["serve", "--host", "192.0.2.1"], "127.0.0.1 only"),
        (["serve", "--trusted-proxy", "*"], "an address as 192.0.2.1"),
        (["serve", "--trusted-proxy", "0.0.0.0/0"], "names everybody"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(tmp_path, arguments, says):
    database = {"PRACTICECLOUD_DATABASE": f"sqlite:///{tmp_path / 'cloud.db'}"}
    more = ["--password-stdin"] if arguments[0] == "user" else []
    done = subprocess.run(
        [*COMMAND, *arguments, *more],
        env=os.environ | database,
        input="long enough\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "command", [["serve"], ["practice", "add"], ["practice", "list"], ["user", "add"]]
)
def test_every_command_has_help_with_an_example(command):
    done = subprocess.run(
        [*COMMAND, *command, "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0
    assert "Example: practicecloud" in done.stdout
