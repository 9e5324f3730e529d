"""The tables as they were before their versions were kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

metadata = sa.MetaData()

practice = sa.Table(
    "practice",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("digest_key", sa.LargeBinary),
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
    sa.Column("created_at", sa.Float, nullable=False),
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("person_id", sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
)

visit = sa.Table(
    "visit",
    metadata,
    sa.Column("cookie_hash", sa.LargeBinary, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)

wrong_try = sa.Table(
    "wrong_try",
    metadata,
    sa.Column("whose", sa.LargeBinary, primary_key=True),
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
    sa.Column("polled_at", sa.Float, nullable=False),
    sa.Column("pause", sa.Integer, nullable=False),
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
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary),
    sa.Column("sort_text", sa.Text),
    sa.Column("find_text", sa.Text),
    sa.Index("contact_in_order", "practice_id", "sort_text", "id"),
)


def upgrade() -> None:
    """Make the tables."""
    metadata.create_all(op.get_bind())
