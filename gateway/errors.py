"""One tree of errors: what can go wrong, told so that the sender can mend it.

    GatewayError
    ├── BadInput              400  the bytes cannot be read at all
    │   ├── NotAcceptable     406
    │   ├── TooLarge          413
    │   └── WrongContentType  415
    ├── Rejected              422  readable, but not acceptable: names field, rule and mend
    ├── NotAuthenticated      401
    ├── Refused               403  known caller, not allowed to do this
    ├── NotFound              404  absent and hidden look alike
    ├── Conflict              409  somebody was earlier (policy version, message identification)
    │   └── Raced             409  somebody did something with the same at the same moment: asked again it works out
    ├── Gone                  410  answer of an earlier policy version
    ├── TooMany               429  asked too often; says when it fits again
    ├── Unavailable           503  the database is away or too busy; says when to ask again
    └── Fault                 500  our own state is not what it must be; nothing is disclosed

Each class carries its HTTP status and FHIR issue type; each instance a stable `code` (documented in
docs/errors.md), a sentence, and where known the place (`where`) and how to mend it (`mend`).
No message may hold a BSN or clinical content: senders log what we answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(eq=False)
class GatewayError(Exception):
    """Base of all errors this gateway raises on purpose.

    `code`: stable identifier such as `xml-doctype`; `message`: one sentence without personal data;
    `where`: element path or field in the input; `mend`: what the sender can do.
    """

    code: str
    message: str
    where: str | None = None
    mend: str | None = None

    status: ClassVar[int] = 500
    issue: ClassVar[str] = "exception"

    def __str__(self) -> str:
        place = f" at {self.where}" if self.where else ""
        mend = f" ({self.mend})" if self.mend else ""
        return f"{self.code}: {self.message}{place}{mend}"


class BadInput(GatewayError):
    status = 400
    issue = "structure"


class NotAcceptable(BadInput):
    status = 406
    issue = "not-supported"


class TooLarge(BadInput):
    status = 413
    issue = "too-long"


class WrongContentType(BadInput):
    status = 415
    issue = "not-supported"


@dataclass(eq=False)
class Rejected(GatewayError):
    """Readable but not acceptable. `details` lists further findings as (where, sentence)."""

    details: tuple[tuple[str, str], ...] = ()

    status: ClassVar[int] = 422
    issue: ClassVar[str] = "invalid"


class NotAuthenticated(GatewayError):
    status = 401
    issue = "login"


class Refused(GatewayError):
    status = 403
    issue = "forbidden"


class NotFound(GatewayError):
    status = 404
    issue = "not-found"


class Conflict(GatewayError):
    status = 409
    issue = "conflict"


class Raced(Conflict):
    """Nothing was done. Who can begin anew does so, before anybody is told."""


class Gone(GatewayError):
    status = 410
    issue = "expired"


@dataclass(eq=False)
class TooMany(GatewayError):
    """Asked too often. `seconds` until the next request fits."""

    seconds: int = 60

    status: ClassVar[int] = 429
    issue: ClassVar[str] = "throttled"


@dataclass(eq=False)
class Unavailable(GatewayError):
    """What we depend on cannot be reached now. `seconds` until asking again makes sense.

    Nothing was acknowledged. Whether it was done is not known when the connection went while it was being committed:
    asking the same again finds out.
    """

    seconds: int = 5

    status: ClassVar[int] = 503
    issue: ClassVar[str] = "transient"


class Fault(GatewayError):
    """Our own state is broken (unsealing failed, the log does not close). Never shown with details."""
