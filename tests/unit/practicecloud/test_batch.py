import json
import threading

import msgspec
import pytest
import sqlalchemy as sa

from practicecloud.online.activation import Activate, activate, deactivate
from practicecloud.online.batch import Item, Outcome, apply_batch, judge
from practicecloud.online.preparation import Step, prepare_portion, take_step
from practicecloud.people.tokens import SCOPES, Issue
from practicecloud.problems import Problem
from practicecloud.search.directory import directory_of
from practicecloud.search.lookup import body_of, find
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import reading, writing


@pytest.fixture
def access(practice):
    return Issue(
        "issue", None, "family", "person", "admin@example.com",
        practice.practice_id, practice.name, " ".join(SCOPES), frozenset(SCOPES), True, False,
    )  # fmt: skip


class Agent:
    """Sends items as a worker in charge would."""

    def __init__(self, engine, access):
        self.engine, self.access = engine, access
        self.epoch = self.begin("first")

    def begin(self, installation: str, take_over: bool = False) -> int:
        wish = Activate("SERVER", installation, take_over)
        with writing(self.engine) as connection:
            return activate(connection, self.access, wish, now=0).epoch

    def send(self, *items: Item) -> list[str]:
        judged = [judge(item) for item in items]
        with writing(self.engine) as connection:
            epochs = {item.epoch for item in items}
            done = apply_batch(connection, self.access.practice_id, judged, epochs)
        return [outcome.outcome for outcome in done.outcomes]

    def upsert(self, sequence: int, name: str = "Example", key: str = "1") -> Item:
        contact_id = json.dumps([key])
        contact = {"id": contact_id, "kind": "person", "status": "active", "name": name}
        raw = msgspec.Raw(json.dumps(contact).encode())
        return Item("upsert", contact_id, self.epoch, sequence, raw)

    def item(self, sequence: int, contact_id: str, contact: bytes) -> Item:
        return Item("upsert", contact_id, self.epoch, sequence, msgspec.Raw(contact))

    def ready(self) -> None:
        """Say that a first upload of nothing is complete, and prepare it."""
        with writing(self.engine) as connection:
            take_step(connection, self.access.practice_id, Step("processing"))
            prepare_portion(connection, self.access.practice_id)

    def delete(self, sequence: int, key: str = "1") -> Item:
        return Item("delete", json.dumps([key]), self.epoch, sequence)

    def online(self, key: str = "1") -> str | None:
        with reading(self.engine) as connection:
            body = body_of(connection, self.access.practice_id, json.dumps([key]))
        return json.loads(body)["name"] if body is not None else None


@pytest.fixture
def agent(engine, access):
    return Agent(engine, access)


def test_a_newer_version_is_stored(agent):
    assert agent.send(agent.upsert(1, "Old")) == ["stored"]
    assert agent.send(agent.upsert(2, "New")) == ["stored"]
    assert agent.online() == "New"


def test_a_newer_version_with_the_same_content_is_unchanged_and_its_version_kept(agent):
    agent.send(agent.upsert(1))
    assert agent.send(agent.upsert(5)) == ["unchanged"]
    assert agent.send(agent.upsert(4, "Other")) == ["stale"]


@pytest.mark.parametrize("sequence", [1, 2])
def test_a_version_that_is_not_newer_is_stale_and_changes_nothing(agent, sequence):
    agent.send(agent.upsert(2, "Held"))
    assert agent.send(agent.upsert(sequence, "Late")) == ["stale"]
    assert agent.send(agent.delete(sequence)) == ["stale"]
    assert agent.online() == "Held"


def test_a_late_upsert_does_not_bring_a_deleted_contact_back(agent):
    agent.send(agent.upsert(1))
    assert agent.send(agent.delete(3)) == ["stored"]
    assert agent.send(agent.upsert(2)) == ["stale"]
    assert agent.online() is None
    assert agent.send(agent.upsert(4)) == ["stored"]
    assert agent.online() == "Example"


def test_a_delete_that_comes_before_the_upsert_leaves_a_tombstone(agent):
    assert agent.send(agent.delete(2)) == ["unchanged"]
    assert agent.send(agent.upsert(1)) == ["stale"]
    assert agent.send(agent.delete(3)) == ["unchanged"]


def test_a_tombstone_keeps_nothing_of_the_contact(agent, engine):
    agent.send(agent.upsert(1, "Zyxwv"))
    agent.send(agent.delete(2))
    with engine.connect() as connection:
        row = connection.execute(sa.select(tables.contact)).one()
    assert (row.body, row.digest) == (None, b"")


def words_kept(agent: Agent) -> list[str]:
    with reading(agent.engine) as connection:
        return sorted(connection.scalars(sa.select(index_tables.word.c.word)))


def found(agent: Agent, question: str = "") -> list[str]:
    with reading(agent.engine) as connection:
        page = find(connection, agent.access.practice_id, question, "", 50)
    return [one.name for one in page.contacts()]


def test_what_is_stored_is_found_as_it_is_now(agent):
    agent.ready()
    agent.send(agent.upsert(1, "Anna Example"), agent.upsert(2, "Bruno", key="2"))
    agent.send(agent.upsert(3, "Anna Sample"))

    assert found(agent) == ["Anna Sample", "Bruno"]
    assert found(agent, "example") == []
    assert found(agent, "anna sam") == ["Anna Sample"]
    assert words_kept(agent) == ["anna", "bruno", "sample"]


def test_of_a_deleted_contact_no_word_is_left(agent):
    agent.ready()
    agent.send(agent.upsert(1, "Zyxwv Example"))
    agent.send(agent.delete(2))

    assert found(agent) == []
    assert words_kept(agent) == []
    with reading(agent.engine) as connection:
        assert connection.execute(sa.select(index_tables.entry)).all() == []


def test_a_first_upload_is_not_found_before_it_is_prepared(agent):
    with writing(agent.engine) as connection:
        take_step(connection, agent.access.practice_id, Step("uploading", 2))
    agent.send(agent.upsert(1, "Example"))
    assert found(agent) == []

    with writing(agent.engine) as connection:
        take_step(connection, agent.access.practice_id, Step("processing"))
    agent.send(agent.upsert(2, "Sample", key="2"))
    assert found(agent) == ["Sample"]


@pytest.mark.parametrize("ready", [True, False])
def test_what_is_counted_is_what_is_there(agent, ready):
    if ready:
        agent.ready()
    agent.send(agent.upsert(1), agent.upsert(2, key="2"), agent.delete(3, key="3"))
    agent.send(agent.delete(4), agent.upsert(5, key="4"), agent.upsert(6, "Again", key="2"))
    agent.send(agent.upsert(7), agent.delete(8), agent.delete(9, key="2"), agent.upsert(1, key="2"))
    agent.send(agent.upsert(10), agent.upsert(11, "Other"), agent.delete(12, key="5"))

    with reading(agent.engine) as connection:
        directory = directory_of(connection, agent.access.practice_id)
        stored = connection.scalar(sa.select(sa.func.count(tables.contact.c.body)))
        findable = sa.select(sa.func.count()).select_from(index_tables.entry)
        assert directory is not None
        assert (directory.stored, stored) == (2, 2)
        assert directory.findable == connection.scalar(findable) == (2 if ready else 0)


def test_items_of_one_batch_act_in_their_order(agent):
    sent = [agent.upsert(1), agent.delete(2), agent.upsert(3, "Again"), agent.upsert(3, "Late")]
    assert agent.send(*sent) == ["stored", "stored", "stored", "stale"]
    assert agent.online() == "Again"


def test_a_refused_item_lets_the_others_through(agent):
    bad = agent.upsert(2, "x" * 201, key="2")
    judged = judge(bad)
    assert msgspec.to_builtins(judged) == {
        "id": '["2"]', "outcome": "rejected", "code": "PS-REC-02", "field": "name",
    }  # fmt: skip
    assert agent.send(agent.upsert(1), bad, agent.upsert(3, key="3")) == [
        "stored", "rejected", "stored",
    ]  # fmt: skip


def test_an_item_under_another_contacts_id_is_refused(agent):
    item = msgspec.structs.replace(agent.upsert(1), id='["2"]')
    assert agent.send(item) == ["rejected"]


def test_a_new_epoch_fences_the_old_one_off(agent):
    agent.send(agent.upsert(9))
    late = agent.upsert(10, "Zombie")
    agent.epoch = agent.begin("first")
    with pytest.raises(Problem, match="stale-epoch"):
        agent.send(agent.upsert(1), late)
    assert agent.send(agent.upsert(1, "Newer epoch")) == ["stored"]
    assert agent.online() == "Newer epoch"


def test_an_old_epoch_is_fenced_off_even_when_the_item_itself_is_bad(agent):
    late = agent.upsert(1, "")
    agent.epoch = agent.begin("first")
    with pytest.raises(Problem, match="stale-epoch"):
        agent.send(late)


def test_an_epoch_that_was_never_issued_is_refused(agent):
    agent.epoch += 1
    with pytest.raises(Problem, match="stale-epoch"):
        agent.send(agent.upsert(1))


def test_another_server_waits_until_it_takes_over(agent):
    with pytest.raises(Problem) as refused:
        agent.begin("second")
    assert refused.value.name == "in-charge-elsewhere"
    assert refused.value.more["server"] == "SERVER"
    assert agent.begin("second", take_over=True) == agent.epoch + 1


@pytest.mark.parametrize(("keep", "left"), [(True, "Example"), (False, None)])
def test_deactivating_keeps_or_erases_the_online_copy(agent, engine, access, keep, left):
    agent.send(agent.upsert(1))
    with writing(engine) as connection:
        deactivate(connection, access, 9, keep=keep)
    assert agent.online() == left
    with pytest.raises(Problem, match="not-activated"):
        agent.send(agent.upsert(2))
    assert agent.begin("first") == agent.epoch + 1


def test_a_sign_in_that_may_write_ends_its_own_activation_only(agent, engine, access):
    writer = msgspec.structs.replace(access, scopes=frozenset({"contacts:write"}))
    stranger = msgspec.structs.replace(writer, family_id="another")
    with pytest.raises(Problem, match="forbidden"), writing(engine) as connection:
        deactivate(connection, stranger, 9, keep=True)
    assert agent.send(agent.upsert(1)) == ["stored"]
    with writing(engine) as connection:
        deactivate(connection, writer, 9, keep=True)
    with pytest.raises(Problem, match="not-activated"):
        agent.send(agent.upsert(2))


def test_a_worker_begins_anew_without_an_administrator_but_not_after_the_end(engine, access):
    agent = Agent(engine, access)
    agent.access = msgspec.structs.replace(access, scopes=frozenset({"contacts:write"}))
    assert agent.begin("first") == agent.epoch + 1
    with pytest.raises(Problem, match="forbidden"):
        agent.begin("second", take_over=True)
    with writing(engine) as connection:
        deactivate(connection, access, 9, keep=True)
    with pytest.raises(Problem, match="forbidden"):
        agent.begin("first")


def test_two_batches_at_once_leave_the_newest(agent):
    ends: list[list[str]] = []

    def send(sequences: range) -> None:
        ends.extend(agent.send(agent.upsert(n, f"Name {n}")) for n in sequences)

    threads = [threading.Thread(target=send, args=(range(start, 41, 2),)) for start in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 40
    assert agent.online() == "Name 40"


def test_a_deletion_that_brings_a_contact_is_refused():
    outcome = judge(Item("delete", '["1"]', 1, 1, msgspec.Raw(b"{}")))

    assert isinstance(outcome, Outcome)
    assert (outcome.code, outcome.field) == ("PS-REC-04", "contact")


def test_the_next_worker_is_told_the_highest_version(engine, access):
    agent = Agent(engine, access)
    agent.send(agent.upsert(7), agent.upsert(3, key="2"))
    with writing(engine) as connection:
        told = activate(connection, access, Activate("SERVER", "first"), now=0)

    assert (told.last_epoch, told.last_sequence) == (agent.epoch, 7)
