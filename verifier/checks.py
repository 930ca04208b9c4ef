"""The checks themselves: a whole export against what was kept of the log, and one receipt of a client."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from verifier.notes import Checkpoint, Key, read, unbase64
from verifier.tree import climbed, leaf_hash, root

ERASURE, YEARS = "log-erasure", 5  # NEN 7513: kept for at least five years
RECEIPT = "body checkpoint format inclusion key leaf number policy policy_hash salt sentences version"


def _in_words(check: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def checked(*given: Any, **named: Any) -> list[str]:
        try:
            return check(*given, **named)
        except InvalidSignature:
            return ["a signature does not belong to what it stands under: that was changed, or another key signed it"]
        except (json.JSONDecodeError, AttributeError, LookupError, TypeError, RecursionError, OverflowError) as wrong:
            return [f"a part of the file is missing or is not what it must be ({type(wrong).__name__}: {wrong})"]
        except ValueError as wrong:
            return [str(wrong)]

    return checked


@_in_words
def export(text: str, log: Key, kept: Sequence[str], witnesses: tuple[Key, ...] = (), quorum: int = 0) -> list[str]:
    """Findings about an export of the log; none: whole. `kept`: checkpoints the reader kept from elsewhere."""
    head, *lines = [_line(line) for line in text.removesuffix("\n").split("\n")]
    if set(head) != {"format", "checkpoint", "content"} or head["format"] != "wijkdossier-audit-export/1":
        raise ValueError("not an export of an audit log")
    now, old = read(head["checkpoint"], log, witnesses, quorum), [read(note, log, witnesses) for note in kept]
    leaves = [_hash(line, number, content=head["content"]) for number, line in enumerate(lines, start=1)]
    return [*_tree(now, old, leaves), *(_emptied(lines, old) if head["content"] else ())]


def contents(text: str) -> list[str]:
    """What a whole export holds, for the reader to hold against what they know: how many events, what was erased."""
    events = [json.loads(json.loads(line).get("body", "{}")) for line in text.splitlines()[1:]]
    gone = [event for event in events if event.get("event") == ERASURE]
    told = "leaves 1 to {} were erased at {}, as older than {}"
    return [f"{len(events)} leaves", *(told.format(e["leaves"][0][1], e["time"], e["before"]) for e in gone)]


@_in_words
def receipt(text: str, log: Key, witnesses: tuple[Key, ...] = (), quorum: int = 0) -> list[str]:
    """Findings about a receipt of a consent; none: it proves that this policy was on the log at this checkpoint."""
    said = json.loads(text, object_pairs_hook=_once)
    leaf, hexes = said["leaf"], [*said["inclusion"], said["leaf"]["salt"]]
    exact = {type(said["version"]), type(leaf["number"])} == {int} and re.fullmatch("[0-9a-f]*", "".join(hexes))
    if said["format"] != "wijkdossier-bewijs/1" or " ".join(sorted([*said, *leaf])) != RECEIPT or not exact:
        raise ValueError("not a receipt, or one with more in it or otherwise spelled than a receipt is")
    point = read(said["checkpoint"], log, witnesses, quorum)
    *path, salt = map(bytes.fromhex, hexes)
    event, header, policy = json.loads(leaf["body"]), *_policy(said["policy"], said["key"])
    digest = hashlib.sha256(said["policy"].rpartition(".")[0].encode()).hexdigest()
    accepted = ("consent", said["policy_hash"], said["version"], header["kid"])
    given = climbed(leaf_hash(salt + leaf["body"].encode()), leaf["number"] - 1, point.size, path)
    checks = {
        "the event is not on the log": given == point.root,
        "the log holds another policy": (*map(event.get, ("event", "policy", "policy_version", "kid")),) == accepted,
        "the policy is another": (digest, policy["ver"]) == (said["policy_hash"], said["version"]),
        "the sentences are others": [r["text"] for r in policy["rules"] if r.get("text")] == said["sentences"],
    }
    return [finding for finding, good in checks.items() if not good]


@_in_words
def heads(notes: Sequence[str], log: Key, witnesses: tuple[Key, ...] = ()) -> list[str]:
    """Findings among checkpoints alone: two of one size with different roots are two logs for different eyes."""
    points = [read(note, log, witnesses) for note in notes]
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


def _emptied(lines: Sequence[dict[str, Any]], kept: Sequence[Checkpoint]) -> Iterator[str]:
    """A leaf without content must be named by a later erasure. The log forgets from its beginning and by age alone."""
    upto, empty = 0, [number for number, line in enumerate(lines, start=1) if "body" not in line]
    for number, line in enumerate(lines, start=1):
        event = json.loads(line.get("body", "{}"))
        if event.get("event") != ERASURE:
            continue
        [[first, last]], before = event["leaves"], event["before"]
        if first != 1 or not first <= last < number or f"{int(before[:4]) + YEARS}{before[4:]}" > event["time"][:10]:
            yield f"leaf {number} is an erasure that cannot be: the log forgets its oldest events, after {YEARS} years"
        for point in kept:
            if point.size < last and point.seen > before:
                yield f"leaf {number} erases, as older than {before}, what was not yet there on {point.seen}"
        upto = max(upto, last)
    yield from (f"leaf {number} was emptied without an erasure on the log" for number in empty if number > upto)


def _line(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text, object_pairs_hook=_once)
    if json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) != text:
        raise ValueError("a line is not in its one spelling")
    return value


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
        signature, data = made["signature"], hashlib.sha256(made["clientDataJSON"]).digest()
        signed = made["authenticatorData"] + data
    x, y = (int.from_bytes(_b64url(jwk[name]), "big") for name in ("x", "y"))
    raw = utils.encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key().verify(raw, signed, ec.ECDSA(hashes.SHA256()))
    return told, json.loads(payload, object_pairs_hook=_once)


def _b64url(text: str) -> bytes:
    return unbase64(text.translate(str.maketrans("-_+/=", "+/!!!")) + "=" * (-len(text) % 4))
