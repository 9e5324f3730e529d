"""This computer, and what waits for a person: PS-SYS."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

_ASKED: Mapping[str, str] = {
    "withdrawn": "What you asked wasn't carried out, and won't be",
    "taken": "It took what you asked and may still carry it out: practicesync status tells you",
}

COMPUTER: Mapping[Code, Entry] = {
    Code.UNEXPECTED: Entry(
        "Something unexpected happened",
        "Something went wrong that Practice Sync didn't expect. What it was doing isn't done, and"
        " your practice database is as it was.",
        "Save a support file and send it to support.",
        Exit.UNEXPECTED,
    ),
    Code.DISK_FULL: Entry(
        "The disk is full",
        "The disk of this computer is full[: {path} can't be written|]. Changes may not go online"
        " until there is room again.",
        "Free some space on the disk.",
        Exit.PERSON_NEEDED,
    ),
    Code.FOLDER_NOT_WRITABLE: Entry(
        "A folder can't be written",
        "Practice Sync isn't allowed to write [to {path}|to its folder]. Changes in the practice"
        " may not be going online.",
        "Give the account of Practice Sync the right to write there.",
        Exit.USAGE,
    ),
    Code.WORKER_RUNS_ALREADY: Entry(
        "Practice Sync is running already",
        "Practice Sync is running already with this folder[: {path}|]. The one that runs goes on.",
        "Leave it running, or stop it before you start another.",
        Exit.SECOND_WORKER,
    ),
    Code.WORKER_DOES_NOT_ANSWER: Entry(
        "Practice Sync doesn't answer",
        "Practice Sync didn't answer[ within {time}|]. [{reason}|What you asked may still happen].",
        "Check that Practice Sync is running, then ask again.",
        Exit.NO_ANSWER,
        _ASKED,
    ),
    Code.RECORDS_DAMAGED: Entry(
        "Practice Sync's own records are damaged",
        "What Practice Sync knew about your online copy[ ({path})|] [{reason}|is damaged, so"
        " changes aren't going online]. No contact is lost.",
        "Stop Practice Sync, rename that file, and start it again: a full check finds out what is"
        " online. If this happens again, ask whoever looks after this computer to test the disk.",
        Exit.PERSON_NEEDED,
        {"afresh": "was damaged, so a full check finds out what is online"},
        {
            "afresh": "Wait for the full check to end. If this happens again, ask whoever looks"
            " after this computer to test the disk.",
        },
    ),
    Code.INSTALLATION_UNREADABLE: Entry(
        "This installation can't be read",
        "Practice Sync can't read what this server was activated for[: {path}|]. No contact is"
        " lost, but changes aren't going online.",
        "Stop Practice Sync, put that file back from a backup and start it again. Without a backup"
        " leave the file where it is and ask support: to your online copy, a server without it is"
        " another one.",
        Exit.PERSON_NEEDED,
    ),
    Code.RECORDS_BUSY: Entry(
        "Practice Sync's own records are in use",
        "Another program holds a file of Practice Sync[: {path}|]. Changes go online as soon as it"
        " lets go.",
        "Wait a little. If it stays like this, leave Practice Sync's folder out of backups and"
        " virus checks.",
        Exit.PERSON_NEEDED,
    ),
    Code.VAULT_UNREADABLE: Entry(
        "Secrets can't be read",
        "Practice Sync can't read the secrets that it keeps on this computer. Changes in the"
        " practice aren't going online.",
        "Sign in again with practicesync activate, and set the database password again if you use"
        " one.",
        Exit.PERSON_NEEDED,
    ),
    Code.STUCK: Entry(
        "No progress",
        "Practice Sync has made no progress[ for {time}|], so changes in the practice aren't going"
        " online. It starts again by itself if that goes on.",
        "Wait five minutes. If it stays like this, restart Practice Sync.",
        Exit.RESTART,
    ),
    Code.NOT_RUNNING: Entry(
        "Practice Sync is not running",
        "Practice Sync [has not been running since {since}|is not running].[ {reason}.|] Staff see"
        " your contacts as they were.",
        "Start Practice Sync on the practice's server.",
        Exit.NO_ANSWER,
        _ASKED,
    ),
    Code.DELETIONS_WAIT: Entry(
        "Deletions waiting for you",
        "[{deletions}|Unusually many deletions are] waiting for you, so staff still find online"
        " what is gone from the practice. Everything else goes online as usual.",
        "Look through the list, then confirm it, or bring back in the practice what should not be"
        " gone.",
        Exit.INCOMPLETE,
    ),
    Code.CHANGES_WAIT: Entry(
        "Changes waiting for you",
        '[The field "{field}" turned blank for {contacts}|One field turned blank for unusually many'
        " contacts]. What changed waits for you, and everything else goes online as usual.",
        "Look through the list, then confirm it or put the field back in the practice.",
        Exit.INCOMPLETE,
    ),
    Code.NOT_SENT: Entry(
        "Contacts not sent",
        "[{not_sent}|Some contacts were] not sent. All others are in sync.",
        "Look through the list, then correct each in the practice software or leave it out.",
        Exit.INCOMPLETE,
    ),
    Code.PAUSED: Entry(
        "Paused",
        "Practice Sync is paused[ until {until}|]. Changes in the practice wait until it goes on.",
        "Resume when you are ready, with practicesync resume.",
        Exit.INCOMPLETE,
    ),
    Code.PRACTICE_BUSY: Entry(
        "Busy just now",
        "Practice Sync is busy sending contacts, or waits for an answer. It hasn't done what you"
        " asked.",
        "Ask again in a minute.",
        Exit.NO_ANSWER,
    ),
    Code.FILE_NOT_WRITTEN: Entry(
        "A file can't be written",
        "[The file {path}|The file] can't be written. Practice Sync itself goes on as before.",
        "Choose another folder for it, or free some space on the disk.",
        Exit.USAGE,
    ),
    Code.COMMAND_REFUSED: Entry(
        "Practice Sync didn't do that",
        "Practice Sync didn't do what it was asked to[: {reason}|][ ({practices})|][, as"
        " {deletions} waiting|]."
        " Nothing has changed.",
        "Ask an administrator of Practice Sync, or look at the command's help.",
        Exit.USAGE,
        {
            "expired": "it was asked more than ten minutes ago",
            "ahead": "what was asked is dated in the future, so a clock is wrong",
            "outsider": "only its administrators may ask it for something",
            "name": "a file in the inbox isn't named like a command",
            "id": "the command's file has another command's name",
            "time": "the command doesn't say when it was asked",
            "unreadable": "the command can't be read",
            "too large": "the command is too large",
            "not a file": "what is in the inbox isn't a file of its own",
            "too many": "too much was asked at once",
            "another-number": "the number is another one by now",
            "unknown command": "there is no such command",
            "no such practice": "no such practice",
            "nothing is waiting under that id any more": "nothing is waiting under that id any"
            " more",
            "say which practice with --practice": "there is more than one practice, and none was"
            " named",
        },
        {
            "say which practice with --practice": "Ask again, and name the practice with"
            " --practice.",
            "expired": "Ask again for what is still wanted.",
            "outsider": "Ask a member of the group Practice Sync Administrators, or have your"
            " account put into it.",
            "ahead": "Check this computer's clock, then ask again.",
            "no such practice": "Check the name: practicesync status shows each.",
            "nothing is waiting under that id any more": "Look again at what is waiting:"
            " practicesync status shows it.",
            "too many": "Wait a minute, then ask again.",
            "another-number": "Look through the list again: practicesync confirm-deletes shows"
            " what is waiting by now.",
        },
    ),
    Code.CLOCK_DIFFERS: Entry(
        "This computer's clock is wrong",
        "This computer's clock and the online side's differ[ by {time}|]. Contacts still go online,"
        " but times are shown wrong, and signing in may fail.",
        "Set this computer's clock, or choose in its date and time settings that it is set by"
        " itself.",
        Exit.PERSON_NEEDED,
    ),
    Code.DISK_NEARLY_FULL: Entry(
        "The disk is nearly full",
        "The disk that Practice Sync keeps its records on is nearly full[: {free} are free|]."
        " Contacts still go online.",
        "Free some space on the disk.",
        Exit.PERSON_NEEDED,
    ),
    Code.SERVICE_STOPPED: Entry(
        "A service is stopped",
        "The Windows service[ {service}|] that the settings name isn't running. Contacts still go"
        " online.",
        "Start it in the list of Windows services. The one of MYOB OnTheGo also starts in your"
        " practice software, under Maintenance > Maintenance Map > Online > Activate OnTheGo.",
        Exit.PERSON_NEEDED,
    ),
    Code.NO_SCREEN: Entry(
        "No place for the icon",
        "There is no screen here that the icon of Practice Sync can be shown on. Contacts sync"
        " goes on without it.",
        "Start it where you see a task bar. In a terminal, practicesync status tells you how your"
        " contacts stand.",
        Exit.USAGE,
    ),
    Code.STATUS_UNREADABLE: Entry(
        "How contacts stand can't be read",
        "Practice Sync is running, but how your contacts stand can't be read here. They may be"
        " going online as usual.",
        "Start the icon again: after an update it may be older than the Practice Sync that is"
        " running. If it stays like this, restart Practice Sync.",
        Exit.NO_ANSWER,
    ),
}
