"""Settings are read once, and every mistake is told together."""

import datetime as dt

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from practicesync.core import settings_told
from practicesync.core.mistake import Mistake, place_of
from practicesync.core.settings import (
    Agent,
    GuardSettings,
    Links,
    PracticeSettings,
    Settings,
    parse_settings,
)
from practicesync.core.settings_told import KNOWN, told
from tests.unit.core.test_error_table import FORBIDDEN

LEAST = """
[[practice]]
name = "Main office"
database = "sqlite:///practice.db"
cloud = "https://contacts.example/"
"""

FULL = """
[agent]
poll_interval = 5
full_check_at = "23:30"
log_level = "DEBUG"
proxy = "http://proxy:8080"
links = { guide = "https://help.example/guide", support = "mailto:help@help.example", privacy = "" }

[[practice]]
name = "Main office"
practice_id = "6f1c9c4e-5a53-4a36-8a3a-0f6c2f1f5b11"
database = 'Driver={ODBC Driver 18 for SQL Server};Server=db\\ONE;Database=AE;Trusted_Connection=y'
database_user = "reader"
profile = "ae"
changes = "change-tracking"
cloud = "https://contacts.example:8443/base/"
ca_file = 'C:\\certificates\\office.pem'
required_services = []
guard = { count = 20, percent = 2.5 }

[[practice]]
name = "Branch"
database = "sqlite:////srv/branch.db"
cloud = "https://contacts.example"

[ledger]
anything = { goes = [1, 2] }
"""


def good(text: str) -> Settings:
    settings = parse_settings(text, "config.toml")
    assert isinstance(settings, Settings), settings
    return settings


def mistakes(text: str) -> dict[str, Mistake]:
    found = parse_settings(text, "config.toml")
    assert isinstance(found, tuple)
    assert len({mistake.key for mistake in found}) == len(found)
    return {mistake.key: mistake for mistake in found}


def practice(**changed: str) -> str:
    """The least settings with some lines of the practice changed, added or (empty) left out."""
    written = {
        "name": '"Main office"',
        "database": '"sqlite:///practice.db"',
        "cloud": '"https://contacts.example/"',
    } | changed
    return "[[practice]]\n" + "".join(
        f"{key} = {value}\n" for key, value in written.items() if value
    )


def test_a_name_a_database_and_a_cloud_are_enough():
    settings = good(LEAST)

    assert settings.agent.poll_interval == 5.0
    assert settings.agent.full_check_at == dt.time(2, 0)
    assert settings.agent.log_level == "INFO"
    assert settings.agent.proxy == settings.agent.links.guide == ""
    assert settings.ledger is None
    [main] = settings.practices
    assert main.practice_id == main.database_user == main.ca_file == ""
    assert (main.profile, main.changes) == ("ae", "auto")
    assert main.required_services == ("MYOB OnTheGo API Service",)
    assert (main.guard.count, main.guard.percent) == (10, 5.0)
    assert main.cloud == "https://contacts.example"


def test_everything_can_be_set():
    settings = good(FULL)

    assert settings.agent.full_check_at == dt.time(23, 30)
    assert settings.agent.links.support == "mailto:help@help.example"
    main, branch = settings.practices
    assert main.database.startswith("Driver={ODBC Driver 18 for SQL Server};Server=db\\ONE;")
    assert main.cloud == "https://contacts.example:8443/base"
    assert main.required_services == ()
    assert (main.guard.count, main.guard.percent) == (20, 2.5)
    assert branch.name == "Branch"
    assert settings.ledger == {"anything": {"goes": [1, 2]}}


def test_settings_can_not_be_changed():
    settings = good(LEAST)

    with pytest.raises(ValidationError):
        settings.agent.poll_interval = 1.0


def test_five_mistakes_are_five_sentences():
    found = mistakes(
        """
        [agent]
        poll_interval = 0.1
        full_check_at = "25:00"
        pol_interval = 3
        [[practice]]
        name = "Main office"
        database = "sqlite:///practice.db"
        cloud = "http://contacts.example/"
        changes = "magic"
        """
    )

    assert list(found) == [
        "agent.poll_interval",
        "agent.full_check_at",
        "agent.pol_interval",
        "practice[0].cloud",
        "practice[0].changes",
    ]
    for key, mistake in found.items():
        assert mistake.sentence.startswith(f"config.toml: {place_of(key)} ")
        assert mistake.sentence.endswith(".")
        assert mistake.remedy[-1] in ".?"
    assert found["agent.pol_interval"].remedy == "Did you mean poll_interval?"
    assert "https://" in found["practice[0].cloud"].remedy
    assert '"change-tracking"' in found["practice[0].changes"].remedy


@pytest.mark.parametrize("value", ["0.4", "3601", "nan", "inf", "true", '"5"'])
def test_the_interval_is_a_number_from_half_a_second_to_an_hour(value):
    text = f"[agent]\npoll_interval = {value}\n{LEAST}"

    assert list(mistakes(text)) == ["agent.poll_interval"]


@pytest.mark.parametrize("value", ["0.5", "3600", "1"])
def test_the_ends_of_the_interval_are_good(value):
    good(f"[agent]\npoll_interval = {value}\n{LEAST}")


@pytest.mark.parametrize("value", ['"2:00"', '"24:00"', '"02:60"', '"02:00:00"', '""', "2"])
def test_the_time_of_the_full_check_is_hours_and_minutes(value):
    assert list(mistakes(f"[agent]\nfull_check_at = {value}\n{LEAST}")) == ["agent.full_check_at"]


@pytest.mark.parametrize("count", ["-1", "1.5", '"x"'])
@pytest.mark.parametrize("percent", ["-0.1", "100.1", "nan"])
def test_the_guard_has_a_count_and_a_percentage(count, percent):
    text = practice(guard=f"{{ count = {count}, percent = {percent} }}")

    assert list(mistakes(text)) == ["practice[0].guard.count", "practice[0].guard.percent"]


@pytest.mark.parametrize("key", ["name", "database", "cloud"])
def test_what_is_needed_is_missed(key):
    found = mistakes(practice(**{key: ""}))

    assert found[f"practice[0].{key}"].sentence == (
        f'config.toml: "{key}" of the first practice is missing.'
    )


@pytest.mark.parametrize(
    "cloud",
    [
        "http://contacts.example/",
        "ftp://contacts.example/",
        "contacts.example",
        "https://",
        "https://contacts.example/?a=b",
        "https://contacts.example/#a",
        "https://contacts.example:port/",
        "https://user:hunter2@contacts.example/",
        "https://[::1",
        "",
    ],
)
def test_the_cloud_is_an_https_address_and_nothing_more(cloud):
    assert list(mistakes(practice(cloud=f'"{cloud}"'))) == ["practice[0].cloud"]


@pytest.mark.parametrize(
    "connection",
    [
        "Server=db;PWD=hunter2",
        "Server=db;pwd=hunter2;Database=AE",
        "Password={hunter2};Server=db",
        "Server=db; password = hunter2",
    ],
)
def test_a_password_has_no_place_in_settings(connection):
    found = mistakes(practice(database=f'"{connection}"'))

    assert "holds a password" in found["practice[0].database"].sentence
    assert "practicesync set-secret" in found["practice[0].database"].remedy


def test_no_error_of_the_parser_quotes_what_was_written():
    error = ErrorDetails(type="value_error", loc=("agent", "proxy"), msg="hunter2", input="hunter2")
    with pytest.raises(ValidationError) as quoting:
        Settings.model_validate({"practice": "hunter2"})

    assert told(error, "config.toml").sentence == 'config.toml: "agent.proxy" can\'t be read.'
    assert "hunter2" not in str(quoting.value)


@pytest.mark.parametrize(
    "connection",
    ["", " ", ";", "sqlite:///", "sqlite:practice.db", "Server", "Server=db;AE", "Driver={SQL"],
)
def test_what_connects_to_no_database_is_a_mistake(connection):
    assert list(mistakes(practice(database=f'"{connection}"'))) == ["practice[0].database"]


@pytest.mark.parametrize(
    "connection", ["DSN=AE", "Driver={a;b}}c};Server=db;", "Server = db ; Database=A E;;"]
)
def test_odbc_connection_strings_are_taken_as_they_are(connection):
    assert good(practice(database=f'"{connection}"')).practices[0].database == connection


@pytest.mark.parametrize("id_", ["../other", "a/b", "a\\\\b", ".hidden", "a b", "a" * 101])
def test_a_practice_id_can_be_part_of_a_file_name(id_):
    assert list(mistakes(practice(practice_id=f'"{id_}"'))) == ["practice[0].practice_id"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc", "https://", "x"])
def test_a_link_opens_a_page_or_a_mail_program(link):
    text = f'[agent.links]\nguide = "{link}"\n{LEAST}'

    assert list(mistakes(text)) == ["agent.links.guide"]


@pytest.mark.parametrize("more", list(' "<>\\^`{|}'))
def test_a_link_has_nothing_that_a_browser_may_take_for_something_else(more):
    text = f"[agent.links]\nguide = 'https://help.example/{more}--x'\n{LEAST}"

    assert list(mistakes(text)) == ["agent.links.guide"]


@pytest.mark.parametrize(
    "proxy",
    [
        "proxy:8080",
        "socks5://proxy",
        "http://user:hunter2@proxy:8080",
        "http://proxy:8080/proxy.pac",
        "http://proxy?x",
        "HTTP://proxy",
    ],
)
def test_a_proxy_is_an_address_without_anything_more(proxy):
    assert list(mistakes(f'[agent]\nproxy = "{proxy}"\n{LEAST}')) == ["agent.proxy"]


@pytest.mark.parametrize(
    ("wrong", "key", "remedy"),
    [
        ("[practise]", "practise", "Did you mean practice?"),
        ("[agent.link]", "agent.link", "Did you mean links?"),
        ("[agent.links]\nguid = ''", "agent.links.guid", "Did you mean guide?"),
        ("[agent]\nPoll_Interval = 1", "agent.Poll_Interval", "Did you mean poll_interval?"),
        ("[agent]\nzzz = 1", "agent.zzz", "Take it out."),
    ],
)
def test_an_unknown_setting_is_a_mistake_with_a_near_name(wrong, key, remedy):
    assert {k: m.remedy for k, m in mistakes(wrong + LEAST).items()} == {key: remedy}


def test_an_unknown_setting_of_a_practice_has_a_near_name():
    found = mistakes(LEAST + 'cloude = "x"\ndb_password = "hunter2"\n')

    assert found["practice[0].cloude"].remedy == "Did you mean cloud?"
    assert "set-secret" in found["practice[0].db_password"].remedy


def test_there_is_at_least_one_practice():
    for text in ("", "practice = []", "[practice]\nname = 'a'", "practice = 1"):
        assert "[[practice]]" in mistakes(text)["practice"].remedy


def test_a_list_with_a_mistake_in_it_is_not_called_empty():
    assert list(mistakes(practice(name="1"))) == ["practice[0].name"]


def test_equal_names_and_ids_are_mistakes():
    same = practice(practice_id='"one"') + practice(name='" main OFFICE"', practice_id='"ONE"')

    assert list(mistakes(same)) == ["practice[1].name", "practice[1].practice_id"]


def test_practices_before_their_activation_are_not_equal():
    assert len(good(practice() + practice(name='"Branch"', practice_id='""')).practices) == 2


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[agent]\npoll_interval = \n", "line 2"),
        ('a = 1\n[[practice]]\nname = "Server=db\\ONE"', "line 3"),
        ("[[practice", "the end"),
        ("a = 1\na = 2\nb = 3", "line 2"),
        ("a = " + "[" * 10_000, "the end"),
    ],
)
def test_what_is_no_toml_is_one_mistake_with_its_line(text, key):
    [mistake] = mistakes(text).values()

    assert mistake.key == key
    assert mistake.sentence == f"config.toml: {key} can't be read."


@pytest.mark.parametrize("key", ["name", "database_user", "profile", "ca_file"])
@pytest.mark.parametrize("odd", ["a\\nb", "a\\u0000b", "a\\u202eb"])
def test_text_that_can_not_be_shown_on_a_line_is_a_mistake(key, odd):
    assert list(mistakes(practice(**{key: f'"{odd}"'}))) == [f"practice[0].{key}"]


def test_reasons_and_remedies_have_no_word_of_the_trade():
    told_to_people = [*settings_told.REASONS.values(), *settings_told.REMEDIES.values()]

    found = [FORBIDDEN.search(text.replace("https://", "")) for text in told_to_people]

    assert [match[0] for match in found if match] == ["http"]  # the example of a proxy's address
    assert set(settings_told.REMEDIES) >= {key for keys in KNOWN.values() for key in keys}


def test_the_settings_that_are_known_are_those_that_are_read():
    models: dict[str, type[BaseModel]] = {
        "": Settings,
        "agent": Agent,
        "links": Links,
        "practice": PracticeSettings,
        "guard": GuardSettings,
    }

    for table, model in models.items():
        fields = model.model_fields.items()
        assert {field.alias or name for name, field in fields} == set(KNOWN[table])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (practice(full_check_at="1") + "[agent]\nfull_check_at = 1", "agent.full_check_at"),
        ("agent = []\n" + practice(), "agent"),
        ("[agent]\nlog_level = 1\n" + practice(), "agent.log_level"),
        (practice(guard='{ count = "Zorblinski", percent = 5 }'), "practice[0].guard.count"),
    ],
)
def test_a_reason_is_in_our_own_words(text, key):
    sentence = mistakes(text)[key].sentence

    assert "Input should" not in sentence
    assert "Zorblinski" not in sentence


@pytest.mark.parametrize("name", ["password", "Database_PWD", "client_secret", "api_key"])
def test_a_secret_is_told_where_it_belongs(name):
    [mistake] = mistakes(practice(**{name: '"Zorblinski"'})).values()

    assert "practicesync set-secret" in mistake.remedy
    assert "Zorblinski" not in mistake.sentence + mistake.remedy


def test_a_reason_that_nobody_has_foreseen_is_plain():
    error: ErrorDetails = {
        "type": "bytes_type",
        "loc": ("agent", "proxy"),
        "msg": "Zorblinski will not do",
        "input": "Zorblinski",
    }

    assert told(error, "config.toml").sentence == 'config.toml: "agent.proxy" can\'t be read.'
