"""The routes on which the practice's server reports, and asks for another copy of itself."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.contract.routes import in_contract
from practicecloud.online.beats import Ask, Beat, Presence, note_beat, presence
from practicecloud.store.storage import reading, writing
from practicecloud.web.wire import Body, answer, decoded, unpacked


class Reports:
    """Both routes over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes with what `docs/openapi.json` says of them."""
        routes = (("POST", "/heartbeat", self.heartbeat), ("POST", "/presence", self.presence))
        return in_contract("contacts", routes, "/v1/practices/{practice_id}")

    def heartbeat(self, request: Request, practice_id: str, sent: Body) -> Response:
        """Note how sync stands on the server that is in charge."""
        self._cloud.admit(request, practice_id, "contacts:write")
        beat = decoded(unpacked(sent), Beat)
        with writing(self._cloud.engine) as connection:
            note_beat(connection, practice_id, beat, self._cloud.now())
        return Response(status_code=204)

    def presence(self, practice_id: str, sent: Body) -> Response:
        """Tell whether an installation is at work, to a copy of it that must not sign in first."""
        asked = decoded(unpacked(sent), Ask)
        if "\x00" in practice_id:  # PostgreSQL takes no such text
            return answer(Presence(alive=False))
        with reading(self._cloud.engine) as connection:
            return answer(presence(connection, practice_id, asked.installation, self._cloud.now()))
