"""What twenty years of typing do to a contact: what is stored changes, what is shown seldom.

Each function makes one contact dirty in one way.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from practicesync.demo.draft import FIELD_COLUMNS, Draft
from practicesync.demo.pools import MARKER, Pools, abn, mailbox, phone

Dirt = Callable[[Draft, random.Random, Pools], None]


def no_email_address(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """A sentence stands where an e-mail address should."""
    draft.emails.insert(0, ("No Email Address", ()))


def emails_in_one_field(draft: Draft, rng: random.Random, _pools: Pools) -> None:
    """Several e-mail addresses stand in one field."""
    several = tuple(mailbox(f"{who} {MARKER}", rng) for who in ("office", "home", "accounts"))
    draft.emails.append((f"{several[0]}; {several[1]},{several[2]}", several))


def email_twice(draft: Draft, rng: random.Random, _pools: Pools) -> None:
    """The same e-mail address stands there again in capitals."""
    email = mailbox(f"twice {MARKER}", rng)
    draft.has_email(email)
    draft.emails.append((email.upper(), ()))


def nul(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """A NUL sits in the name and after the code."""
    name = draft.shown["name"]
    draft.stored |= {"Name": f"{name[:3]}\0{name[3:]}", "ClientCode": f"{draft.shown['code']}\0\0"}


def control_characters(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """Bells in the name, line breaks in the addressee."""
    draft.stored["Name"] = f"\x07{draft.shown['name']}\x1b"
    draft.stored["Addressee"] = f"The owners\r\n{MARKER} house\n"
    draft.shown["addressee"] = f"The owners {MARKER} house"


def white_space(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """Blanks, tabs and unbreakable blanks stand around the values."""
    for field in ("name", "last", "code"):
        if text := draft.shown.get(field):
            draft.stored[FIELD_COLUMNS[field]] = f"  {text}\u00a0\t"


def decomposed(draft: Draft, rng: random.Random, pools: Pools) -> None:
    """Accents are stored as letters of their own, as some software writes them."""
    name = f"{rng.choice(pools.accented)} {rng.choice(pools.last)}"
    draft.shown["name"] = name
    draft.stored["Name"] = unicodedata.normalize("NFD", name)


def quotes(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """The name has all kinds of quotes."""
    draft.shown["name"] = f"{draft.shown['name']} \"O'{MARKER}\" `n' \u201csons\u201d"


def html(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """The name would run in a careless page."""
    draft.shown["name"] = f"<script>alert('{MARKER}')</script><b>{draft.shown['name']} &amp; Co"


def sql(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """The name would run in a careless database."""
    draft.shown["name"] = f"{draft.shown['name']}'); DROP TABLE Contact;--"


def emoji(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """The name ends in pictures, one of them made of several code points."""
    draft.shown["name"] = f"{draft.shown['name']} \U0001f469\u200d\U0001f33e\U0001f389"


def right_to_left(draft: Draft, rng: random.Random, pools: Pools) -> None:
    """The name reads from right to left."""
    draft.shown["name"] = f"{rng.choice(pools.hebrew)} {MARKER}"


def sixty_characters(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """The name fills the sixty characters that old versions had room for."""
    words = f"{draft.shown['name']} as trustee for the grandchildren and great-grandchildren trust"
    draft.shown["name"] = words[:59] + "W"


def abn_with_spaces(draft: Draft, rng: random.Random, _pools: Pools) -> None:
    """The ABN is written the way it is printed."""
    number = abn(rng)
    draft.shown["abn"] = number
    draft.stored["ABN"] = f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"


def abn_with_a_slip(draft: Draft, rng: random.Random, _pools: Pools) -> None:
    """The last digit of the ABN is wrong: it goes as it is."""
    number = abn(rng)
    draft.shown["abn"] = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def two_numbers_of_a_type(draft: Draft, rng: random.Random, _pools: Pools) -> None:
    """Two numbers of one type: only the first goes online."""
    draft.has_phone("Pager", phone("Pager", rng))
    draft.phones.append(("PAGER", phone("Pager", rng), None))


def number_without_type(draft: Draft, rng: random.Random, _pools: Pools) -> None:
    """A number that nobody gave a type."""
    number = phone("Other", rng)
    draft.phones.append((None, number, {"type": "Other", "number": number}))


def name_in_parts(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """The name field is empty; first, middle and last name are not."""
    if "last" in draft.shown:
        parts = (draft.shown.get(part) for part in ("first", "middle", "last"))
        draft.shown["name"] = " ".join(filter(None, parts))
        draft.stored["Name"] = None


def entries_of_nothing(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """Rows without content hang on the contact."""
    draft.phones.append(("Fax", "", None))
    draft.emails.append(("   ", ()))


def no_name_at_all(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """Nobody knows who this is: it can't be sent."""
    draft.stored |= {"Name": "   ", "FirstName": None, "MiddleName": "", "LastName": "\t"}
    draft.refused = ("PS-REC-01", "name")


def name_too_long(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """Somebody wrote a whole letter into the name: it can't be sent."""
    draft.stored["Name"] = " and ".join([draft.shown["name"]] * 20)
    draft.refused = ("PS-REC-02", "name")


def note_too_long(draft: Draft, _rng: random.Random, _pools: Pools) -> None:
    """Years of notes stand in one field: it can't be sent."""
    draft.stored["Notes1"] = f"Called about the {MARKER} return. " * 300
    draft.refused = ("PS-REC-02", "extras.notes")


SENDABLE: tuple[Dirt, ...] = (
    no_email_address,
    emails_in_one_field,
    email_twice,
    nul,
    control_characters,
    white_space,
    decomposed,
    quotes,
    html,
    sql,
    emoji,
    right_to_left,
    sixty_characters,
    abn_with_spaces,
    abn_with_a_slip,
    two_numbers_of_a_type,
    number_without_type,
    name_in_parts,
    entries_of_nothing,
)

FIRST: tuple[tuple[Dirt, ...], ...] = (
    (),
    (no_name_at_all,),
    (emails_in_one_field, two_numbers_of_a_type),
    (name_too_long,),
    (no_email_address, white_space),
    (note_too_long,),
    (emoji, nul),
    (html, sql),
    (right_to_left, control_characters),
    (decomposed, abn_with_spaces, entries_of_nothing),
)
"""What is done to the first ten contacts of every demo practice; the second, fourth and sixth
are the three that can't be sent."""
