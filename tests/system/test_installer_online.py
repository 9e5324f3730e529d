"""The files of `installer/online` name what there is, and their commands are understood."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import typer
from typer.core import TyperGroup

from practicecloud import cli

ROOT = Path(__file__).parents[2]
ONLINE = ROOT / "installer" / "online"
PROGRAM = "/opt/practicecloud/bin/practicecloud"


def text_of(name: str) -> str:
    return (ONLINE / name).read_text(encoding="utf-8")


def understood(arguments: list[str], tmp_path: Path) -> None:
    """Fail unless the command line takes these arguments: it is run up to where it needs a file."""
    done = subprocess.run(
        [sys.executable, "-m", "practicecloud.cli", *arguments, "--port", "-1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode != 0
    assert "No such option" not in done.stderr
    assert "no file" in done.stderr or "listen" in done.stderr or "port" in done.stderr, done.stderr


def test_the_unit_is_one_that_systemd_takes(tmp_path):
    text = text_of("practicecloud.service")
    settings = [line for line in text.splitlines() if line and line[0] not in "#["]
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+=.*", line) for line in settings)
    assert re.findall(r"^\[(\w+)\]$", text, re.MULTILINE) == ["Unit", "Service", "Install"]
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return
    environment, unit = tmp_path / "environment", tmp_path / "practicecloud.service"
    shutil.copy(ONLINE / "environment", environment)
    text = text.replace(PROGRAM, shutil.which("true") or "")
    text = text.replace("/etc/practicecloud/environment", str(environment))
    unit.write_text(text, encoding="utf-8")

    done = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_starts_what_the_command_line_takes(tmp_path):
    (started,) = re.findall(r"^ExecStart=(.*)$", text_of("practicecloud.service"), re.MULTILINE)
    program, *arguments = shlex.split(started)
    assert program == PROGRAM
    understood(arguments, tmp_path)


def test_nginx_and_the_unit_speak_of_the_same_port():
    (port,) = re.findall(r"--port (\d+)", text_of("practicecloud.service"))
    assert f"proxy_pass http://127.0.0.1:{port};" in text_of("nginx.conf")


def test_every_setting_of_the_environment_is_one():
    source = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "src/practicecloud").rglob("*.py")
    )
    known = set(re.findall(r'"(PRACTICECLOUD_[A-Z_]+)"', source))
    named = re.findall(r"^(\w+)=", text_of("environment"), re.MULTILINE)
    assert named
    assert set(named) <= known


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the container file."""
    text = re.sub(r"^#.*\n", "", text_of("Containerfile"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines) if word
    ]


def test_the_container_takes_files_that_there_are_and_no_others():
    copied = [rest for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    assert copied
    for rest in copied:
        for source in rest.split()[:-1]:
            assert (ROOT / source).exists(), source


def test_the_container_runs_as_nobody_and_by_a_command_that_is_understood(tmp_path):
    found = instructions()
    words = [word for word, _ in found]
    assert set(words) <= {
        "FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENV", "EXPOSE", "ENTRYPOINT", "CMD",
    }  # fmt: skip
    last = found[len(words) - words[::-1].index("FROM") :]
    kept = dict(last)
    assert kept["USER"].isdigit()
    assert kept["USER"] != "0"
    assert kept["USER"] in dict(last)["RUN"]
    assert kept["VOLUME"] == kept["WORKDIR"]
    assert f"sqlite:///{kept['VOLUME']}/" in kept["ENV"]
    assert json.loads(kept["ENTRYPOINT"]) == [PROGRAM]
    command = json.loads(kept["CMD"])
    assert kept["EXPOSE"] in command
    understood(command, tmp_path)


def test_what_the_container_installs_is_pinned_by_hash():
    (built,) = [rest for word, rest in instructions() if word == "RUN" and "pip" in rest]
    assert "--require-hashes" in built
    assert "--no-deps --no-build-isolation ." in re.sub(r"\s+", " ", built)


def test_every_command_of_the_page_is_understood():
    page = (ROOT / "docs" / "online.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    text = "".join(blocks).replace("\\\n", " ")
    found = re.findall(r"^practicecloud (?!/)(.+?)(?: +#.*)?$", text, re.MULTILINE)
    found += re.findall(r"`practicecloud ([a-z]+(?: [a-z]+)?)`", page)
    assert len(found) > 6
    for line in found:
        command, words = typer.main.get_command(cli.main), shlex.split(line)
        while isinstance(command, TyperGroup):
            command = command.commands[words.pop(0)]
        known = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_every_file_of_the_page_is_there():
    page = (ROOT / "docs" / "online.md").read_text(encoding="utf-8")
    for place in re.findall(r"\]\(([^)#]+)[^)]*\)", page):
        assert (ROOT / "docs" / place).exists(), place
    for place in re.findall(r"installer/online/[\w.]+", page):
        assert (ROOT / place).exists(), place
