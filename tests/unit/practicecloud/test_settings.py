import pytest
from typer.testing import CliRunner

from practicecloud.addresses import is_address
from practicecloud.cli import main
from practicecloud.settings import (
    PASSWORD_VARIABLE,
    MailServer,
    Settings,
    handed_over,
    taken_over,
)

SETTINGS = Settings(
    public_url="https://contacts.example",
    silent_after=60.0,
    mail=MailServer("mail.example", 587, "cloud@contacts.example", user="practice"),
)


def test_every_process_has_the_settings_and_its_own_look_at_the_password():
    environment = handed_over(SETTINGS) | {PASSWORD_VARIABLE: "zyxwv"}
    found = taken_over(environment)

    assert (found.public_url, found.silent_after) == ("https://contacts.example", 60.0)
    assert found.mail is not None
    assert (found.mail.host, found.mail.password) == ("mail.example", "zyxwv")
    assert taken_over({}) == Settings()


def test_no_password_is_in_what_is_handed_over(monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, "zyxwv")
    assert "zyxwv" not in "".join(handed_over(SETTINGS).values())


def test_a_password_file_goes_before_the_environment(tmp_path):
    file = tmp_path / "password"
    file.write_text("correct horse\r\nsomething else\n", encoding="utf-8")
    mail = MailServer("mail.example", 587, "c@b.example", user="u", password_file=str(file))
    found = taken_over(handed_over(Settings(mail=mail)) | {PASSWORD_VARIABLE: "other"})

    assert found.mail is not None
    assert found.mail.password == "correct horse"


MAIL = ("--smtp-host", "mail.example", "--mail-from", "cloud@contacts.example")
HERE = ("--public-url", "https://contacts.example")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--smtp-host", "mail.example", *HERE), "Give --mail-from as well"),
        (("--smtp-host", "mail.example", "--mail-from", "nobody", *HERE), "Give --mail-from"),
        (("--mail-from", "cloud@contacts.example"), "Give --smtp-host as well"),
        (("--smtp-user", "practice"), "Give --smtp-host as well"),
        (MAIL, "Give --public-url as well"),
        ((*MAIL, *HERE, "--smtp-security", "ssl"), "is starttls, tls or none"),
        ((*MAIL, *HERE, "--smtp-security", "none"), "on this machine only"),
        ((*MAIL, *HERE, "--smtp-user", "practice"), PASSWORD_VARIABLE),
        ((*MAIL, *HERE, "--smtp-password-file", "nowhere.txt"), "There is no file nowhere.txt"),
        (("--public-url", "contacts.example"), "as https://contacts.example"),
        (("--public-url", "http://contacts.example"), "as https://contacts.example"),
        (("--public-url", "https://contacts.example/path"), "as https://contacts.example"),
        (("--public-url", "https://user:secret@contacts.example"), "as https://contacts.example"),
        (("--public-url", "https://"), "as https://contacts.example"),
    ],
)
def test_a_mistake_in_what_is_said_of_mail_is_one_sentence(options, says, tmp_path, monkeypatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    nowhere = f"sqlite:///{tmp_path / 'nowhere' / 'cloud.db'}"
    done = CliRunner().invoke(main, ["serve", "--database", nowhere, *options])

    assert done.exit_code == 2
    assert says in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize("address", ["sam@example.com", "o'brien+x@mail.example", "root@localhost"])
def test_an_address_is_taken(address):
    assert is_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "", "sam", "sam@", "@example.com", "a@b@c", "a b@example.com", "a@b..example",
        "a@-b.example", "sam@example.com\n", "<sam@example.com>", "a,b@example.com",
        "x" * 250 + "@a.example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    assert not is_address(text)
