"""One exchange with the cloud, against a real TLS server that answers oddly."""

import datetime as dt
import gzip
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from requests.adapters import HTTPAdapter

from practicesync.adapters.https import why_not_trusted
from practicesync.adapters.wire import (
    FORM,
    Bounds,
    CloudAddress,
    Request,
    Wire,
    https_base,
    open_wire,
)
from practicesync.adapters.wire_errors import distrust
from practicesync.core.error_table import explain
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from tests.fakes.certificates import self_signed
from tests.fakes.proxy import proxy
from tests.fakes.wire import HANG_UP, Received, Reply, WireServer, server_context, wire_server

ASK = Request("GET", "/v1/x")
SECRET = "Zorblinski"

ASKING = """
import sys
from practicesync.adapters.wire import *
print(open_wire(CloudAddress(*sys.argv[1:]), "0").exchange(Request("GET", "/")).status)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WireServer]:
    with wire_server(tmp_path) as serving:
        yield serving


@pytest.fixture
def wire(server: WireServer) -> Iterator[Wire]:
    opened = open_wire(server.address, "1.2.3")
    yield opened
    opened.close()


def problem(wire: Wire, request: Request = ASK) -> Problem:
    """Return what goes wrong; it names the host, and quotes nothing."""
    with pytest.raises(Problem) as raised:
        wire.exchange(request)
    assert SECRET not in "".join(map(str, raised.value.args))
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert raised.value.facts["host"] == wire.base.removeprefix("https://")
    return raised.value


def test_an_answer_comes_with_its_status_and_request_id(server: WireServer, wire: Wire):
    server.answer = lambda _: Reply(404, b'{"a":1}', headers={"X-Request-Id": "r-1"})

    answer = wire.exchange(ASK, token="t")

    assert (answer.status, answer.body, answer.request_id) == (404, b'{"a":1}', "r-1")
    assert server.received[0].headers["user-agent"] == "PracticeSync/1.2.3"
    assert server.received[0].headers["authorization"] == "Bearer t"


def test_a_request_does_not_show_its_body():
    assert SECRET not in repr(Request("POST", "/x", SECRET.encode()))


def test_one_connection_serves_many_exchanges(server: WireServer, wire: Wire):
    for _ in range(5):
        wire.exchange(ASK)

    assert server.connections == 1


def test_a_connection_closed_while_it_rested_is_replaced(server: WireServer, wire: Wire):
    answers = iter([Reply(), HANG_UP, Reply(201)])
    server.answer = lambda _: next(answers)
    wire.exchange(ASK)

    assert wire.exchange(ASK).status == 201


def test_what_must_not_be_repeated_is_not(server: WireServer, wire: Wire):
    server.answer = lambda _: HANG_UP

    assert problem(wire, Request("POST", "/x", b"{}", repeatable=False)).code is (
        Code.CLOUD_UNREACHABLE
    )
    assert len(server.received) == 1


def test_what_must_not_be_repeated_is_not_even_over_a_connection_that_rested(
    server: WireServer, wire: Wire
):
    answers = iter([Reply(), HANG_UP, Reply()])
    server.answer = lambda _: next(answers)
    wire.exchange(ASK)

    problem(wire, Request("POST", "/x", b"{}", repeatable=False))

    assert len(server.received) == 2


def test_a_large_body_is_packed(server: WireServer, wire: Wire):
    wire.exchange(Request("POST", "/x", b'"' + b"a" * 5000 + b'"'))

    assert server.received[0].headers["content-encoding"] == "gzip"
    assert int(server.received[0].headers["content-length"]) < 500
    assert server.received[0].body == b'"' + b"a" * 5000 + b'"'


def test_a_redirect_is_not_followed(server: WireServer, wire: Wire):
    server.answer = lambda _: Reply(302, headers={"Location": "/elsewhere"})

    assert wire.exchange(ASK).status == 302
    assert len(server.received) == 1


def test_a_cookie_is_not_kept(server: WireServer, wire: Wire):
    server.answer = lambda _: Reply(headers={"Set-Cookie": "a=b; Path=/"})
    wire.exchange(ASK)
    wire.exchange(ASK)

    assert "cookie" not in server.received[1].headers


def test_a_proxy_in_the_environment_is_not_used(server: WireServer):
    child = subprocess.run(
        [sys.executable, "-c", ASKING, server.url, str(server.ca_file)],
        env=os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert child.stdout == "200\n", child.stderr


def test_a_proxy_in_the_settings_is_used_and_sees_nothing(server: WireServer):
    server.answer = lambda _: Reply(pause=0.02)
    with proxy() as between:
        address = CloudAddress(server.url, str(server.ca_file), between.url)
        wire = open_wire(address, "0", Bounds(answer=0.3))

        failed = problem(wire)  # the bound of an answer holds there as well
        server.answer = lambda _: Reply(201)
        answer = wire.exchange(ASK)
        wire.close()

    assert failed.facts["reason"] == "timed-out"
    assert answer.status == 201
    assert set(between.asked) == {f"CONNECT {server.url.removeprefix('https://')}"}


def test_a_cloud_behind_a_proxy_is_verified_too(server: WireServer):
    with proxy() as between:
        failed = problem(open_wire(CloudAddress(server.url, proxy=between.url), "0"))

    assert failed.code is Code.CLOUD_NOT_TRUSTED
    assert not server.received


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_refuses_is_named_as_the_reason(server: WireServer, status: int):
    with proxy(status) as between:
        wire = open_wire(CloudAddress(server.url, str(server.ca_file), between.url), "0")
        failed = problem(wire)

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_UNREACHABLE, "proxy")


def test_a_proxy_that_is_not_there_is_named_as_the_reason(server: WireServer):
    with proxy() as gone:
        address = CloudAddress(server.url, str(server.ca_file), gone.url)

    failed = problem(open_wire(address, "0"))

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_UNREACHABLE, "proxy")


@pytest.mark.parametrize("setting", ["socks5://a:1", "proxy:8080", "http://", "http://a b"])
def test_a_proxy_that_is_none_is_a_mistake_in_the_settings(setting: str):
    with pytest.raises(Misconfigured) as raised:
        open_wire(CloudAddress("https://127.0.0.1", proxy=setting), "0")

    assert raised.value.facts == {"setting": "proxy"}


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_byte_by_byte_is_given_up(server: WireServer, status: int):
    server.answer = lambda _: Reply(status, pause=0.02)  # some 70 bytes: 1.4 s in all
    wire = open_wire(server.address, "0", Bounds(answer=0.3))

    failed = problem(wire)

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_UNREACHABLE, "timed-out")


def test_a_request_that_is_taken_bit_by_bit_is_given_up(server: WireServer):
    server.dawdle = 0.02  # for each 4 KB: 40 s in all
    wire = open_wire(server.address, "0", Bounds(answer=0.3))

    failed = problem(wire, Request("POST", "/x", os.urandom(8_000_000), FORM))

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_UNREACHABLE, "timed-out")


def test_an_answer_that_never_comes_is_given_up(server: WireServer):
    server.answer = lambda _: Reply(pause=30)
    wire = open_wire(server.address, "0", Bounds(read=0.2))

    assert problem(wire).facts["reason"] == "timed-out"


def test_an_answer_that_grows_too_large_when_unpacked_is_given_up(server: WireServer):
    packed = gzip.compress(SECRET.encode() * 1_000_000)
    server.answer = lambda _: Reply(body=packed, headers={"Content-Encoding": "gzip"})
    wire = open_wire(server.address, "0", Bounds(size=100_000))

    assert problem(wire).code is Code.CLOUD_ANSWER_ODD


def test_an_answer_that_is_cut_off_is_no_answer(server: WireServer, wire: Wire):
    server.answer = lambda _: Reply(
        body=SECRET.encode(), headers={"Content-Length": "500"}, keep=False
    )

    assert problem(wire).code is Code.CLOUD_UNREACHABLE


def test_an_answer_that_is_not_gzip_as_it_says_is_odd(server: WireServer, wire: Wire):
    server.answer = lambda _: Reply(body=SECRET.encode() * 10, headers={"Content-Encoding": "gzip"})

    failed = problem(wire)

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_ANSWER_ODD, "encoding")


def test_a_cloud_that_refuses_the_connection_is_unreachable(tmp_path: Path):
    with wire_server(tmp_path) as gone:
        address = gone.address

    failed = problem(open_wire(address, "0"))

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_UNREACHABLE, "refused")


def test_a_name_that_nobody_knows_is_unreachable(server: WireServer):
    wire = open_wire(CloudAddress("https://nowhere.invalid", str(server.ca_file)), "0")

    failed = problem(wire)

    assert (failed.code, failed.facts["reason"]) == (Code.CLOUD_UNREACHABLE, "name-unknown")


# ---- whom to trust


def refused(tmp_path: Path, context: ssl.SSLContext, ca: trustme.CA | None = None) -> str:
    with wire_server(tmp_path, context=context) as serving:
        if ca:
            ca.cert_pem.write_to_path(str(serving.ca_file))
        failed = problem(open_wire(serving.address, "0"))
        assert isinstance(failed, Unavailable)
        assert failed.code is Code.CLOUD_NOT_TRUSTED
        assert not serving.received
        return failed.facts["reason"]


def test_an_expired_certificate_is_refused(tmp_path: Path):
    ca = trustme.CA()
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    expired = ca.issue_cert("127.0.0.1", not_after=yesterday)

    assert refused(tmp_path, server_context(expired), ca) == "expired"


def test_a_certificate_that_is_not_valid_yet_is_refused(tmp_path: Path):
    ca = trustme.CA()
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    early = ca.issue_cert("127.0.0.1", not_before=tomorrow)

    assert refused(tmp_path, server_context(early), ca) == "not-yet"


def test_a_certificate_of_another_host_is_refused(tmp_path: Path):
    ca = trustme.CA()

    assert refused(tmp_path, server_context(ca.issue_cert("other.test")), ca) == "wrong-host"


def test_a_certificate_of_an_unknown_authority_is_refused(tmp_path: Path):
    unknown = server_context(trustme.CA().issue_cert("127.0.0.1"))

    assert refused(tmp_path, unknown) == "unknown-authority"


def test_a_self_signed_certificate_is_refused(tmp_path: Path):
    assert refused(tmp_path, self_signed(tmp_path)) == "self-signed"


def test_an_old_protocol_is_refused(tmp_path: Path):
    ca = trustme.CA()
    old = server_context(ca.issue_cert("127.0.0.1"))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1

    assert refused(tmp_path, old, ca) == "protocol"


def test_without_a_ca_file_the_roots_of_this_computer_count(server: WireServer):
    failed = problem(open_wire(CloudAddress(server.url), "0"))

    assert failed.code is Code.CLOUD_NOT_TRUSTED
    assert not server.received


def test_nobody_is_trusted_beside_the_authorities_of_the_ca_file(server: WireServer, wire: Wire):
    wire.exchange(ASK)

    adapter = wire._session.get_adapter(server.url)
    assert isinstance(adapter, HTTPAdapter)
    context = adapter.poolmanager.connection_pool_kw["ssl_context"]
    assert len(context.get_ca_certs()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the roots are set in another way there")
def test_a_root_that_the_company_has_added_to_its_computers_is_trusted(server: WireServer):
    child = subprocess.run(
        [sys.executable, "-c", ASKING, server.url, ""],
        env=os.environ | {"SSL_CERT_FILE": str(server.ca_file)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert child.stdout == "200\n", child.stderr


def test_the_reasons_of_windows_are_understood_too():
    reasons = {
        0x800B0101: "expired",
        0x800B0109: "unknown-authority",
        0x800B010F: "wrong-host",
        -2146762487: "unknown-authority",
        -2146762495: "expired",
    }
    for code, reason in reasons.items():
        error = ssl.SSLCertVerificationError("Zorblinski")
        error.verify_code = code

        assert distrust(error) == reason


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1", "127.0.0.1", "https://", "https://a:x", "https://u:p@a", "https://a?b"],
)
def test_only_an_https_address_will_do(url: str):
    with pytest.raises(Misconfigured) as raised:
        open_wire(CloudAddress(url), "0")

    assert raised.value.facts == {"setting": "cloud"}


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://Cloud.Test/", "https://cloud.test"),
        ("https://cloud.test:443", "https://cloud.test"),
        ("https://cloud.test:8443/a/", "https://cloud.test:8443/a"),
        ("https://[::1]:1", "https://[::1]:1"),
    ],
)
def test_an_address_is_written_in_one_way(url: str, base: str):
    assert https_base(url) == base


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_ca_file_that_is_none_is_a_mistake_in_the_settings(tmp_path: Path, content: bytes | None):
    ca_file = tmp_path / "ca.pem"
    if content:
        ca_file.write_bytes(content)

    with pytest.raises(Misconfigured) as raised:
        open_wire(CloudAddress("https://127.0.0.1", str(ca_file)), "0")

    assert raised.value.facts == {
        "setting": "ca_file",
        "reason": "ca-missing" if content is None else "ca-none",
        "path": str(ca_file),
    }


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(), "there is no file of that name (/ca.pem)"),
        (NotADirectoryError(), "there is no file of that name (/ca.pem)"),
        (PermissionError(), "Practice Sync isn't allowed to read that file (/ca.pem)"),
        (ssl.SSLError(), "there is no certificate in that file (/ca.pem)"),
        (IsADirectoryError(), "there is no certificate in that file (/ca.pem)"),
    ],
)
def test_it_is_told_why_a_ca_file_can_not_be_used(error: OSError, told: str):
    facts = {"setting": "ca_file", "path": "/ca.pem", "reason": why_not_trusted(error)}

    explained = explain(Code.SETTING_WRONG, facts)
    assert f"The setting ca_file is wrong: {told}." in explained.sentence
    assert explained.remedy != explain(Code.SETTING_WRONG).remedy


def test_the_wire_server_shows_what_it_received(server: WireServer, wire: Wire):
    wire.exchange(Request("POST", "/here?a=b", b"{}"))

    assert isinstance(server.received[0], Received)
    assert (server.received[0].method, server.received[0].path) == ("POST", "/here?a=b")
