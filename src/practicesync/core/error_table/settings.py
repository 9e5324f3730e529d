"""Settings and database layout: PS-CFG."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

SETTINGS: Mapping[Code, Entry] = {
    Code.SETTINGS_MISSING: Entry(
        "There are no settings yet",
        "Practice Sync has no settings yet[: {path} isn't there|]. Nothing goes online.",
        "Connect Practice Sync to your practice database: type practicesync setup.",
        Exit.USAGE,
    ),
    Code.SETTINGS_UNREADABLE: Entry(
        "The settings can't be read",
        "The settings can't be read[: {path}|]. Practice Sync can't use them like this.",
        "Check that the file is text and that the account of Practice Sync may read it.",
        Exit.USAGE,
    ),
    Code.SETTING_WRONG: Entry(
        "A setting is wrong",
        "[The setting {key}|A setting] is wrong[ in {file}|][: {reason}|][ ({path})|]. Changes in"
        " the practice aren't going online.",
        "Correct it in the settings: Practice Sync goes on by itself.",
        Exit.USAGE,
        {
            "ca-missing": "there is no file of that name",
            "ca-forbidden": "Practice Sync isn't allowed to read that file",
            "ca-none": "there is no certificate in that file",
        },
        {
            "ca-missing": "Put the certificate file there, or correct its path in the settings.",
            "ca-forbidden": "Give the account of Practice Sync the right to read it.",
            "ca-none": "Ask whoever looks after your network for the certificate as text: a file"
            " that begins with -----BEGIN CERTIFICATE-----.",
        },
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
        "[{reason}|The settings were changed, and something in them is wrong][: {mistake}|]."
        " Practice Sync goes on with the ones before, but couldn't start again.",
        "[{remedy}|Correct the settings.] Practice Sync then takes them by itself.",
        Exit.USAGE,
        {
            "gone": "The settings file isn't there any more",
            "unreadable": "The settings file was changed and can't be read any more",
        },
        {
            "gone": "Put the settings file back where it was. Practice Sync then takes it by"
            " itself.",
            "unreadable": "Check that the file is text and that the account of Practice Sync may"
            " read it. Practice Sync then takes it by itself.",
        },
    ),
    Code.PRACTICE_SET_UP: Entry(
        "A practice is set up already",
        "[{practice}|A practice] is set up here already. Nothing has changed.",
        "Give its name with --name to change it, or another name and --add to set up one more"
        " practice beside it.",
        Exit.USAGE,
    ),
    Code.LAYOUT_DOES_NOT_FIT: Entry(
        "No database layout fits",
        "No database layout fits this database[: {layout} is the nearest, but {fit}|]."
        " Nothing has changed.",
        "Check that it is the right database. If it is, fit a layout to it, as the page on database"
        " layouts tells, and name the file with --layout.",
        Exit.USAGE,
    ),
    Code.CLOUD_IN_USE: Entry(
        "The online copy is in use",
        "[{practice}|The practice] is activated, and its contacts would stay behind where they are"
        " online now. Nothing has changed.",
        "Stop contacts sync first, with practicesync deactivate, then set the other address.",
        Exit.USAGE,
    ),
}
