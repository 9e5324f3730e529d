"""Puts the online side together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from practicecloud import __version__
from practicecloud.audit.erasing import Erasing
from practicecloud.cloud import Cloud, Now
from practicecloud.contract.api import Api
from practicecloud.contract.health import Health
from practicecloud.contract.reports import Reports
from practicecloud.notices.posting import background
from practicecloud.online.preparation import Preparation
from practicecloud.pages.account_pages import AccountPages
from practicecloud.pages.activity_pages import ActivityPages
from practicecloud.pages.contact_pages import ContactPages
from practicecloud.pages.device_pages import DevicePages
from practicecloud.pages.joining_pages import JoiningPages
from practicecloud.pages.notices_page import NoticesPage
from practicecloud.pages.oauth import OAuth
from practicecloud.pages.pages import Pages
from practicecloud.pages.people_pages import PeoplePages
from practicecloud.pages.person_pages import PersonPages
from practicecloud.pages.reset_pages import ResetPages
from practicecloud.pages.server_pages import ServerPages
from practicecloud.problems import Problem
from practicecloud.settings import USUAL, Settings
from practicecloud.web.ending import Ending
from practicecloud.web.envelope import Envelope
from practicecloud.web.pace import Paced
from practicecloud.web.refusals import refusal


def create_app(engine: sa.Engine, now: Now, settings: Settings = USUAL) -> FastAPI:
    """Return the application over an open database; the clock is seconds since 1970."""
    cloud = Cloud(engine, now, Preparation(engine), settings)
    ending = Ending()
    threads = [
        *background(engine, now, settings),
        Erasing(engine, now, settings.activity_kept).background,
        cloud.preparation.background,
    ]

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        for thread in threads:
            thread.start()
        yield {"ending": ending}  # connections hear of the end first
        for thread in threads:
            thread.stop()
        engine.dispose()

    app = FastAPI(
        title="Practice Cloud",
        version=__version__,
        summary="Holds the online copy of a practice's contacts.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for part in (
        Api,
        Reports,
        OAuth,
        Pages,
        ContactPages,
        ActivityPages,
        NoticesPage,
        PeoplePages,
        PersonPages,
        ServerPages,
        AccountPages,
        JoiningPages,
        ResetPages,
        DevicePages,
        Health,
    ):
        app.include_router(part(cloud).router())
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_problem)
    app.add_exception_handler(HTTPException, _answer_problem)
    app.add_middleware(Paced, now=now)
    app.add_middleware(Envelope, ending=ending)
    return app


async def _answer_problem(request: Request, error: Exception) -> Response:
    return refusal(_named(error), request.scope)


def _named(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        wrong = [
            {"field": str(one["loc"][-1]), "reason": str(one["type"])} for one in error.errors()
        ]
        return Problem("invalid", {"errors": wrong})
    if isinstance(error, HTTPException):
        return Problem({404: "not-found", 405: "not-found", 413: "too-large"}[error.status_code])
    return Problem("unexpected")
