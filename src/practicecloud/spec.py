"""What `docs/openapi.json` says of each route beyond its parameters."""

from __future__ import annotations

from typing import Any


def of(operation: str) -> dict[str, Any]:
    """Return the arguments of a route that describe it."""
    return {"operation_id": operation}
