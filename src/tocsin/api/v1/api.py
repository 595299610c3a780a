"""The API put together: its parts, who may call it, how it refuses. OpenAPI at ``openapi.json``; no page of docs,
because its script would come from another site."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tocsin import __version__
from tocsin.api.inlet import description
from tocsin.api.v1 import (
    commitments,
    duty,
    exchanges,
    figures,
    incidents,
    major_records,
    messages,
    problem_records,
    problems,
    providers,
    searching,
    sites,
    statements,
    userreports,
    work,
)
from tocsin.api.v1.callers import Session, Token
from tocsin.api.v1.parsing import Storable


class _Api(NinjaAPI):
    """Its description says how every operation refuses, and what is posted to the inlet."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for path, operations in description.paths().items():
            schema["paths"].setdefault(path, {}).update(operations)
        schema["components"]["securitySchemes"]["Source"] = {"type": "http", "scheme": "bearer"}
        schema["components"]["responses"] = {
            "Problem": problems.RESPONSE,
            "ProblemAsJson": problems.RESPONSE | {"content": {"application/json": problems.SCHEMA}},
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", {"$ref": "#/components/responses/Problem"})
        return schema


api = _Api(
    title="Tocsin",
    version=__version__,
    description="Incidents, messages, the queue and the sources. Events are posted to the inlet.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=[Token(), Session()],
    parser=Storable(),
)
problems.install(api)
api.add_router("/incidents", exchanges.router)
api.add_router("/incidents", incidents.router)
api.add_router("", messages.router)
api.add_router("", commitments.router)
api.add_router("", providers.router)
api.add_router("", sites.router)
api.add_router("", statements.router)
api.add_router("", problem_records.router)
api.add_router("", major_records.router)
api.add_router("", userreports.router)
api.add_router("", duty.router)
api.add_router("", work.router)
api.add_router("", searching.router)
api.add_router("", figures.router)
