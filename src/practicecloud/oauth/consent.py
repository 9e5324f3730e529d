"""What a person may allow the agent, and what they have allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from practicecloud.people.people import Member, Person
from practicecloud.people.tokens import SCOPES_OF_ROLE, Grant


def choices_of(members: Sequence[Member], scope: str, asked_for: str) -> list[Member]:
    """Return the practices in which the person may grant these scopes."""
    return [
        member
        for member in members
        if set(scope.split()) <= SCOPES_OF_ROLE[member.role]
        and asked_for in ("", member.practice_id)
    ]


def granted(
    person: Person, scope: str, form: Mapping[str, str], choices: Sequence[Member]
) -> Grant | None:
    """Return what the person has allowed, or None."""
    chosen = form.get("practice_id", "")
    if form.get("decision") != "allow" or chosen not in {one.practice_id for one in choices}:
        return None
    return Grant(person.person_id, chosen, scope)
