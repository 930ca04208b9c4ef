"""The embedded development identity provider: fictional personas, one click to be one of them.

It refuses to exist outside the demo profile or off the loopback address; production never has it.
"""

from __future__ import annotations

import ipaddress
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from gateway.errors import Fault, Refused
from gateway.settings import Settings

PROVIDER = "development"  # as the name of who said who somebody is; no configured provider can have it


def allowed(settings: Settings) -> bool:
    """Whether the development provider may be offered under these settings."""
    return settings.profile == "demo" and _loopback(settings.host)


def assert_allowed(settings: Settings) -> None:
    """Raises Refused where the provider must not be used."""
    if not allowed(settings):
        raise Refused("development-login", "The development login exists only in the demo profile on loopback")


def refuse_unsafe_start(settings: Settings) -> None:
    """A demo profile on an address that others can reach must not start at all."""
    if settings.profile == "demo" and not _loopback(settings.host):
        raise Fault("demo-off-loopback", "The demo profile serves on a loopback address only", mend="WD_HOST=127.0.0.1")


@cache
def town() -> dict[str, Any]:
    """The fictional town: organisations, connectors, professionals, clients and relations (personas.toml)."""
    return tomllib.loads(files("gateway.auth").joinpath("personas.toml").read_text("utf-8"))


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
