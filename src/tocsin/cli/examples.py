"""Where the example organisations are: in the checkout, else in the package."""

from pathlib import Path

import tocsin
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import declare

declare(
    {
        "error.no_example": (
            "L'exemple {folder} est introuvable.",
            "The example {folder} is not there.",
        ),
    }
)


def example(*path: str) -> Path:
    """The folder of an example. Raises NotFound."""
    package = Path(tocsin.__file__).resolve().parent
    for examples in (package.parents[1] / "examples", package / "examples"):
        if (folder := examples.joinpath(*path)).is_dir():
            return folder
    raise NotFound("error.no_example", folder="/".join(("examples", *path)))
