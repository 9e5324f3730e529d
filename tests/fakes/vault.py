"""A vault in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from practicesync.core.errors import Code, Unavailable


@dataclass
class MemoryVault:
    """A vault in memory; `full` is how a full disk looks."""

    secrets: dict[str, str] = field(default_factory=dict)
    full: bool = False

    def get(self, name: str) -> str | None:
        return self.secrets.get(name)

    def put(self, name: str, secret: str | None) -> None:
        if self.full:
            raise Unavailable(Code.DISK_FULL)
        if secret is None:
            self.secrets.pop(name, None)
        else:
            self.secrets[name] = secret
