import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest
import sqlalchemy as sa
from openapi_spec_validator import validate

from practicecloud.app import create_app
from practicecloud.contract.openapi import described

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"
CONTRACT = json.loads(FILE.read_text(encoding="utf-8"))


def examples():
    """Yield each example of the contract with its schema."""
    for path, operations in CONTRACT["paths"].items():
        for method, operation in operations.items():
            bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for which, body in bodies.items():
                for content in body.get("content", {}).values():
                    for name, example in content.get("examples", {}).items():
                        place = f"{method} {path} {which} {name}"
                        yield pytest.param(content["schema"], example["value"], id=place)


def test_the_contract_is_what_the_program_says():
    app = create_app(sa.create_engine("sqlite://"), lambda: 0)
    said = json.loads(json.dumps(described(app)))
    assert said == CONTRACT, "run: practicecloud openapi > docs/openapi.json"


def test_the_contract_is_valid_openapi():
    validate(CONTRACT)


@pytest.mark.parametrize(("schema", "example"), list(examples()))
def test_every_example_fits_its_schema(schema, example):
    jsonschema.validate(
        example,
        schema | {"components": CONTRACT["components"]},
        cls=jsonschema.Draft202012Validator,
    )


def test_every_route_has_an_example_of_its_request_and_answers():
    for path, operations in CONTRACT["paths"].items():
        for method, operation in operations.items():
            bodies = [operation.get("requestBody"), *operation["responses"].values()]
            for body in bodies:
                for kind, content in (body or {}).get("content", {}).items():
                    assert kind == "text/html" or content["examples"], (method, path)


def test_problems_are_those_of_the_contract_page():
    page = (FILE.parent / "reference" / "contract.md").read_text(encoding="utf-8")
    told = {
        example["value"]["type"].removeprefix("urn:practice-cloud:")
        for operations in CONTRACT["paths"].values()
        for operation in operations.values()
        for answer in operation["responses"].values()
        for example in answer.get("content", {})
        .get("application/problem+json", {})
        .get("examples", {})
        .values()
    }
    assert told
    assert all(f"`{name}`" in page for name in told)
