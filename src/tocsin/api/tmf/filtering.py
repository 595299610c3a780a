"""Filtering: the JSONPath of TMF630's ``filter``, asked of each resource. What could be costly is no path."""

from collections.abc import Callable
from typing import Any

from tocsin.connectors.rest import paths
from tocsin.core.kernel.errors import BadInput, fault


def fitting(path: str) -> Callable[[dict[str, Any]], bool] | None:
    """Whether the path leads anywhere: ``$[?@.status=='held']`` is asked of the list, ``note[?@.id=='1']`` of a resource.

    None: there is no path. Raises BadInput for what is none.
    """
    if not path:
        return None
    if len(path) > 500 or not paths.is_path(path):
        raise BadInput([fault("tmf.fault.path", field="filter")])
    of_list = path.startswith("$[")
    return lambda resource: bool(paths.found(path, [resource] if of_list else resource))
