"""Sending the messages of the town through the API as its care systems would, and comparing answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from gateway.demo.message import Message

# Statuses by which a gateway says nothing about the message itself: who calls, how often, its own faults.
NO_VERDICT = frozenset({401, 403, 404, 408, 425, 429})
STATES = frozenset({"accepted", "parked", "rejected"})


@dataclass(frozen=True, slots=True)
class Report:
    """`counts`: messages by answer; `surprises`: one line for each answer other than expected."""

    counts: dict[str, int]
    surprises: tuple[str, ...]

    def summary(self) -> str:
        return ", ".join(f"{number} {state}" for state, number in sorted(self.counts.items()))


def send(
    client: httpx.Client,
    token_of: Callable[[str], str],
    messages: Sequence[Message],
    progress: Callable[[str], None],
) -> Report:
    """POST each message in turn with its own content type and its connector's bearer token.

    `progress` is given one line per message, `n/all …`. A refusal of the caller, a full queue or a fault is a surprise,
    never tried again; only a transport error ends the run (httpx.TransportError).
    """
    counts: Counter[str] = Counter()
    surprises: list[str] = []
    for number, message in enumerate(messages, start=1):
        answer = client.post(
            "/deliveries",
            content=message.body,
            headers={
                "Authorization": f"Bearer {token_of(message.connector)}",
                "Content-Type": message.content_type,
                "Accept": "application/json",
            },
        )
        state = _state(answer)
        counts[state] += 1
        progress(f"{number}/{len(messages)} {message.connector}: {message.kind} {state}")
        if state != message.expect:
            surprises.append(_told(number, message, state, answer))
    return Report(dict(counts), tuple(surprises))


def _state(answer: httpx.Response) -> str:
    """What the gateway made of the message; `no answer (status)` when it says nothing about it."""
    if answer.status_code in NO_VERDICT or answer.is_server_error:
        return f"no answer ({answer.status_code})"
    value = _json(answer)
    said = value.get("state") or answer.headers.get("X-Delivery-State")
    if said in STATES:
        return str(said)
    return "rejected" if answer.is_client_error else f"no answer ({answer.status_code})"


def _told(number: int, message: Message, state: str, answer: httpx.Response) -> str:
    why = f" ({message.why})" if message.why else ""
    reasons = "; ".join(_reasons(_json(answer)))
    return (
        f"{number} {message.connector} {message.kind} of {message.day}{why}: "
        f"expected {message.expect}, got {state}{': ' if reasons else ''}{reasons}"
    )


def _reasons(value: dict[str, object]) -> list[str]:
    """The reasons of a receipt, or the diagnostics of an OperationOutcome."""
    found: list[str] = []
    for name, members in (("reasons", ("code", "text", "where")), ("issue", ("diagnostics",))):
        listed = value.get(name)
        items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
        found += [" ".join(str(item[member]) for member in members if item.get(member)) for item in items]
    return found


def _json(answer: httpx.Response) -> dict[str, object]:
    if "json" not in answer.headers.get("Content-Type", ""):
        return {}
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
