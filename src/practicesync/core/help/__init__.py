"""What the help says of each code; its title, sentence and remedy are in `core.error_table`."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.cloud import CLOUD
from practicesync.core.help.computer import COMPUTER
from practicesync.core.help.database import DATABASE
from practicesync.core.help.entry import Help
from practicesync.core.help.record import RECORD
from practicesync.core.help.settings import SETTINGS
from practicesync.core.help.sign_in import SIGN_IN
from practicesync.core.help.sql_server import SQL_SERVER

__all__ = ["HELP", "SEND", "Help"]

HELP: Mapping[Code, Help] = {
    **DATABASE,
    **SQL_SERVER,
    **CLOUD,
    **SIGN_IN,
    **SETTINGS,
    **RECORD,
    **COMPUTER,
}
"""Every code's help."""

SEND = (
    "The code, since when it has been shown, and a support file: choose **Save support file** in"
    " the menu of the icon, or type `practicesync support-file`. There is no name, number or"
    " address in it."
)
"""What support needs in most cases."""
