"""What a sender has in the record as the resources of a message: its own records, and its own words on the client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from gateway.errors import NotFound, Rejected
from gateway.fhir.check import check
from gateway.flows.house import House
from gateway.mappings.istandaarden.specification import BSN
from gateway.record import store as record
from gateway.registry import basedata
from gateway.registry.parties import Organisation
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.stages import FhirJson, StoredVersion
from gateway.wire import json

MOST_RECORDS = 2000
# What a 301 says beside the allocations: all that its gemeente keeps of this client under this law.
MEE = frozenset({"RelatedPerson", "Condition"})


@dataclass
class Dossier:
    """The resources in order, each Patient in front of what is about it."""

    resources: list[FhirJson] = field(default_factory=list)
    clients: tuple[str, ...] = ()


def uit_dossier(
    house: House, session: Session, organisation: Organisation, soort: Berichtsoort, parameters: FhirJson
) -> Dossier:
    """`parameters`: a `record` each, with `valueReference` such as `EpisodeOfCare/<id>`.

    A Task brings the ServiceRequests that it names. Raises NotFound (record-unknown) for what is not there and for
    what another organisation delivered, which look alike; Rejected (fhir-invalid, bericht-mist).
    """
    reading = _Lezing(house, session, organisation)
    wanted: dict[str, StoredVersion] = {}
    for named in _gevraagd(parameters):
        for version in reading.met_wat_genoemd_is(named):
            wanted[version.record] = version
    if soort.nummer == "301":
        for client in {version.client for version in wanted.values()}:
            wanted |= {v.record: v for v in reading.van(client) if v.type in MEE and _juist(v, soort)}
    made = Dossier(clients=tuple(dict.fromkeys(version.client for version in wanted.values())))
    made.resources = [reading.patient(client) for client in made.clients]
    made.resources += [json.loads(version.text) for version in wanted.values()]
    return made


def _gevraagd(parameters: FhirJson) -> list[str]:
    issues = check(parameters)
    if issues:
        raise Rejected("fhir-invalid", "The Parameters are not valid FHIR R4", issues[0].where, issues[0].mend)
    found = [
        str(part["valueReference"].get("reference", ""))
        for part in parameters.get("parameter", ())
        if part.get("name") == "record" and "valueReference" in part
    ]
    if not found or len(found) > MOST_RECORDS or len(found) != len(parameters["parameter"]):
        raise Rejected(
            "bericht-mist",
            f"Parameters name 1 to {MOST_RECORDS} records, and nothing else",
            "Parameters.parameter",
            "give a record with valueReference for each",
        )
    return found


def _juist(version: StoredVersion, soort: Berichtsoort) -> bool:
    """Under this law; of conditions those alone that came with a message of this law are about its legal situation."""
    return version.attributes.law == soort.release.law


@dataclass
class _Lezing:
    house: House
    session: Session
    organisation: Organisation
    _van: dict[str, list[StoredVersion]] = field(default_factory=dict)

    def van(self, client: str) -> list[StoredVersion]:
        """The sender's own records of one client."""
        if client not in self._van:
            names = {self.organisation.id: self.organisation.name}
            found = record.current(self.session, self.house.keyring, client, names)
            self._van[client] = [version for version in found if version.source == self.organisation.id]
        return self._van[client]

    def met_wat_genoemd_is(self, named: str) -> Iterator[StoredVersion]:
        version = self._een(named)
        yield version
        if version.type == "Task":
            content = json.loads(version.text)
            given = [content.get("focus"), *(part.get("valueReference") for part in content.get("input", ()))]
            for reference in given:
                if reference and str(reference.get("reference", "")).startswith("ServiceRequest/"):
                    yield self._een(str(reference["reference"]))

    def _een(self, named: str) -> StoredVersion:
        type_, _, id_ = named.partition("/")
        client = record.owner(self.session, id_[:64])
        for version in self.van(client) if client else ():
            if (version.type, version.record) == (type_, id_):
                return version
        raise NotFound("record-unknown", "You have no such record", mend="name a record that you delivered")

    def patient(self, client: str) -> FhirJson:
        """The person in the sender's own newest words; of others the BSN alone, which its own messages named too."""
        views = basedata.views(self.session, self.house.keyring, client)
        own = [view.patient for view in views if view.source == self.organisation.id]
        known = [i for view in views for i in view.patient.get("identifier", ()) if i.get("system") == BSN]
        patient: FhirJson = {**(own[-1] if own else {}), "resourceType": "Patient", "id": client}
        others = [i for i in patient.get("identifier", ()) if i.get("system") != BSN]
        return {**patient, "identifier": [*others, *known[:1]]} if others or known else patient
