"""The HTTP inlet as OpenAPI operations: what is posted where, and how it is answered. Knows no request."""

from typing import Any

from tocsin.core.translation import own_json

_TAG = "inlet"
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The same key with the same body is one message; with another body it is refused (422).",
}  # fmt: skip


def paths() -> dict[str, dict[str, Any]]:
    """The operations by address, as they stand in an OpenAPI 3.1 description."""
    event = own_json.schema()
    return {
        "/api/v1/events": _post(
            "Post events in our own words, or as CloudEvents 1.0",
            {
                "application/json": {"oneOf": [event, {"type": "array", "items": event}]},
                "application/cloudevents+json": {"type": "object"},
                "application/cloudevents-batch+json": {"type": "array", "items": {"type": "object"}},
            },
        ),
        "/api/v1/messages": _post(
            "Post a message in its sender's own JSON, for a format to read", {"application/json": {}}
        ),
        "/api/v1/alertmanager": _post(
            "Alertmanager's webhook (version 4), and those made after it",
            {"application/json": {"type": "object"}},
        ),
        "/api/v2/alerts": _post(
            "Alerts as Prometheus posts them to an Alertmanager",
            {"application/json": {"type": "array", "items": {"type": "object"}}},
            accepted="200",
            refused="ProblemAsJson",
        ),
    }


def _post(
    summary: str, content: dict[str, Any], accepted: str = "202", refused: str = "Problem"
) -> dict[str, Any]:
    return {
        "post": {
            "operationId": "inlet_" + "_".join(summary.lower().split()[:4]),
            "summary": summary,
            "description": "The token is a source's: as bearer, or as the password of Basic. Accepted is committed.",
            "tags": [_TAG],
            "parameters": [_KEY],
            "security": [{"Source": []}],
            "requestBody": {
                "required": True,
                "content": {kind: {"schema": form} for kind, form in content.items()},
            },
            "responses": {
                accepted: {"description": "Kept: committed, to be worked in a moment"},
                "default": {"$ref": f"#/components/responses/{refused}"},
            },
        }
    }
