"""Writes the page of faults anew: `python -m tests.faults`."""

from tests.faults.page import FAULTS, PAGE, page, played

if __name__ == "__main__":
    text = page({fault.what: played(fault) for fault in FAULTS})
    PAGE.write_text(text, encoding="utf-8", newline="\n")
