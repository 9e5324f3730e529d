import datetime as dt
from dataclasses import dataclass, field

import pytest

from practicesync.adapters.sealing import new_seal_key, sealed_for
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.refusal import Refusal
from practicesync.app.worker.secrets import Secrets
from practicesync.core.command import Command
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.phase import Phase
from practicesync.core.report import Report
from practicesync.core.secret_names import context_of
from practicesync.core.wish import SyncNow

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
NAME = "database-password"
SECRET = "s3cret"


@dataclass
class Office:
    name: str
    practice_id: str = ""
    report: Report = field(default_factory=lambda: Report(Phase.NOT_ACTIVATED, NOON))

    wishes: list[object] = field(default_factory=list)

    def wish(self, wish: object, /) -> None:
        self.wishes.append(wish)


@dataclass
class Desk:
    """The command as one worker carries it out."""

    diary: Diary
    offices: list[Office] = field(default_factory=lambda: [Office("Main office")])
    kept: dict[str, str] = field(default_factory=dict)
    fails: Exception | None = None

    def __post_init__(self) -> None:
        self.key = new_seal_key()
        self.secrets = Secrets(self.offices, self.diary, self.key, self.keep, lambda: NOON)

    def keep(self, name: str, secret: str) -> None:
        if self.fails:
            raise self.fails
        self.kept[name] = secret

    def asked(self, secret=SECRET, practice=None, context=None, **changes) -> Command:
        sealed = sealed_for(self.key.public, secret, context or context_of(NAME, practice))
        arguments = {"name": NAME, "sealed": sealed} | changes
        return Command("one", "set-secret", practice, NOON, arguments)


@pytest.fixture
def desk(tmp_path):
    return Desk(Diary(tmp_path / "commands.json"))


def test_a_secret_is_kept_for_the_practice(desk):
    assert desk.secrets.carry_out(desk.asked()).outcome == "done"

    assert desk.kept == {"database-password:Main office": "s3cret"}
    assert desk.offices[0].wishes == [SyncNow(resumes=False)]


def test_of_several_practices_one_is_named(desk):
    desk.offices.append(Office("Other office", "id-2"))
    with pytest.raises(Refusal):
        desk.secrets.carry_out(desk.asked())
    with pytest.raises(Refusal):
        desk.secrets.carry_out(desk.asked(practice="nowhere"))

    desk.secrets.carry_out(desk.asked(practice="id-2"))

    assert desk.kept == {"database-password:Other office": "s3cret"}


def test_a_seal_for_one_practice_is_not_taken_for_another(desk):
    with pytest.raises(Refusal):
        desk.secrets.carry_out(desk.asked(context=context_of(NAME, "Other office")))

    assert not desk.kept


@pytest.mark.parametrize(
    "changes",
    [{"name": "tokens"}, {"name": 1}, {"sealed": "plain text"}, {"sealed": None}, {"secret": ""}],
)
def test_what_is_no_secret_is_refused(desk, changes):
    with pytest.raises(Refusal) as refused:
        desk.secrets.carry_out(desk.asked(**changes))

    assert "s3cret" not in str(refused.value)
    assert not desk.kept


def test_no_other_secret_can_be_replaced(desk):
    context = context_of("tokens:id-1", None)
    with pytest.raises(Refusal):
        desk.secrets.carry_out(desk.asked(context=context, name="tokens:id-1"))

    assert not desk.kept


def test_a_secret_that_is_too_long_is_refused(desk):
    with pytest.raises(Refusal):
        desk.secrets.carry_out(desk.asked(secret="x" * 1001))


def test_nothing_of_it_is_written_down(desk, tmp_path):
    desk.secrets.carry_out(desk.asked())

    assert desk.diary.has("one")
    assert b"s3cret" not in (tmp_path / "commands.json").read_bytes()


def test_what_could_not_be_kept_may_be_asked_again(desk):
    desk.fails = Misconfigured(Code.VAULT_UNREADABLE)
    with pytest.raises(Misconfigured):
        desk.secrets.carry_out(desk.asked())

    assert not desk.diary.has("one")
