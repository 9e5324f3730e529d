"""Puts endpoints under their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fastapi import APIRouter
from starlette.responses import Response

from practicecloud.contract import spec

Route = tuple[str, str, Callable[..., Response]]
"""A method, a path and what answers there."""


def in_contract(tag: str, routes: Iterable[Route], prefix: str = "") -> APIRouter:
    """Return the routes with what `docs/openapi.json` says of them."""
    router = APIRouter(prefix=prefix, tags=[tag])
    for method, path, endpoint in routes:
        router.add_api_route(
            path,
            endpoint,
            methods=[method],
            response_class=Response,
            response_model=None,
            **spec.of(endpoint.__name__),
        )
    return router


def for_people(routes: Iterable[Route]) -> APIRouter:
    """Return routes of pages, which the contract does not list."""
    router = APIRouter(include_in_schema=False, default_response_class=Response)
    for method, path, endpoint in routes:
        router.add_api_route(path, endpoint, methods=[method], response_model=None)
    return router
