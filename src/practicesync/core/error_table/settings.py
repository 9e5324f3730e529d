"""Settings and database layout: PS-CFG."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

SETTINGS: Mapping[Code, Entry] = {
    Code.SETTINGS_MISSING: Entry(
        "There are no settings yet",
        "Practice Sync has no settings yet[: {path} isn't there|]. Nothing goes online.",
        "Connect Practice Sync to your practice database first.",
        Exit.USAGE,
    ),
    Code.SETTINGS_UNREADABLE: Entry(
        "The settings can't be read",
        "The settings can't be read[: {path}|]. Practice Sync can't begin with new ones until they"
        " can.",
        "Check that the file is text and that the account of Practice Sync may read it.",
        Exit.USAGE,
    ),
    Code.SETTING_WRONG: Entry(
        "A setting is wrong",
        "[The setting {key}|A setting] is wrong[ in {file}|][: {reason}|]. Changes in the practice"
        " aren't going online.",
        "Correct it in the settings: Practice Sync goes on by itself.",
        Exit.USAGE,
    ),
    Code.LAYOUT_MISSING: Entry(
        "The database layout isn't there",
        "The settings name a database layout that isn't there[: {file}|]. Changes in the practice"
        " aren't going online.",
        "Choose a database layout that comes with Practice Sync, or correct the path.",
        Exit.USAGE,
    ),
    Code.LAYOUT_WRONG: Entry(
        "The database layout is wrong",
        "The database layout[ {file}|] has a mistake[ at {key}|]. Changes in the practice aren't"
        " going online.",
        "Correct it, or choose a database layout that comes with Practice Sync.",
        Exit.USAGE,
    ),
    Code.SETTINGS_KEPT: Entry(
        "The changed settings aren't used",
        "[{reason}|The settings were changed, and something in them is wrong][ ({key})|]."
        " Practice Sync goes on with the ones before.",
        "Correct the settings: Practice Sync then takes them by itself.",
        Exit.USAGE,
        {
            "gone": "The settings aren't where they were",
            "unreadable": "The settings were changed and can't be read any more",
        },
    ),
}
