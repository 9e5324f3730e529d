"""The online copy: PS-CLD."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

_BETWEEN = (
    "Check the cloud setting. If it is right, ask whoever looks after your network what stands"
    " between this computer and the internet."
)

CLOUD: Mapping[Code, Entry] = {
    Code.CLOUD_UNREACHABLE: Entry(
        "Online copy can't be reached",
        "Your online copy can't be reached[ at {host}|][: {reason}|]. Staff see your contacts"
        " as they were, and changes are sent once it can be reached again.",
        "Check this computer's internet connection, and the proxy if your office has one.",
        Exit.CLOUD,
        {
            "proxy": "the proxy doesn't let it through",
            "no-network": "no network leads there from this computer",
            "name-unknown": "its name can't be looked up",
            "refused": "nothing answers there",
            "timed-out": "no answer came in time",
            "broken-off": "the connection broke off",
        },
        {
            "proxy": "Check the proxy setting, and ask whoever looks after your network whether the"
            " proxy lets Practice Sync through.",
            "name-unknown": "Check this computer's internet connection, and that the cloud setting"
            " has no typing mistake.",
            "refused": "Wait a little: it may be restarting. If it stays like this, ask whoever"
            " runs your online copy.",
        },
    ),
    Code.CLOUD_BUSY: Entry(
        "Online copy is busy",
        "Your online copy is busy[ and asks to wait {time}|]. Practice Sync goes on by itself.",
        "Wait a little: there is nothing to do.",
        Exit.CLOUD,
    ),
    Code.CLOUD_FAILED: Entry(
        "Online copy is in trouble",
        "Your online copy is in trouble and can't take changes now[: {reason}|]. Practice Sync"
        " keeps them and tries again by itself.",
        "Wait a little. If it stays like this, contact support.",
        Exit.CLOUD,
        {"out-of-space": "it has no room left"},
        {"out-of-space": "Ask whoever runs your online copy to make room."},
    ),
    Code.CLOUD_ANSWER_ODD: Entry(
        "Something else answers for your online copy",
        "What answers[ at {host}|] isn't your online copy, or isn't working as it should[:"
        " {reason}|]. Changes are sent as soon as the right answer comes.",
        "Check whether the network asks somebody to sign in first, and that the cloud setting is"
        " right.",
        Exit.CLOUD,
        {
            "content-type": "a web page or something else came",
            "status": "the network asks for something else first",
            "content": "the answer can't be read",
            "encoding": "the answer is damaged",
            "too-large": "the answer is far too long",
            "outcomes": "it doesn't say what became of each contact",
            "digests": "it doesn't say what it has",
            "digest-key": "what this server needs isn't in the answer",
            "metadata": "it doesn't offer a safe way to sign in",
            "token": "the sign-in isn't in the answer",
        },
    ),
    Code.CLOUD_NOT_TRUSTED: Entry(
        "The connection isn't safe",
        "Practice Sync can't be sure that it talks to your online copy[: {reason}|]. It sends"
        " nothing until it can.",
        "Check this computer's date and time, and ask whoever looks after your network whether"
        " secure connections are inspected. If they are, name the office's certificate file as"
        " ca_file in the settings.",
        Exit.CLOUD,
        {
            "expired": "the certificate has expired, or this computer's clock is wrong",
            "not-yet": "the certificate isn't valid yet, so this computer's clock is likely wrong",
            "self-signed": "the certificate vouches for itself",
            "wrong-host": "the certificate is another server's",
            "unknown-authority": "this computer doesn't know who issued the certificate",
            "protocol": "the other side offers only an outdated way to protect the connection",
            "unprotected": "the other side doesn't protect the connection",
        },
        {
            "expired": "Check this computer's date and time. If they are right, ask whoever runs"
            " your online copy to renew its certificate.",
            "unknown-authority": "Ask whoever looks after your network whether a proxy or firewall"
            " looks into secure connections. If one does, have them add its certificate to those"
            " that this computer trusts, or name its file as ca_file in the settings.",
            "wrong-host": "Check the cloud setting. If it is right, ask whoever looks after your"
            " network whether secure connections are inspected.",
            "protocol": _BETWEEN,
            "unprotected": _BETWEEN,
        },
    ),
    Code.ANOTHER_IN_CHARGE: Entry(
        "Another server is in charge",
        "[{server}|Another server] [has been in charge of your online copy since {since}|is in"
        " charge of your online copy], so this one sends nothing.",
        "Leave it so, and uninstall Practice Sync here. If this server is to be in charge, run"
        " practicesync activate --take-over here: the other one then stops by itself.",
        Exit.PERSON_NEEDED,
    ),
    Code.CLOUD_REFUSED: Entry(
        "Online copy refuses what is sent",
        "Your online copy refuses what Practice Sync sends. Changes in the practice aren't going"
        " online.",
        "Check for a newer version of Practice Sync. If there is none, contact support.",
        Exit.CLOUD,
    ),
    Code.SENT_OUT_OF_ORDER: Entry(
        "Online copy has something newer",
        "Your online copy says that it has something newer than this server sent. Practice Sync"
        " starts over to put it right.",
        "Check whether another copy of this server is running. If there is none, wait a little.",
        Exit.CLOUD,
    ),
    Code.NOT_ACTIVATED: Entry(
        "Contacts sync isn't active",
        "Contacts sync isn't active for this practice, so nothing goes online.",
        "Activate contacts sync on this server, with practicesync activate.",
        Exit.PERSON_NEEDED,
    ),
    Code.ANOTHER_COPY: Entry(
        "Another copy of this server is syncing",
        "Another copy of this server is syncing your contacts, so this one sends nothing.",
        "Stop Practice Sync on one of the two; this one goes on by itself once the other has"
        " stopped. To put this one in charge, run practicesync activate --take-over here.",
        Exit.PERSON_NEEDED,
    ),
}
