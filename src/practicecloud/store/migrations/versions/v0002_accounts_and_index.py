"""Accounts, notices, activity, and an index of the words by which contacts are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

metadata = sa.MetaData()

_Plain = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ContactId = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")

practice = sa.Table("practice", metadata, sa.Column("id", sa.String(36), primary_key=True))

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
    sa.Column("person_id", sa.String(36), nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("act", sa.String(30), nullable=False),
    sa.Column("contact_id", sa.String(400), nullable=False),
    sa.Column("about", sa.String(200), nullable=False),
    sa.Index("activity_of_practice", "practice_id", "id"),
    sa.Index("activity_of_person", "practice_id", "person_id", "id"),
    sa.Index("activity_of_act", "practice_id", "act", "id"),
)

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

one_time_link = sa.Table(
    "one_time_link",
    metadata,
    sa.Column("purpose", sa.String(10), primary_key=True),
    sa.Column("whose", sa.String(36), primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("practice_id", sa.String(36), nullable=False),
    sa.Column("made_by", sa.String(36), nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)

copied_sign_in = sa.Table(
    "copied_sign_in",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False, index=True),
    sa.Column("server", sa.String(200), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("read_at", sa.Float),
)

directory = sa.Table(
    "directory",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False, unique=True),
    sa.Column("stored", sa.Integer, nullable=False),
    sa.Column("findable", sa.Integer, nullable=False),
    sa.Column("next_entry", sa.BigInteger, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("preparing", sa.Integer, nullable=False),
    sa.Column("position", sa.String(400), nullable=False),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("directory", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("contact_id", _ContactId, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("sort_text", _Plain, nullable=False),
    sa.Column("find_text", sa.Text, nullable=False),
    sa.UniqueConstraint("directory", "contact_id"),
    sa.Index("entry_in_order", "directory", "sort_text", "contact_id"),
    sqlite_with_rowid=False,
)

word = sa.Table(
    "word",
    metadata,
    sa.Column("directory", sa.Integer, nullable=False),
    sa.Column("word", _Plain, nullable=False),
    sa.Column("entry", sa.BigInteger, nullable=False),
    sa.Column("beside", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("directory", "word", "entry", postgresql_include=["beside"]),
    sqlite_with_rowid=False,
)

association = sa.Table(
    "association",
    metadata,
    sa.Column("directory", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("contact_id", _ContactId, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("other_id", _ContactId, nullable=False),
    sa.Column("relation", sa.String(100), nullable=False),
    sa.Index("association_from_the_other", "directory", "other_id", "contact_id"),
    sqlite_with_rowid=False,
)

beat = sa.Table(
    "beat",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("installation", sa.String(100), nullable=False),
    sa.Column("server", sa.String(200), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("utc_offset", sa.Integer),
    sa.Column("phase", sa.String(40), nullable=False),
    sa.Column("colour", sa.String(10), nullable=False),
    sa.Column("shape", sa.String(10), nullable=False),
    sa.Column("code", sa.String(20), nullable=False),
    sa.Column("sentence", sa.String(500), nullable=False),
    sa.Column("last_look_at", sa.String(40), nullable=False),
    *(
        sa.Column(name, sa.Integer)
        for name in ("in_database", "online", "not_sent", "left_out", "held", "waiting")
    ),
)

listening = sa.Table(
    "listening",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("looked_at", sa.Float, nullable=False),
)

trouble = sa.Table(
    "trouble",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("id", sa.String(36), nullable=False),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("better_since", sa.Float),
    sa.Column("told", sa.Boolean, nullable=False),
)

notice_settings = sa.Table(
    "notice_settings",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("by_mail", sa.Boolean, nullable=False),
    sa.Column("addresses", sa.Text, nullable=False),
    sa.Column("webhook", sa.String(500), nullable=False),
    sa.Column("webhook_secret", sa.String(100), nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("way", sa.String(10), nullable=False),
    sa.Column("practice_id", sa.String(36), nullable=False, index=True),
    sa.Column("about", sa.String(36), nullable=False),
    sa.Column("recipient", sa.String(500), nullable=False),
    sa.Column("subject", sa.String(300), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("good_until", sa.Float, nullable=False),
    sa.Column("due_at", sa.Float, nullable=False),
    sa.Column("taken_until", sa.Float, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("settled_at", sa.Float),
    sa.Column("trouble", sa.String(40), nullable=False),
    sa.Index("outbox_due", "state", "due_at"),
)

_columns = (
    ("family", sa.Column("server", sa.String(200), nullable=False, server_default="")),
    ("membership", sa.Column("signed_in_at", sa.Float, nullable=False, server_default="0")),
    ("person", sa.Column("password_shared", sa.Boolean, nullable=False, server_default=sa.false())),
    ("visit", sa.Column("began_at", sa.Float, nullable=False, server_default="0")),
    ("visit", sa.Column("seen_at", sa.Float, nullable=False, server_default="0")),
    ("visit", sa.Column("browser", sa.String(60), nullable=False, server_default="")),
)

_DIRECTORIES = """
INSERT INTO directory
(practice_id, stored, findable, next_entry, edition, preparing, position)
SELECT practice.id, count(body), count(find_text), count(find_text) + 1, 0, 0, ''
FROM practice LEFT JOIN contact ON contact.practice_id = practice.id GROUP BY practice.id
"""

# Of edition 0 there are no words: those who are looked for are found by reading along.
_ENTRIES = """
INSERT INTO entry (directory, number, contact_id, edition, sort_text, find_text)
SELECT directory.number,
row_number() OVER (PARTITION BY contact.practice_id ORDER BY contact.id),
contact.id, 0, sort_text, ' ' || find_text
FROM contact JOIN directory ON directory.practice_id = contact.practice_id
WHERE find_text IS NOT NULL
"""


def upgrade() -> None:
    """Make what is new, and let contacts be found as before until their words are entered."""
    metadata.create_all(op.get_bind())
    for table, column in _columns:
        op.add_column(table, column)
    op.execute(_DIRECTORIES)
    op.execute(_ENTRIES)
    op.drop_index("contact_in_order", "contact")
    with op.batch_alter_table("contact") as contact:
        contact.drop_column("sort_text")
        contact.drop_column("find_text")
