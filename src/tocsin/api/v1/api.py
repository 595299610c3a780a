"""The API put together: its parts, who may call it, how it refuses. OpenAPI at ``openapi.json``; no page of docs,
because what draws one comes from elsewhere."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tocsin import __version__
from tocsin.api.v1 import incidents, messages, problems
from tocsin.api.v1.callers import Session, Token
from tocsin.api.v1.parsing import Storable


class _Api(NinjaAPI):
    """Its description says how every operation refuses."""

    def get_openapi_schema(self, **said: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**said)
        schema["components"]["responses"] = {"Problem": problems.RESPONSE}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
        return schema


api = _Api(
    title="Tocsin",
    version=__version__,
    description="Incidents, messages, the queue and the sources. Events are posted to /api/v1/events (see the guide).",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=[Token(), Session()],
    parser=Storable(),
)
problems.install(api)
api.add_router("/incidents", incidents.router)
api.add_router("", messages.router)
