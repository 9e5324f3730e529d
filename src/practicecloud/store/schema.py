"""Knows every table, so that all can be made at once."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
