"""The pages of connecting to a practice database and to the online copy."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.app.window.page import (
    Block,
    Choice,
    Field,
    Lines,
    Option,
    Options,
    Page,
    Trouble,
    Words,
)
from practicesync.app.window.refused import BUSY, WRONG
from practicesync.core.draft import Draft
from practicesync.core.fitting import Fitting, fitting_words
from practicesync.core.mistake import Mistake
from practicesync.core.words import count, counted

CANCEL = Choice(name="cancel", label="Cancel", leaves=True)
NEXT = Choice(name="next", label="Next", main=True)

MORE, OTHER, FILE = "\x01more", "\x01other", "\x01file"
"""What is chosen in a list beside what was found: nothing has a name like these.

None begins with a NUL, where a text ends for Tk.
"""

WINDOWS, LOGIN = "windows", "login"
DATABASE, LAYOUT, ONLINE = "database", "layout", "online"

TRUST_MEANS = (
    "SQL Server Express makes a certificate of its own, which no computer trusts. Where the"
    " database is on this computer, you can connect without checking it. Elsewhere somebody on the"
    " network could pose as the server."
)

_NOTHING_YET = "Nothing is written before you say yes at the end."
_MOST_WRONG = 3

MOST_LISTED = 100
"""Databases in a list: a window that is thousands of lines high ends the program."""


def busy_page(title: str, under: str = "") -> Page:
    """Return that something is being looked for."""
    return Page(key="busy", title=title, under=under, sign=BUSY, choices=(CANCEL,))


def which_page(names: Sequence[str]) -> Page:
    """Return the question which practice is meant."""
    options = (
        *(Option(name, f"Change {name}") for name in names),
        Option(MORE, "Connect one more practice"),
    )
    name = Field(name="name", label="What people call it", hint="City office", when=("which", MORE))
    return Page(
        key="which",
        title="Which practice?",
        blocks=(Options("which", options, names[0]), name),
        choices=(_next("name"), CANCEL),
    )


def name_page() -> Page:
    """Return the question what people call the practice."""
    return Page(
        key="name",
        title="What do people call your practice?",
        under="You see the name here and in the log, and your staff where they look contacts up.",
        blocks=(Field(name="name", label="Name", value="Main office"),),
        choices=(_next("name"), CANCEL),
    )


def server_page(found: Sequence[str]) -> Page:
    """Return the question where the practice database is."""
    options = (
        *(Option(address, address, "SQL Server") for address in found),
        Option(OTHER, "Another SQL Server" if found else "On a SQL Server"),
        Option(FILE, "In a database file", "A SQLite database, such as the one of the demo."),
    )
    none = "" if found else "None has answered. That needn't mean that there is none."
    return Page(
        key="server",
        title="Where is your practice database?",
        under=f"Practice Sync only reads it, and changes nothing there. {none}".strip(),
        blocks=(
            Options("where", options, options[0].value),
            Field(
                name="server",
                label="Server",
                hint="PRACSRV01\\SQLEXPRESS",
                when=("where", OTHER),
            ),
            Field(name="file", label="File", browse="The database file", when=("where", FILE)),
            Words(_NOTHING_YET, "Quiet"),
        ),
        choices=(_next("server", "file"), CANCEL),
    )


def login_page(account: str, user: str = "") -> Page:
    """Return the question how Practice Sync signs in to the server."""
    login = Option(LOGIN, "With a login of SQL Server")
    windows = Option(WINDOWS, f"As the Windows account {account}", "No password is kept.")
    options = (windows, login) if account else (login,)
    chosen = LOGIN if user else options[0].value
    return Page(
        key="login",
        title="How does Practice Sync sign in there?",
        under="A login that can only read is best.",
        blocks=(
            Options("how", options, chosen),
            Field(name="user", label="Login", value=user, when=("how", LOGIN)),
            Field(name="password", label="Password", secret=True, when=("how", LOGIN)),
        ),
        choices=(_next("user", "password"), CANCEL),
    )


def database_page(names: Sequence[str]) -> Page:
    """Return the question which database of the server it is."""
    listed = names[:MOST_LISTED]
    options = (*(Option(name, name) for name in listed), Option(OTHER, "Another one"))
    told = "" if names else "The login can't open any database there."
    if len(listed) < len(names):
        told = f"The first {MOST_LISTED} of {count(len(names))}: choose the last line for others."
    return Page(
        key="database",
        title="Which database is your practice's?",
        under=told,
        blocks=(
            Options("database", options, options[0].value),
            Field(name="name", label="Name of the database", when=("database", OTHER)),
        ),
        choices=(_next("name"), CANCEL),
    )


def unreachable_page(trouble: Trouble, *, may_trust: bool, is_file: bool) -> Page:
    """Return why the database can't be opened, and what can be tried."""
    blocks: tuple[Block, ...] = (Words(TRUST_MEANS, "Quiet"),) if may_trust else ()
    choices = [Choice(name="again", label="Try again", main=True)]
    if may_trust:
        choices.append(Choice(name="trust", label="Connect without checking"))
    if not is_file:
        choices.append(Choice(name="login", label="Another login"))
    choices.append(Choice(name="server", label="Another database"))
    return Page(
        key="unreachable",
        title="The database can't be opened",
        under="Nothing has changed.",
        sign=WRONG,
        blocks=(trouble, *blocks),
        choices=(*choices, CANCEL),
    )


def layout_page(found: Sequence[Fitting]) -> Page:
    """Return how each layout fits, and the question which one it is."""
    there = [one for one in found if one.there]
    options = (
        *(Option(one.layout, one.layout, _fits(one)) for one in there),
        Option(FILE, "A file of your own"),
    )
    best = there[0] if there else None
    blocks: list[Block] = [Options("layout", options, options[0].value)]
    blocks.append(
        Field(name="file", label="File", browse="A database layout", when=("layout", FILE))
    )
    if best and not best.fits:
        blocks.append(_unfit(best))
    return Page(
        key="layout",
        title="Which database layout is it?",
        under="A layout says which tables and columns hold your contacts.",
        blocks=tuple(blocks),
        choices=(_next("file"), CANCEL),
    )


def online_page(address: str = "", ca_file: str = "", proxy: str = "") -> Page:
    """Return the question where the online copy is."""
    return Page(
        key="online",
        title="Where is your online copy?",
        under="Whoever runs it for you has given you its address.",
        blocks=(
            Field(name="cloud", label="Address", value=address, hint="https://contacts.example"),
            Field(
                name="ca_file",
                label="Certificate authority of your office, if it has one",
                value=ca_file,
                browse="The file with its certificate",
            ),
            Field(
                name="proxy",
                label="Proxy of your office, if it has one",
                value=proxy,
                hint="http://proxy:8080",
            ),
        ),
        choices=(_next("cloud"), CANCEL),
    )


def change_page(mistakes: Sequence[Mistake] = ()) -> Page:
    """Return the question what is to be another."""
    troubles = tuple(Trouble(one.sentence, one.remedy) for one in mistakes)
    options = (
        Option(DATABASE, "The database or the login"),
        Option(LAYOUT, "The database layout"),
        Option(ONLINE, "The online copy"),
    )
    return Page(
        key="change",
        title="What do you want to change?",
        blocks=(*troubles, Options("what", options, DATABASE)),
        choices=(NEXT, CANCEL),
    )


def said_of(draft: Draft) -> tuple[str, str, str]:
    """Return the address, the certificate file and the proxy that were said."""
    return draft.cloud or "", draft.ca_file or "", draft.proxy or ""


def _next(*needs: str) -> Choice:
    return Choice(name=NEXT.name, label=NEXT.label, main=True, needs=needs)


def _fits(one: Fitting) -> str:
    start = " A starting point, to be fitted." if one.status == "starting point" else ""
    return f"{fitting_words(one).capitalize()}.{start}"


def _unfit(one: Fitting) -> Lines:
    """Return the first things that have to be mended in a layout."""
    named = tuple(f"{wrong.sentence} {wrong.remedy}" for wrong in one.wrong[:_MOST_WRONG])
    more = len(one.wrong) - _MOST_WRONG
    others = (f"And {counted(more, 'thing')} more.",) if more > 0 else ()
    return Lines(f"What has to be mended in {one.layout}", (*named, *others))
