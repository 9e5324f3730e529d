"""Hands mail in to a real mail server, and meets those that can't be trusted."""

import socket

import msgspec
import pytest

from practicecloud.notices import mail as mailing
from practicecloud.notices.mail import mail
from practicecloud.notices.outbox import NotDelivered, Waiting
from practicecloud.settings import MailServer
from tests.system.cloud import make_certificate
from tests.system.mail_server import PASSWORD, USER, mail_server

MESSAGE = Waiting(
    message_id="5b8f",
    way="mail",
    practice_id="",
    recipient="admin@example.com",
    subject="Contacts sync of Café & Söhne needs attention",
    text="First line \u2013 with a dash.\n\n.\nhttps://contacts.example/practices/x\n",
    created_at=1_772_413_320.0,
    tries=0,
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Certificates of an authority that this process trusts."""
    make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return tmp_path


def server_of(box, security="starttls", **more):
    return MailServer("127.0.0.1", box.port, "cloud@contacts.example", security, **more)


def not_delivered(server, message=MESSAGE):
    with pytest.raises(NotDelivered) as trouble:
        mail(server, message)
    return trouble.value.why, trouble.value.for_good


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_arrives_encrypted_and_signed_in(folder, security):
    with mail_server(folder, security) as box:
        mail(server_of(box, security, user=USER, password=PASSWORD), MESSAGE)

    (made,) = box.arrived
    assert box.recipients == ["admin@example.com"]
    assert (box.encrypted, box.signed_in) == ([True], [True])
    assert made["Subject"] == MESSAGE.subject
    assert str(made["From"]) == "Practice Cloud <cloud@contacts.example>"
    assert made["Message-ID"] == "<5b8f@contacts.example>"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Date"].datetime.timestamp() == MESSAGE.created_at
    assert made.get_content().replace("\r\n", "\n") == MESSAGE.text


def test_a_mail_server_on_this_machine_needs_no_encryption(folder):
    with mail_server(folder, "none") as box:
        mail(server_of(box, "none"), MESSAGE)

    assert box.encrypted == [False]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_server_that_is_not_trusted_gets_nothing(folder, tmp_path, security):
    other = tmp_path / "other"
    other.mkdir()
    make_certificate(other)
    with mail_server(other, security) as box:
        why = not_delivered(server_of(box, security, user=USER, password=PASSWORD))

    assert why == ("certificate", False)
    assert box.arrived == []


def test_a_mail_server_under_another_name_gets_nothing(folder, monkeypatch):
    with mail_server(folder) as box:
        monkeypatch.setattr("socket.getaddrinfo", _everything_is_here(box.port))
        elsewhere = msgspec.structs.replace(server_of(box), host="mail.example")
        why = not_delivered(elsewhere)

    assert why == ("certificate", False)
    assert box.arrived == []


def _everything_is_here(port):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    return lambda *_args, **_more: found


def test_mail_never_goes_out_in_the_clear_where_encryption_was_asked_for(folder):
    with mail_server(folder, "none") as box:
        assert not_delivered(server_of(box)) == ("no-tls", False)

    assert box.arrived == []


def test_a_wrong_password_is_named(folder):
    with mail_server(folder) as box:
        why = not_delivered(server_of(box, user=USER, password="wrong"))

    assert why == ("sign-in", False)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("550 no such user", ("recipient", True)), ("450 try later", ("recipient", False))],
)
def test_an_address_that_is_refused_is_refused_for_good_or_for_now(folder, answer, expected):
    with mail_server(folder) as box:
        box.refuses = [answer]
        assert not_delivered(server_of(box)) == expected


@pytest.mark.parametrize("wrong", ["a@b, c@d", "a@b\r\nBcc: c@d", "nobody", "ä@example.com", ""])
def test_what_is_no_address_is_refused_before_anybody_is_asked(folder, wrong):
    with mail_server(folder) as box:
        message = msgspec.structs.replace(MESSAGE, recipient=wrong)
        assert not_delivered(server_of(box), message) == ("recipient", True)

    assert box.recipients == []


def test_a_subject_brings_no_header_with_it(folder):
    subject = "Office\r\nBcc: c@example.com\r\n\r\nBody"
    with mail_server(folder) as box:
        mail(server_of(box), msgspec.structs.replace(MESSAGE, subject=subject))

    (made,) = box.arrived
    assert made["Bcc"] is None
    assert made["Subject"] == "Office Bcc: c@example.com Body"


def test_a_mail_server_that_is_not_there_is_away(folder):
    with mail_server(folder) as box:
        pass

    assert not_delivered(server_of(box)) == ("away", False)


def test_a_mail_server_that_says_nothing_is_away(folder, monkeypatch):
    monkeypatch.setattr(mailing, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = MailServer("127.0.0.1", silent.getsockname()[1], "cloud@contacts.example", "none")
        assert not_delivered(server) == ("away", False)
