"""The sink at the wire: what it sends, and answers that our cloud would not give."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from practicesync.adapters.authority import Authority
from practicesync.adapters.cloud_activation import Activation, Claim, InCharge, in_charge
from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.cloud_sink import MOST_BYTES, CloudSink
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.tokens import Tokens
from practicesync.adapters.wire import open_wire
from practicesync.core.action import (
    Delete,
    Epoch,
    Refused,
    SequenceNumber,
    Stored,
    Unchanged,
    Upsert,
)
from practicesync.core.contact import Contact
from practicesync.core.errors import Code, Problem, SignInNeeded, Unavailable
from practicesync.core.key import Key, key_text
from tests.fakes.authority import PRACTICE, MemoryAuthority, problem, reply
from tests.fakes.vault import MemoryVault
from tests.fakes.wire import Received, Reply, WireServer, wire_server

EPOCH, NUMBER = Epoch(3), SequenceNumber(7)
ACTIVATION = {
    "epoch": 3,
    "digest_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "practice_id": PRACTICE,
    "practice_name": "Zorblinski & Co",
    "server": "OLDSRV",
    "activated_at": "2026-03-01T09:00:00Z",
    "activated_by": "someone@practice.test",
}


class Online:
    """A signed-in sink on a wire server; `api` answers what is not OAuth."""

    def __init__(self, server: WireServer) -> None:
        self.oauth = MemoryAuthority(server.url)
        self.server = server
        self.api: Callable[[Received], Reply] = stored
        server.answer = self._answer
        clock = SystemClock()
        self.wire = open_wire(server.address, "0")
        authority = Authority(self.wire, clock)
        tokens = Tokens(authority, MemoryVault(), PRACTICE, clock)
        tokens.keep(authority.refresh(self.oauth.issue()))
        self.session = CloudSession(self.wire, tokens, PRACTICE, clock)
        self.sink = CloudSink(self.session, lambda: Claim("OLDSRV", "installation-1"))
        server.received.clear()

    def items(self) -> list[list[dict[str, Any]]]:
        return [msgspec.json.decode(received.body)["items"] for received in self.server.received]

    def apply(self, *actions: Upsert | Delete) -> Sequence[object]:
        return self.sink.apply(EPOCH, NUMBER, actions)

    def _answer(self, received: Received) -> Reply:
        if not received.path.startswith("/v1/"):
            return self.oauth.answer(received)
        checked = self.oauth.answer(received)
        return self.api(received) if checked.status == 200 else checked


def stored(received: Received) -> Reply:
    items = msgspec.json.decode(received.body)["items"]
    return reply({"outcomes": [{"id": item["id"], "outcome": "stored"} for item in items]})


def outcomes(*answers: dict[str, Any]) -> Callable[[Received], Reply]:
    return lambda _: reply({"outcomes": answers})


def upsert(number: int, **fields: Any) -> Upsert:
    key = key_text([str(number)])
    return Upsert(key, Contact(key, "person", "active", **{"name": "Zorbl"} | fields))


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Online]:
    with wire_server(tmp_path) as server:
        made = Online(server)
        yield made
        made.wire.close()


def failed(call: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as raised:
        call()
    assert "Zorbl" not in str(raised.value.args)
    return raised.value


def test_a_batch_looks_as_the_contract_says(online: Online):
    online.apply(upsert(1, emails=("a@b.test",)), Delete(Key('["2"]')))

    assert online.server.received[0].path == f"/v1/practices/{PRACTICE}/contacts/batch"
    contact = {
        "id": '["1"]',
        "kind": "person",
        "status": "active",
        "name": "Zorbl",
        "emails": ["a@b.test"],
    }
    assert online.items() == [
        [
            {"op": "upsert", "id": '["1"]', "epoch": 3, "sequence": 7, "contact": contact},
            {"op": "delete", "id": '["2"]', "epoch": 3, "sequence": 7},
        ]
    ]


def test_outcomes_are_matched_by_id_whatever_their_order(online: Online):
    online.api = outcomes(
        {"id": '["2"]', "outcome": "unchanged"}, {"id": '["1"]', "outcome": "stored"}
    )

    assert online.apply(upsert(1), upsert(2)) == [Stored(Key('["1"]')), Unchanged(Key('["2"]'))]


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [{"id": '["1"]', "outcome": "stored"}],
        [{"id": '["1"]', "outcome": "stored"}] * 2,
        [{"id": '["1"]', "outcome": "stored"}] * 2 + [{"id": '["2"]', "outcome": "stored"}],
        [{"id": '["1"]', "outcome": "stored"}, {"id": '["3"]', "outcome": "stored"}],
        [{"id": '["1"]', "outcome": "stored"}, {"id": '["2"]', "outcome": "Zorbl"}],
    ],
)
def test_missing_extra_or_double_outcomes_are_odd(online: Online, answers: list[dict[str, Any]]):
    online.api = outcomes(*answers)

    assert failed(lambda: online.apply(upsert(1), upsert(2))).code is Code.CLOUD_ANSWER_ODD


@pytest.mark.parametrize(
    ("answer", "code", "field"),
    [
        ({"code": "PS-REC-02", "field": "name"}, Code.FIELD_TOO_LONG, "name"),
        ({"code": "PS-REC-03", "field": "phones"}, Code.TOO_MANY, "phones"),
        ({"code": "PS-REC-04", "field": "phones.number"}, Code.FIELD_REFUSED, "phones.number"),
        ({"code": "PS-SRC-01", "field": "name"}, Code.RECORD_REFUSED, "name"),
        ({"code": "Zorbl", "field": "Zorblinski"}, Code.RECORD_REFUSED, ""),
        ({"code": None, "field": None}, Code.RECORD_REFUSED, ""),
    ],
)
def test_a_refusal_names_a_known_code_and_field_or_none(
    online: Online, answer: dict[str, Any], code: Code, field: str
):
    online.api = outcomes({"id": '["1"]', "outcome": "rejected"} | answer)

    assert online.apply(upsert(1)) == [Refused(Key('["1"]'), code, field)]


def test_many_actions_go_in_several_batches(online: Online):
    actions = [upsert(number) for number in range(1201)]

    assert online.apply(*actions) == [Stored(action.key) for action in actions]
    assert [len(items) for items in online.items()] == [500, 500, 201]


def test_large_contacts_go_in_several_batches(online: Online):
    extras = {str(number): "x" * 4000 for number in range(50)}
    actions = [upsert(number, extras=extras) for number in range(12)]

    assert online.apply(*actions) == [Stored(action.key) for action in actions]
    assert all(len(received.body) <= 1_000_000 for received in online.server.received)
    assert len(online.server.received) == 3


def test_a_contact_too_large_for_any_batch_is_refused_by_itself(online: Online):
    extras = {str(number): "x" * 4000 for number in range(MOST_BYTES // 4000 + 1)}

    assert online.apply(upsert(1, extras=extras), upsert(2)) == [
        Refused(Key('["1"]'), Code.RECORD_REFUSED, ""),
        Stored(Key('["2"]')),
    ]
    assert [[item["id"] for item in items] for items in online.items()] == [['["2"]']]


def refusing(*numbers: int, status: int = 422) -> Callable[[Received], Reply]:
    """Refuse every batch whole that holds one of these."""
    keys = {key_text([str(number)]) for number in numbers}

    def answer(received: Received) -> Reply:
        sent = {item["id"] for item in msgspec.json.decode(received.body)["items"]}
        return problem("invalid", status) if sent & keys else stored(received)

    return answer


@pytest.mark.parametrize("poison", [(0,), (499,), (0, 1, 2, 3), (7, 250, 498)])
@pytest.mark.parametrize("status", [413, 422])
def test_what_makes_a_whole_batch_fail_is_found_and_the_others_go_through(
    online: Online, poison: tuple[int, ...], status: int
):
    online.api = refusing(*poison, status=status)
    actions = [upsert(number) for number in range(500)]

    outcomes = online.apply(*actions)

    assert [n for n, outcome in enumerate(outcomes) if not isinstance(outcome, Stored)] == [*poison]
    assert outcomes[poison[0]] == Refused(actions[poison[0]].key, Code.RECORD_REFUSED, "")
    assert len(online.server.received) < 70


def test_a_cloud_that_refuses_everything_refuses_us_and_not_the_contacts(online: Online):
    online.api = refusing(*range(500))

    raised = failed(lambda: online.apply(*[upsert(number) for number in range(500)]))

    assert raised.code is Code.CLOUD_REFUSED
    assert len(online.server.received) < 40


@pytest.mark.parametrize("count", [1, 2, 3])
def test_so_does_one_that_refuses_the_few_there_are(online: Online, count: int):
    online.api = refusing(*range(count))

    raised = failed(lambda: online.apply(*[upsert(number) for number in range(count)]))

    assert raised.code is Code.CLOUD_REFUSED


@pytest.mark.parametrize(
    ("name", "code"),
    [("stale-epoch", Code.SENT_OUT_OF_ORDER), ("not-activated", Code.NOT_ACTIVATED)],
)
def test_trouble_in_the_midst_of_that_ends_it(online: Online, name: str, code: Code):
    answers = iter([problem("invalid", 422), problem(name, 409)])
    online.api = lambda _: next(answers)

    assert failed(lambda: online.apply(upsert(1), upsert(2))).code is code


def test_nothing_to_do_sends_nothing(online: Online):
    assert online.apply() == []
    assert not online.server.received


def test_a_rejected_token_is_renewed_within_the_call(online: Online):
    online.oauth.access_tokens[-1] = "another"

    assert online.apply(upsert(1)) == [Stored(Key('["1"]'))]


def test_a_practice_s_id_leads_nowhere_else(online: Online):
    clock = SystemClock()
    tokens = Tokens(Authority(online.wire, clock), MemoryVault(), "../1?a", clock)
    tokens.keep(Authority(online.wire, clock).refresh(online.oauth.issue()))
    online.server.received.clear()
    online.api = lambda _: reply({})

    CloudSession(online.wire, tokens, "../1?a", clock).tell("/x", {})

    assert [received.path for received in online.server.received] == ["/v1/practices/..%2F1%3Fa/x"]


def test_a_token_rejected_twice_needs_a_person(online: Online):
    online.api = lambda _: problem("unauthorized", 401)

    raised = failed(lambda: online.apply(upsert(1)))

    assert isinstance(raised, SignInNeeded)
    assert raised.code is Code.SIGN_IN_AGAIN
    assert sum(received.path == "/oauth/token" for received in online.server.received) == 1


def test_beginning_brings_epoch_and_digest_key(online: Online):
    online.api = lambda _: reply(ACTIVATION)

    fence = online.sink.begin()

    assert (fence.epoch, fence.digest_key) == (3, bytes(range(32)))
    sent = msgspec.json.decode(online.server.received[0].body)
    assert sent == {"server": "OLDSRV", "installation": "installation-1"}


@pytest.mark.parametrize("digest_key", ["", "AAEC", "\N{SNOWMAN}", "!" * 43])
def test_a_digest_key_that_is_none_is_odd(online: Online, digest_key: str):
    online.api = lambda _: reply(ACTIVATION | {"digest_key": digest_key})

    raised = failed(online.sink.begin)

    assert isinstance(raised, Unavailable)
    assert raised.code is Code.CLOUD_ANSWER_ODD


def test_nothing_personal_shows_in_an_activation(online: Online):
    online.api = lambda _: reply({"active": True, "activated_by": "someone@practice.test"})

    assert "someone" not in repr(msgspec.convert(ACTIVATION, Activation))
    assert "someone" not in repr(in_charge(online.session))
    assert in_charge(online.session) == InCharge(True, activated_by="someone@practice.test")


def test_the_request_id_of_the_last_answer_is_there_for_the_log(online: Online):
    online.api = lambda received: Reply(
        200, stored(received).body, headers={"X-Request-Id": "3f2a9c10"}
    )
    online.apply(upsert(1))

    assert online.session.request_id == "3f2a9c10"
