"""This computer, and what waits for a person: PS-SYS."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

_STOP = (
    "Stop Practice Sync: where it is a Windows service, in the list of services; otherwise by"
    " signing out of Windows, or with Ctrl+C where `practicesync run` runs."
)

COMPUTER: Mapping[Code, Help] = {
    Code.UNEXPECTED: Help(
        ("A mistake in Practice Sync.",),
        (
            "Leave it running: it tries again by itself, and your database is only ever read.",
            "Choose **Save support file** in the menu of the icon, or type"
            " `practicesync support-file`, and send the file to support.",
        ),
        "The code and the support file: it says where the mistake is, and nothing of a client.",
    ),
    Code.DISK_FULL: Help(
        (
            "Backups, updates or log files of other programs fill the disk.",
            "A quota of the account is used up.",
        ),
        (
            "Free some space on the disk that the sentence names.",
            "Wait: Practice Sync goes on by itself, and nothing is lost.",
        ),
    ),
    Code.FOLDER_NOT_WRITABLE: Help(
        (
            "Somebody changed the rights or the owner of the folder.",
            "The disk can only be read, as after a fault, or a virus scanner guards the folder.",
            "Practice Sync was started under another account than before.",
        ),
        (
            "Give the account of Practice Sync the right to write where the sentence says.",
            "Wait: Practice Sync goes on by itself.",
        ),
    ),
    Code.WORKER_RUNS_ALREADY: Help(
        ("Practice Sync runs in another window, or as a service.",),
        (
            "Leave that one running.",
            "To have a second one beside it, as for a trial, give it a folder of its own with"
            " `--state`.",
        ),
    ),
    Code.WORKER_DOES_NOT_ANSWER: Help(
        (
            "It is just starting or ending.",
            "Somebody asks for very much at once.",
            "The disk is full, so that the answer can't be written.",
        ),
        (
            "Look at the icon, or type `practicesync status`.",
            "Ask again in a minute.",
        ),
    ),
    Code.RECORDS_DAMAGED: Help(
        (
            "The disk is failing, or the computer lost power while it was writing.",
            "The file was changed or restored by another program.",
        ),
        (
            _STOP,
            "Rename the file that the sentence names.",
            "Start Practice Sync: a full check finds out what is online, and sends what differs.",
            "Have the disk tested if this happens again.",
        ),
    ),
    Code.VAULT_UNREADABLE: Help(
        (
            "Practice Sync runs under another account than before.",
            "The folder was copied from another computer: secrets stay on the one that made them.",
            "One of the two files with the secrets was removed or damaged.",
        ),
        (
            "Run Practice Sync under the account that it was set up with.",
            "If that doesn't help, choose **Activate contacts sync**, or type `practicesync"
            " activate`, and sign in again. Nothing is sent again that is online already.",
            "If the database asks for a password, choose **Settings** and give it again, or type"
            " `practicesync set-secret database-password`.",
        ),
    ),
    Code.STUCK: Help(
        (
            "The database or its driver hangs.",
            "The computer is extremely slow, as while it updates itself.",
        ),
        (
            "Wait five minutes: Practice Sync starts again by itself.",
            "Check whether the practice software answers.",
            "If it stays like this, restart Practice Sync: where it is a Windows service, in the"
            " list of services; otherwise sign out of Windows and in again.",
        ),
    ),
    Code.NOT_RUNNING: Help(
        (
            "The computer has just started, or somebody stopped Practice Sync.",
            "Its folder can't be written, or the disk is full, so that it can't show that it is"
            " running. The end of the log says so.",
            "A virus scanner ended it or put it into quarantine.",
        ),
        (
            "Choose **Start Practice Sync**, or start its service, or type `practicesync run`.",
            "If it doesn't stay, choose **Open log**, or type `practicesync logs`, and read the"
            " last lines.",
        ),
    ),
    Code.DELETIONS_WAIT: Help(
        (
            "The settings name a wrong, an empty or a half-restored database.",
            "Somebody tidied up and really deleted that many contacts.",
            "The condition in the database layout was changed.",
        ),
        (
            "Choose **Review** in the window, or type `practicesync confirm-deletes` with the id"
            " that `practicesync status` shows.",
            "Look through the list. If those contacts are to go, confirm it.",
            "If not, put the database right: the deletions then go away by themselves.",
        ),
    ),
    Code.CHANGES_WAIT: Help(
        (
            "An import or a change of many contacts at once has emptied a field.",
            "A table of the practice database is empty or only half restored, as the one of the"
            " phone numbers.",
            "The database layout doesn't name the column any more, or names an empty one.",
        ),
        (
            "Choose **Review** in the window, or type `practicesync confirm-deletes` with the id"
            " that `practicesync status` shows.",
            "Look at some of those contacts in the practice software. If the field is to be blank,"
            " confirm the list.",
            "If not, put the field back in the database: the changes then go away by themselves.",
        ),
    ),
    Code.NOT_SENT: Help(
        ("Some contacts have something in them that the online copy doesn't take.",),
        (
            "Choose **Show** in the window, or type `practicesync not-sent list`, to see which, and"
            " why.",
            "Correct them in the practice software, or leave them out in that list, or with"
            " `practicesync not-sent leave-out`.",
        ),
    ),
    Code.PAUSED: Help(
        ("Somebody paused it, with or without a time.",),
        ("Choose **Resume**, or type `practicesync resume`.",),
    ),
    Code.COMMAND_REFUSED: Help(
        (
            "What was asked isn't possible just now: the sentence says why.",
            "The command came more than ten minutes late, or from a program that doesn't write"
            " commands as it should.",
            "The command is dated more than a minute in the future: a clock was set back.",
            "Your account isn't allowed to ask Practice Sync for anything.",
        ),
        (
            "Read the sentence, and the command's `--help`.",
            "Check the clock of this computer.",
            "Ask whoever looks after this computer to put your account into the group Practice Sync"
            " Administrators (on Linux `practicesync-administrators`), then log off and on again.",
        ),
    ),
    Code.RECORDS_BUSY: Help(
        ("A backup or a virus check has a file of Practice Sync open.",),
        (
            "Wait until it is over.",
            "If this comes back, leave Practice Sync's folder out of that backup or virus check:"
            " `C:\\ProgramData\\PracticeSync` where it is a Windows service, otherwise"
            " `%LOCALAPPDATA%\\PracticeSync`.",
        ),
    ),
    Code.PRACTICE_BUSY: Help(
        (
            "A first upload or a full check is under way.",
            "The database or the online copy is slow to answer.",
        ),
        ("Ask again in a minute.",),
    ),
    Code.FILE_NOT_WRITTEN: Help(
        (
            "The folder doesn't exist, or your account isn't allowed to write there.",
            "The file is open in another program.",
        ),
        ("Close the file there, or choose another folder.",),
    ),
    Code.INSTALLATION_UNREADABLE: Help(
        (
            "The disk is failing, or the file was changed by another program.",
            "The file was restored from a backup in part.",
        ),
        (
            _STOP,
            "Put `private/practices.json` back from a backup, if there is one, and start Practice"
            " Sync again.",
            "Otherwise leave the file where it is and ask support.",
        ),
    ),
    Code.CLOCK_DIFFERS: Help(
        (
            "This computer doesn't set its clock by itself.",
            "A virtual computer was paused, or the clock of its host is wrong.",
        ),
        (
            "Switch on in Windows' date and time settings that the time is set by itself.",
            "Type `practicesync doctor` to see whether the clocks agree.",
        ),
    ),
    Code.DISK_NEARLY_FULL: Help(
        ("Other programs' files, backups or logs fill the disk.",),
        (
            "Remove what isn't needed, or make the disk larger.",
            "Practice Sync says so once the disk is full, and loses nothing.",
        ),
    ),
    Code.SERVICE_STOPPED: Help(
        (
            "The service was stopped, or doesn't start with Windows.",
            "An update of the practice software is under way.",
        ),
        (
            "Start the service, and let it start with Windows.",
            "If your practice doesn't use it, remove its name from the setting"
            " `required_services`.",
        ),
    ),
    Code.NO_SCREEN: Help(
        (
            "You are at a terminal that has no screen, as over SSH.",
            "The system has no place for icons beside the clock.",
            "The packages for the icon are not installed: they come with the installer, and with"
            " `pip install practicesync[tray]`.",
        ),
        (
            "Sign in at the computer itself, or by Remote Desktop, and start the icon there.",
            "Where there is no screen, type `practicesync status`: it says what the icon shows.",
        ),
    ),
    Code.STATUS_UNREADABLE: Help(
        (
            "Practice Sync was updated while the icon was there, which is still the old one.",
            "The disk is full, so that how contacts stand is only half written.",
            "Another program has changed the file `status.json`.",
        ),
        (
            "Choose **Close this icon** in its menu, and start the icon again.",
            "If it stays like this, restart Practice Sync: where it is a Windows service, in the"
            " list of services; otherwise sign out of Windows and in again.",
            "Look for some contacts online: what is changed in the practice may be there as usual.",
        ),
    ),
}
