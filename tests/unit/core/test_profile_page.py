"""The reference page of database layouts says what the code does."""

import re
from pathlib import Path

from practicesync.core.profile import Profile
from practicesync.core.profile_fields import CHILDREN, EMPLOYEE, FIELDS
from practicesync.core.profile_text import parse_profile

PAGE = (Path(__file__).parents[3] / "docs/reference/profile.md").read_text("utf-8")


def names_after(start: str) -> set[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(start))
    return set(re.findall(r"`(\w+)`", line.removeprefix(start)))


def test_example_is_a_layout_without_mistakes():
    example = PAGE.partition("```toml\n")[2].partition("```")[0]

    assert isinstance(parse_profile(example, "profile.md"), Profile)


def test_every_field_is_on_the_page():
    assert names_after("A contact and its joins:") == FIELDS
    assert names_after("An employee:") == EMPLOYEE


def test_every_child_is_on_the_page():
    for child, fields in CHILDREN.items():
        assert names_after(f"| `{child}` |") == fields
