"""Numbers and times as people say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

_FIELDS: Mapping[str, str] = {
    "id": "key",
    "kind": "kind of contact",
    "status": "status",
    "is_client": "client mark",
    "name": "name",
    "code": "client code",
    "title": "title",
    "first": "first name",
    "middle": "middle name",
    "last": "last name",
    "suffix": "suffix",
    "salutation": "salutation",
    "addressee": "addressee",
    "contact_type": "contact type",
    "partner": "partner",
    "office": "office",
    "department": "department",
    "family_group": "family group",
    "aliases": "aliases",
    "emails": "e-mail addresses",
    "phones": "phone numbers",
    "phones.type": "type of phone number",
    "phones.number": "phone number",
    "addresses": "addresses",
    "addresses.type": "type of address",
    "addresses.lines": "address lines",
    "addresses.city": "city",
    "addresses.state": "state",
    "addresses.postcode": "postcode",
    "addresses.country": "country",
    "associations": "associations",
    "associations.contact": "associated contact",
    "associations.relation": "association",
    "abn": "ABN",
    "extras": "extra fields",
}

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def count(number: int) -> str:
    """Return a number with separators: ``8,214``."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number and what it counts: ``1 contact``, ``8,214 contacts``."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def at_rate(rate: float | None) -> str:
    """Return how fast something goes, to follow a time: ``, at 400 contacts a second``.

    `rate` is contacts a second; nothing is said of one that isn't known.
    """
    if rate is None:
        return ""
    slow = rate < 1
    number = round(rate * _MINUTE) if slow else round(rate)
    return f", at {counted(number, 'contact')} a {'minute' if slow else 'second'}"


def field_name(field: str) -> str:
    """Return a field of a contact by the name that people know: ``phone number``."""
    return _FIELDS.get(field, field.removeprefix("extras."))


def clock_time(moment: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a time as it is said on that day: ``9:02``, ``9:02 on 3 May``."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local.hour}:{local.minute:02}"
    if local.date() == today:
        return clock
    if local.date() == today - dt.timedelta(days=1):
        return f"{clock} yesterday"
    if local.date() == today + dt.timedelta(days=1):
        return f"{clock} tomorrow"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{clock} on {local.day} {_MONTHS[local.month - 1]}{year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# strftime would take the names from the computer's language


def duration(seconds: float) -> str:
    """Return a length of time, roughly: ``a few seconds``, ``about 2 minutes``."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 55:
        return f"about {round(seconds / 10) * 10} seconds"
    if seconds < 1.5 * _MINUTE:
        return "about a minute"
    if seconds < 55 * _MINUTE:
        return f"about {round(seconds / _MINUTE)} minutes"
    if seconds < 1.5 * _HOUR:
        return "about an hour"
    if seconds < 1.5 * _DAY:
        return f"about {round(seconds / _HOUR)} hours"
    return f"about {round(seconds / _DAY)} days"


def ahead(seconds: float) -> str:
    """Return how far off something is: ``in a few seconds``, ``in about 2 minutes``."""
    return f"in {duration(seconds)}"


def ago(seconds: float) -> str:
    """Return an age: ``just now``, ``about 2 minutes ago``."""
    return "just now" if seconds < 10 else f"{duration(seconds)} ago"
