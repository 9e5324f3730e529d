"""The tables by which contacts are found: all in them is made from `contact`, and can be again."""

from __future__ import annotations

import sqlalchemy as sa

from practicecloud.store.schema import metadata

# Compared byte by byte in every database: a beginning is then a range, and lists have one order.
_Plain = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ContactId = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")

# what is known of a practice's index as a whole
directory = sa.Table(
    "directory",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("practice_id", sa.ForeignKey("practice.id"), nullable=False, unique=True),
    # how many contacts are online, and how many of them can be found
    sa.Column("stored", sa.Integer, nullable=False),
    sa.Column("findable", sa.Integer, nullable=False),
    sa.Column("next_entry", sa.BigInteger, nullable=False),
    # every entry is of this edition of `search` at least; of edition 0 there are no words
    sa.Column("edition", sa.Integer, nullable=False),
    # which edition is being prepared, and behind which contact that goes on
    sa.Column("preparing", sa.Integer, nullable=False),
    sa.Column("position", sa.String(400), nullable=False),
)

# a contact that can be found
entry = sa.Table(
    "entry",
    metadata,
    sa.Column("directory", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("contact_id", _ContactId, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("sort_text", _Plain, nullable=False),
    # its words, a space before each
    sa.Column("find_text", sa.Text, nullable=False),
    sa.UniqueConstraint("directory", "contact_id"),
    sa.Index("entry_in_order", "directory", "sort_text", "contact_id"),
    sqlite_with_rowid=False,
)

# the same words, each leading to its contact; `beside` is the sieve of all words of that one
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

# what contacts say of one another, to be read from the other end
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
