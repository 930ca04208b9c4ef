"""Strict JSON: refuses what parsers disagree about, and keeps every number exactly as it was written.

Duplicate members, NaN, infinities, lone surrogates, too deep or too many nodes are a clear 400. Decimals are
read as `Exact`, which writes itself back digit for digit: FHIR forbids turning 5.10 into 5.1.
"""

from __future__ import annotations

import json as stdlib_json
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Self

import rfc8785
import simplejson

from gateway.errors import BadInput, TooLarge

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 200_000

# Possessive: a text of megabytes must not cost the matcher a frame per character.
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:]', re.DOTALL)
# And a NUL, which no text here can hold (wire/text.py); both come by an escape alone.
_SURROGATE = re.compile("[\0\ud800-\udfff]")


class Exact(Decimal):
    """A decimal that remembers how it was written; `str()` gives that text back."""

    lexeme: str

    def __new__(cls, lexeme: str) -> Self:
        value = super().__new__(cls, lexeme)
        value.lexeme = lexeme
        return value

    def __str__(self) -> str:
        return self.lexeme

    def __reduce__(self) -> tuple[type[Exact], tuple[str]]:
        return Exact, (self.lexeme,)

    def __deepcopy__(self, memo: object) -> Exact:
        return self


def loads(data: bytes | str, *, limit: int = MAX_BYTES) -> Any:
    """Read one JSON document (UTF-8, no BOM needed). Decimals become `Exact`.

    Raises BadInput with codes json-syntax, json-duplicate-member, json-number, json-depth, json-nodes,
    json-encoding, and TooLarge; never anything else.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > limit:
        raise TooLarge("body-too-large", f"The body is larger than {limit} bytes", mend="send smaller messages")
    _measure(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "json-encoding", "The body is not UTF-8", where=f"byte {error.start}", mend="encode JSON as UTF-8"
        ) from None
    try:
        value = simplejson.loads(
            text,
            parse_float=exact,
            parse_int=_integer,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
    except simplejson.JSONDecodeError as error:
        raise BadInput(
            "json-syntax",
            "The body is not valid JSON",
            where=f"line {error.lineno}, column {error.colno}",
            mend="send one complete JSON document",
        ) from None
    _no_surrogates(text, value)
    return value


def dumps(value: Any) -> str:
    """Compact JSON text; `Exact` decimals exactly as they came, members in their order."""
    return str(simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def canonical(value: Any) -> bytes:
    """RFC 8785 canonical form, for what is signed or hashed. Raises BadInput: nothing signed here holds decimals."""
    if _is_simple(value):
        # Written the same by the standard library, six times as fast: the log of a look names thousands of records.
        return stdlib_json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        raise BadInput("json-canonical", "Only whole numbers, texts, lists and objects can be signed") from None


def _is_simple(value: Any) -> bool:
    """Whether it is one object of ASCII names, of texts and lists of texts, small whole numbers, yes, no and nothing.

    Elsewhere the two differ: names beyond the BMP sort otherwise (RFC 8785, section 3.2.3), numbers are written as
    ECMAScript does, and what is no character is an error.
    """
    return isinstance(value, dict) and all(
        isinstance(name, str) and name.isascii() and _is_plain(member) for name, member in value.items()
    )


def _is_plain(member: Any) -> bool:
    kind = type(member)
    if kind is list:
        return all(type(one) is str and one.isascii() for one in member)
    if kind is str:
        return bool(member.isascii())
    return member is None or kind is bool or (kind is int and abs(member) < 2**53)


def equal_bytes(value: Any) -> bytes:
    """A form in which equal content gives equal bytes (sorted members), for fingerprints of FHIR content."""
    return str(
        simplejson.dumps(value, use_decimal=True, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    ).encode("utf-8", "surrogatepass")


def _measure(raw: bytes) -> None:
    """Depth and node count over the raw bytes, before anything is built in memory."""
    depth = nodes = 0
    for match in _STRUCTURE.finditer(raw):
        token = match.group()[0:1]
        if token in b"[{":
            depth += 1
            nodes += 1
            if depth > MAX_DEPTH:
                raise BadInput("json-depth", f"Nested deeper than {MAX_DEPTH} levels", where=f"byte {match.start()}")
        elif token in b"]}":
            depth -= 1
        elif token in b",":
            nodes += 1
        if nodes > MAX_NODES:
            raise TooLarge("json-nodes", f"More than {MAX_NODES} values in one document")


def exact(lexeme: str) -> Exact:
    """A number as it is written, in JSON or as text elsewhere. Raises BadInput(json-number) for one no double holds."""
    try:
        value = Exact(lexeme)
    except InvalidOperation:  # an exponent of nineteen digits, which no Decimal has either
        raise _out_of_range() from None
    # A float overflows at 1e400: other readers of our FHIR would see infinity.
    if not -308 <= value.adjusted() <= 308 and value != 0:
        raise _out_of_range()
    return value


def _out_of_range() -> BadInput:
    return BadInput("json-number", "A number is outside the range of a double", mend="write it smaller")


def _integer(lexeme: str) -> int | Exact:
    if len(lexeme) > 18:
        return exact(lexeme)
    return int(lexeme) if lexeme != "-0" else Exact(lexeme)


def _no_constant(name: str) -> Any:
    raise BadInput("json-number", f"{name} is not a JSON number", mend="leave the element out")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        shown = twice if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,40}", twice) else "a member"
        raise BadInput("json-duplicate-member", f"{shown} occurs twice in one object", where=shown, mend="send it once")
    return members


def _no_surrogates(text: str, value: Any) -> None:
    # Raw UTF-8 cannot hold them; only \\ud8xx escapes can, so documents without "\\u" need no walk.
    if "\\u" not in text:
        return
    if _holds_surrogate(value):
        raise BadInput("json-encoding", "A lone surrogate or a NUL is not a character", mend="encode text as UTF-8")


def _holds_surrogate(node: Any) -> bool:
    if isinstance(node, str):
        return _SURROGATE.search(node) is not None
    if isinstance(node, dict):
        return any(_SURROGATE.search(k) is not None or _holds_surrogate(v) for k, v in node.items())
    return isinstance(node, list) and any(_holds_surrogate(v) for v in node)


def from_kept(text: str) -> Any:
    """Read FHIR JSON that this gateway kept: judged when it came in (`loads`), so not judged again."""
    return _KEPT.decode(text)


_KEPT = simplejson.JSONDecoder(parse_float=exact, parse_int=_integer)


def from_trusted(text: str) -> Any:
    """Read JSON that this gateway wrote itself (audit bodies, settings); no decimals in it."""
    return stdlib_json.loads(text)


def first_trusted(text: str) -> tuple[Any, int]:
    """The value that such a text begins with, and where it ends."""
    return _TRUSTED.raw_decode(text)


_TRUSTED = stdlib_json.JSONDecoder()
