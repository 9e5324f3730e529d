"""What to do with a demo that is up: where the page is, how to get in, where things are."""

from __future__ import annotations

from practicesync.demo.child import command
from practicesync.demo.stage import Stage


def guide(stage: Stage, *, with_icon: bool) -> str:
    """Return it as text, one sentence a line."""
    authority = stage.ca_file
    icon = (
        "The icon beside the clock shows how it stands: click it for more.\n\n" if with_icon else ""
    )
    return f"""
{icon}The page where staff look contacts up: {stage.address}/
Sign in as {stage.email} with the password {stage.password}

Your browser does not know who vouches for that page until you tell it, with this file:
{authority}
  Firefox: Settings > Privacy & Security > View Certificates > Authorities > Import.
  Chrome or Edge on Windows: open the file, Install Certificate, Trusted Root Authorities.
  Chrome or Edge on Linux: chrome://certificate-manager > Local certificates > Custom > Import.
  Safari, Chrome or Edge on macOS: open the file in Keychain Access and set it to Always Trust.
  A command line: curl --cacert '{authority}' {stage.address}/healthz
Remove it again after the demo: the next one makes its own.

The practice's database: {stage.practice.path}
What Practice Sync keeps: {stage.state}
Its log: {stage.log}
Its state in words: {command("practicesync")} --state '{stage.state}' status

Press Enter for another twenty edits, Ctrl+C to end.
"""
