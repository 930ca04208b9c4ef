"""The cookies of the pages: for this host alone, out of reach of scripts, gone with the browser.

Under https their names begin with `__Host-`, so that no neighbouring host can set them for us (RFC 6265bis, 4.1.3.2).
"""

from __future__ import annotations

from typing import Literal

from fastapi import Request
from starlette.responses import Response

from gateway.flows.house import House

SESSION = "wd_sessie"
LOGIN = "wd_inlog"  # before there is a session: what the login form's token is compared with
NAMENS = "wd_namens"  # for whom a client is here, by a handle
AWAY = "wd_heen"  # while somebody is at a login provider


def secure(house: House) -> bool:
    return house.settings.base_url.startswith("https:")


def name(house: House, kind: str) -> str:
    return f"__Host-{kind}" if secure(house) else kind


def read(request: Request, kind: str) -> str:
    """What the browser brought, "" when nothing."""
    return request.cookies.get(name(request.app.state.house, kind), "")


def keep(
    response: Response, kind: str, value: str, house: House, samesite: Literal["strict", "lax"] = "strict"
) -> None:
    """`lax` only for what must come along when a provider sends the browser back to us."""
    response.set_cookie(name(house, kind), value, path="/", secure=secure(house), httponly=True, samesite=samesite)


def drop(response: Response, kind: str, house: House) -> None:
    response.delete_cookie(name(house, kind), path="/", secure=secure(house), httponly=True)
