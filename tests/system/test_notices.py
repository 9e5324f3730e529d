"""A server falls silent: every page says so, and administrators are told, and when it is over."""

import hashlib
import hmac
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa

from practicecloud.notices import outbox
from practicecloud.notices.outbox import Message
from practicecloud.store.storage import open_database, writing
from practicesync.demo.practice import MARKER, expected, make_practice
from tests.system.cloud import add_user, make_certificate, serving, session, start_cloud, submit
from tests.system.cloud_agent import Caller, tokens
from tests.system.conftest import another
from tests.system.installation import settings
from tests.system.mail_server import PASSWORD, USER, mail_server
from tests.system.test_cloud_contract import example, hold_to_contract
from tests.system.webhook_receiver import webhook_receiver

LONGEST = 60.0
ROOT = "/v1/practices/{practice_id}"
HERE = "https://contacts.example"
QUICK = ("--silent-after", "4", "--notice-after", "6", "--calm-after", "1")


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """Certificates of mail server and webhook, by an authority that the online side trusts."""
    folder = tmp_path_factory.mktemp("outside")
    make_certificate(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
        patch.setenv("PRACTICECLOUD_SMTP_PASSWORD", PASSWORD)
        yield folder


@pytest.fixture(scope="module")
def box(outside):
    with mail_server(outside) as opened:
        yield opened


@pytest.fixture
def mailbox(box):
    for kept in (box.arrived, box.recipients, box.encrypted, box.signed_in):
        kept.clear()
    return box


def mailing(box):
    return (
        "--smtp-host", "127.0.0.1", "--smtp-port", str(box.port), "--smtp-user", USER,
        "--mail-from", "cloud@contacts.example", "--public-url", f"{HERE}/",
    )  # fmt: skip


@pytest.fixture(scope="module")
def slow(tmp_path_factory, box):
    """An online side with the usual spans."""
    options = (*mailing(box), "--private-webhooks")
    with start_cloud(tmp_path_factory.mktemp("slow"), *options) as cloud:
        yield cloud


def signed_in(cloud, email=None, password=None):
    made = session(cloud)
    page = made.get(f"{cloud.base_url}/sign-in", timeout=30)
    entered = {"email": email or cloud.email, "password": password or cloud.password}
    assert submit(made, page, entered).status_code == 303
    return made


def opened(cloud, browser, path=""):
    return browser.get(f"{cloud.base_url}/practices/{cloud.practice_id}{path}", timeout=30)


def beat(caller, **members):
    body = example(f"{ROOT}/heartbeat", "post", "in_sync") | {"installation": "first"} | members
    answer = caller("POST", "/heartbeat", json=body)
    assert answer.status_code == 204
    return answer


def wait_for(told):
    deadline = time.monotonic() + LONGEST
    while not (found := told()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found
    return found


def test_silence_is_on_every_page_and_told_once_and_once_when_it_is_over(tmp_path, mailbox):
    options = (*QUICK, *mailing(mailbox), "--workers", "2")
    with start_cloud(tmp_path, *options, practice_name="Café office") as cloud:
        staff = add_user(cloud.database, "staff@example.com", cloud.practice_id, "staff")
        looker = signed_in(cloud, "staff@example.com", staff)
        with Caller(cloud, tokens(cloud)["access_token"]) as caller:
            caller.activate(server="OLDSRV")

            def well():
                beat(caller)
                return "All contacts are in sync." in opened(cloud, looker).text

            wait_for(well)
            wait_for(lambda: "OLDSRV has been silent since" in opened(cloud, looker).text)
            (told,) = mailbox.wait(1)
            assert len(mailbox.arrived) == 1

            def healed():
                beat(caller)
                return len(mailbox.arrived) > 1

            wait_for(healed)
            wait_for(well)
        looker.close()
    assert mailbox.subjects() == [
        "Contacts sync of Café office needs attention",
        "Contacts sync of Café office works again",
    ]
    # Staff look contacts up; what is wrong with the server is the administrators' to mend.
    assert set(mailbox.recipients) == {cloud.email}
    text = told.get_content()
    assert "OLDSRV has been silent since" in text
    assert f"{HERE}/practices/{cloud.practice_id}\n" in text.replace("\r\n", "\n")


def test_trouble_that_the_server_reports_is_told_with_its_code(tmp_path, mailbox):
    options = ("--notice-after", "1", "--calm-after", "1", *mailing(mailbox))
    with (
        start_cloud(tmp_path, *options) as cloud,
        Caller(cloud, tokens(cloud)["access_token"]) as caller,
    ):
        caller.activate()
        sentence = "The practice database does not answer."
        beat(caller, phase="unavailable", colour="red", shape="cross", code="PS-SRC-01",
             sentence=sentence)  # fmt: skip
        (told,) = mailbox.wait(1)
        assert sentence in told.get_content()
        assert "PS-SRC-01" in told.get_content()
        beat(caller)
        mailbox.wait(2)
    assert mailbox.subjects()[1] == "Contacts sync of Main office works again"


def test_what_waits_is_delivered_by_the_next_process_and_its_text_erased(tmp_path, mailbox):
    with start_cloud(tmp_path, *mailing(mailbox)) as cloud:
        pass
    engine = open_database(cloud.database)
    link = "https://contacts.example/reset?token=zyxwv"
    with writing(engine) as connection:
        outbox.put(connection, Message("sam@example.com", "New password", link), time.time())
    with serving(tmp_path, cloud.database, *mailing(mailbox)):
        mailbox.wait(1)

        def erased():
            with engine.connect() as connection:
                return connection.execute(sa.text("SELECT state, text FROM outbox")).all() == [
                    ("sent", "")
                ]

        wait_for(erased)
    engine.dispose()
    assert mailbox.recipients == ["sam@example.com"]
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("cloud.db*"))
    assert b"zyxwv" not in kept
    assert "zyxwv" not in (tmp_path / "cloud.log").read_text(encoding="utf-8")


def test_a_test_goes_to_everybody_who_would_be_told(slow, mailbox, outside):
    browser = signed_in(slow)
    with webhook_receiver(outside) as received:
        page = opened(slow, browser, "/notices")
        form = {"by_mail": "on", "addresses": "it@example.com", "webhook": received.url}
        assert submit(browser, page, form, 1).status_code == 303
        mailbox.wait(1)
        page = opened(slow, browser, "/notices?done=saved")
        assert "Saved." in page.text
        secret = page.text.partition('id="secret" value="')[2].partition('"')[0]

        submit(browser, page, {}, 2)
        mailbox.wait(3)
        (event,) = received.wait(1)
        wait_for(
            lambda: opened(slow, browser, "/notices").text.count('<span class="badge good">') == 4
        )
    browser.close()
    assert mailbox.recipients[0] == "it@example.com"
    assert set(mailbox.recipients[1:]) == {slow.email, "it@example.com"}
    assert slow.email in mailbox.arrived[0].get_content()
    assert (event["event"], event["practice"]) == ("test", "Main office")
    headers = received.headers[0]
    at = headers["X-Practice-Cloud-Signature"].partition(",")[0].removeprefix("t=")
    signed = hmac.new(secret.encode(), f"{at}.".encode() + received.bodies[0], hashlib.sha256)
    assert headers["X-Practice-Cloud-Signature"] == f"t={at},v1={signed.hexdigest()}"


def test_mistakes_are_said_together_and_nothing_is_saved(slow):
    browser = signed_in(slow)
    before = opened(slow, browser, "/notices").text.partition("What was sent")[0]
    form = {"addresses": "<b>nobody", "webhook": "http://example.com"}
    answer = submit(browser, opened(slow, browser, "/notices"), form, 1)
    after = opened(slow, browser, "/notices").text.partition("What was sent")[0]
    browser.close()
    assert answer.status_code == 422
    assert "is not an e-mail address" in answer.text
    assert "begins with https://" in answer.text
    assert "<b>nobody" not in answer.text
    assert "&lt;b&gt;nobody" in answer.text
    assert after == before


@pytest.mark.parametrize("path", ["/notices", "/notices/test"])
def test_only_administrators_of_the_practice_decide_who_is_told(slow, path):
    name = f"staff{path.count('/')}@example.com"
    staff = signed_in(slow, name, add_user(slow.database, name, slow.practice_id, "staff"))
    place = f"{slow.base_url}/practices/{slow.practice_id}{path}"
    token = opened(slow, staff).text.partition('name="csrf" value="')[2].partition('"')[0]
    form = {"csrf": token, "by_mail": "on"}
    # Where a form was taken, the page that follows would refuse staff all the same.
    answers = [staff.post(place, data=form, allow_redirects=False, timeout=30)]
    if path == "/notices":
        answers.append(staff.get(place, timeout=30))
    assert {answer.status_code for answer in answers} == {403}
    elsewhere = place.replace(slow.practice_id, "00000000-0000-0000-0000-000000000000")
    assert staff.post(elsewhere, data={"csrf": token}, timeout=30).status_code == 404
    assert staff.post(place, data={"csrf": "made-up"}, timeout=30).status_code == 403
    staff.close()


def test_tests_and_new_addresses_are_few(slow):
    office = another(slow, "few")
    browser = signed_in(office)
    token = opened(office, browser).text.partition('name="csrf" value="')[2].partition('"')[0]
    place = f"{office.base_url}/practices/{office.practice_id}/notices"

    def sent(path="", **form):
        form["csrf"] = token
        return browser.post(place + path, data=form, allow_redirects=False, timeout=30)

    assert sent().status_code == 303  # from now on nobody is told
    tests = [sent("/test").headers["Location"].partition("done=")[2] for _ in range(11)]
    more = sent(addresses="it@example.com")
    browser.close()
    assert tests == ["nobody"] * 10 + ["often"]
    assert more.status_code == 422
    assert "Too many addresses were added." in more.text


def test_reports_speak_the_contract(slow):
    with Caller(slow, tokens(slow)["access_token"]) as caller:
        assert caller("DELETE", "/activation").status_code == 204
        body = example(f"{ROOT}/heartbeat", "post", "in_sync")
        answers = [caller("POST", "/heartbeat", json=body)]
        caller.activate(body["installation"])
        answers.append(caller("POST", "/heartbeat", json=body))
        answers.append(caller("POST", "/heartbeat", json=body | {"installation": "other"}))
        answers.append(caller("POST", "/heartbeat", json=body | {"sentence": "x\ny"}))
        assert [one.status_code for one in answers] == [409, 204, 409, 422]
        for one in answers:
            hold_to_contract(one, f"{ROOT}/heartbeat")
    reader = tokens(slow, "contacts:read")["access_token"]
    with Caller(slow, reader) as looker:
        assert looker("POST", "/heartbeat", json=body).status_code == 403


def test_a_copy_of_a_server_learns_that_it_is_at_work_without_a_token(slow):
    with Caller(slow, tokens(slow)["access_token"]) as caller:
        caller.activate("first", take_over=True)
        beat(caller)
    nobody = replace(slow, practice_id="00000000-0000-0000-0000-000000000000")
    odd = replace(slow, practice_id="%00")
    with Caller(slow, "") as copy, Caller(nobody, "") as guess, Caller(odd, "") as hostile:
        found = copy("POST", "/presence", json={"installation": "first"})
        others = [
            copy("POST", "/presence", json={"installation": "second"}),
            guess("POST", "/presence", json={"installation": "first"}),
            hostile("POST", "/presence", json={"installation": "first"}),
        ]
        wrong = copy("POST", "/presence", json={"installation": ""})
    assert found.json()["alive"] is True
    assert [one.json() for one in others] == [{"alive": False, "seen_at": ""}] * 3
    assert wrong.status_code == 422
    for one in (found, *others, wrong):
        hold_to_contract(one, f"{ROOT}/presence")


def test_a_real_worker_that_dies_is_missed_and_its_return_told(tmp_path, mailbox, server):
    practice = make_practice(tmp_path / "practice.db", contacts=10)
    spans = ("--silent-after", "10", "--notice-after", "12", "--calm-after", "1")
    with start_cloud(tmp_path / "cloud", *spans, *mailing(mailbox)) as cloud:
        browser = signed_in(cloud)
        server.write(settings(practice.path, cloud))
        with server.running() as worker:
            server.activate(cloud)
            server.until_phase("attention")
            server.call("not-sent", "leave-out", "--all")
            wait_for(lambda: 'class="green"' in opened(cloud, browser).text)
            worker.kill()
            worker.wait()
        wait_for(lambda: "has been silent since" in opened(cloud, browser).text)
        mailbox.wait(1)
        with server.running():
            wait_for(lambda: 'class="green"' in opened(cloud, browser).text)
            mailbox.wait(2)
        wait_for(lambda: "has not been running since" in opened(cloud, browser).text)
        browser.close()
    assert [subject.rpartition("office ")[2] for subject in mailbox.subjects()[:2]] == [
        "needs attention",
        "works again",
    ]
    for mail in mailbox.arrived[:2]:
        for name in expected(practice):
            assert name not in mail.get_content()
        assert MARKER not in mail.get_content()
