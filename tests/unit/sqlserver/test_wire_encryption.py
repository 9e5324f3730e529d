"""Who encrypts what, and which certificates are believed."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

import pyodbc
import pytest
import trustme

from tests.sqlserver.engine import SqlType
from tests.sqlserver.wire.greeting import (
    Encryption,
    Option,
    Protection,
    options,
    packed,
    server_context,
)
from tests.sqlserver.wire.server import tds_server
from tests.unit.sqlserver.canned import CannedServer, table

HOST = "db.practice.example"
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
TRUSTING = {"microsoft": "Encrypt=yes;TrustServerCertificate=yes", "freetds": "Encryption=require"}
UNENCRYPTED = {"microsoft": "Encrypt=no", "freetds": "Encryption=off"}
WISHES = {
    "microsoft": ["Encrypt=no;TrustServerCertificate=yes", TRUSTING["microsoft"]],
    "freetds": ["Encryption=off", "Encryption=request", "Encryption=require"],
}


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def protection(authority, tmp_path):
    """Return what a server offers that has a certificate of that kind."""

    def protection(name=HOST, *, required=False, **of):
        issued = authority.issue_cert(name, **of)
        file = tmp_path / "server.pem"
        issued.private_key_and_cert_chain_pem.write_to_path(str(file))
        return Protection(server_context(str(file)), required)

    return protection


def answering():
    return CannedServer(lambda _sql, _parameters: [table(SqlType("int"), *range(20_000))])


def read(target):
    with closing(pyodbc.connect(target, timeout=5)) as connection:
        return len(connection.execute("SELECT value").fetchall())


def refusal(target):
    with pytest.raises(pyodbc.Error) as caught:
        pyodbc.connect(target, timeout=5)
    return caught.value.args[1]


def said(driver, port, more):
    """Return a connection string in which only this is said of encryption."""
    return driver.connection_string(port).replace("Encrypt=no;", "") + more


@pytest.mark.parametrize("required", [False, True], ids=["offered", "required"])
def test_every_wish_is_met_by_who_has_a_certificate(driver, protection, required):
    with tds_server(answering(), protection(required=required)) as wire:
        read_with = {more: read(said(driver, wire.port, more)) for more in WISHES[driver.name]}

    assert set(read_with.values()) == {20_000}


def test_encryption_is_not_to_be_had_without_a_certificate(driver):
    with tds_server(answering()) as wire:
        assert read(said(driver, wire.port, UNENCRYPTED[driver.name])) == 20_000
        refused = refusal(said(driver, wire.port, TRUSTING[driver.name]))
        assert len(wire.logins) == 1

    assert {
        "microsoft": "Encryption not supported on SQL Server",
        "freetds": "Unable to connect",
    }[driver.name] in refused


@pytest.mark.parametrize(
    ("wish", "has", "required", "answer"),
    [
        (Encryption.OFF, False, False, Encryption.NOT_SUPPORTED),
        (Encryption.ON, False, False, Encryption.NOT_SUPPORTED),
        (Encryption.OFF, True, False, Encryption.OFF),
        (Encryption.ON, True, False, Encryption.ON),
        (Encryption.REQUIRED, True, False, Encryption.ON),
        (Encryption.NOT_SUPPORTED, True, False, Encryption.NOT_SUPPORTED),
        (Encryption.OFF, True, True, Encryption.REQUIRED),
        (Encryption.NOT_SUPPORTED, True, True, Encryption.REQUIRED),
    ],
)
def test_each_wish_has_its_answer(protection, wish, has, required, answer):
    offered = protection(required=required) if has else Protection()

    assert offered.answer(wish) is answer


# FreeTDS reads which authorities to trust from its own file only, and else trusts anyone.


@pytest.fixture
def trusting(authority, tmp_path, monkeypatch):
    """Let Microsoft's driver trust the authority, as far as this process goes."""
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


def test_a_certificate_of_an_unknown_authority_is_not_believed(microsoft, protection):
    with tds_server(answering(), protection()) as wire:
        refused = refusal(said(microsoft, wire.port, "Encrypt=yes"))
        assert wire.logins == []

    assert "certificate verify failed" in refused


@pytest.mark.usefixtures("trusting")
def test_a_certificate_that_is_in_order_is_believed(microsoft, protection):
    with tds_server(answering(), protection()) as wire:
        more = f"Encrypt=yes;HostNameInCertificate={HOST}"
        assert read(said(microsoft, wire.port, more)) == 20_000


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({"name": "other.example"}, "subject name does not match host name"),
        ({"not_after": LONG_AGO}, "certificate has expired"),
    ],
    ids=["other name", "expired"],
)
def test_a_certificate_that_is_wrong_is_told(microsoft, protection, of, words):
    with tds_server(answering(), protection(**of)) as wire:
        more = f"Encrypt=yes;HostNameInCertificate={HOST}"
        refused = refusal(said(microsoft, wire.port, more))
        assert wire.wait_for_connections(0)

    assert words in refused


def test_strict_encryption_is_not_spoken(microsoft, protection):
    with tds_server(answering(), protection()) as wire:
        assert "(SQLDriverConnect)" in refusal(said(microsoft, wire.port, "Encrypt=strict"))


def test_options_are_read_as_they_are_packed():
    said_options = {Option.VERSION: b"\x10\0\0\0\0\0", Option.ENCRYPTION: b"\1", Option.THREAD: b""}

    assert options(packed(said_options)) == said_options
