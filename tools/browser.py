"""Where this machine has Chromium: for the tests and for the README's pictures."""

import shutil

NAMES = ("chromium-headless-shell", "chromium")  # the first costs a third less


def find_chromium() -> str:
    """The path of the browser; empty if there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), "")
