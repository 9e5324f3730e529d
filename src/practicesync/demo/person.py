"""A person at a browser: opens pages over TLS, fills their forms in and sends them."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests

from practicesync.demo.stop import DemoFailed

_SECONDS = 20.0
_HOPS = 6
_NOWHERE = "http://127.0.0.1:9/callback"
"""The demo reads the code out of the address, so nobody has to listen there."""


@dataclass
class Form:
    """A form of a page: where it goes, and what is in it already."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, inputs, and the first option of a choice."""
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(named.get("action", "")))
        elif tag == "select":
            self._select = named.get("name", "")
        elif self.forms and tag == "input" and "name" in named:
            self.forms[-1].fields[named["name"]] = named.get("value", "")
        elif self.forms and tag == "option" and self._select:
            self.forms[-1].fields.setdefault(self._select, named.get("value", ""))


class Person:
    """Somebody with an e-mail address and a password. Use it in a `with` block."""

    def __init__(self, email: str, password: str, ca_file: Path) -> None:
        self.email = email
        self.password = password
        self._browser = requests.Session()
        self._browser.trust_env = False
        self._browser.verify = str(ca_file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._browser.close()

    def consent(self, address: str) -> str:
        """Sign in at the address, allow what is asked, and return where the browser is led.

        That is the address of whoever asked, with the code in it; it is not opened.
        """
        page = self._open(address)
        for _ in range(_HOPS):
            if page.is_redirect:
                following = urljoin(page.url, page.headers["Location"])
                if urlsplit(following).scheme == "http":
                    return following
                page = self._open(following)
            else:
                page = self._submit(page)
        raise DemoFailed("Signing in leads round in a circle.")

    def come_back(self, address: str) -> None:
        """Open the address that signing in has led to, as a browser does."""
        page = self._open(address)
        for _ in range(_HOPS):
            if not page.is_redirect:
                break
            page = self._open(urljoin(page.url, page.headers["Location"]))
        if not page.ok:
            raise DemoFailed(f"Practice Sync answered the sign-in with {page.status_code}.")

    def token(self, cloud: str) -> str:
        """Sign in to read contacts, and return an access token (RFC 6749, PKCE RFC 7636)."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        question = {
            "response_type": "code",
            "client_id": "practicesync",
            "redirect_uri": _NOWHERE,
            "scope": "contacts:read",
            "state": secrets.token_urlsafe(16),
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        led_to = self.consent(f"{cloud}/oauth/authorize?{urlencode(question)}")
        answer = parse_qs(urlsplit(led_to).query)
        if answer.get("state") != [question["state"]] or "code" not in answer:
            raise DemoFailed("Signing in to read contacts was refused.")
        exchange = {
            "grant_type": "authorization_code",
            "code": answer["code"][0],
            "redirect_uri": _NOWHERE,
            "client_id": "practicesync",
            "code_verifier": verifier,
        }
        granted = self._send("POST", f"{cloud}/oauth/token", exchange)
        if not granted.ok:
            raise DemoFailed(f"The token was refused with {granted.status_code}.")
        return str(granted.json()["access_token"])

    def _submit(self, page: requests.Response) -> requests.Response:
        """Fill in the form for signing in or for consent, whichever the page has."""
        for form in Forms(page.text).forms:
            target = urljoin(page.url, form.action)
            if "password" in form.fields:
                entered = {"email": self.email, "password": self.password}
                return self._send("POST", target, form.fields | entered)
            if "practice_id" in form.fields:
                return self._send("POST", target, form.fields | {"decision": "allow"})
        raise DemoFailed(f"The sign-in page can't be filled in (answer {page.status_code}).")

    def _open(self, address: str) -> requests.Response:
        return self._send("GET", address, None)

    def _send(self, method: str, address: str, form: dict[str, str] | None) -> requests.Response:
        try:
            return self._browser.request(
                method, address, data=form, timeout=_SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:
            name = type(error).__name__
            raise DemoFailed(f"The browser could not open {_host(address)} ({name}).") from None


def _host(address: str) -> str:
    return urlsplit(address).netloc
