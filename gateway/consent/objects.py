"""The other things people sign: key binding, mandate and taking it back, confirmation, vouching for a lost key, consent
at one table.

Same envelope as a policy (compact.py), closed schemas, each with a `typ` of its own so that none can pass for another.
A mandate, taking it back and a consent at one table are signed with a passkey as well (webauthn.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.consent import compact, forms, webauthn
from gateway.consent import vocabulary as v
from gateway.consent.at_table import LONGEST
from gateway.consent.compact import Compact, Jwk
from gateway.consent.model import Rule, read_rule
from gateway.consent.webauthn import Relying
from gateway.crypto.jwk import thumbprint
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import sha256
from gateway.errors import Rejected

BINDING: Final = "sleutelbinding+jws"
MANDATE: Final = "machtiging+jws"
MANDATE_PASSKEY: Final = f"machtiging{webauthn.SUFFIX}"
MANDATE_TYPS: Final = (MANDATE, MANDATE_PASSKEY)
WITHDRAWAL: Final = "intrekking+jws"
WITHDRAWAL_PASSKEY: Final = f"intrekking{webauthn.SUFFIX}"
WITHDRAWAL_TYPS: Final = (WITHDRAWAL, WITHDRAWAL_PASSKEY)
CONFIRMATION: Final = "bevestiging+jws"
RECOVERY: Final = "herstel+jws"
AT_TABLE: Final = "overlegtoestemming+jws"
AT_TABLE_PASSKEY: Final = f"overlegtoestemming{webauthn.SUFFIX}"
AT_TABLE_TYPS: Final = (AT_TABLE, AT_TABLE_PASSKEY)
CODE: Final = "object-signature"
COMMON: Final = ("fmt", "cid", "aud", "iat", "jti")
JWK: Final = ("kty", "crv", "x", "y")
TIERS: Final = ("A", "B", "C", "D")
LONGEST_MANDATE: Final = 5 * 366 * 24 * 3600  # seconds; a machtiging that never ends is none


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every object says. `hash`: of the signing input; `kid`: the key that signed."""

    cid: str
    aud: str
    iat: int
    jti: str
    hash: str
    kid: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A registrar states that this key is this holder's. `registrar`: person id, or the gateway's own name."""

    envelope: Envelope
    holder: str
    jwk: Jwk
    form: str
    tier: str
    assurance: str
    registrar: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """The holder lets a delegate sign in their name. `scope`: permits, the most the delegate may let others see."""

    envelope: Envelope
    delegate: str
    jwk: Jwk
    scope: tuple[Rule, ...]
    nbf: int
    exp: int
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A confirmation of a policy (`about`: its hash), a vouching for a new key (`about`: its kid), or that a mandate is
    over (`about`: its id).
    """

    envelope: Envelope
    about: str


@dataclass(frozen=True, slots=True)
class AtTable:
    """What the holder lets named people see at one meeting. `exp`: seconds UTC, at most four hours after `iat`."""

    envelope: Envelope
    meeting: str
    exp: int
    rules: tuple[Rule, ...]


def sign(typ: str, document: Mapping[str, Any], key: SigningKey) -> str:
    return compact.sign(typ, document, key)


def read_binding(token: str, jwk_of_kid: Callable[[str], Jwk | None]) -> Binding:
    """Raises Rejected: object-signature or policy-form."""
    own = ("holder", "jwk", "form", "tier", "assurance", "registrar")
    members, envelope = _verified(token, (BINDING,), "nl-sleutelbinding/1", own, jwk_of_kid)
    return Binding(
        envelope=envelope,
        holder=forms.text(members["holder"], "holder", v.MAX_ID),
        jwk=_jwk(members["jwk"]),
        form=forms.one_of(members["form"], ("jws", "webauthn"), "form"),
        tier=forms.one_of(members["tier"], TIERS, "tier"),
        assurance=forms.one_of(members["assurance"], ("digid", "balie", "contacten"), "assurance"),
        registrar=forms.text(members["registrar"], "registrar", v.MAX_ID),
    )


def read_mandate(token: str, jwk_of_kid: Callable[[str], Jwk | None], relying: Relying | None = None) -> Mandate:
    """Raises Rejected: object-signature or policy-form. The end is part of it, at most five years after the
    beginning. `relying`: whom a passkey must have signed for; without it passkeys are refused.
    """
    return _mandate(_signed(token, MANDATE_TYPS, jwk_of_kid, relying))


def reread_mandate(token: str) -> Mandate:
    """Read a mandate that was verified when it was kept."""
    return _mandate(compact.split(token, frozenset(MANDATE_TYPS), CODE))


def read_withdrawal(token: str, jwk_of_kid: Callable[[str], Jwk | None], relying: Relying | None = None) -> Statement:
    """Who gave a mandate takes it back. Raises as above."""
    found = _signed(token, WITHDRAWAL_TYPS, jwk_of_kid, relying)
    members, envelope = _members(found, "nl-intrekking/1", ("mandate", "text"))
    forms.text(members["text"], "text", v.MAX_TEXT)
    return Statement(envelope, forms.text(members["mandate"], "mandate", 64))


def _mandate(found: Compact) -> Mandate:
    members, envelope = _members(found, "nl-machtiging/1", ("delegate", "jwk", "scope", "nbf", "exp", "text"))
    nbf, exp = forms.whole(members["nbf"], "nbf"), forms.whole(members["exp"], "exp")
    forms.need(nbf < exp <= nbf + LONGEST_MANDATE, "exp", "after nbf, and at most five years after it")
    return Mandate(
        envelope=envelope,
        delegate=forms.text(members["delegate"], "delegate", v.MAX_ID),
        jwk=_jwk(members["jwk"]),
        scope=read_scope(members["scope"]),
        nbf=nbf,
        exp=exp,
        text=forms.text(members["text"], "text", v.MAX_TEXT),
    )


def read_scope(value: Any, where: str = "scope") -> tuple[Rule, ...]:
    """What somebody may decide on in another's name, or opens for a meeting: one or more rules, all permits."""
    forms.need(isinstance(value, list) and 0 < len(value) <= v.MAX_RULES, where, "a list of one or more rules")
    rules = tuple(read_rule(rule, f"{where}[{n}]") for n, rule in enumerate(value))
    forms.need(all(rule.effect == "permit" for rule in rules), where, "only permits: it is a limit, not a wish")
    forms.need(len({rule.id for rule in rules}) == len(rules), where, "ids must differ")
    return rules


def read_at_table(token: str, jwk_of_kid: Callable[[str], Jwk | None], relying: Relying | None = None) -> AtTable:
    """A consent for one meeting: permits for named people, to see, for the purpose MDO, until it ends. Raises as
    above. `relying`: whom a passkey must have signed for; without it passkeys are refused.
    """
    own = ("meeting", "exp", "rules")
    members, envelope = _verified(token, AT_TABLE_TYPS, "nl-overlegtoestemming/1", own, jwk_of_kid, relying)
    exp = forms.whole(members["exp"], "exp")
    forms.need(envelope.iat < exp <= envelope.iat + LONGEST, "exp", "after iat, and at most four hours after it")
    rules = read_scope(members["rules"], "rules")
    for n, rule in enumerate(rules):
        forms.need(rule.who.kind == "person", f"rules[{n}].who", "one person at the table")
        forms.need(rule.why == frozenset({"MDO"}), f"rules[{n}].why", "MDO and nothing else")
        forms.need(
            rule.how in {frozenset({"see"}), frozenset({"contact-only"})}, f"rules[{n}].how", "see or contact-only"
        )
        forms.need(rule.exp == exp, f"rules[{n}].exp", "the end of the document")
    return AtTable(envelope, forms.text(members["meeting"], "meeting", v.MAX_ID), exp, rules)


def read_confirmation(token: str, jwk_of_kid: Callable[[str], Jwk | None]) -> Statement:
    """An older key, or a recovery contact, confirms a policy by its hash. Raises as above."""
    members, envelope = _verified(token, (CONFIRMATION,), "nl-bevestiging/1", ("policy",), jwk_of_kid)
    return Statement(envelope, forms.text(members["policy"], "policy", 64))


def read_recovery(token: str, jwk_of_kid: Callable[[str], Jwk | None]) -> tuple[Statement, Jwk]:
    """A recovery contact vouches for the new key of somebody who lost theirs. Raises as above."""
    members, envelope = _verified(token, (RECOVERY,), "nl-herstel/1", ("jwk",), jwk_of_kid)
    jwk = _jwk(members["jwk"])
    return Statement(envelope, thumbprint(jwk)), jwk


def peek(token: str, *typs: str) -> tuple[str, str]:
    """`cid` and kid as the token says, nothing verified: only to find the key that must have signed it."""
    found = compact.split(token, frozenset(typs), CODE)
    document = compact.strict(found.payload, CODE)
    cid = document.get("cid") if isinstance(document, dict) else None
    return forms.text(cid, "cid", v.MAX_ID), found.kid


def kid(token: str) -> str:
    """Which key signed a withdrawal that was kept."""
    return compact.split(token, frozenset(WITHDRAWAL_TYPS), CODE).kid


def is_of_passkey(token: str, typs: tuple[str, ...] = AT_TABLE_TYPS) -> bool:
    """Whether an object of these kinds says that a passkey signed it."""
    return compact.split(token, frozenset(typs), CODE).typ.endswith(webauthn.SUFFIX)


def assert_addressed(envelope: Envelope, audience: str, now: int, *, within: int = 24 * 3600) -> None:
    """For this gateway and made lately. `now`, `within`: seconds. Raises Rejected."""
    if envelope.aud != audience:
        raise Rejected("object-address", "The object is for another gateway", where="aud")
    if not now - within <= envelope.iat <= now + 300:
        raise Rejected("object-times", "The object was not made lately", where="iat", mend="sign it again")


def _verified(
    token: str,
    typs: tuple[str, ...],
    fmt: str,
    own: tuple[str, ...],
    jwk_of_kid: Callable[[str], Jwk | None],
    relying: Relying | None = None,
) -> tuple[Mapping[str, Any], Envelope]:
    return _members(_signed(token, typs, jwk_of_kid, relying), fmt, own)


def _signed(
    token: str, typs: tuple[str, ...], jwk_of_kid: Callable[[str], Jwk | None], relying: Relying | None
) -> Compact:
    found = compact.split(token, frozenset(typs), CODE)
    if not webauthn.verified(found, jwk_of_kid(found.kid), relying):
        raise compact.refused(CODE, "the signature is not of a key that may sign this")
    return found


def _members(found: Compact, fmt: str, own: tuple[str, ...]) -> tuple[Mapping[str, Any], Envelope]:
    document = compact.strict(found.payload, CODE)
    members = forms.members(document, "object", (*COMMON, *own))
    forms.need(members["fmt"] == fmt, "fmt", f"must be {fmt}")
    envelope = Envelope(
        cid=forms.text(members["cid"], "cid", v.MAX_ID),
        aud=forms.text(members["aud"], "aud", 200),
        iat=forms.whole(members["iat"], "iat"),
        jti=forms.text(members["jti"], "jti", 64),
        hash=sha256(found.signing_input),
        kid=found.kid,
    )
    compact.assert_canonical(document, found.payload, CODE)
    return members, envelope


def _jwk(value: Any) -> Jwk:
    members = forms.members(value, "jwk", JWK)
    return {name: forms.text(members[name], f"jwk.{name}", 64) for name in JWK}
