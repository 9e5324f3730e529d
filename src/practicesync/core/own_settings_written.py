"""``[agent]`` with other entries: everything else stays as it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit

from practicesync.core.own_settings import value_of
from practicesync.core.settings import Agent

_TABLE = "agent"


def own_values(agent: Agent) -> dict[str, str]:
    """Return the settings of this computer by name, each as a person types it."""
    links = agent.links.model_dump()
    return {
        "poll_interval": f"{agent.poll_interval:.12g}",
        "full_check_at": f"{agent.full_check_at:%H:%M}",
        "proxy": agent.proxy,
        **{f"links.{name}": address for name, address in links.items()},
        "log_level": agent.log_level,
    }


def with_own(text: str, entries: Mapping[str, str]) -> str:
    """Return the settings, which can be read, with these entries of ``[agent]``."""
    if not entries:
        return text
    has_table = _TABLE in tomllib.loads(text)
    document = tomlkit.parse(text if has_table else f"{text.rstrip()}\n\n[{_TABLE}]\n")
    for name, value in entries.items():
        *above, key = name.split(".")
        table: Any = document[_TABLE]
        for one in above:
            table = table.setdefault(one, tomlkit.inline_table())
        table[key] = value_of(name, value)
    return tomlkit.dumps(document)
