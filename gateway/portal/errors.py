"""An error as a readable page: what happened and where to go, never a value, a code of ours or what is hidden."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from gateway.errors import GatewayError, NotAuthenticated
from gateway.portal import nl
from gateway.portal.rendering import render, to


def error_page(request: Request, error: GatewayError) -> Response:
    """Somebody not logged in who opens a page is sent to the login page."""
    # Who comes back from a login provider without being let in gets to know why; sending them on would go round.
    arriving = request.url.path.startswith("/inloggen/")
    if isinstance(error, NotAuthenticated) and request.method in {"GET", "HEAD"} and not arriving:
        return to("/inloggen")
    key = _key(error)
    texts = nl.CATALOGUE["client"]
    text = texts.get(f"error.{error.code}.text") or texts[f"{key}.text"]
    return render("fout.html", "client", texts[key], {"text": text}, error.status)


def _key(error: GatewayError) -> str:
    """The texts of this status, else of its hundred."""
    exact = f"error.{error.status}"
    return exact if exact in nl.BOTH else f"error.{error.status // 100 * 100}"
