"""Every mutant there is."""

from __future__ import annotations

from collections.abc import Sequence

from tests.mutants.accounts import ACCOUNTS
from tests.mutants.activating import ACTIVATING
from tests.mutants.apart import APART
from tests.mutants.blanks import BLANKS
from tests.mutants.charge import IN_CHARGE
from tests.mutants.cloud import CLOUD
from tests.mutants.commands import COMMANDS
from tests.mutants.contacts import CONTACTS
from tests.mutants.deletions import DELETIONS
from tests.mutants.demo import DEMO
from tests.mutants.doctor import DOCTOR
from tests.mutants.finding import FINDING
from tests.mutants.guessing import GUESSING
from tests.mutants.help import HELP
from tests.mutants.icon import ICON
from tests.mutants.journal import JOURNAL
from tests.mutants.last_check import LAST_CHECK
from tests.mutants.layouts import LAYOUTS
from tests.mutants.mutant import Mutant
from tests.mutants.noted import NOTED
from tests.mutants.notices import NOTICES
from tests.mutants.own_settings import OWN_SETTINGS
from tests.mutants.pace import PACE
from tests.mutants.pages import PAGES
from tests.mutants.reading import READING
from tests.mutants.restoring import RESTORING
from tests.mutants.settings import SETTINGS
from tests.mutants.setup import SETUP
from tests.mutants.sign_in import SIGN_IN
from tests.mutants.sql_server import SQL_SERVER
from tests.mutants.talks import TALKS
from tests.mutants.time import TIME
from tests.mutants.ways import WAYS
from tests.mutants.windows import WINDOWS
from tests.mutants.wire import WIRE
from tests.mutants.worker import WORKER

MUTANTS: Sequence[Mutant] = (
    *CONTACTS,
    *DELETIONS,
    *BLANKS,
    *JOURNAL,
    *WIRE,
    *SIGN_IN,
    *SETTINGS,
    *SETUP,
    *OWN_SETTINGS,
    *LAST_CHECK,
    *WORKER,
    *ICON,
    *DEMO,
    *COMMANDS,
    *ACTIVATING,
    *CLOUD,
    *FINDING,
    *ACCOUNTS,
    *GUESSING,
    *PAGES,
    *PACE,
    *NOTED,
    *RESTORING,
    *APART,
    *SQL_SERVER,
    *READING,
    *WAYS,
    *DOCTOR,
    *LAYOUTS,
    *TIME,
    *TALKS,
    *IN_CHARGE,
    *NOTICES,
    *HELP,
    *WINDOWS,
)
