"""For whom the client is here: themselves, somebody they decide for, or somebody they sign for under a machtiging.
Chosen once, and judged again at every page.

The choice is a cookie with a handle that is of use to this one person alone; what it opens follows from who decides
now and which mandates run, never from the cookie. A page is for who decides (`Whose`) unless it says that a delegate
may come there as well (`Signs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from gateway.errors import Gone, NotFound, Refused
from gateway.flows import behalf, delegated
from gateway.flows.acting import Whom
from gateway.flows.caseloads import OWN
from gateway.flows.delegated import Delegated
from gateway.portal import cookies
from gateway.portal.sessions import Client, InHouse


@dataclass(frozen=True, slots=True)
class For:
    """`handle` for flows that read, `client` for flows that sign (None: oneself); `name` of the other, "" oneself.

    `under`: the mandate, when it is one; then `whom` is what flows take that are for delegates too.
    """

    handle: str = OWN
    client: str | None = None
    name: str = ""
    over: bool = False
    under: Delegated | None = None

    @property
    def whom(self) -> Whom:
        return self.client if self.under is None else self.under.under


def signing(request: Request, house: InHouse, session: Client) -> For:
    """Raises Gone when the caller decides for them no more, and signs for them no more."""
    handle = cookies.read(request, cookies.NAMENS) or OWN
    if handle == OWN:
        return For()
    try:
        found = _found(house, session, handle)
    except NotFound:
        raise Gone("behalf-ended", "You do not decide for this person now", mend="start again from /mijn") from None
    request.state.namens = found.name  # every page says so at its top
    request.state.signs = found.under is not None
    return found


def chosen(request: Request, house: InHouse, session: Client) -> For:
    """Raises Gone as above, and Refused for who only signs."""
    found = signing(request, house, session)
    if found.under is not None:
        raise Refused("mandate-only-signs", "A mandate lets you sign, and no more")
    return found


def with_own_keys(request: Request, house: InHouse, session: Client) -> For:
    """Where it is about keys: who decides is here for the other, and who only signs for themselves, as a mandate names
    one key and no page changes it. Raises Gone as above.
    """
    found = signing(request, house, session)
    if found.under is None:
        return found
    request.state.namens, request.state.signs = "", False
    return For()


def assert_for(house: InHouse, session: Client, handle: str) -> None:
    """That somebody can be here for whom this handle means. Raises NotFound."""
    _found(house, session, handle)


def at_home(request: Request, house: InHouse, session: Client) -> For:
    """On the first page somebody whose choice is over finds themselves again, and is told so (`over`)."""
    try:
        return signing(request, house, session)
    except Gone:
        return For(over=True)


def _found(house: InHouse, session: Client, handle: str) -> For:
    try:
        client, name = behalf.whose(house, session.caller, handle)
    except NotFound:
        under = delegated.behind(house, session.caller, handle)
        return For(handle, name=under.name, under=under)
    return For(handle, client, name)


AtHome = Annotated[For, Depends(at_home)]
Whose = Annotated[For, Depends(chosen)]
Signs = Annotated[For, Depends(signing)]
Keeps = Annotated[For, Depends(with_own_keys)]
