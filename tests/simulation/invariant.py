"""The invariant: a key that the cursor has passed is online and current, dirty, parked or held."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.key import Key


class Standing(msgspec.Struct, frozen=True):
    """Where a key stands: what the journal believes, and what is really online.

    `waits` is true of a key that is dirty, parked, held for its delete or for a field that
    turned blank, or yet to be met by the full check that is on its way.
    """

    believed: Digest | None
    online: Digest | None
    waits: bool


NOWHERE = Standing(None, None, waits=False)


def uncovered(
    passed: Mapping[Key, Collection[Digest | None]], standings: Mapping[Key, Standing]
) -> list[Key]:
    """Return the keys that the invariant does not hold for; at any moment there are none.

    `passed` names, for each key, what the database has held since the moment that the cursor
    has passed: the digest then and any later one (None: no such contact).
    """
    lost = []
    for key, digests in passed.items():
        standing = standings.get(key, NOWHERE)
        if standing.waits:
            continue
        # What is unknown is sent again, whatever it turns out to be.
        agrees = standing.believed in (standing.online, UNKNOWN)
        if not agrees or standing.online not in digests:
            lost.append(key)
    return sorted(lost)
