"""What is said of a hold: of deletions, or of changes under which a field turns blank."""

from __future__ import annotations

from practicesync.core.action import Hold
from practicesync.core.words import counted, field_name


def waiting_words(hold: Hold) -> str:
    """Return how many wait: ``11 deletions are``, ``1 change is``."""
    if hold.field:
        return counted(hold.count, "change is", "changes are")
    return counted(hold.count, "deletion is", "deletions are")


def going_words(hold: Hold, number: int) -> str:
    """Return what goes online once that many are confirmed."""
    if hold.field:
        return f"{counted(number, 'change goes', 'changes go')} online now."
    return f"{counted(number, 'deletion goes', 'deletions go')} online now."


def asking_words(hold: Hold) -> str:
    """Return what a person is asked before anything of it goes online."""
    contacts = counted(hold.count, "contact")
    if hold.field:
        return f'Let the field "{field_name(hold.field)}" turn blank online for {contacts}?'
    return f"Delete {contacts} online?"


def refraining_words(hold: Hold) -> str:
    """Return what to say where nobody has agreed."""
    return "Nothing was changed." if hold.field else "Nothing was deleted."


def listing_words(hold: Hold, practice: str) -> str:
    """Return what the keys below are the keys of."""
    if hold.field:
        contacts = counted(hold.count, "contact")
        return (
            f'The field "{field_name(hold.field)}" turned blank for {contacts} of {practice},'
            " and online it is still as it was. Their keys:"
        )
    gone = counted(hold.count, "contact is", "contacts are")
    return (
        f"{gone} gone from the database of {practice} and still online."
        " Of each only its key is left:"
    )
