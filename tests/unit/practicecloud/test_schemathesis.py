"""Whatever is sent to a route of the contract, the real application answers as it says there."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from practicecloud.app import create_app
from practicecloud.people import tokens
from practicecloud.store.storage import writing

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"
CONTRACT = schemathesis.openapi.from_dict(json.loads(FILE.read_text(encoding="utf-8")))
OPERATIONS = [found.ok() for found in CONTRACT.get_all_operations() if isinstance(found, Ok)]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 8


@pytest.fixture
def bearer(engine, grant):
    """The header of somebody who may do everything in one practice."""
    with writing(engine) as connection:
        family, pair = tokens.begin_family(connection, grant, 0), tokens.new_pair()
        tokens.issue_pair(connection, family, None, pair, 0)
    return {"Authorization": f"Bearer {pair.access}"}


def test_every_route_of_the_contract_is_tried():
    paths = json.loads(FILE.read_text(encoding="utf-8"))["paths"]
    assert len(OPERATIONS) == sum(len(operations) for operations in paths.values()) > 15


# What a request can be made wrong in; a path takes any text.
CAN_BE_WRONG = [one for one in OPERATIONS if one.query or one.body]
WAYS = [pytest.param(one, GenerationMode.POSITIVE, id=one.label) for one in OPERATIONS]
WAYS += [
    pytest.param(one, GenerationMode.NEGATIVE, id=f"wrong {one.label}") for one in CAN_BE_WRONG
]


@pytest.mark.parametrize(("operation", "mode"), WAYS)
def test_any_request_is_answered_as_the_contract_says(engine, grant, bearer, operation, mode):
    operation.app = operation.schema.app = create_app(engine, lambda: 1)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), ours=st.booleans())
    def ask(case, ours):
        if ours and "practice_id" in case.path_parameters:
            case.path_parameters["practice_id"] = grant.practice_id
        response = case.call(headers=bearer if ours else None)
        assert response.status_code < 500
        case.validate_response(response, checks=CHECKS)

    ask()
