"""The house rules that a tool can hold: imports run one way, modules and functions stay small."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src").rglob("*.py"))
CORE = [path for path in MODULES if path.is_relative_to(ROOT / "src/practicesync/core")]

MODULE_LINES = 300
FUNCTION_LINES = 60  # the aim is 40, and most are under 10
ARGUMENTS = 6  # by position; those that a caller must name are not counted
LEVELS = 4  # the aim is 3

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
# What asks the computer for something that the core should be given.
QUESTIONS = {"now", "utcnow", "today", "fromtimestamp", "uuid1", "uuid4", "open", "input", "print"}


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def positional(function: Function) -> int:
    """How many arguments a caller may pass by position, `self` and `cls` aside."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def levels(node: ast.AST) -> int:
    """How deep the blocks under this node stand in one another; `elif` is no deeper than `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda | ast.ClassDef):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        step = isinstance(child, BLOCKS) and not chained
        deepest = max(deepest, levels(child) + step)
    return deepest


def complaints(source: str) -> list[str]:
    """Say what is too big in this module."""
    found = []
    lines = len(source.splitlines())
    if lines > MODULE_LINES:
        found.append(f"{lines} lines, at most {MODULE_LINES}")
    for function in functions(ast.parse(source)):
        length = (function.end_lineno or 0) - function.lineno + 1
        measured = {
            f"{length} lines, at most {FUNCTION_LINES}": length > FUNCTION_LINES,
            f"{positional(function)} arguments, at most {ARGUMENTS}": positional(function)
            > ARGUMENTS,
            f"{levels(function)} levels, at most {LEVELS}": levels(function) > LEVELS,
        }
        found += [f"{function.name}: {what}" for what, broken in measured.items() if broken]
    return found


def named(path: Path) -> str:
    return path.relative_to(ROOT / "src").as_posix()


def test_imports_run_one_way():
    command = "from importlinter.cli import lint_imports_command as main; main()"
    run = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_it_stays_small(path):
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", CORE, ids=named)
def test_the_core_asks_the_computer_nothing(path):
    calls = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
    asked = {
        f"line {call.lineno}: {ast.unparse(call.func)}()"
        for call in calls
        if ast.unparse(call.func).rpartition(".")[2] in QUESTIONS
    }

    assert asked == set()


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("x = 1\n" * 301, "301 lines, at most 300"),
        ("def f():\n" + "    x = 1\n" * 60, "f: 61 lines, at most 60"),
        ("def f(self, a, b, c, d, e, f, g): ...", "f: 7 arguments, at most 6"),
        (
            "def f():\n if a:\n  for b in c:\n   while d:\n    with e:\n     if f: g",
            "f: 5 levels, at most 4",
        ),
    ],
)
def test_what_is_too_big_is_seen(source, complaint):
    assert complaints(source) == [complaint]


def test_elif_and_named_arguments_cost_nothing():
    chain = "".join(f"    elif a == {n}:\n        b\n" for n in range(9))
    assert complaints(f"def f(a, *, b, c, d, e, f, g):\n    if a:\n        b\n{chain}") == []
