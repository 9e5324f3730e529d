import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev

MADE = dev.stamp(b"lock", b"project", "3.11.2", "here")


def test_an_old_python_is_refused_in_one_sentence():
    sentence = dev.python_refusal((3, 10, 13))

    assert sentence == "Practice Sync needs Python 3.11 or newer, and this is Python 3.10."


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 0), (4, 0, 0)])
def test_a_newer_python_is_welcome(version):
    assert dev.python_refusal(version) is None


def test_an_old_python_gets_as_far_as_the_sentence():
    source = Path(dev.__file__).read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))  # raises for syntax that came later


@pytest.mark.parametrize(
    "other",
    [
        dev.stamp(b"another", b"project", "3.11.2", "here"),
        dev.stamp(b"lock", b"project", "3.13.0", "here"),
        dev.stamp(b"lock", b"project", "3.11.2", "a copy"),
    ],
)
def test_another_lock_python_or_folder_is_another_environment(other):
    assert other.environment != MADE.environment
    assert other.project == MADE.project


def test_a_changed_project_keeps_the_environment():
    other = dev.stamp(b"lock", b"changed", "3.11.2", "here")

    assert other.environment == MADE.environment
    assert other.project != MADE.project


def test_a_finished_venv_is_known_by_its_stamp(tmp_path):
    file = tmp_path / "stamp"
    file.write_text("\n".join(MADE), encoding="ascii")

    assert dev.held_stamp(file, Path(sys.executable)) == MADE


@pytest.mark.parametrize("content", ["", "one", "one two three"])
def test_a_damaged_stamp_counts_for_nothing(tmp_path, content):
    file = tmp_path / "stamp"
    file.write_text(content, encoding="ascii")

    assert dev.held_stamp(file, Path(sys.executable)) is None


def test_a_venv_that_was_half_made_counts_for_nothing(tmp_path):
    assert dev.held_stamp(tmp_path / "stamp", Path(sys.executable)) is None


def test_a_venv_whose_python_went_away_counts_for_nothing(tmp_path):
    file = tmp_path / "stamp"
    file.write_text("\n".join(MADE), encoding="ascii")

    assert dev.held_stamp(file, tmp_path / "python") is None


def test_on_debian_the_sentence_names_the_packages():
    assert dev.missing_sentence(["ensurepip", "tkinter"], debian=True) == (
        "This Python lacks ensurepip and tkinter:"
        " type `sudo apt-get install python3-venv python3-tk`, and run this again."
    )


def test_elsewhere_the_sentence_asks_for_a_complete_python():
    assert dev.missing_sentence(["tkinter"], debian=False) == (
        "This Python lacks tkinter:"
        " install a complete Python 3.11 or newer, and run this again with it."
    )


def test_the_second_caller_waits_for_its_turn(tmp_path):
    turn = tmp_path / "turn"
    program = "import sys, dev; f = open(sys.argv[1], 'a+b'); print(dev.try_lock(f.fileno()))"

    def try_elsewhere() -> str:
        command = [sys.executable, "-c", program, turn]
        tried = subprocess.run(command, cwd=dev.ROOT, capture_output=True, text=True, check=True)
        return tried.stdout.strip()

    with dev.my_turn(turn):
        assert try_elsewhere() == "False"
    assert try_elsewhere() == "True"


def test_a_step_that_fails_hides_no_later_one(capfd):
    steps = [
        dev.Step("first", ["-c", "raise SystemExit(3)"]),
        dev.Step("second", ["-c", "print('second ran')"]),
    ]

    code = dev.run_steps(steps, sys.executable)

    out = capfd.readouterr().out
    assert code == 3
    assert "second ran" in out
    summary = out.partition("--- Summary")[2]
    assert "failed with 3" in summary
    assert "fine" in summary


def test_every_command_is_in_the_help(capsys):
    assert dev.main(["--help"]) == 0

    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in dev.COMMANDS)
    assert {"demo", "test", "lint", "simulate", "soak", "mutants"} <= dev.COMMANDS.keys()


def test_an_unknown_command_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as ended:
        dev.main(["tset"])

    assert ended.value.code == 2
    assert f"choose one of {', '.join(dev.COMMANDS)}" in capsys.readouterr().err


def test_the_lock_serves_every_dependency_of_the_project():
    project = tomllib.loads(dev.PROJECT.read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    named = [project["project"]["dependencies"], *extras, project["dependency-groups"]["dev"]]
    wanted = [Requirement(line) for group in named for line in group]
    lines = dev.LOCK.read_text(encoding="utf-8").splitlines()
    pins = (line.split(";")[0].rstrip(" \\").split("==") for line in lines if "==" in line[:60])
    locked = {canonicalize_name(name): version for name, version in pins}

    unserved = [
        str(r) for r in wanted if not r.specifier.contains(locked[canonicalize_name(r.name)])
    ]
    assert unserved == []


def test_the_lock_names_no_index():
    assert "://" not in dev.LOCK.read_text(encoding="utf-8")


@pytest.mark.parametrize("together", [[], dev.together()], ids=["alone", "together"])
@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_in_ci_a_skipped_test_fails_the_run(tmp_path, ci, code, together):
    rules = dev.ROOT / "tests" / "conftest.py"
    (tmp_path / "conftest.py").write_bytes(rules.read_bytes())
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('not here')\n",
        encoding="utf-8",
    )

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir=.", "-p", "no:cacheprovider", *together],
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == code, run.stdout
    assert "1 passed, 1 skipped" in run.stdout
