"""The tables of the online side; everything is keyed by practice.

Times are seconds since 1970 (UTC). Secrets (passwords, tokens, codes, cookies) are hashes.
"""

from __future__ import annotations

import sqlalchemy as sa

from practicecloud.store.report_tables import beat, listening, notice_settings, outbox, trouble
from practicecloud.store.schema import metadata

__all__ = ["beat", "listening", "metadata", "notice_settings", "outbox", "trouble"]

practice = sa.Table(
    "practice",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("digest_key", sa.LargeBinary),
    # the highest version of any contact, tombstones included
    sa.Column("last_epoch", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_sequence", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("created_at", sa.Float, nullable=False),
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("password_hash", sa.String(200), nullable=False),
    # chosen by a link that an administrator has handed on, and may have used
    sa.Column("password_shared", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", sa.Float, nullable=False),
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("person_id", sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
    # when the person signed in for the last time since they belong to it; 0: never
    sa.Column("signed_in_at", sa.Float, nullable=False, server_default="0"),
)

visit = sa.Table(
    "visit",
    metadata,
    sa.Column("cookie_hash", sa.LargeBinary, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("began_at", sa.Float, nullable=False, server_default="0"),
    # to within a few minutes
    sa.Column("seen_at", sa.Float, nullable=False, server_default="0"),
    # as its person would call it, such as "Firefox on Windows"
    sa.Column("browser", sa.String(60), nullable=False, server_default=""),
    sa.Column("expires_at", sa.Float, nullable=False),
)

wrong_try = sa.Table(
    "wrong_try",
    metadata,
    # a hash of an account, an address, both, or a browser
    sa.Column("whose", sa.LargeBinary, primary_key=True),
    # when the last of the wrong tries counts no more
    sa.Column("clear_at", sa.Float, nullable=False, index=True),
)

known_browser = sa.Table(
    "known_browser",
    metadata,
    sa.Column("cookie_hash", sa.LargeBinary, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.id"), primary_key=True, index=True),
    sa.Column("until", sa.Float, nullable=False),
)

family = sa.Table(
    "family",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("scope", sa.String(200), nullable=False),
    # the computer that it is for, once it has said so
    sa.Column("server", sa.String(200), nullable=False, server_default=""),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("revoked_at", sa.Float),
)

code = sa.Table(
    "code",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("scope", sa.String(200), nullable=False),
    sa.Column("redirect_uri", sa.String(100), nullable=False),
    sa.Column("challenge", sa.String(128), nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("used_at", sa.Float),
    sa.Column("family_id", sa.ForeignKey("family.id")),
)

device = sa.Table(
    "device",
    metadata,
    sa.Column("device_hash", sa.LargeBinary, primary_key=True),
    sa.Column("user_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("scope", sa.String(200), nullable=False),
    sa.Column("server", sa.String(200), nullable=False),
    sa.Column("asked_for", sa.String(36), nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
    # when it was last asked about, and the least seconds until the next time
    sa.Column("polled_at", sa.Float, nullable=False),
    sa.Column("pause", sa.Integer, nullable=False),
    # empty until a person has decided
    sa.Column("approved", sa.Boolean),
    sa.Column("person_id", sa.ForeignKey("person.id")),
    sa.Column("practice_id", sa.ForeignKey("practice.id")),
    sa.Column("used_at", sa.Float),
    sa.Column("family_id", sa.ForeignKey("family.id")),
)

issue = sa.Table(
    "issue",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("family_id", sa.ForeignKey("family.id"), nullable=False, index=True),
    sa.Column("parent_id", sa.String(36)),
    sa.Column("access_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("access_until", sa.Float, nullable=False),
    sa.Column("refresh_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("refresh_until", sa.Float, nullable=False),
    sa.Column("used", sa.Boolean, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)

activation = sa.Table(
    "activation",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    sa.Column("server", sa.String(200), nullable=False),
    sa.Column("installation", sa.String(100), nullable=False),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("activated_by", sa.String(254), nullable=False),
    sa.Column("family_id", sa.String(36), nullable=False),
)

terms = sa.Table(
    "terms",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("version", sa.String(50), primary_key=True),
    sa.Column("accepted_at", sa.String(40), primary_key=True),
    sa.Column("accepted_by", sa.String(254), nullable=False),
)

migration = sa.Table(
    "migration",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
)

contact = sa.Table(
    "contact",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("id", sa.String(400), primary_key=True),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    # a tombstone has no digest and no body
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary),
)

# who has done what in a practice; no name stands in it, and it is kept for a time
activity = sa.Table(
    "activity",
    metadata,
    sa.Column(
        "id",
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False),
    # as it was when it was noted: whoever has left stays in the notes
    sa.Column("person_id", sa.String(36), nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("act", sa.String(30), nullable=False),
    sa.Column("contact_id", sa.String(400), nullable=False),
    # of whom, which server or how many
    sa.Column("about", sa.String(200), nullable=False),
    sa.Index("activity_of_practice", "practice_id", "id"),
    sa.Index("activity_of_person", "practice_id", "person_id", "id"),
    sa.Index("activity_of_act", "practice_id", "act", "id"),
)

# who is asked to join a practice; with no link of theirs left, the time to do so is over
invitation = sa.Table(
    "invitation",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("invited_at", sa.Float, nullable=False),
    sa.UniqueConstraint("practice_id", "email"),
)

# what opens a page once: welcome (for nobody yet), invite (an invitation), reset (a person)
one_time_link = sa.Table(
    "one_time_link",
    metadata,
    sa.Column("purpose", sa.String(10), primary_key=True),
    sa.Column("whose", sa.String(36), primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    # by which administrator of which practice, both empty if by nobody's
    sa.Column("practice_id", sa.String(36), nullable=False),
    sa.Column("made_by", sa.String(36), nullable=False),
    # an administrator was shown it to hand it on
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)

# sign-ins that were ended because a copy was used, until an administrator has read of it
copied_sign_in = sa.Table(
    "copied_sign_in",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False, index=True),
    sa.Column("server", sa.String(200), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("read_at", sa.Float),
)
