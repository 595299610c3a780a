"""The published specifications, and whether a value is what one of their schemas says."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

FOLDER = Path(__file__).parent / "specs"
FILES = {
    "troubleTicket/v4": "tmf621-v4.swagger.json",
    "troubleTicket/v5": "tmf621-v5.oas.yaml",
    "alarm/v4": "tmf642-v4.swagger.json",
}


@cache
def specification(api: str) -> dict[str, Any]:
    """The specification of an API, as it was published."""
    text = (FOLDER / FILES[api]).read_text("utf-8")
    whole: dict[str, Any] = json.loads(text) if text.startswith("{") else yaml.load(text, yaml.CSafeLoader)
    return whole


def by_type(part: Any) -> Any:
    """OpenAPI 3: where a discriminator says which schema holds, the others need not fail (JSON Schema knows none)."""
    if isinstance(part, list):
        return [by_type(item) for item in part]
    if not isinstance(part, dict):
        return part
    named = "discriminator" in part and "oneOf" in part
    return {("anyOf" if named and name == "oneOf" else name): by_type(value) for name, value in part.items()}


@cache
def _validator(api: str, schema: str) -> Any:
    whole = by_type(specification(api))
    where = "definitions" if "definitions" in whole else "components/schemas"
    parts = (
        {"definitions": whole["definitions"]}
        if where == "definitions"
        else {"components": whole["components"]}
    )
    return jsonschema_rs.validator_for({"$ref": f"#/{where}/{schema}", **parts}, validate_formats=True)


def faults(api: str, schema: str, value: Any) -> list[str]:
    """What is wrong with a value by a schema of an API; nothing: it is valid."""
    found = _validator(api, schema).iter_errors(value)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in found]


def as_served(api: str) -> dict[str, Any]:
    """The specification without what is not ours to serve, for who asks a served process all that it allows.

    ``/listener`` is the supplier's side, and a catalogue of kinds of tickets is not kept. JSON Patch is answered 415 and
    cursors 501, which these specifications foresee, or not, as it comes: other tests hold those.
    """
    whole: dict[str, Any] = by_type(specification(api))
    left = {
        path: part
        for path, part in whole["paths"].items()
        if "/listener" not in path and "Specification" not in path
    }
    for part in left.values():
        for operation in part.values():
            bodies = _bodies(whole, operation)
            for form in [form for form in bodies if "json-patch" in form]:
                del bodies[form]
            named = [item.get("$ref", "") for item in operation.get("parameters", [])]
            for cursor in ("#/components/parameters/Before", "#/components/parameters/After"):
                if cursor in named:
                    operation["parameters"].remove({"$ref": cursor})
    return {**whole, "paths": left}


def _bodies(whole: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {})
    if "$ref" in body:
        body = whole["components"]["requestBodies"][body["$ref"].rpartition("/")[2]]
    content: dict[str, Any] = body.get("content", {})
    return content
