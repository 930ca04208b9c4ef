"""careProvisionEvent: one child's dossier, with all that hangs under it."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.errors import Rejected
from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een, identificatie, moment, periode, tekst
from gateway.sources.jgz import personen
from gateway.sources.jgz.contacten import contacten
from gateway.sources.jgz.documenten import documenten
from gateway.sources.jgz.model import Afschrift, Dossier, Waarneming, Zorgstatus, Zorgverlener
from gateway.sources.jgz.toestemmingen import toestemming
from gateway.sources.jgz.waarden import tijdvak
from gateway.sources.jgz.waarnemingen import losse
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

BSN = "2.16.840.1.113883.2.4.6.3"
# Parts of a dossier whose acts are read as loose BDS elements (REPC_MT902000NL03).
LOOSE = ("summary", "pertinentInformation", "component1", "component2", "component3", "component4", "component5")


def dossier(interaction: Element, event: Element, notices: Notices) -> Dossier:
    """Raises Rejected: hl7v3-bsn (it is not said, or said twice differently, whose dossier it is), and hl7v3-time."""
    patient = een(event, "subject", "patient")
    if patient is None:
        raise Rejected(
            "hl7v3-bsn",
            "The dossier does not say whose it is",
            where=xml.path(event),
            mend="send subject/patient with the BSN",
        )
    child = personen.client(patient, notices)
    _refuse_another(interaction, patient)
    made = moment(een(interaction, "creationTime"), notices)
    _begin, until = periode(een(event, "effectiveTime"), notices)
    return Dossier(
        id=identificatie(een(event, "id")),
        stand=until or made,
        aangemaakt=made,
        client=child,
        auteurs=tuple(_zorgverleners(event, "author")),
        verantwoordelijken=tuple(_zorgverleners(event, "responsibleParty")),
        documenten=documenten(event, notices),
        toestemmingen=tuple(
            toestemming(consent, notices)
            for authorization in alle(event, "authorization")
            for consent in alle(authorization, "consentEvent")
        ),
        statussen=tuple(_statussen(event, notices)),
        afschriften=tuple(_afschriften(event, notices)),
        contacten=contacten(event, notices),
        waarnemingen=tuple(_los(event, notices)),
    )


def _refuse_another(interaction: Element, patient: Element) -> None:
    """The attention line routes by BSN: another BSN than the dossier's own would put it in the wrong record."""
    own = {id_.extension for id_ in personen.ids(patient) if id_.root == BSN}
    for line in alle(interaction, "attentionLine"):
        value = een(line, "value")
        other = attribuut(value, "extension")
        if attribuut(value, "root") == BSN and other and own and other not in own:
            raise Rejected(
                "hl7v3-bsn",
                "The attention line names another BSN than the dossier",
                where=xml.path(value),
                mend="send one child per message, with the same BSN in both places",
            )


def _zorgverleners(event: Element, participation: str) -> Iterator[Zorgverlener]:
    for holder in alle(event, participation):
        found = personen.zorgverlener(een(holder, "assignedEntity"))
        if found is not None:
            yield found


def _statussen(event: Element, notices: Notices) -> Iterator[Zorgstatus]:
    for subject in alle(event, "subjectOf"):
        for element in alle(subject, "careStatus"):
            about = code(een(element, "code"))
            if about is None or about.code is None:
                notices.append(Notice(xml.path(element), "A care status without a code is not carried"))
                continue
            when, why = een(element, "effectiveTime"), een(element, "reasonCode")
            yield Zorgstatus(about, tijdvak(when, notices), personen.soort(why), xml.path(element))


def _afschriften(event: Element, notices: Notices) -> Iterator[Afschrift]:
    for component in alle(event, "component6"):
        for element in alle(component, "informationControlActEvent"):
            about = personen.soort(een(element, "code"))
            if about is None:
                notices.append(Notice(xml.path(element), "It is not said what was given out (no code)"))
                continue
            recipient = een(element, "informationRecipient")
            yield Afschrift(
                code=about,
                gegeven=attribuut(element, "negationInd") != "true",
                plaats=xml.path(element),
                tekst=tekst(een(element, "text")),
                tijd=moment(een(element, "effectiveTime"), notices),
                aan=personen.eerste_rol(recipient, notices),
                aan_client=een(recipient, "patient") is not None,
            )


def _los(event: Element, notices: Notices) -> Iterator[Waarneming]:
    for name in LOOSE:
        for holder in alle(event, name):
            yield from losse(holder, notices)
