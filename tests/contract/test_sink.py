"""What every sink promises: the one over HTTPS to a real Practice Cloud, and the one in memory."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from practicesync.adapters.cloud_activation import Claim, deactivate
from practicesync.adapters.cloud_sink import CloudSink
from practicesync.core.action import (
    Delete,
    Epoch,
    Outcome,
    Refused,
    SequenceNumber,
    Stale,
    Stored,
    Unchanged,
    Upsert,
)
from practicesync.core.contact import Address, Association, Contact, Phone
from practicesync.core.errors import Code, Fenced, Misconfigured, TakenOver
from practicesync.core.key import Key, key_text
from practicesync.core.online import Preparing
from practicesync.ports import Sink
from tests.fakes.cloud import MemoryCloud, MemorySink
from tests.system.agent import agent_of
from tests.system.cloud import start_cloud

numbers = itertools.count(1)


@dataclass(frozen=True)
class Practice:
    """An online copy under test, and servers that send to it."""

    sink: Callable[[str], Sink]
    deactivate: Callable[[], None]


def in_memory(_: pytest.TempPathFactory) -> Iterator[Practice]:
    cloud = MemoryCloud()
    yield Practice(lambda installation: MemorySink(cloud, installation), cloud.deactivate)


def over_https(folders: pytest.TempPathFactory) -> Iterator[Practice]:
    folder = folders.mktemp("cloud")
    with start_cloud(folder / "cloud") as cloud, agent_of(cloud, folder / "agent") as agent:
        yield Practice(
            lambda installation: CloudSink(agent.session, lambda: Claim("SERVER", installation)),
            lambda: deactivate(agent.session, keep_copy=True),
        )


@pytest.fixture(scope="module", params=[in_memory, over_https])
def practice(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Practice]:
    yield from request.param(tmp_path_factory)


@pytest.fixture
def sink(practice: Practice) -> Sink:
    return practice.sink("one")


@pytest.fixture
def epoch(sink: Sink) -> Epoch:
    return sink.begin().epoch


@pytest.fixture
def key() -> Key:
    return key_text([str(next(numbers))])


def person(key: Key, name: str = "Sample") -> Contact:
    return Contact(key, "person", "active", name)


def at(number: int) -> SequenceNumber:
    return SequenceNumber(number)


def one(outcomes: Sequence[Outcome]) -> Outcome:
    (outcome,) = outcomes
    return outcome


def test_every_beginning_gets_a_higher_epoch_and_the_same_digest_key(sink: Sink):
    first, second = sink.begin(), sink.begin()

    assert second.epoch > first.epoch
    assert second.digest_key == first.digest_key
    assert len(first.digest_key) == 32


def test_an_upsert_is_stored(sink: Sink, epoch: Epoch, key: Key):
    assert sink.apply(epoch, at(1), [Upsert(key, person(key))]) == [Stored(key)]


def test_the_same_content_again_is_unchanged(sink: Sink, epoch: Epoch, key: Key):
    sink.apply(epoch, at(1), [Upsert(key, person(key))])

    assert sink.apply(epoch, at(2), [Upsert(key, person(key))]) == [Unchanged(key)]


def test_a_full_contact_comes_through_as_it_is(sink: Sink, epoch: Epoch, key: Key):
    full = Contact(
        id=key,
        kind="organisation",
        status="closed",
        name='O\'Brien "\N{SNOWMAN}" <b>&amp;</b> \u05e9\u05dc\u05d5\u05dd \N{PILE OF POO}',
        code="AB/1 \\",
        is_client=True,
        aliases=("one", "two"),
        emails=("a@example.com",),
        phones=(Phone("mobile", "+61 400 000 000"),),
        addresses=(Address("postal", ("PO Box 1", "Level 2"), "Perth", "WA", "6000", "Australia"),),
        associations=(Association(key_text(["AU", "17"]), "director"),),
        extras={"note": "\u2028 line", "Zahl": "1"},
    )

    assert sink.apply(epoch, at(1), [Upsert(key, full)]) == [Stored(key)]
    assert sink.apply(epoch, at(2), [Upsert(key, full)]) == [Unchanged(key)]
    changed = replace_note(full)
    assert sink.apply(epoch, at(3), [Upsert(key, changed)]) == [Stored(key)]


def replace_note(contact: Contact) -> Contact:
    fields = {name: getattr(contact, name) for name in contact.__struct_fields__}
    return Contact(**fields | {"extras": {"note": "another"}})


def test_what_is_not_newer_is_stale_and_changes_nothing(sink: Sink, epoch: Epoch, key: Key):
    sink.apply(epoch, at(5), [Upsert(key, person(key, "newer"))])

    assert sink.apply(epoch, at(5), [Upsert(key, person(key, "as new"))]) == [Stale(key)]
    assert sink.apply(epoch, at(4), [Delete(key)]) == [Stale(key)]
    assert sink.apply(epoch, at(6), [Upsert(key, person(key, "newer"))]) == [Unchanged(key)]


def test_unchanged_content_takes_the_newer_version(sink: Sink, epoch: Epoch, key: Key):
    sink.apply(epoch, at(1), [Upsert(key, person(key))])
    sink.apply(epoch, at(9), [Upsert(key, person(key))])

    assert sink.apply(epoch, at(5), [Upsert(key, person(key, "late"))]) == [Stale(key)]


def test_a_higher_epoch_is_newer_whatever_the_number(sink: Sink, epoch: Epoch, key: Key):
    sink.apply(epoch, at(900), [Upsert(key, person(key))])
    later = sink.begin().epoch

    assert sink.apply(later, at(1), [Upsert(key, person(key, "later"))]) == [Stored(key)]


def test_a_late_upsert_does_not_bring_a_deleted_contact_back(sink: Sink, epoch: Epoch, key: Key):
    sink.apply(epoch, at(1), [Upsert(key, person(key))])
    assert sink.apply(epoch, at(3), [Delete(key)]) == [Stored(key)]

    assert sink.apply(epoch, at(2), [Upsert(key, person(key))]) == [Stale(key)]


def test_a_deleted_contact_can_come_back(sink: Sink, epoch: Epoch, key: Key):
    sink.apply(epoch, at(1), [Upsert(key, person(key))])
    sink.apply(epoch, at(2), [Delete(key)])

    assert sink.apply(epoch, at(3), [Upsert(key, person(key))]) == [Stored(key)]


def test_deleting_what_was_never_there_is_unchanged_and_remembered(
    sink: Sink, epoch: Epoch, key: Key
):
    assert sink.apply(epoch, at(5), [Delete(key)]) == [Unchanged(key)]
    assert sink.apply(epoch, at(4), [Upsert(key, person(key))]) == [Stale(key)]
    assert sink.apply(epoch, at(6), [Delete(key)]) == [Unchanged(key)]


def test_outcomes_come_in_the_order_of_the_actions(sink: Sink, epoch: Epoch, key: Key):
    keys = [key_text(["order", str(next(numbers))]) for _ in range(20)]
    sink.apply(epoch, at(1), [Upsert(one, person(one)) for one in keys[::2]])

    outcomes = sink.apply(epoch, at(2), [Upsert(one, person(one)) for one in keys])

    assert [type(outcome) for outcome in outcomes] == [Unchanged, Stored] * 10
    assert [outcome.key for outcome in outcomes] == keys


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"name": "x" * 201}, Code.FIELD_TOO_LONG, "name"),
        ({"code": "x" * 51}, Code.FIELD_TOO_LONG, "code"),
        ({"aliases": ("x",) * 21}, Code.TOO_MANY, "aliases"),
    ],
)
def test_what_breaks_a_limit_is_refused_and_the_others_go_on(
    sink: Sink, epoch: Epoch, key: Key, fields: dict[str, str], code: Code, field: str
):
    good, odd = key, key_text(["odd", str(next(numbers))])
    broken = Contact(odd, "person", "active", **{"name": "Sample"} | fields)  # type: ignore[arg-type]  # broken on purpose

    assert sink.apply(epoch, at(1), [Upsert(odd, broken), Upsert(good, person(good))]) == [
        Refused(odd, code, field),
        Stored(good),
    ]


def test_more_than_a_batch_can_hold_goes_through(sink: Sink, epoch: Epoch):
    keys = [key_text(["many", str(next(numbers))]) for _ in range(501)]

    outcomes = sink.apply(epoch, at(1), [Upsert(one, person(one)) for one in keys])

    assert outcomes == [Stored(one) for one in keys]


def test_nothing_is_a_batch_too(sink: Sink, epoch: Epoch):
    assert sink.apply(epoch, at(1), []) == []


def test_an_older_epoch_is_fenced_off(sink: Sink, epoch: Epoch, key: Key):
    sink.begin()

    with pytest.raises(Fenced) as raised:
        sink.apply(epoch, at(1), [Upsert(key, person(key))])

    assert raised.value.code is Code.SENT_OUT_OF_ORDER


def test_an_epoch_that_was_never_issued_is_refused(sink: Sink, epoch: Epoch, key: Key):
    with pytest.raises(Fenced) as raised:
        sink.apply(Epoch(epoch + 1), at(1), [Upsert(key, person(key))])

    assert raised.value.code is Code.SENT_OUT_OF_ORDER


def test_another_server_does_not_get_in_the_way(practice: Practice, epoch: Epoch, key: Key):
    with pytest.raises(TakenOver) as raised:
        practice.sink("two").begin()

    assert raised.value.code is Code.ANOTHER_IN_CHARGE
    assert raised.value.facts["server"]
    assert practice.sink("one").apply(epoch, at(1), [Upsert(key, person(key))]) == [Stored(key)]


def test_without_an_activation_nothing_is_taken(
    practice: Practice, sink: Sink, epoch: Epoch, key: Key
):
    practice.deactivate()

    with pytest.raises(Misconfigured) as raised:
        sink.apply(epoch, at(1), [Upsert(key, person(key))])

    assert raised.value.code is Code.NOT_ACTIVATED


def test_who_is_in_charge_under_its_epoch_is_confirmed(sink: Sink, epoch: Epoch, key: Key):
    sink.confirm(epoch)
    sink.apply(epoch, at(1), [Upsert(key, person(key))])
    sink.confirm(epoch)


def test_an_older_epoch_is_not_confirmed(sink: Sink, epoch: Epoch):
    later = sink.begin().epoch

    with pytest.raises(Fenced) as raised:
        sink.confirm(epoch)

    assert raised.value.code is Code.SENT_OUT_OF_ORDER
    sink.confirm(later)


def test_an_epoch_that_was_never_issued_is_not_confirmed(sink: Sink, epoch: Epoch):
    with pytest.raises(Fenced):
        sink.confirm(Epoch(epoch + 1))


def test_another_server_is_told_who_is_in_charge(practice: Practice, epoch: Epoch):
    with pytest.raises(TakenOver) as raised:
        practice.sink("two").confirm(epoch)

    assert raised.value.code is Code.ANOTHER_IN_CHARGE
    assert raised.value.facts["server"]


def test_without_an_activation_nobody_is_confirmed(practice: Practice, sink: Sink, epoch: Epoch):
    practice.deactivate()

    with pytest.raises(Misconfigured) as raised:
        sink.confirm(epoch)

    assert raised.value.code is Code.NOT_ACTIVATED


def test_a_first_upload_is_prepared_until_all_can_be_found(sink: Sink, epoch: Epoch):
    sink.uploading(30)
    keys = [key_text(["first", str(next(numbers))]) for _ in range(30)]
    sink.apply(epoch, at(1), [Upsert(one, person(one)) for one in keys])
    assert not sink.preparing().ready
    sink.uploaded()

    ended = until_ready(sink)

    assert ended.done == ended.total >= 30


def until_ready(sink: Sink) -> Preparing:
    while not (preparing := sink.preparing()).ready:
        assert preparing.done <= preparing.total
        time.sleep(0.05)
    return preparing
