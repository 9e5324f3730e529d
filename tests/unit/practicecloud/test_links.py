"""Which contacts belong together, and which may be the same twice."""

from __future__ import annotations

import json

from practicecloud.contact import Contact, canonical, read_contact
from practicecloud.search import links
from practicecloud.search.links import MOST_INCOMING, Link
from practicecloud.search.lookup import MOST_NAMESAKES, Namesake, same_name
from practicecloud.store.storage import reading
from tests.unit.practicecloud.test_batch import Agent, access, agent

__all__ = ["access", "agent"]  # fixtures


def key(of: str) -> str:
    return json.dumps([of], ensure_ascii=False)


def contact(of: str, *associations: tuple[str, str], name: str = "", code: str = "") -> Contact:
    said = [{"contact": key(other), "relation": relation} for other, relation in associations]
    body = {
        "id": key(of), "kind": "person", "status": "active", "name": name or of,
        "associations": said, "code": code,
    }  # fmt: skip
    return read_contact(json.dumps(body).encode())


class Office:
    """A practice whose contacts can be found as they are sent."""

    def __init__(self, agent: Agent) -> None:
        self._agent, self._sequence = agent, 0
        agent.ready()

    def send(self, *contacts: Contact) -> None:
        for one in contacts:
            self._sequence += 1
            self._agent.send(self._agent.item(self._sequence, one.id, canonical(one)))

    def delete(self, of: str) -> None:
        self._sequence += 1
        self._agent.send(self._agent.delete(self._sequence, of))

    def links(self, of: str) -> list[Link]:
        with reading(self._agent.engine) as connection:
            return links.of(connection, self._agent.access.practice_id, key(of))

    def namesakes(self, of: Contact) -> list[Namesake]:
        with reading(self._agent.engine) as connection:
            return same_name(connection, self._agent.access.practice_id, of)


def test_a_link_is_seen_from_either_end(agent):
    office = Office(agent)
    office.send(contact("Ann", ("Bo", "Partner"), ("Trust", "Trustee")), contact("Bo"))

    assert office.links("Ann") == [
        Link(key("Bo"), "Bo", "Partner", False),
        Link(key("Trust"), "", "Trustee", False),  # is not online
    ]
    assert office.links("Bo") == [Link(key("Ann"), "Ann", "Partner", True)]
    assert office.links("Trust") == []


def test_a_link_that_both_say_is_listed_once(agent):
    office = Office(agent)
    office.send(contact("Ann", ("Bo", "Spouse")), contact("Bo", ("Ann", "Spouse"), ("Ann", "Boss")))

    assert office.links("Ann") == [
        Link(key("Bo"), "Bo", "Spouse", False),
        Link(key("Bo"), "Bo", "Boss", True),
    ]


def test_a_link_that_was_taken_back_is_gone(agent):
    office = Office(agent)
    office.send(contact("Ann", ("Bo", "Partner")), contact("Bo"), contact("Ann"))

    assert office.links("Bo") == []


def test_a_contact_that_was_deleted_links_to_nobody(agent):
    office = Office(agent)
    office.send(contact("Ann", ("Bo", "Partner")), contact("Bo"))
    office.delete("Ann")

    assert office.links("Bo") == []
    assert office.links("Ann") == []


def test_those_who_say_so_come_by_name_and_are_not_too_many(agent):
    office = Office(agent)
    names = [f"Name {place:03}" for place in range(MOST_INCOMING + 1)]
    office.send(contact("Fund"), contact("x", ("Fund", "Member"), name="aaron"))
    office.send(*(contact(name, ("Fund", "Member")) for name in reversed(names)))

    found = [one.name for one in office.links("Fund")]

    assert len(found) == MOST_INCOMING
    assert found == sorted(found)


def test_the_same_name_is_hinted_however_it_is_written(agent):
    office = Office(agent)
    ann = contact("1", name="Zo\u00eb  O'Hara", code="A")
    office.send(ann, contact("2", name="ZOE OHARA", code="B"), contact("3", name="Zoe Oharas"))

    assert office.namesakes(ann) == [Namesake(key("2"), "ZOE OHARA", "B")]
    office.delete("2")
    assert office.namesakes(ann) == []


def test_not_all_of_very_many_namesakes_are_hinted(agent):
    office = Office(agent)
    office.send(*(contact(str(place), name="Example") for place in range(MOST_NAMESAKES + 2)))

    assert len(office.namesakes(contact("0", name="Example"))) == MOST_NAMESAKES
