"""Signing in: who must wait before the next try. Counted before the password is digested; reveals no name that exists.

A browser that has logged in before carries a signed cookie: guesses by others, from anywhere, do not make it wait
(OWASP, "Device Cookies"), not even those that come through its own proxy.
"""

from datetime import timedelta

from tocsin.connectors.kit.networks import network_of
from tocsin.flow import clock
from tocsin.store.attempts import Rate, forget, take

FROM_HERE = Rate(
    burst=5, interval=timedelta(seconds=30)
)  # for one name from one address, or one known browser
ANY_NAME = Rate(burst=30, interval=timedelta(seconds=20))  # from one address, by browsers that are not known
ANY_ADDRESS = Rate(burst=50, interval=timedelta(seconds=30))  # for one name, from browsers that are not known


def may_try(name: str, address: str, browser: str = "") -> bool:
    """Count a try. ``browser``: the known browser (id) that has logged in as ``name`` before, if it has."""
    now, here = clock.now(), _here(name, address, browser)
    if browser:
        return take(here, FROM_HERE, now)
    return (
        take(("address", network_of(address)), ANY_NAME, now)
        and take(here, FROM_HERE, now)
        and take(("name", name), ANY_ADDRESS, now)
    )


def succeeded(name: str, address: str, browser: str = "") -> None:
    """The password was right: the tries from here are counted from zero again."""
    forget(_here(name, address, browser))


def _here(name: str, address: str, browser: str) -> tuple[str, ...]:
    return ("browser", name, browser) if browser else ("name", name, network_of(address))
