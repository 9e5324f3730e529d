"""What a worker is equipped with, whatever its settings say; tests equip it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from practicesync.adapters.machine import Traits, traits_here
from practicesync.bootstrap import Shop
from practicesync.core.settings import Agent
from practicesync.engine.supervisor import Patience
from practicesync.ports import Clock

OpenShop = Callable[[Path, Agent, str, Clock], Shop]


@dataclass(frozen=True)
class Equipment:
    """How long a silent thread is waited for, and where the practices get what they need.

    `traits` tells this computer from others.
    """

    patience: Patience = field(default_factory=Patience)
    open_shop: OpenShop = Shop
    traits: Callable[[str], Traits] = traits_here


USUAL = Equipment()
