"""Whether this process lives, and whether it can do its work."""

from __future__ import annotations

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.contract.routes import in_contract
from practicecloud.store.storage import reading
from practicecloud.web.wire import answer


class Health:
    """Both answers over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes with what `docs/openapi.json` says of them."""
        routes = (("GET", "/healthz", self.healthz), ("GET", "/readyz", self.readyz))
        return in_contract("health", routes)

    def healthz(self) -> Response:
        """Answer at all."""
        return answer({"status": "alive"})

    def readyz(self) -> Response:
        """Answer if the database does, else with 503."""
        with reading(self._cloud.engine) as connection:
            connection.execute(sa.select(1))
        return answer({"status": "ready"})
