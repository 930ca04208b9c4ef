"""The checks themselves: a whole export against what was kept of the log, and one receipt of a client."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from verifier.notes import Checkpoint, Key, read, unbase64
from verifier.tree import included, leaf_hash, root

MALFORMED = (InvalidSignature, ValueError, AttributeError, LookupError, TypeError, RecursionError)


def export(text: str, log: Key, kept: Sequence[str], witnesses: tuple[Key, ...] = (), quorum: int = 0) -> list[str]:
    """Findings about an export of the log; none: whole. `kept`: checkpoints the reader kept from elsewhere."""
    try:
        head, *lines = [_line(line) for line in text.removesuffix("\n").split("\n")]
        if set(head) != {"format", "checkpoint", "content"} or head["format"] != "wijkdossier-audit-export/1":
            raise ValueError("not an export of an audit log")
        now, old = read(head["checkpoint"], log, witnesses, quorum), [read(note, log, witnesses) for note in kept]
        leaves = [_hash(line, number, content=head["content"]) for number, line in enumerate(lines, start=1)]
        return [*_tree(now, old, leaves), *(_emptied(lines) if head["content"] else ())]
    except MALFORMED as wrong:
        return [f"{type(wrong).__name__}: {wrong}"]


def receipt(text: str, log: Key, witnesses: tuple[Key, ...] = (), quorum: int = 0) -> list[str]:
    """Findings about a receipt of a consent; none: it proves that this policy was on the log at this checkpoint."""
    try:
        told = json.loads(text, object_pairs_hook=_once)
        point, leaf = read(told["checkpoint"], log, witnesses, quorum), told["leaf"]
        path = [bytes.fromhex(node) for node in told["inclusion"]]
        hashed = leaf_hash(bytes.fromhex(leaf["salt"]) + leaf["body"].encode())
        event, header, policy = json.loads(leaf["body"]), *_policy(told["policy"], told["key"])
        digest = hashlib.sha256(told["policy"].rpartition(".")[0].encode()).hexdigest()
        said = ("consent", told["policy_hash"], told["version"], header["kid"])
        checks = {
            "the event is not on the log": included(hashed, leaf["number"] - 1, point.size, path, point.root),
            "the log holds another policy": (*map(event.get, ("event", "policy", "policy_version", "kid")),) == said,
            "the policy is another": (digest, policy["ver"]) == (told["policy_hash"], told["version"]),
            "the sentences are others": [r["text"] for r in policy["rules"] if r.get("text")] == told["sentences"],
            "it is no receipt": told["format"] == "wijkdossier-bewijs/1",
        }
        return [finding for finding, good in checks.items() if not good]
    except MALFORMED as wrong:
        return [f"{type(wrong).__name__}: {wrong}"]


def heads(notes: Sequence[str], log: Key, witnesses: tuple[Key, ...] = ()) -> list[str]:
    """Findings among checkpoints alone: two of one size with different roots are two logs for different eyes."""
    try:
        points = [read(note, log, witnesses) for note in notes]
    except MALFORMED as wrong:
        return [f"{type(wrong).__name__}: {wrong}"]
    roots = {point.size: point.root for point in points}
    return [f"split view: two roots at size {p.size}" for p in points if roots[p.size] != p.root]


def _tree(now: Checkpoint, kept: Sequence[Checkpoint], leaves: Sequence[bytes]) -> Iterator[str]:
    if len(leaves) != now.size:
        yield f"the export has {len(leaves)} leaves and its checkpoint {now.size}"
    elif root(leaves) != now.root:
        yield "the leaves do not give the root of the checkpoint"
    for point in kept:
        if point.size > len(leaves):
            yield f"rollback: {len(leaves)} leaves, where there were {point.size}"
        elif root(leaves[: point.size]) != point.root:
            yield f"split view or rewritten: the first {point.size} leaves are not those of the kept checkpoint"


def _hash(line: dict[str, Any], number: int, *, content: bool) -> bytes:
    opened = {"leaf", "salt", "body"} if content and "salt" in line else {"leaf"}
    if set(line) != opened or not re.fullmatch(r"[0-9a-f]{64}", line["leaf"]):
        raise ValueError(f"leaf {number} is malformed")
    salt = bytes.fromhex(line.get("salt", ""))
    if "salt" in opened and (salt.hex(), leaf_hash(salt + line["body"].encode()).hex()) != (line["salt"], line["leaf"]):
        raise ValueError(f"leaf {number} was changed")
    return bytes.fromhex(line["leaf"])


def _emptied(lines: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A leaf without content must be named by a later erasure on the log."""
    events = {number: json.loads(line["body"]) for number, line in enumerate(lines, start=1) if "body" in line}
    named = [(n, first, last) for n, e in events.items() if e["event"] == "log-erasure" for first, last in e["leaves"]]
    for number in range(1, len(lines) + 1):
        if number not in events and not any(n > number and first <= number <= last for n, first, last in named):
            yield f"leaf {number} was emptied without an erasure on the log"


def _line(text: str) -> dict[str, Any]:
    value = json.loads(text, object_pairs_hook=_once)
    if json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) != text:
        raise ValueError("a line is not in its one spelling")
    return dict(value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member occurs twice")
    return dict(pairs)


def _policy(token: str, jwk: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of the client's own signed policy (compact JWS, ES256), verified with the client's key."""
    header, payload, signature = (_b64url(part) for part in token.split("."))
    signed, told = token.rpartition(".")[0].encode(), json.loads(header, object_pairs_hook=_once)
    named = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":")).encode()
    if _b64url(told["kid"]) != hashlib.sha256(named).digest() or told["alg"] != "ES256":
        raise ValueError("the policy names another key")
    if told["typ"] == "toestemming+webauthn":  # a passkey signs data of its own, with the hash of ours as challenge
        made = {name: _b64url(value) for name, value in json.loads(signature).items()}
        if _b64url(json.loads(made["clientDataJSON"])["challenge"]) != hashlib.sha256(signed).digest():
            raise ValueError("the passkey signed something else")
        signature, signed = (
            made["signature"],
            made["authenticatorData"] + hashlib.sha256(made["clientDataJSON"]).digest(),
        )
    x, y = (int.from_bytes(_b64url(jwk[name]), "big") for name in ("x", "y"))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    raw = utils.encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    key.verify(raw, signed, ec.ECDSA(hashes.SHA256()))
    return told, json.loads(payload, object_pairs_hook=_once)


def _b64url(text: str) -> bytes:
    if set("+/=") & set(text):
        raise ValueError("not base64url")
    return unbase64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
