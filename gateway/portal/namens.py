"""For whom the client is here: themselves, or somebody they decide for. Chosen once, and judged again at every page.

The choice is a cookie with a handle that is of use to this one person alone; what it opens follows from who decides
now, never from the cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from gateway.errors import Gone, NotFound
from gateway.flows import behalf
from gateway.flows.disclose import OWN
from gateway.portal import cookies
from gateway.portal.sessions import Client, InHouse


@dataclass(frozen=True, slots=True)
class For:
    """`handle` for flows that read, `client` for flows that sign (None: oneself); `name` of the other, "" oneself."""

    handle: str = OWN
    client: str | None = None
    name: str = ""
    over: bool = False


def chosen(request: Request, house: InHouse, session: Client) -> For:
    """Raises Gone when the caller decides for them no more."""
    handle = cookies.read(request, cookies.NAMENS) or OWN
    if handle == OWN:
        return For()
    try:
        client, name = behalf.whose(house, session.caller, handle)
    except NotFound:
        raise Gone("behalf-ended", "You do not decide for this person now", mend="start again from /mijn") from None
    found = For(handle, client, name)
    request.state.namens = name  # every page says so at its top
    return found


def at_home(request: Request, house: InHouse, session: Client) -> For:
    """On the first page somebody whose choice is over finds themselves again, and is told so (`over`)."""
    try:
        return chosen(request, house, session)
    except Gone:
        return For(over=True)


AtHome = Annotated[For, Depends(at_home)]
Whose = Annotated[For, Depends(chosen)]
