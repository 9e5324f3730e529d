"""The tables of what servers report, and of who is told of it; as in `tables`."""

from __future__ import annotations

import sqlalchemy as sa

from practicecloud.store.schema import metadata

# what the server in charge of a practice has last reported
beat = sa.Table(
    "beat",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("installation", sa.String(100), nullable=False),
    sa.Column("server", sa.String(200), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    # seconds that the server's own clock is ahead of UTC, where that is known
    sa.Column("utc_offset", sa.Integer),
    sa.Column("phase", sa.String(40), nullable=False),
    sa.Column("colour", sa.String(10), nullable=False),
    sa.Column("shape", sa.String(10), nullable=False),
    sa.Column("code", sa.String(20), nullable=False),
    sa.Column("sentence", sa.String(500), nullable=False),
    sa.Column("last_look_at", sa.String(40), nullable=False),
    # numbers of contacts, where the server knows them
    *(
        sa.Column(name, sa.Integer)
        for name in ("in_database", "online", "not_sent", "left_out", "held", "waiting")
    ),
)

# since when the online side has been listening without a gap: one row
listening = sa.Table(
    "listening",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("looked_at", sa.Float, nullable=False),
)

# trouble of a practice that goes on or is just over, and whether its administrators were told
trouble = sa.Table(
    "trouble",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("id", sa.String(36), nullable=False),
    sa.Column("since", sa.Float, nullable=False),
    # empty while it goes on
    sa.Column("better_since", sa.Float),
    sa.Column("told", sa.Boolean, nullable=False),
)

# who is told of a practice's trouble, besides its administrators
notice_settings = sa.Table(
    "notice_settings",
    metadata,
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("by_mail", sa.Boolean, nullable=False),
    # e-mail addresses, one a line
    sa.Column("addresses", sa.Text, nullable=False),
    # an empty address: nobody is called
    sa.Column("webhook", sa.String(500), nullable=False),
    # signs what is sent there, so it is kept as it is
    sa.Column("webhook_secret", sa.String(100), nullable=False),
)

# messages that wait to be delivered, and what became of the others; then their text is erased
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    # mail, webhook, or reset: who has forgotten their password, to be looked up
    sa.Column("way", sa.String(10), nullable=False),
    # empty where it is about no practice
    sa.Column("practice_id", sa.String(36), nullable=False, index=True),
    # which trouble it tells of, or empty
    sa.Column("about", sa.String(36), nullable=False),
    sa.Column("recipient", sa.String(500), nullable=False),
    sa.Column("subject", sa.String(300), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("good_until", sa.Float, nullable=False),
    # when it is tried next
    sa.Column("due_at", sa.Float, nullable=False),
    # until then somebody is delivering it
    sa.Column("taken_until", sa.Float, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    # waiting, sent, failed or withdrawn
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("settled_at", sa.Float),
    # why the last try failed: a word of ours, never the other side's text
    sa.Column("trouble", sa.String(40), nullable=False),
    sa.Index("outbox_due", "state", "due_at"),
)
