"""The online copy: PS-CLD."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

CLOUD: Mapping[Code, Help] = {
    Code.CLOUD_UNREACHABLE: Help(
        (
            "This computer has no internet connection.",
            "Your office has a proxy that the settings don't name, or a firewall that doesn't let"
            " Practice Sync out.",
            "A virus scanner on this computer holds the connection up.",
            "The setting `cloud` has a typing mistake.",
            "The online side is down for a while.",
        ),
        (
            "Open the address of your online copy in a browser on this computer.",
            "Ask whoever looks after your network to let Practice Sync reach that address, through"
            " firewall and virus scanner. Its port is 443, unless the address names another.",
            "If your office needs a proxy, choose **Settings** and give its address, or type"
            " `practicesync settings proxy` with it: Practice Sync uses no other.",
            "Otherwise wait: it tries again by itself, at least every five minutes.",
        ),
    ),
    Code.CLOUD_BUSY: Help(
        (
            "Many practices send at once, as after an outage.",
            "A first upload of many contacts is under way.",
        ),
        ("Wait: Practice Sync comes back when the online copy asks it to.",),
    ),
    Code.CLOUD_FAILED: Help(
        ("The online side has a fault of its own.", "The online side's disk is full."),
        (
            "Wait a quarter of an hour: nothing is lost, and it heals by itself.",
            "Contact support if it lasts longer.",
        ),
    ),
    Code.CLOUD_ANSWER_ODD: Help(
        (
            "The network shows a sign-in page of its own, as in hotels and on guest networks.",
            "A filter in your office answers in place of the online copy.",
            "The setting `cloud` names another website.",
        ),
        (
            "Open the address of your online copy in a browser on this computer, and sign in to"
            " the network if it asks.",
            "Ask whoever looks after your network to leave that address alone.",
            "Check the setting `cloud`.",
        ),
    ),
    Code.CLOUD_NOT_TRUSTED: Help(
        (
            "Your office's firewall or proxy, or a virus scanner on this computer, inspects secure"
            " connections with a certificate of its own.",
            "This computer's clock is wrong.",
            "The certificate of the online copy has expired.",
            "Somebody else answers at that address.",
        ),
        (
            "Check this computer's date and time.",
            "Ask whoever looks after your network whether secure connections are inspected. If they"
            " are, have the office's certificate put among those that Windows trusts, or choose"
            " **Settings**, then *Change the connection*, and give its file.",
            "Contact support if neither is the case. There is no switch that makes Practice Sync"
            " send without a safe connection.",
        ),
    ),
    Code.ANOTHER_IN_CHARGE: Help(
        (
            "Practice Sync was activated on a new server for the same practice.",
            "This server is a copy of another, or was restored from a backup.",
        ),
        (
            "If the other server is the right one, uninstall Practice Sync here.",
            "If this one is, choose **Activate contacts sync** here, or type `practicesync activate"
            " --take-over`, and sign in as an administrator. The other one stops by itself, and"
            " needn't be there.",
            "[Moving to a new server](moving.md) tells what else there is to do.",
        ),
    ),
    Code.CLOUD_REFUSED: Help(
        (
            "The online side is newer than this Practice Sync and expects something else.",
            "The setting `cloud` names a different service.",
        ),
        (
            "Check for a newer version of Practice Sync.",
            "Check the setting `cloud`.",
            "Contact support if both are right.",
        ),
        "The code, the version that `practicesync version` prints, and a support file.",
    ),
    Code.SENT_OUT_OF_ORDER: Help(
        (
            "A copy of this server runs as well.",
            "This server, or its Practice Sync folder, was restored from a backup.",
        ),
        (
            "Check whether a copy of this server is running, and stop Practice Sync there.",
            "Wait for the full check: it puts everything right by itself.",
        ),
    ),
    Code.NOT_ACTIVATED: Help(
        (
            "Contacts sync was never activated on this server.",
            "Somebody stopped contacts sync, here or online.",
            "The practice has another name in the settings than before.",
        ),
        (
            "Choose **Activate contacts sync**, or type `practicesync activate`, and sign in as an"
            " administrator of the practice.",
            "If you renamed the practice in the settings, name it as before, or activate again.",
        ),
    ),
    Code.ANOTHER_COPY: Help(
        (
            "This server was copied (cloned), or a backup of it was started elsewhere, and the"
            " first one still runs.",
            "This computer was given another name or another main board a moment ago, and has not"
            " gone on yet.",
        ),
        (
            "If this is the copy, as for a test, uninstall Practice Sync here.",
            "If the other one is the copy, stop Practice Sync there. This one goes on by itself"
            " within ten minutes.",
            "If this server is to take the other one's place for good, choose **Activate contacts"
            " sync** here, or type `practicesync activate --take-over`. The other one then says"
            " that this one is in charge.",
        ),
        "What was copied or restored, when, and a support file of both.",
    ),
}
