"""Looks contacts up through the online side's own API, as any program with a token may."""

from __future__ import annotations

import http
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import quote

import requests

from practicesync.demo.stop import DemoFailed
from practicesync.demo.truth import Shown

_SECONDS = 20.0
_PAGE = 200


class Reader:
    """A kept-alive session with a token, which `sign_in` gets anew when it has run out."""

    def __init__(self, practice: str, ca_file: str, sign_in: Callable[[], str]) -> None:
        self._practice = practice
        self._sign_in = sign_in
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca_file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._session.close()

    def contact(self, key: str) -> Shown | None:
        """Return the contact as it is online, or None if it is not."""
        answer = self._get(f"contacts/{quote(key, safe='')}")
        if answer.status_code == http.HTTPStatus.NOT_FOUND:
            return None
        return self._content(answer)

    def contacts(self) -> dict[str, Shown]:
        """Return all contacts that can be found online, by their key."""
        found: dict[str, Shown] = {}
        after: str | None = ""
        while after is not None:
            page = self._content(self._get("contacts", {"after": after, "limit": str(_PAGE)}))
            found |= {contact["id"]: contact for contact in page["contacts"]}
            after = page["next"]
        return found

    def _get(self, path: str, question: Mapping[str, str] | None = None) -> requests.Response:
        for renewed in (False, True):
            if renewed or "Authorization" not in self._session.headers:
                self._session.headers["Authorization"] = f"Bearer {self._sign_in()}"
            try:
                answer = self._session.get(
                    f"{self._practice}/{path}",
                    params=question,
                    timeout=_SECONDS,
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                name = type(error).__name__
                raise DemoFailed(f"The online side does not answer ({name}).") from None
            if answer.status_code != http.HTTPStatus.UNAUTHORIZED:
                break
        return answer

    def _content(self, answer: requests.Response) -> dict[str, Any]:
        if not answer.ok:
            raise DemoFailed(f"The online side answered with {answer.status_code}.")
        content: dict[str, Any] = answer.json()
        return content
