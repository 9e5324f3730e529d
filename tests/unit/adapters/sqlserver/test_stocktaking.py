"""What is looked at in a database, on the tests' model of SQL Server."""

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest

from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.stocktaking import FEW, take_stock
from practicesync.core.errors import Code, Unavailable
from practicesync.core.fit import findings
from practicesync.core.inventory import Inventory, TooLong, Unlisted
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.sqlserver.adventureworks import PEOPLE, TABLES, schema
from tests.sqlserver.conformance.site import Site, direct_site, model, model_site
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.model.server import ModelServer

LAYOUT = """
name = "some"
status = "starting point"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
{where}
[contact.fields]
name = "Name"
kind = {{ column = "Kind", map = {{ P = "person", 1 = "person" }} }}
"""


@pytest.fixture
def site() -> Iterator[Site]:
    site = direct_site()
    yield site
    site.close()


@pytest.fixture
def sessions(site: Site) -> Callable[[], Session]:
    return lambda: Session(site.connect, Bounds(lock=1))


def layout(where: str = "") -> Profile:
    text = LAYOUT.format(where=f'where = "{where}"' if where else "")
    profile = parse_profile(text, "some.toml")
    assert isinstance(profile, Profile), profile
    return profile


def contacts(site: Site, *rows: str, kind: str = "nvarchar(10)") -> None:
    site.run(
        f"CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Name nvarchar(max),"
        f" Kind {kind})",
        *(f"INSERT INTO dbo.Contact (ContactID, Name, Kind) VALUES ({row})" for row in rows),
    )


def adventureworks() -> Profile:
    text = files("practicesync.profiles").joinpath("adventureworks.toml").read_text("utf-8")
    profile = parse_profile(text, "adventureworks.toml")
    assert isinstance(profile, Profile)
    return profile


def test_worked_example_fits_its_tables(site, sessions):
    site.run(*schema(), *PEOPLE)
    inventory = take_stock(sessions, adventureworks())

    assert findings(adventureworks(), inventory) == []
    assert inventory.contacts == len(["First", "Second", "Third"])
    assert set(inventory.names) == set(TABLES)
    assert inventory.tables["Person.EmailAddress"].primary == ("BusinessEntityID", "EmailAddressID")


def test_everything_that_is_missing_is_found_in_one_run(site, sessions):
    site.run(*(one for one in schema() if "PersonPhone" not in one and "Employee" not in one))
    site.run("CREATE TABLE Person.Phone (PhoneID int NOT NULL PRIMARY KEY)")
    site.run("ALTER TABLE Person.Address DROP COLUMN City")
    site.run("ALTER TABLE Person.Address ADD Town nvarchar(30)")
    site.run("ALTER TABLE Person.Person DROP COLUMN Suffix")
    found = findings(adventureworks(), take_stock(sessions, adventureworks()))

    assert {(one.kind, one.table, one.column) for one in found} == {
        ("table missing", "HumanResources.Employee", ""),
        ("table missing", "Person.PersonPhone", ""),
        ("column missing", "Person.Address", "City"),
        ("column missing", "Person.Person", "Suffix"),
    }
    assert "Person.PersonPhone is not there; Person.Phone is." in [one.sentence for one in found]


def test_table_that_the_login_may_not_read_is_found(site):
    server = ModelServer()
    database = server.create_database("Practice")
    driver = DirectDriver(server)
    said = f"UID={{}};PWD={server.password};Database=Practice"
    owner = driver.connect(said.format("sa"), autocommit=True)
    for statement in schema():
        owner.cursor().execute(statement)
    server.create_login("reader")
    database.admit("reader")
    for table in TABLES:
        if table != "Person.Address":
            database.grant("reader", "SELECT", table)
    reader = said.format("reader")
    inventory = take_stock(
        lambda: Session(lambda: driver.connect(reader, autocommit=True), Bounds()), adventureworks()
    )

    (one,) = findings(adventureworks(), inventory)
    assert (one.kind, one.table) == ("no right to read", "Person.Address")


def test_codes_that_are_not_listed_are_counted_and_shown(site, sessions):
    contacts(site, "1, N'A', N'P'", "2, N'B', N'p '", "3, N'C', N'T'", "4, N'D', NULL")
    site.run("INSERT INTO dbo.Contact (ContactID, Kind) VALUES (5, N't'), (6, N'X')")

    assert take_stock(sessions, layout()).unlisted == (
        Unlisted("dbo.Contact", "Kind", "contact.fields.kind", 2, 3, ("T", "X")),
    )


@pytest.mark.parametrize(
    "values", [["P", "Someone"], [f"{n}" for n in range(10, 11 + FEW)]], ids=["long", "many"]
)
def test_values_that_may_be_names_are_not_shown(site, sessions, values):
    contacts(site, *(f"{n}, N'A', N'{value}'" for n, value in enumerate(values)))

    (unlisted,) = take_stock(sessions, layout()).unlisted
    assert unlisted.values == len([v for v in values if v != "P"])
    assert unlisted.shown == ()


def test_column_of_a_thousand_values_is_no_code(site, sessions):
    contacts(site, kind="int")
    numbers = ", ".join(f"({n}, {n})" for n in range(1, 1001))
    site.run(f"INSERT INTO dbo.Contact (ContactID, Kind) VALUES {numbers}")
    site.run("INSERT INTO dbo.Contact (ContactID, Kind) VALUES (1001, 1001)")

    (unlisted,) = take_stock(sessions, layout()).unlisted
    assert (unlisted.many, unlisted.shown) == (True, ())


def test_column_is_counted_once_however_many_fields_are_made_of_it():
    server = model()
    site = model_site(server)
    site.run(*schema(), *PEOPLE)
    asked: list[str] = []
    server.databases[-1].hooks.before_statement = asked.append
    take_stock(lambda: Session(site.connect, Bounds()), adventureworks())
    site.close()

    assert len([one for one in asked if "[PersonType]" in one]) == 1


def test_number_is_a_code_as_its_digits(site, sessions):
    contacts(site, "1, N'A', 1", "2, N'B', 7", kind="int")

    (unlisted,) = take_stock(sessions, layout()).unlisted
    assert unlisted.shown == ("7",)


def test_texts_that_are_too_long_are_counted(site, sessions):
    contacts(site, f"1, N'{'a' * 200}', N'P'", f"2, N'{'b' * 201}', N'P'")

    assert take_stock(sessions, layout()).too_long == (
        TooLong("dbo.Contact", "Name", "name", 200, 1),
    )


@pytest.mark.parametrize(
    ("where", "number"), [("Kind = ", "102"), ("Deleted = 0", "207"), ("Kind", "4145")]
)
def test_condition_that_is_refused_is_told_with_its_number(site, sessions, where, number):
    contacts(site)
    inventory = take_stock(sessions, layout(where))

    assert (inventory.contacts, inventory.refused) == (None, number)


def test_condition_says_who_is_a_contact(site, sessions):
    contacts(site, "1, N'A', N'P'", "2, N'B', N'P'")

    assert take_stock(sessions, layout("ContactID > 1")).contacts == 1


def test_database_that_is_busy_is_no_refusal(site, sessions):
    text = LAYOUT.format(where="where = \"Name <> 'X'\"").partition("kind =")[0]
    profile = parse_profile(text, "some.toml")
    assert isinstance(profile, Profile)
    site.run("CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Name nvarchar(10))")
    site.run("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'A')")
    editor = site.connect(autocommit=False)
    editor.cursor().execute("UPDATE dbo.Contact SET Name = N'X'")

    with pytest.raises(Unavailable) as caught:
        take_stock(sessions, profile)
    assert caught.value.code is Code.DATABASE_BUSY


def test_table_without_a_primary_key_can_not_be_followed(site, sessions):
    site.run(
        "CREATE TABLE dbo.Contact (ContactID int NOT NULL, Name nvarchar(10), Kind nvarchar(1))"
    )
    inventory = take_stock(sessions, layout())

    assert isinstance(inventory, Inventory)
    assert inventory.unfollowed == ("dbo.Contact", "has no primary key")
    assert inventory.tables["dbo.Contact"].unique == ()
