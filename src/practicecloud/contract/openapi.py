"""Writes `docs/openapi.json` from the application."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from practicecloud import contact
from practicecloud.contract import shapes
from practicecloud.online import activation, batch, beats, preparation
from practicecloud.people.tokens import MEANING_OF_SCOPE

SHAPES = (
    activation.Activate,
    activation.Activated,
    activation.InCharge,
    batch.Batch,
    batch.Outcomes,
    beats.Ask,
    beats.Beat,
    beats.Presence,
    contact.Contact,
    preparation.Progress,
    preparation.Step,
    shapes.Decision,
    shapes.DeviceCodes,
    shapes.DeviceRequest,
    shapes.Found,
    shapes.Marks,
    shapes.Health,
    shapes.Metadata,
    shapes.OAuthError,
    shapes.ProblemDetails,
    shapes.RevokeRequest,
    shapes.TokenRequest,
    shapes.Tokens,
)


def described(app: FastAPI) -> dict[str, Any]:
    """Return the contract as OpenAPI 3.1."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description="`docs/reference/contract.md` says what a schema can't.",
        routes=app.routes,
    )
    for operations in document["paths"].values():
        for operation in operations.values():
            _drop_fastapis_own(operation["responses"])
    _, schemas = msgspec.json.schema_components(SHAPES, ref_template="#/components/schemas/{name}")
    for schema in schemas.values():
        # Python 3.13 takes the indent out of docstrings, older ones keep it.
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    # A batch keeps its contacts unread until each is judged, so their shape is not in its type.
    schemas["Item"]["properties"]["contact"] = {
        "description": "Required for an upsert, absent for a delete.",
        "anyOf": [{"$ref": "#/components/schemas/Contact"}, {"type": "null"}],
    }
    document["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"oauth": _oauth()},
    }
    return document


def _drop_fastapis_own(responses: dict[str, Any]) -> None:
    """Leave out the 422 that FastAPI adds where a path has parameters: ours is a problem."""
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]


def _oauth() -> dict[str, Any]:
    flow = {
        "authorizationUrl": "/oauth/authorize",
        "tokenUrl": "/oauth/token",
        "refreshUrl": "/oauth/token",
        "scopes": MEANING_OF_SCOPE,
    }
    return {
        "type": "oauth2",
        "description": "Authorization code with PKCE (S256); a grant is for one practice.",
        "flows": {"authorizationCode": flow},
    }
