"""Whom a sign-in is refused for, before anything is kept of it."""

import datetime as dt
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace as replace_struct

from practicesync.adapters.authority import Grant
from practicesync.adapters.cloud_activation import Activation, Claim, InCharge
from practicesync.adapters.sign_in import Signed
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.tokens import Unkept
from practicesync.app.asking.activation_steps import Ready, Start
from practicesync.app.worker.identity import OwnIdentity
from practicesync.app.worker.joining import Circle, Joining, Look
from practicesync.app.worker.register import Register, Registered
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.wish import EndSignIn, Wish

NOW = Start("1")
OTHER = InCharge(True, 3, "OLDSRV", "installation-2", "2026-05-03T09:02:00+00:00", "x@example.com")
NOBODY = InCharge(active=False)
NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


@dataclass
class Cloud:
    """Signs in for that practice at once, and is the shop's authority."""

    practice_id: str
    revoked: list[str] = field(default_factory=list)
    replaced: str = ""
    fails_to_activate: bool = False
    fails_to_revoke: bool = False
    asked_to_revoke: Event = field(default_factory=Event)
    fails_to_keep: Problem | None = None
    access_is_old: bool = False
    did: list[str] = field(default_factory=list)
    access: Unkept = field(init=False)
    in_charge: InCharge = NOBODY
    claims: list[Claim] = field(default_factory=list)

    @property
    def signed(self) -> Signed:
        user = "somebody@example.com"
        grant = Grant("access", "refresh", 600, self.practice_id, "The practice", user)
        return Signed(user, self.practice_id, "The practice", grant)

    def wait(self, stop) -> Signed:
        return self.signed

    def source(self, settings) -> None:
        raise Unavailable(Code.DATABASE_UNREACHABLE)

    def authority(self, settings) -> "Cloud":
        return self

    def revoke(self, refresh_token: str) -> None:
        self.revoked.append(refresh_token)
        self.asked_to_revoke.set()
        if self.fails_to_revoke:
            raise Unavailable(Code.CLOUD_UNREACHABLE)

    def tokens(self, settings, practice_id: str) -> "Cloud":
        return self

    def keep(self, grant: Grant) -> str:
        self.did.append(f"keep {grant.refresh_token}")
        if self.fails_to_keep is not None:
            problem, self.fails_to_keep = self.fails_to_keep, None
            raise problem
        return self.replaced

    def start_vault_afresh(self) -> None:
        self.did.append("start afresh")

    def unkept(self, settings, grant: Grant) -> Unkept:
        door: Any = self
        return Unkept(door, grant)

    def refresh(self, refresh_token: str) -> Grant:
        return replace(self.signed.grant, access_token="access 2", refresh_token="refresh 2")

    def session(self, settings, practice_id: str, access: Unkept) -> "Cloud":
        self.access = access
        return self

    server = "SERVER"

    def installation(self, practice: str) -> str:
        return "installation-1"

    def get(self, path: str, kind: type) -> InCharge:
        return self.in_charge

    def post(self, path: str, body: bytes, kind: type) -> Activation:
        self.claims.append(msgspec.json.decode(body, type=Claim))
        token = self.access.access()
        if self.access_is_old:
            token = self.access.access(rejected=token)
        self.did.append(f"claim with {token}")
        if self.fails_to_activate:
            raise Unavailable(Code.CLOUD_UNREACHABLE)
        return Activation(1, "", self.practice_id, "The practice", "SERVER", NOON, "x@example.com")


@dataclass
class Practice:
    """The practice that somebody signs in for."""

    name: str = "Branch"
    practice_id: str = ""

    wishes: list[Wish] = field(default_factory=list)
    did: list[str] = field(default_factory=list)

    def retire(self, seconds: float) -> None:
        self.did.append("retire")

    def put_off(self, until: dt.datetime) -> None:
        self.did.append(f"put off until {until:%H:%M}")

    def begin(self) -> None:
        self.did.append("begin")

    def adopt(self, practice_id: str) -> None:
        self.practice_id = practice_id

    def wish(self, wish: Wish) -> None:
        self.wishes.append(wish)


def joining(cloud: Cloud, folder, copied: bool = False, **ids: str) -> Joining:
    circle = Circle(lambda: ids, Lock())
    file = folder / "practices.json"
    file.write_text('{"installation": "installation-1", "machine": {"system": "here"}}')
    register = Register(file)
    register.open()
    here = {"system": "elsewhere" if copied else "here"}
    identity = OwnIdentity(register, here, lambda *_: True, SystemClock())
    # One double stands for shop and sign-in; the settings are only handed on to it.
    door: Any = cloud
    practice: Any = Practice()
    settings: Any = None
    look = Look(lambda: NOON, lambda _: iter(()))
    return Joining(door, settings, practice, register, look, door, circle, identity)


def refused(act) -> Code:
    with pytest.raises(Problem) as raised:
        act()
    return raised.value.code


def test_a_sign_in_for_what_another_practice_here_is_already_is_refused_and_revoked(tmp_path):
    cloud = Cloud("p-1")
    branch = joining(cloud, tmp_path, Main="P-1", Branch="")

    assert refused(lambda: branch.signed(lambda: False)) is Code.SIGNED_IN_ELSEWHERE
    assert cloud.revoked == ["refresh"]


def test_it_is_refused_at_the_yes_too_for_another_may_have_been_faster(tmp_path):
    cloud = Cloud("P-1")
    branch = joining(cloud, tmp_path, Main="P-1", Branch="")

    assert refused(lambda: branch.activate(cloud.signed, NOW, None)) is Code.SIGNED_IN_ELSEWHERE
    assert cloud.revoked == ["refresh"]


@pytest.mark.parametrize("practice_id", ["", "../p-1", "p/1", "p\\1", "p\n1", ".p", "p" * 101])
def test_an_id_that_cannot_be_in_the_name_of_a_file_is_refused(tmp_path, practice_id):
    cloud = Cloud(practice_id)

    assert refused(lambda: joining(cloud, tmp_path).signed(lambda: False)) is Code.CLOUD_ANSWER_ODD
    assert cloud.revoked == ["refresh"]


def test_a_sign_in_for_a_practice_of_its_own_is_taken(tmp_path):
    cloud = Cloud("P-2")
    branch = joining(cloud, tmp_path, Main="P-1", Branch="P-2")

    assert branch.signed(lambda: False) == cloud.signed
    assert cloud.revoked == []


@pytest.mark.parametrize("fails", [False, True])
def test_the_sign_in_before_is_revoked_once_the_new_one_has_worked(tmp_path, fails):
    cloud = Cloud("P-2", replaced="older", fails_to_revoke=fails)
    branch = joining(cloud, tmp_path)

    branch.activate(cloud.signed, NOW, None)

    assert branch.practice.practice_id == "P-2"
    assert cloud.asked_to_revoke.wait(10)
    assert cloud.revoked == ["older"]


def test_nothing_is_kept_before_the_practice_is_claimed(tmp_path):
    cloud = Cloud("P-2", replaced="older")
    branch = joining(cloud, tmp_path)

    branch.activate(cloud.signed, NOW, None)

    assert cloud.did == ["claim with access", "keep refresh"]
    assert branch.register.get("Branch") is not None


def test_what_was_renewed_during_the_claim_is_what_is_kept(tmp_path):
    cloud = Cloud("P-2", access_is_old=True)
    branch = joining(cloud, tmp_path)

    branch.activate(cloud.signed, NOW, None)

    assert cloud.did == ["claim with access 2", "keep refresh 2"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("old", "revoked"), [(False, "refresh"), (True, "refresh 2")])
def test_a_claim_that_fails_costs_the_new_sign_in_and_nothing_else(tmp_path, before, old, revoked):
    cloud = Cloud("P-2", replaced="older", fails_to_activate=True, access_is_old=old)
    branch = joining(cloud, tmp_path)
    branch.register.open()
    registered = Registered("P-2", "The practice", NOON, "x@example.com")
    if before:
        branch.register.put("Branch", registered)

    assert refused(lambda: branch.activate(cloud.signed, NOW, None)) is Code.CLOUD_UNREACHABLE

    assert cloud.revoked == [revoked]
    assert [act for act in cloud.did if act.startswith("keep")] == []
    assert branch.register.get("Branch") == (registered if before else None)
    assert branch.practice.practice_id == ""


def test_a_sign_in_that_can_not_be_kept_leaves_the_one_before_alone(tmp_path):
    cloud = Cloud("P-2", replaced="older", fails_to_keep=Unavailable(Code.DISK_FULL))
    branch = joining(cloud, tmp_path)

    assert refused(lambda: branch.activate(cloud.signed, NOW, None)) is Code.DISK_FULL

    # Not the new one either: whether the disk has it can't be known.
    assert cloud.revoked == []
    assert branch.register.get("Branch") is None


def test_a_vault_that_can_not_be_read_is_begun_anew(tmp_path):
    cloud = Cloud("P-2", fails_to_keep=Misconfigured(Code.VAULT_UNREADABLE))
    branch = joining(cloud, tmp_path)

    branch.activate(cloud.signed, NOW, None)

    assert cloud.did[1:] == ["keep refresh", "start afresh", "keep refresh"]


def test_a_register_that_can_not_be_written_leaves_the_new_sign_in_good(tmp_path):
    """The vault has it already, and the one before is gone from there."""
    cloud = Cloud("P-2", replaced="older")
    branch = joining(cloud, tmp_path)
    (tmp_path / "practices.json").unlink()
    (tmp_path / "practices.json").mkdir()

    refused(lambda: branch.activate(cloud.signed, NOW, None))

    assert cloud.asked_to_revoke.wait(10)
    assert cloud.revoked == ["older"]
    assert branch.practice.practice_id == ""


@pytest.mark.parametrize("kept", [True, False])
def test_the_practice_is_told_whether_the_sign_in_is_kept(tmp_path, kept):
    branch = joining(Cloud("P-2"), tmp_path)

    branch.over(kept=kept)

    practice: Any = branch.practice
    assert practice.wishes == [EndSignIn(kept)]


def test_the_claim_carries_the_terms_that_were_accepted_now(tmp_path):
    cloud = Cloud("P-2")
    joining(cloud, tmp_path).activate(cloud.signed, NOW, None)

    [claim] = cloud.claims
    assert claim.terms is not None
    assert (claim.terms.version, claim.terms.accepted_at) == ("1", NOON)
    assert (claim.first, claim.take_over) == (True, False)


def test_terms_of_before_are_not_claimed_anew_and_stay_remembered(tmp_path):
    cloud = Cloud("P-2")
    branch = joining(cloud, tmp_path)
    branch.register.put("Branch", Registered("P-2", "The practice", NOON, "x@example.com", "1"))

    branch.activate(cloud.signed, Start(None), None)

    assert cloud.claims[0].terms is None
    registered = branch.register.get("Branch")
    assert registered is not None
    assert registered.terms == "1"


@pytest.mark.parametrize(
    ("found", "elsewhere"),
    [
        (InCharge(active=False), None),
        (OTHER, OTHER),
        (replace_struct(OTHER, active=False), None),
        (replace_struct(OTHER, installation="installation-1"), None),
    ],
)
def test_only_another_server_that_is_in_charge_is_elsewhere(tmp_path, found, elsewhere):
    cloud = Cloud("P-2", in_charge=found)

    assert joining(cloud, tmp_path).elsewhere(cloud.signed) == elsewhere


def test_nobody_is_taken_over_from_whom_nobody_has_agreed_to(tmp_path):
    cloud = Cloud("P-2", in_charge=replace_struct(OTHER, server="THIRDSRV", installation="third"))
    branch = joining(cloud, tmp_path)

    with pytest.raises(Problem) as raised:
        branch.activate(cloud.signed, NOW, OTHER)

    assert raised.value.code is Code.ANOTHER_IN_CHARGE
    assert raised.value.facts["server"] == "THIRDSRV"
    assert cloud.claims == []
    assert cloud.revoked == ["refresh"]


def test_a_server_is_taken_over_from_after_a_yes_to_it(tmp_path):
    cloud = Cloud("P-2", in_charge=OTHER)

    joining(cloud, tmp_path).activate(cloud.signed, NOW, OTHER)

    assert cloud.claims[0].take_over


def test_a_start_that_is_put_off_is_remembered_before_anything_could_begin(tmp_path):
    cloud = Cloud("P-2")
    branch = joining(cloud, tmp_path)
    at = NOON + dt.timedelta(hours=6)

    branch.activate(cloud.signed, Start("1", at), None)

    practice: Any = branch.practice
    registered = branch.register.get("Branch")
    assert registered is not None
    assert registered.begins_at == at
    assert practice.did == ["retire", "put off until 18:00"]


def test_a_start_now_ends_what_was_put_off(tmp_path):
    cloud = Cloud("P-2")
    branch = joining(cloud, tmp_path)

    branch.activate(cloud.signed, NOW, None)

    practice: Any = branch.practice
    assert practice.did == ["begin"]


@pytest.mark.parametrize(
    ("before", "ready"),
    [
        (None, Ready((), None)),
        (Registered("P-2", "The practice", NOON, "x", "1"), Ready((), None, "1", goes_on=True)),
        (Registered("P-2", "The practice", NOON, "x", "1", left_at=NOON), Ready((), None)),
        (Registered("P-3", "The practice", NOON, "x", "1"), Ready((), None)),
    ],
)
def test_terms_are_accepted_once_an_activation(tmp_path, before, ready):
    cloud = Cloud("P-2", in_charge=replace_struct(OTHER, installation="installation-1"))
    branch = joining(cloud, tmp_path)
    if before is not None:
        branch.register.put("Branch", before)

    assert branch.ready(cloud.signed, ()) == ready


def test_a_copy_of_a_server_at_work_joins_as_somebody_new(tmp_path):
    held = replace_struct(OTHER, installation="installation-1")
    cloud = Cloud("P-2", in_charge=held, replaced="the original's")
    branch = joining(cloud, tmp_path, copied=True)

    assert branch.elsewhere(cloud.signed) == held
    branch.activate(cloud.signed, NOW, held)

    [claim] = cloud.claims
    assert claim.installation not in ("", "installation-1")
    assert claim.take_over
    registered = branch.register.get("Branch")
    assert registered is not None
    assert registered.installation == claim.installation
    assert registered.machine == {"system": "elsewhere"}
    assert not cloud.asked_to_revoke.is_set()


def test_who_is_no_copy_joins_under_its_own_id(tmp_path):
    cloud = Cloud("P-2")
    branch = joining(cloud, tmp_path)
    branch.activate(cloud.signed, NOW, None)

    assert [claim.installation for claim in cloud.claims] == ["installation-1"]
    registered = branch.register.get("Branch")
    assert registered is not None
    assert registered.machine == {"system": "here"}
