import contextlib
import hashlib
import hmac
import ipaddress
import socket
import ssl
import threading

import pytest

from practicecloud.notices import webhook
from practicecloud.notices.notice_settings import NoticeSettings, Wish, judged
from practicecloud.notices.outbox import NotDelivered, Waiting
from practicecloud.notices.webhook import Hook, call, is_public, signature, trouble_with
from practicecloud.pages.notices_page import WHY
from tests.system.cloud import make_certificate
from tests.system.webhook_receiver import webhook_receiver

CALL = Waiting("5b8f", "webhook", "practice", "", "trouble", '{"event": "trouble"}', 0.0, 0)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return tmp_path


def not_called(url, *, private=True):
    with pytest.raises(NotDelivered) as trouble:
        call(Hook(url, "secret", private), CALL, 1000.0)
    assert trouble.value.why in WHY
    return trouble.value.why, trouble.value.for_good


def test_what_is_posted_is_signed(folder):
    with webhook_receiver(folder) as received:
        call(Hook(received.url, "secret", private=True), CALL, 1000.9)

    assert received.bodies == [CALL.text.encode()]
    mark = hmac.new(b"secret", b"1000." + received.bodies[0], hashlib.sha256).hexdigest()
    headers = received.headers[0]
    assert headers["X-Practice-Cloud-Signature"] == f"t=1000,v1={mark}"
    assert headers["X-Practice-Cloud-Delivery"] == "5b8f"
    assert headers["X-Practice-Cloud-Event"] == "trouble"
    assert headers["Host"] == received.url.split("/")[2]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "0.1.2.3",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::", "2001:0:1::1", "64:ff9b:1::7f00:1", "::7f00:1", "::101:101",
        "::ffff:0:127.0.0.1", "::ffff:0:1.1.1.1", "fec0::1", "5f00::1", "2001:db8::1", "3fff::1",
        "192.0.0.8", "192.0.0.9", "192.88.99.1", "198.18.0.1",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "192.0.1.1",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
    ],
)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_nobody_is_called_in_a_private_network(folder, host):
    with webhook_receiver(folder) as received:
        port = received.url.rpartition(":")[2]
        assert not_called(f"https://{host}:{port}", private=False) == ("private", True)

    assert received.bodies == []


def test_a_name_that_also_leads_into_a_private_network_is_not_called(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("1.1.1.1", "::1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: both)

    assert not_called("https://rebinding.example/", private=False) == ("private", True)


def test_the_address_that_was_looked_at_is_the_one_that_is_called(folder, monkeypatch):
    with webhook_receiver(folder) as received:
        port = int(received.url.split("/")[2].partition(":")[2])
        asked = []

        def once(*_args, **_more):
            asked.append(1)
            here = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (here, port))]

        monkeypatch.setattr(socket, "getaddrinfo", once)
        connect = socket.create_connection

        def connect_to(address, *args):
            assert address == ("127.0.0.1", port)
            sockets = socket.socket()
            sockets.connect(address)
            return sockets

        monkeypatch.setattr(socket, "create_connection", connect_to)
        call(Hook(f"https://localhost:{port}/", "s", private=True), CALL, 0.0)
        monkeypatch.setattr(socket, "create_connection", connect)
    assert len(asked) == 1
    assert len(received.bodies) == 1


def test_a_certificate_is_verified_for_the_name(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    make_certificate(other)
    with webhook_receiver(other) as received:
        assert not_called(received.url) == ("certificate", False)
    assert received.bodies == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [(500, ("refused", False)), (404, ("refused", False)), (410, ("gone", True))],
)
def test_an_error_is_tried_again_unless_the_webhook_is_gone(folder, status, expected):
    with webhook_receiver(folder) as received:
        received.answers = [status]
        assert not_called(received.url) == expected


def test_nobody_is_led_elsewhere(folder):
    with webhook_receiver(folder) as elsewhere, webhook_receiver(folder) as received:
        received.answers, received.location = [307], elsewhere.url
        assert not_called(received.url) == ("refused", False)
    assert elsewhere.bodies == []


def test_an_answer_that_drips_is_ended(folder, monkeypatch):
    monkeypatch.setattr(webhook, "AT_MOST", 0.3)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    over = threading.Event()

    def drip(listening):
        plain, _ = listening.accept()
        with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as other:
            for _ in range(500):
                other.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                over.wait(0.02)
            other.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,), daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/"
        assert not_called(url) == ("away", False)
        over.set()
        thread.join(10)


def test_a_host_that_there_is_not_is_named():
    assert not_called("https://nobody.invalid/") == ("unknown-host", False)


@pytest.mark.parametrize(
    "url",
    [
        "http://alerts.example/", "alerts.example", "https://", "https://user:pass@alerts.example",
        "https://alerts.example:99999/", "https://alerts.example/#x", "https://a b.example/",
        "https://[::1/", "https://alerts.example/\r\nX: y", "javascript:alert(1)",
        "https://ä.example/", "https://alerts.example/" + "x" * 500, "https://10.0.0.1/",
        "https://localhost/", "https://[::1]/", "https://alerts.example:0/",
    ],
)  # fmt: skip
def test_an_address_that_will_not_do_is_told_why(url):
    assert trouble_with(url)


def test_an_address_that_will_do_is_taken():
    assert trouble_with("https://alerts.example:8443/practice?to=office") == ""
    assert trouble_with("https://10.0.0.1/", private=True) == ""
    assert trouble_with("http://10.0.0.1/", private=True)


def test_a_signature_is_of_the_secret_the_body_and_the_time():
    others = {signature("a", b"x", 1), signature("b", b"x", 1), signature("a", b"y", 1)}
    assert len(others | {signature("a", b"x", 2)}) == 4


HELD = NoticeSettings(True, ("it@example.com",), "https://alerts.example/", "kept")


@pytest.mark.parametrize(
    ("webhook_of", "new", "same"),
    [
        (HELD.webhook, False, True),
        (HELD.webhook, True, False),
        ("https://b.example/", False, False),
    ],
)
def test_another_address_or_a_wish_brings_another_secret(webhook_of, new, same):
    wanted, mistakes = judged(Wish(True, "", webhook_of, new), HELD, private=False)
    assert mistakes == []
    assert (wanted.webhook_secret == "kept") is same
    assert len(wanted.webhook_secret) >= 4


def test_addresses_are_taken_as_people_write_them():
    typed = "IT@example.com\r\n\r\n boss@example.com ; it@example.com, help@example.com"
    wanted, mistakes = judged(Wish(False, typed, ""), NoticeSettings(), private=False)
    assert (wanted.addresses, mistakes) == (
        ("it@example.com", "boss@example.com", "help@example.com"), [],
    )  # fmt: skip
    assert wanted.webhook_secret == ""


def test_more_than_five_addresses_are_refused():
    typed = "\n".join(f"it{number}@example.com" for number in range(6))
    _, mistakes = judged(Wish(False, typed, ""), NoticeSettings(), private=False)
    assert mistakes == ["There is room for 5 more addresses."]
