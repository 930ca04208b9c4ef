"""What the OpenAPI document says of addresses whose bodies are messages of others; data."""

from __future__ import annotations

from typing import Any, Final

_TEXT: Final = {"schema": {"type": "string"}}
_OUTCOME: Final = {"application/fhir+json": {"schema": {"type": "object"}}}
_RETURN: Final = {"application/xml": _TEXT, "application/json": {"schema": {"type": "object"}}}

MESSAGE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "one message, in the content type it has; the kind follows from the content",
        "content": dict.fromkeys(
            ("application/xml", "text/xml", "application/fhir+xml", "application/fhir+json", "application/json"), _TEXT
        ),
    },
}
MESSAGE_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    201: {"description": "accepted: the return message, or a receipt", "content": _RETURN},
    202: {"description": "parked until its client is known", "content": _RETURN},
    400: {"description": "it cannot be read", "content": _OUTCOME},
    413: {"description": "larger than is taken", "content": _OUTCOME},
    415: {"description": "neither XML nor JSON, or compressed", "content": _OUTCOME},
    422: {"description": "refused: the return message, or what and how to mend it", "content": {**_OUTCOME, **_RETURN}},
}
ASSERTION: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type", "client_assertion_type", "client_assertion"],
                    "properties": {
                        "grant_type": {"const": "client_credentials"},
                        "client_assertion_type": {"const": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                        "client_assertion": {"type": "string"},
                        "scope": {"type": "string"},
                    },
                }
            }
        },
    }
}
TOKEN_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "RFC 6749, section 5.2"},
    401: {"description": "invalid_client: the assertion does not hold"},
}
