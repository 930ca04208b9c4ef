"""From a parsed root to a typed message: known release, known kind, valid against its XSD (control level 1)."""

from __future__ import annotations

import re
from dataclasses import replace

from gateway.errors import BadInput, Rejected
from gateway.sources.istandaarden import ggk_lezen, groot
from gateway.sources.istandaarden.ggk import FOUT_KIND, FOUT_VERSIE, Envelop
from gateway.sources.istandaarden.regels import MOST_FINDINGS
from gateway.sources.istandaarden.soort import Release, schema
from gateway.sources.istandaarden.soorten import BY_KIND, BY_NAMESPACE, BY_RETOUR, BY_RETOUR_NAMESPACE, SOORTEN
from gateway.stages.delivered import Notice, SourceMessage
from gateway.wire import xml, xml_stream
from gateway.wire.xml import Element
from gateway.wire.xml_schema import SchemaError, Unfit
from gateway.wire.xml_stream import Begun

# Namespaces of every release: `…/iwmo/3_2/wmo301/schema`, and in release 2.0 `…/iwmo/2_0/wmo301/schema/2_0`.
_NAMESPACE = re.compile(
    r"http://www\.istandaarden\.nl/(?P<standaard>iwmo|ijw)/(?P<release>\d{1,2}_\d{1,2})/(?P<deel>[a-z0-9]{1,20})/schema(/[0-9_]*)?"
)


def parse(data: bytes) -> SourceMessage:
    """Read the bytes of one message, out of its envelope if it has one; or of an error report (Fo01) about one.

    Raises what `xml.parse`, `ggk_lezen.lees` and `read` raise, and Rejected: ggk-functie (no kind that is read here),
    ggk-inhoud (what the envelope carries is not what it says).
    """
    begun = xml_stream.beginning(data)
    if ggk_lezen.is_fout(begun):
        return SourceMessage(kind=FOUT_KIND, version=FOUT_VERSIE, body=ggk_lezen.foutmelding(data))
    if ggk_lezen.is_ggk(begun):
        return _uit_envelop(ggk_lezen.lees(data))
    return _bericht(data, begun)


def _bericht(data: bytes, begun: list[Begun]) -> SourceMessage:
    """A message by itself; a large claim or its answer as a stream."""
    soort = groot.soort(begun)
    if soort is None or not groot.is_groot(data, begun):
        return read(xml.parse(data))
    kind = soort.kind if begun[0].namespace == soort.namespace else soort.retour
    try:
        body = groot.lees(data, soort, kind)
    except Unfit as unfit:
        raise _ongeldig(soort.release, kind, unfit.errors) from None
    return SourceMessage(kind=kind, version=soort.release.versie, body=body)


def _uit_envelop(envelop: Envelop) -> SourceMessage:
    functie = envelop.stuurgegevens.functie.strip().upper()
    if functie not in BY_KIND and functie not in BY_RETOUR:
        raise Rejected("ggk-functie", "The functie is no kind of message that is read here", "stuurgegevens/functie")
    inside = xml_stream.beginning(envelop.inhoud)
    seen = _NAMESPACE.fullmatch(inside[0].namespace) if inside else None
    if seen is not None and seen["deel"].upper() != functie:
        raise _anders("What is inside is not of the kind that the functie says", "stuurgegevens/functie")
    # A declaratie-antwoord answers a claim and is a message of its own: the facts do not say which of both carries it.
    fits = (
        functie in BY_KIND or functie.endswith("325") if envelop.stuurgegevens.cross is None else functie in BY_RETOUR
    )
    if not fits:
        raise _anders("A Di01 carries a message, a Du01 the answer to one", "stuurgegevens/berichtcode")
    try:
        message = _bericht(envelop.inhoud, inside)
    except BadInput as error:
        # Not well-formed, too deep …: that of what is inside, which the envelope around it is not.
        raise replace(error, where=f"parameters/bericht, {error.where or 'inside'}") from None
    return replace(message, notices=(*message.notices, *_opgemerkt(envelop, message)))


def _anders(text: str, where: str) -> Rejected:
    return Rejected("ggk-inhoud", text, where, "make them agree")


def _opgemerkt(envelop: Envelop, message: SourceMessage) -> tuple[Notice, ...]:
    header, stuur = message.body.header, envelop.stuurgegevens
    notices = []
    parties = {stuur.zender.organisatie, stuur.ontvanger.organisatie}
    if parties != {header.gemeente.value, header.aanbieder.value}:
        notices.append(Notice("stuurgegevens", "the parties of the envelope are not those of the message inside"))
    if envelop.bestandsnaam is not None:
        notices.append(Notice("parameters/bericht/tekstBestand", "the message came as a text file and is read as XML"))
    return tuple(notices)


def read(root: Element) -> SourceMessage:
    """Read one message of iWmo or iJw 3.2, or one that answers another.

    Raises Rejected: istandaarden-version (another release), istandaarden-kind (a kind that is not read here),
    xsd-invalid (with every finding in `details`), istandaarden-date. All are transport errors: the standard sends no
    return message for them (IV028, control level 1).
    """
    namespace = xml.namespace(root)
    heen, retour = BY_NAMESPACE.get(namespace), BY_RETOUR_NAMESPACE.get(namespace)
    if heen is not None:
        _valideer(heen.release, heen.kind, root)
        return SourceMessage(kind=heen.kind, version=heen.release.versie, body=heen.lees(heen, root))
    if retour is not None:
        _valideer(retour.release, retour.retour, root)
        return SourceMessage(kind=retour.retour, version=retour.release.versie, body=retour.lees_retour(retour, root))
    raise _onbekend(namespace)


def _onbekend(namespace: str) -> Rejected:
    seen = _NAMESPACE.fullmatch(namespace)
    known = ", ".join(name for soort in SOORTEN for name in (soort.kind, soort.retour))
    if seen is None:
        return Rejected("istandaarden-kind", "The namespace is not one of iWmo or iJw", mend=f"send one of {known}")
    versie = seen["release"].replace("_", ".")
    if versie not in {soort.release.versie for soort in SOORTEN if soort.release.standaard == seen["standaard"]}:
        return Rejected(
            "istandaarden-version",
            f"This is release {versie} of {seen['standaard']}; release 3.2 is read here",
            where="Bericht",
            mend="send the message in release 3.2",
        )
    return Rejected(
        "istandaarden-kind",
        f"The message kind {seen['deel']} of {seen['standaard']} {versie} is not read here",
        where="Bericht",
        mend=f"send one of {known}",
    )


def _valideer(release: Release, kind: str, root: Element) -> None:
    errors = schema(release, kind).errors(root)
    if errors:
        raise _ongeldig(release, kind, errors)


def _ongeldig(release: Release, kind: str, errors: tuple[SchemaError, ...]) -> Rejected:
    found = tuple((_plaats(error), error.rule) for error in errors[:MOST_FINDINGS])
    return Rejected(
        "xsd-invalid",
        f"The message is not valid against the XSD of {kind} {release.versie}: {len(errors)} finding(s)",
        where=found[0][0],
        mend="validate against the XSD of the standard and send the message again; no return message follows",
        details=found,
    )


def _plaats(error: SchemaError) -> str:
    """What is read as a stream has no lines."""
    return f"{error.where} (line {error.line})" if error.line else error.where
