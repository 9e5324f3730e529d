"""Settings and database layout: PS-CFG."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

_WHERE = (
    "The settings are the file `private/config.toml` in Practice Sync's folder:"
    " `C:\\ProgramData\\PracticeSync` where it is a Windows service, otherwise"
    " `%LOCALAPPDATA%\\PracticeSync`."
)

SETTINGS: Mapping[Code, Help] = {
    Code.SETTINGS_MISSING: Help(
        (
            "Practice Sync was just installed.",
            "Its folder was moved, or the command was given another folder with `--state`.",
        ),
        (
            "Choose **Connect to your practice database**, or type `practicesync setup`: you are"
            " asked for everything, and the settings are written.",
            "If there were settings before, put them back from a backup. " + _WHERE,
        ),
    ),
    Code.SETTINGS_UNREADABLE: Help(
        (
            "The file was saved by a word processor, or in another encoding than UTF-8.",
            "The account of Practice Sync isn't allowed to read it.",
        ),
        (
            _WHERE,
            "Save it as plain text in UTF-8.",
            "Give the account of Practice Sync the right to read it.",
        ),
    ),
    Code.SETTING_WRONG: Help(
        (
            "A typing mistake, a missing quotation mark, or a value out of its range.",
            "A setting that this version doesn't know.",
            "The certificate file that `ca_file` names was moved, or Practice Sync isn't allowed to"
            " read it.",
        ),
        (
            _WHERE,
            "Correct what the sentence names. All mistakes are in the log, one a line.",
        ),
    ),
    Code.LAYOUT_MISSING: Help(
        (
            "The setting `profile` has a typing mistake.",
            "A layout file of your own was moved.",
        ),
        (
            "Check the setting `profile`.",
            "Put your own layout file where the setting says.",
        ),
    ),
    Code.LAYOUT_WRONG: Help(
        ("A layout file of your own has a mistake.",),
        (
            "Correct what the sentence names. All mistakes are in the log, one a line.",
            "Go back to a database layout that comes with Practice Sync to be in sync meanwhile.",
        ),
        "The code, the log and your layout file: there is no client in it.",
    ),
    Code.SETTINGS_KEPT: Help(
        (
            "The settings were changed, and something in them is wrong.",
            "The settings file was moved or removed while Practice Sync ran.",
        ),
        (
            _WHERE,
            "Correct what the sentence names, or put the file back. Practice Sync takes it by"
            " itself within seconds.",
            "Don't restart Practice Sync before: it couldn't start again.",
        ),
    ),
    Code.PRACTICE_SET_UP: Help(
        (
            "You set this server up a second time, and didn't say which practice you mean.",
            "You gave `--add` with the name of a practice that is there.",
        ),
        (
            "To change a practice, give its name: `practicesync setup --name`.",
            "To set up one more, give it another name and add `--add`.",
        ),
    ),
    Code.LAYOUT_DOES_NOT_FIT: Help(
        (
            "It is another database than the practice's.",
            "The login isn't allowed to see the tables.",
            "Nobody has fitted a layout to this practice software yet.",
        ),
        (
            "Check the name of the database.",
            "Give the login the rights: `practicesync setup` prints the statements.",
            "Fit a layout to it: [database layouts](database-layouts.md) takes you through it.",
        ),
        "The code, and your layout file if you have one: there is no client in it.",
    ),
    Code.CLOUD_IN_USE: Help(
        ("The practice moves to another online side while it is still active at the old one.",),
        (
            "Choose **Stop syncing contacts**, or type `practicesync deactivate`. You are asked"
            " whether the online copy stays.",
            "Set the other address: `practicesync setup --name` with the practice's name and"
            " `--cloud`.",
            "Choose **Activate contacts sync**, or type `practicesync activate`.",
        ),
    ),
}
