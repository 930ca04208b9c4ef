"""The resources that one message is made of, found by type and by reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings.istandaarden.specification import BSN
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import identificatie
from gateway.stages.vocabulary import FhirJson

# Parties may stand in a Bundle beside the references to them.
ALTIJD = frozenset({"Patient", "Organization"})


@dataclass(frozen=True, slots=True)
class Bundel:
    """`namen`: every name (fullUrl, `Type/id`) by which a reference may mean a resource."""

    stukken: tuple[Stuk, ...]
    namen: dict[str, Stuk]

    @classmethod
    def lees(cls, bundle: FhirJson) -> Bundel:
        """Raises Rejected: fhir-invalid (it is not valid R4), bericht-bundel (it is no Bundle, or holds nothing)."""
        if bundle.get("resourceType") != "Bundle":
            raise Rejected("bericht-bundel", "A message is made of a Bundle", "resourceType", "send a FHIR R4 Bundle")
        issues = check(bundle)
        if issues:
            raise Rejected(
                "fhir-invalid",
                f"The Bundle is not valid FHIR R4: {len(issues)} finding(s)",
                where=issues[0].where,
                mend=issues[0].mend,
                details=tuple((issue.where, f"{issue.rule}; {issue.mend}") for issue in issues),
            )
        return cls.van(
            [(entry.get("fullUrl"), entry["resource"]) for entry in bundle.get("entry", ()) if "resource" in entry]
        )

    @classmethod
    def van(cls, resources: list[tuple[str | None, FhirJson]]) -> Bundel:
        """`resources`: each with its fullUrl, in order."""
        counted: Counter[str] = Counter()
        stukken: list[Stuk] = []
        namen: dict[str, Stuk] = {}
        for full_url, resource in resources:
            type_ = str(resource["resourceType"])
            stuk = Stuk(resource, f"{type_}[{counted[type_]}]")
            counted[type_] += 1
            stukken.append(stuk)
            named = [full_url, f"{type_}/{resource['id']}" if "id" in resource else None]
            namen |= {name: stuk for name in named if name}
        if not stukken:
            raise Rejected("bericht-bundel", "The Bundle holds no resources", "Bundle.entry", "say what to send")
        return cls(tuple(stukken), namen)

    def van_soort(self, type_: str) -> list[Stuk]:
        return [stuk for stuk in self.stukken if stuk.waarde["resourceType"] == type_]

    def alleen(self, types: Collection[str], kind: str) -> None:
        """Raises Rejected (bericht-onzegbaar) for a resource that a message of this kind has no place for."""
        for stuk in self.stukken:
            if stuk.waarde["resourceType"] not in ALTIJD.union(types):
                stuk.weiger(f"A {kind} cannot say this", "leave it out, or send another message")

    def nodige(self, type_: str, kind: str) -> list[Stuk]:
        """All resources of a type that a message must have one of."""
        found = self.van_soort(type_)
        if not found:
            raise Rejected(
                "bericht-mist", f"A {kind} is made of a {type_}, and there is none", "Bundle.entry", f"send a {type_}"
            )
        return found

    def achter(self, reference: Stuk) -> Stuk | None:
        """The resource of this Bundle that a reference means."""
        text = reference.tekst("reference")
        return self.namen.get(text) if text else None

    def client(self, stuk: Stuk, name: str) -> Stuk:
        """The Patient that a resource is about.

        A Patient without id and fullUrl, alone in its Bundle, is meant by whatever reference: so our mapping names it.
        """
        reference = stuk.nodig(name, "whom it is about")
        found = self.achter(reference)
        alone = self.van_soort("Patient")
        if found is None and len(alone) == 1 and "id" not in alone[0] and alone[0] not in self.namen.values():
            found = alone[0]
        if found is None or found.waarde["resourceType"] != "Patient":
            stuk.mist(
                name, "the Patient that this is about", "send the Patient in the Bundle, under the name used here"
            )
        return found

    def een_client(self, about: list[tuple[Stuk, str]], kind: str) -> Stuk:
        """The one Patient of a message. `about`: resources, and the element that names their Patient."""
        found = [self.client(stuk, name) for stuk, name in about]
        for patient, (stuk, name) in zip(found, about, strict=True):
            if patient is not found[0]:
                stuk.weiger(f"A {kind} is about one client", "send a message per client", name)
        for patient in self.van_soort("Patient"):
            if patient is not found[0]:
                patient.weiger(f"A {kind} is about one client", "send a message per client")
        return found[0]


def bsn(patient: Stuk) -> str:
    """The number as it stands there: rule CS002 tests it."""
    found = identificatie(patient, "identifier", BSN)
    return found if found is not None else patient.mist("identifier", "Bsn", f"give an identifier of {BSN}")
