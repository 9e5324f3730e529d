"""Requests into values and values into answers."""

from __future__ import annotations

import zlib
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl

import msgspec
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.problems import Problem, invalid
from practicecloud.web.envelope import MOST_BODY

T = TypeVar("T")

_WINDOW_OF_GZIP = 16 + zlib.MAX_WBITS


class Sent(msgspec.Struct, frozen=True):
    """A request's body as it came, with the headers that say what it is."""

    body: bytes
    encoding: str


async def read_sent(request: Request) -> Sent:
    """Return the body of a request, bounded on its way in."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    return Sent(await request.body(), encoding)


async def read_form(request: Request) -> dict[str, str]:
    """Return a form's fields. A field that is there twice is refused."""
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=40)
    except ValueError:
        raise invalid("form", "unreadable") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise invalid("form", "field twice")
    return fields


Body = Annotated[Sent, Depends(read_sent)]
"""What a route of the API takes."""

Form = Annotated[dict[str, str], Depends(read_form)]
"""What a page that is sent takes."""


def unpacked(sent: Sent) -> bytes:
    """Return the body without its compression, never more than the bound."""
    if sent.encoding in ("", "identity"):
        return sent.body
    if sent.encoding != "gzip":
        raise invalid("Content-Encoding", "gzip or none")
    packed = zlib.decompressobj(wbits=_WINDOW_OF_GZIP)
    try:
        body = packed.decompress(sent.body, MOST_BODY + 1)
    except zlib.error:
        raise invalid("body", "not gzip") from None
    if len(body) > MOST_BODY or packed.unconsumed_tail:
        raise Problem("too-large")
    if not packed.eof or packed.unused_data:
        raise invalid("body", "cut off")
    return body


def decoded(body: bytes, shape: type[T]) -> T:
    """Return the value that a JSON body holds; unknown members are refused."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as wrong:
        raise invalid(_field(str(wrong)), "wrong shape") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise invalid("body", "not JSON") from None


def answer(value: object, status: int = 200) -> Response:
    """Return a JSON answer."""
    return json_answer(msgspec.json.encode(value), status)


def json_answer(body: bytes, status: int = 200) -> Response:
    """Return an answer of JSON text."""
    headers = {"Cache-Control": "no-store"}
    return Response(body, status, headers, media_type="application/json")


def _field(complaint: str) -> str:
    """Return the place that a complaint names; the rest of it may quote the request."""
    _, mark, rest = complaint.rpartition("at `$")
    place = rest.rstrip("`").lstrip(".")
    return place if mark and place.replace("[...]", "").isascii() else "body"
