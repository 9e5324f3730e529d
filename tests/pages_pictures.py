"""Takes the pictures of the pages that the documents show: `python -m tests.pages_pictures`.

The contacts come from Faker's seed; the online side, its certificate and the browser are real.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.system.browser.chromium import DESK, PHONE, running, signed_in
from tests.system.browser.practice import contacts, put_online
from tests.system.cloud import Cloud, add_user, start_cloud

PICTURES = Path(__file__).parent.parent / "docs" / "images"

SHOWN = (
    ("contacts-phone", PHONE, "light", "?q=sam"),
    ("contact-phone", PHONE, "light", "/contacts/%5B%22holdings%22%5D?q=sam"),
    ("contact-phone-dark", PHONE, "dark", "/contacts/%5B%22holdings%22%5D?q=sam"),
    ("contacts-desk", DESK, "light", "/contacts/%5B%22holdings%22%5D?q=sam"),
    ("contacts-desk-dark", DESK, "dark", "/contacts/%5B%22holdings%22%5D"),
    ("people-desk", DESK, "light", "/people"),
    ("servers-phone", PHONE, "light", "/servers"),
)
"""Name, size, light or dark, and where in the practice."""


def main() -> None:
    """Take each picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, start_cloud(Path(folder)) as cloud:
        put_online(cloud, contacts(60, with_hostile=False))
        for name in ("jo", "sam"):
            add_user(cloud.database, f"{name}@example.com", cloud.practice_id, "staff")
        with running() as browser:
            state = signed_in(browser, cloud, cloud.email, cloud.password)
            for name, size, scheme, path in SHOWN:
                _take(browser, cloud, state, name, viewport=size, color_scheme=scheme, path=path)


def _take(
    browser: Browser, cloud: Cloud, state: Any, name: str, *, path: str, **options: Any
) -> None:
    context = browser.new_context(
        ignore_https_errors=True, storage_state=state, timezone_id="Australia/Perth", **options
    )
    page = context.new_page()
    page.goto(f"{cloud.base_url}/practices/{cloud.practice_id}{path}")
    page.wait_for_load_state("networkidle")
    # The one thing that would make each picture another one.
    page.evaluate("for (const time of document.querySelectorAll('time')) time.textContent = '9:42'")
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
