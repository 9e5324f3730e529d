"""The device flow (RFC 8628) by Authlib's server parts, over one transaction of the database."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]  # Authlib has no types
    InvalidGrantError,
    InvalidScopeError,
)
from authlib.oauth2.rfc8628 import (  # type: ignore[import-untyped]  # as above
    DeviceAuthorizationEndpoint,
    DeviceCodeGrant,
)

from practicecloud.oauth import devices
from practicecloud.oauth.client import Agent
from practicecloud.oauth.devices import Device, Wanted
from practicecloud.people.tokens import Grant


class Begin(DeviceAuthorizationEndpoint):  # type: ignore[misc]  # Authlib has no types
    """Gives out a code for the agent and one for a person: 8 consonants, told apart in any font."""

    CLIENT_AUTH_METHODS = ("none",)
    EXPIRES_IN = devices.SECONDS
    INTERVAL = devices.PAUSE

    def get_verification_uri(self) -> str:
        return f"{self.server.here}/device"

    def save_device_credential(self, _client_id: str, scope: str, data: dict[str, Any]) -> None:
        allowed = Agent().get_allowed_scope(scope)
        if allowed is None:
            raise InvalidScopeError
        wanted = Wanted(allowed, self.server.asking, self.server.asked_for)
        devices.begin(self.server.connection, wanted, data, self.server.now)


class Poll(DeviceCodeGrant):  # type: ignore[misc]  # Authlib has no types
    """Tells the agent whether a person has decided, and gives it its tokens once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("none",)

    def query_device_credential(self, device_code: str) -> Device:
        found = devices.by_device_code(self.server.connection, device_code, self.server.now)
        if found is None:
            raise InvalidGrantError  # Authlib would call it `invalid_request`
        self.request.credential = found
        return found

    def query_user_grant(self, _user_code: str) -> tuple[Grant | None, bool] | None:
        device: Device = self.request.credential
        approved = device.row.approved
        if approved is None:
            return None
        return (device.grant, True) if approved else (None, False)

    def should_slow_down(self, credential: Device) -> bool:
        return devices.polled_too_early(self.server.connection, credential, self.server.now)
