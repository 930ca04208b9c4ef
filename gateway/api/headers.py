"""Response headers that every answer has, whatever it is: pages set stricter ones of their own before."""

from __future__ import annotations

from starlette.responses import Response

from gateway.settings import Settings

ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Two years, as browsers' lists ask; only ever said over https (RFC 6797, section 7.2).
HSTS = "max-age=63072000; includeSubDomains"


def dress(response: Response, settings: Settings) -> Response:
    """Set what is not set yet, and hand the response back."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if settings.base_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
