"""Opening a page without waiting for the browser: one that hangs must not stop the icon."""

from __future__ import annotations

import threading
import webbrowser


def in_browser(address: str) -> bool:
    """Open that, in a thread of its own, and tell whether there is a browser at all."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    opening = threading.Thread(target=browser.open, args=(address,), name="browser", daemon=True)
    opening.start()
    return True
