"""A practice whose contacts come from Faker's seed, put online as an agent does it."""

from __future__ import annotations

import random
from collections.abc import Iterator

from faker import Faker

from tests.system.cloud import Cloud
from tests.system.cloud_agent import Caller, tokens

SEED = 20260504

MARKUP = '<script>alert("x")</script><img src=x onerror=alert(1)>'
SQL = "Robert'); DROP TABLE contact;--"
RIGHT_TO_LEFT = "\u202eevil \u05e9\u05dc\u05d5\u05dd Pty Ltd"
EMOJI = "\U0001f468\u200d\U0001f469\u200d\U0001f467 Caf\u00e9 \U0001f1e6\U0001f1fa"
LONG = "Rindfleischetikettierungs\u00fcberwachung" * 5
HOSTILE = (MARKUP, SQL, RIGHT_TO_LEFT, EMOJI, LONG)

MOBILES = ("0491 570 006", "0491 570 156", "0491 570 157", "0491 570 158", "0491 570 159")

HOLDINGS = '["holdings"]'
TRUST = '["trust"]'

Contact = dict[str, object]


def known(fake: Faker) -> Iterator[Contact]:
    """Give three contacts that belong together, of which tests know what they hold."""
    yield {
        "id": '["director"]', "kind": "person", "status": "active", "name": "Example, Zo\u00eb",
        "title": "Dr", "first": "Zo\u00eb", "last": "Example", "code": "EXAZOE", "is_client": True,
        "contact_type": "Individual", "emails": ["zoe@example.com"], "aliases": ["Poppet"],
        "phones": [{"type": "Mobile", "number": "0491 570 110"}],
        "associations": [{"contact": TRUST, "relation": "Beneficiary"}],
    }  # fmt: skip
    yield {
        "id": HOLDINGS, "kind": "organisation", "status": "active",
        "name": "Sample Holdings Pty Ltd", "code": "SAMHOL", "is_client": True,
        "contact_type": "Company", "abn": "51 824 753 556", "emails": ["office@example.com"],
        "phones": [{"type": "Work", "number": "02 5550 0100"},
                   {"type": "Fax", "number": "02 5550 0109"}],
        "addresses": [{"type": "Street", "lines": ["Level 2", "1 Test Street"], "city": "Perth",
                       "state": "WA", "postcode": "6000"}],
        "partner": fake.name(), "office": "Perth", "department": "Business services",
        "associations": [{"contact": '["director"]', "relation": "Director"},
                         {"contact": TRUST, "relation": "Trustee of"}],
        "extras": {"Referred by": "Newsletter"},
    }  # fmt: skip
    yield {
        "id": TRUST, "kind": "organisation", "status": "active", "name": "Sample Family Trust",
        "code": "SAMTRU", "is_client": True, "contact_type": "Trust",
        "phones": [{"type": "Work", "number": "02 5550 0101"}],
    }  # fmt: skip


def hostile() -> Iterator[Contact]:
    """Give contacts that try to be something else than text, in each place."""
    for number, text in enumerate(HOSTILE):
        yield {
            "id": f'["hostile/../{number}?#"]', "kind": "person", "status": "active",
            "name": f"{text} {number}"[:200], "code": text[:50], "contact_type": text[:100],
            "emails": [text[:254]], "phones": [{"type": text[:50], "number": text[:50]}],
            "addresses": [{"type": text[:50], "lines": [text[:200]], "city": text[:100]}],
            "associations": [{"contact": HOLDINGS, "relation": text[:100]}],
            "extras": {text: text},
        }  # fmt: skip


def somebody(fake: Faker, odds: random.Random, number: int) -> Contact:
    """Return an ordinary contact."""
    phones = [{"type": "Mobile", "number": odds.choice(MOBILES)}]
    common: Contact = {
        "id": f'["{number}"]', "status": "closed" if odds.random() < 0.1 else "active",
        "is_client": odds.random() < 0.8, "partner": odds.choice(("Partner One", "Partner Two")),
        "addresses": [{"type": "Street", "lines": [fake.street_address()], "city": fake.city(),
                       "state": fake.state_abbr(), "postcode": fake.postcode()}],
    }  # fmt: skip
    if odds.random() < 0.3:
        name = f"{fake.last_name()} {odds.choice(('Pty Ltd', 'Family Trust', '& Sons'))}"
        kind = {"kind": "organisation", "contact_type": "Trust" if "Trust" in name else "Company"}
        phones = [{"type": "Work", "number": f"02 5550 {odds.randrange(10_000):04}"}]
        return common | kind | {"name": name, "code": _code(name, number), "phones": phones}
    first, last = fake.first_name(), fake.last_name()
    who = {"kind": "person", "contact_type": "Individual", "first": first, "last": last}
    emails = [f"{first}.{last}@example.com".lower().replace(" ", "")]
    name = f"{last}, {first}"
    code = _code(name, number)
    return common | who | {"name": name, "code": code, "phones": phones, "emails": emails}


def contacts(count: int, *, with_hostile: bool = True) -> list[Contact]:
    """Return so many ordinary contacts besides those that are known, and the hostile."""
    Faker.seed(SEED)
    fake, odds = Faker("en_AU"), random.Random(SEED)
    others = hostile() if with_hostile else ()
    return [*known(fake), *others, *(somebody(fake, odds, number) for number in range(count))]


def put_online(cloud: Cloud, all_of_them: list[Contact], beat: Contact | None = None) -> None:
    """Activate the practice, send its contacts until they can be found, and report once."""
    with Caller(cloud, tokens(cloud)["access_token"]) as caller:
        epoch = caller.activate().json()["epoch"]
        items = [
            {"op": "upsert", "id": one["id"], "epoch": epoch, "sequence": place, "contact": one}
            for place, one in enumerate(all_of_them, 1)
        ]
        for start in range(0, len(items), 200):
            outcomes = caller.send(*items[start : start + 200]).json()["outcomes"]
            assert {one["outcome"] for one in outcomes} == {"stored"}
        caller("POST", "/migration", json={"step": "processing"})
        while caller("GET", "/migration").json()["step"] != "ready":
            pass
        report(caller, beat or IN_SYNC)


IN_SYNC: Contact = {
    "installation": "first", "server": "SERVER", "phase": "in_sync", "colour": "green",
    "shape": "tick", "sentence": "In sync.",
}  # fmt: skip


def report(caller: Caller, beat: Contact) -> None:
    """Say how sync stands, as the server in charge."""
    assert caller("POST", "/heartbeat", json=beat).status_code == 204


def _code(name: str, number: int) -> str:
    letters = "".join(sign for sign in name.upper() if sign.isalpha())
    return f"{letters[:5]}{number:03}"
