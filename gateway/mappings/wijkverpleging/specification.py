"""What standards say about Omaha in FHIR: systems, modifier codes and rating scales, as data."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.sources.wijkverpleging.model import Level, Reach

THO = "http://terminology.hl7.org/CodeSystem/"

# HL7 THO names `oms` as the canonical system of the Omaha System and publishes no codes for it. The OID form is what
# the zib2020 value sets (ProbleemNaamCodelijst) include.
OMAHA = f"{THO}oms"
OMAHA_OID = "urn:oid:2.16.840.1.113883.6.98"

# Identifier system that Ons itself gives its own numbers in its FHIR output.
ONS = "http://nedap.com/fhir/NamingSystem/local"

# nl-core-Problem, ProbleemTypeCodelijst: a nursing problem is a clinical finding.
FINDING = ("http://snomed.info/sct", "404684003")
PROBLEM_LIST = (f"{THO}condition-category", "problem-list-item")
SURVEY = (f"{THO}observation-category", "survey")

# Omaha System modifiers (Martin 2005), codes as in the New Zealand code system.
REACH: Mapping[Reach, tuple[str, str]] = {
    "Individual": ("OM0001", "Individu"),
    "Family": ("OM0002", "Leefeenheid"),
    "Community": ("OM0003", "Gemeenschap"),
}
LEVEL: Mapping[Level, tuple[str, str]] = {
    "HealthPromotion": ("RM0001", "Gezondheidsbevordering"),
    "Potential": ("RM0002", "Potentieel"),
    "Actual": ("RM0003", "Actueel"),
}

# Problem Rating Scale for Outcomes: attribute of Ratings → code and Dutch name of the scale (Kennis, Gedrag, Status).
SCALES: Mapping[str, tuple[str, str]] = {
    "knowledge": ("RS0100", "Kennis"),
    "behavior": ("RS0200", "Gedrag"),
    "status": ("RS0300", "Status"),
}
