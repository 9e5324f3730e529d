"""The practice's online copy as a sink: actions out in batches, outcomes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from practicesync.adapters.cloud_activation import Claim, activate, confirm
from practicesync.adapters.cloud_session import CloudSession
from practicesync.core.action import (
    Action,
    Epoch,
    Fence,
    Outcome,
    Refused,
    SequenceNumber,
    Stale,
    Stored,
    Unchanged,
    Upsert,
)
from practicesync.core.contact import LIMITS, Contact
from practicesync.core.digest import Digest
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.key import Key, key_in_path
from practicesync.core.online import OnlinePage, Preparing

MOST_ITEMS = 500
MOST_BYTES = 1_000_000 - len('{"items":[]}')
"""The contract's bounds of a batch; the bytes are those of its items before they are packed."""

ENOUGH = 8
"""Refused items, and none that went through, after which the items are not to blame."""

_FIELDS = frozenset(LIMITS) | frozenset(Contact.__struct_fields__)


class _Item(msgspec.Struct, frozen=True, omit_defaults=True):
    op: Literal["upsert", "delete"]
    id: Key
    epoch: Epoch
    sequence: SequenceNumber
    contact: Contact | None = None


class _Encoded(NamedTuple):
    key: Key
    body: bytes


class _Outcome(msgspec.Struct, frozen=True):
    id: Key
    outcome: Literal["stored", "unchanged", "stale", "rejected"]
    code: str | None = None
    field: str | None = None


class _Outcomes(msgspec.Struct, frozen=True):
    outcomes: list[_Outcome]


class _Mark(msgspec.Struct, frozen=True):
    id: Key
    digest: str


class _Marks(msgspec.Struct, frozen=True):
    digests: list[_Mark]
    next: Key | None


class _Migration(msgspec.Struct, frozen=True):
    step: Literal["none", "uploading", "processing", "ready"]
    done: int = 0
    total: int = 0


class CloudSink:
    """Practice Cloud over HTTPS; `claim` says who we are, which a take-over can change."""

    def __init__(self, session: CloudSession, claim: Callable[[], Claim]) -> None:
        self._session = session
        self._claim = claim
        self._encoder = msgspec.json.Encoder()
        self._failing = False

    def begin(self) -> Fence:
        return activate(self._session, self._claim()).fence

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        items = [self._item(epoch, sequence, action) for action in actions]
        outcomes: dict[Key, Outcome] = {}
        for batch in _batches([item for item in items if len(item.body) <= MOST_BYTES]):
            outcomes |= (
                self._ahead(batch) if self._failing and len(batch) > 1 else self._sent(batch)
            )
        for item in items:
            if len(item.body) > MOST_BYTES:
                outcomes[item.key] = _refused(item)
        return [outcomes[action.key] for action in actions]

    def confirm(self, epoch: Epoch) -> None:
        confirm(self._session, self._claim().installation, epoch)

    def online(self, after: Key | None, limit: int) -> OnlinePage:
        place = "" if after is None else f"&after={key_in_path(after)}"
        page = self._session.get(f"/digests?limit={limit}{place}", _Marks)
        try:
            found = [(mark.id, Digest(bytes.fromhex(mark.digest))) for mark in page.digests]
        except ValueError:
            raise Unavailable(Code.CLOUD_ANSWER_ODD, reason="digests") from None
        return OnlinePage(found, page.next)

    def uploading(self, total: int) -> None:
        self._session.tell("/migration", {"step": "uploading", "total": total})

    def uploaded(self) -> None:
        self._session.tell("/migration", {"step": "processing"})

    def preparing(self) -> Preparing:
        migration = self._session.get("/migration", _Migration)
        return Preparing(migration.done, migration.total, migration.step == "ready")

    def _item(self, epoch: Epoch, sequence: SequenceNumber, action: Action) -> _Encoded:
        if isinstance(action, Upsert):
            item = _Item("upsert", action.key, epoch, sequence, action.contact)
        else:
            item = _Item("delete", action.key, epoch, sequence)
        return _Encoded(action.key, self._encoder.encode(item))

    def _ahead(self, batch: Sequence[_Encoded]) -> Mapping[Key, Outcome]:
        """Send one item ahead, and the others once it has been answered.

        While the cloud is in trouble, what is tried over and over again is small.
        """
        try:
            first = self._posted(batch[:1])
        except Misconfigured as refusal:
            if not _of_content(refusal):
                raise
            return self._sent(batch)
        return {**first, **self._sent(batch[1:])}

    def _sent(self, batch: Sequence[_Encoded]) -> Mapping[Key, Outcome]:
        try:
            return self._posted(batch)
        except Misconfigured as refusal:
            if len(batch) == 1 or not _of_content(refusal):
                raise
            return self._bisected(batch, refusal)

    def _bisected(self, batch: Sequence[_Encoded], refusal: Misconfigured) -> Mapping[Key, Outcome]:
        """Find the items that make the cloud refuse the whole, and let the others through.

        Raises the refusal where it seems to be due to no item in particular.
        """
        outcomes: dict[Key, Outcome] = {}
        refused: list[_Encoded] = []
        parts = _halves(batch)
        while parts:
            part = parts.pop()
            try:
                outcomes |= self._posted(part)
            except Misconfigured as again:
                if not _of_content(again):
                    raise
                parts += _halves(part) if len(part) > 1 else []
                refused += part if len(part) == 1 else []
            if not outcomes and (len(refused) == ENOUGH or not parts):
                raise refusal
        return outcomes | {item.key: _refused(item) for item in refused}

    def _posted(self, batch: Sequence[_Encoded]) -> Mapping[Key, Outcome]:
        self._failing = True
        body = b'{"items":[' + b",".join(item.body for item in batch) + b"]}"
        answers = self._session.post("/contacts/batch", body, _Outcomes).outcomes
        outcomes = {answer.id: _outcome(answer) for answer in answers}
        if len(answers) != len(batch) or outcomes.keys() != {item.key for item in batch}:
            raise Unavailable(Code.CLOUD_ANSWER_ODD, reason="outcomes")
        self._failing = False
        return outcomes


def _batches(items: Sequence[_Encoded]) -> Iterator[Sequence[_Encoded]]:
    batch: list[_Encoded] = []
    size = 0
    for item in items:
        if batch and (len(batch) == MOST_ITEMS or size + len(item.body) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item.body) + 1
    if batch:
        yield batch


def _halves(batch: Sequence[_Encoded]) -> list[Sequence[_Encoded]]:
    middle = len(batch) // 2
    return [batch[:middle], batch[middle:]]


def _of_content(refusal: Misconfigured) -> bool:
    """Tell whether the cloud refused because of what the batch holds."""
    content = {"413", "422"}
    return refusal.code is Code.CLOUD_REFUSED and refusal.facts.get("status") in content


def _refused(item: _Encoded) -> Refused:
    return Refused(item.key, Code.RECORD_REFUSED, "")


def _outcome(answer: _Outcome) -> Outcome:
    match answer.outcome:
        case "stored":
            return Stored(answer.id)
        case "unchanged":
            return Unchanged(answer.id)
        case "stale":
            return Stale(answer.id)
        case "rejected":
            return Refused(answer.id, _code(answer.code), _field(answer.field))


def _code(text: str | None) -> Code:
    """Return the code if it is one that a record can be refused with."""
    codes = (Code.NAME_MISSING, Code.FIELD_TOO_LONG, Code.TOO_MANY, Code.FIELD_REFUSED)
    return next((code for code in codes if code == text), Code.RECORD_REFUSED)


def _field(text: str | None) -> str:
    """Return the field if there is one of that name: any other text might be a value."""
    return text if text in _FIELDS else ""
