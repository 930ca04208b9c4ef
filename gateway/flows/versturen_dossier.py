"""What a sender has in the record as the resources of a message: its own records, and its own words on the client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from gateway.errors import NotFound, Rejected
from gateway.fhir.check import check
from gateway.flows import callers, disclose, looks
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.mappings.istandaarden.specification import BSN
from gateway.mappings.istandaarden.systems import EXT_VOLGORDE
from gateway.record import facts
from gateway.registry import basedata
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.stages.vocabulary import FhirJson

MOST_RECORDS = 2000
# What a 301 says beside the allocations: all that its gemeente keeps of this client under this law.
MEE = frozenset({"RelatedPerson", "Condition"})


@dataclass(frozen=True, slots=True)
class Dossier:
    """The resources, persons first, and whose records they are."""

    resources: tuple[FhirJson, ...]
    clients: tuple[str, ...]


def uit_dossier(house: House, session: Session, sender: Sender, soort: Berichtsoort, parameters: FhirJson) -> Dossier:
    """`parameters`: a `record` each, with `valueReference` such as `EpisodeOfCare/<id>`.

    A Task brings the ServiceRequests that it names. What is taken stands on the log as read. Raises NotFound
    (record-unknown) for what is not there and for what another organisation delivered, which look alike; Rejected
    (fhir-invalid, bericht-mist).
    """
    reading = _Lezing(house, session, sender)
    wanted: dict[str, tuple[str, DisclosedItem]] = {}
    for named in _gevraagd(parameters):
        wanted |= {item.record: (client, item) for client, item in reading.met_wat_genoemd_is(named)}
    clients = tuple(dict.fromkeys(client for client, _ in wanted.values()))
    if soort.nummer == "301":
        for client in clients:
            beside = [each for each in reading.van(client) if each.type in MEE and each.tags.law == soort.release.law]
            wanted |= {item.record: (client, item) for item in sorted(beside, key=_volgorde)}
    for client in clients:
        taken = [item for whose, item in wanted.values() if whose == client]
        looks.record_read(house, session, reading.whole(client), taken, what="bericht", request=sender.request)
    return Dossier(
        (*map(reading.patient, clients), *(item.content for _, item in wanted.values())),
        clients,
    )


def _gevraagd(parameters: FhirJson) -> list[str]:
    issues = check(parameters)
    if issues:
        raise Rejected("fhir-invalid", "The Parameters are not valid FHIR R4", issues[0].where, issues[0].mend)
    given = parameters.get("parameter", ())
    found = [
        str(part["valueReference"].get("reference", ""))
        for part in given
        if part.get("name") == "record" and "valueReference" in part
    ]
    if not 0 < len(found) == len(given) <= MOST_RECORDS:
        raise Rejected(
            "bericht-mist",
            f"Parameters name 1 to {MOST_RECORDS} records, and nothing else",
            "Parameters.parameter",
            "give a record with valueReference for each",
        )
    return found


def _volgorde(item: DisclosedItem) -> tuple[str, int, str]:
    """Relations in the order that they tell themselves, then by number."""
    told = [e.get("valueUnsignedInt") for e in item.content.get("extension", ()) if e.get("url") == EXT_VOLGORDE]
    named = [str(i.get("value", "")) for i in item.content.get("identifier", ())]
    return item.type, told[0] if told and isinstance(told[0], int) else 0, "".join(named)


@dataclass
class _Lezing:
    """What the sender may see of each client, and of that what it delivered itself."""

    house: House
    session: Session
    sender: Sender
    _whole: dict[str, Disclosed] = field(default_factory=dict)

    def whole(self, client: str) -> Disclosed:
        if client not in self._whole:
            seat = callers.seat(self.house, self.session, callers.of_system(self.sender.connector), client)
            self._whole[client] = disclose.cleared(self.house, self.session, [seat], client)
        return self._whole[client]

    def van(self, client: str) -> list[DisclosedItem]:
        return [item for item in self.whole(client).items if item.own]

    def met_wat_genoemd_is(self, named: str) -> Iterator[tuple[str, DisclosedItem]]:
        client, item = self._een(named)
        yield client, item
        if item.type == "Task":
            content = item.content
            given = [content.get("focus"), *(part.get("valueReference") for part in content.get("input", ()))]
            for reference in given:
                if reference and str(reference.get("reference", "")).startswith("ServiceRequest/"):
                    yield self._een(str(reference["reference"]))

    def _een(self, named: str) -> tuple[str, DisclosedItem]:
        type_, _, id_ = named.partition("/")
        client = facts.owner(self.session, id_[:64])
        for item in self.van(client) if client else ():
            if client and (item.type, item.record) == (type_, id_):
                return client, item
        raise NotFound("record-unknown", "You have no such record", mend="name a record that you delivered")

    def patient(self, client: str) -> FhirJson:
        """The person in the sender's own newest words; of others the BSN alone, which its own messages named too."""
        views = basedata.views(self.session, self.house.keyring, client)
        own = [view.patient for view in views if view.source == self.sender.connector.organisation.id]
        known = [i for view in views for i in view.patient.get("identifier", ()) if i.get("system") == BSN]
        patient: FhirJson = {**(own[-1] if own else {}), "resourceType": "Patient", "id": self.whole(client).handle}
        others = [i for i in patient.get("identifier", ()) if i.get("system") != BSN]
        return {**patient, "identifier": [*others, *known[:1]]} if others or known else patient
