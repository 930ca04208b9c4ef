"""What the standards say about a JGZ dossier (basisdataset JGZ, HL7v3, FHIR R4), as data."""

from __future__ import annotations

from collections.abc import Mapping

# Lists of the basisdataset hang under one OID: elements 267, rubrics 391, groups 393, and each W-list by its number.
BDS = "2.16.840.1.113883.2.4.4.40"

# HL7v3 act status to Encounter.status. An aborted contact did not take place to its end; FHIR has no word of its own.
ENCOUNTER_STATUS: Mapping[str, str] = {
    "completed": "finished",
    "active": "in-progress",
    "new": "planned",
    "held": "planned",
    "cancelled": "cancelled",
    "aborted": "cancelled",
    "nullified": "entered-in-error",
}

# v3-ParticipationType, the parts people play in a contact.
PERFORMER, CONSULTANT, ESCORT = ("PPRF", "primary performer"), ("CON", "consultant"), ("ESC", "escort")

# BDS elements 1197 and 487 of careStatus.
IN_CARE, CARE_ENDED = "1197", "487"

# Length, weight, head circumference, and blood pressure (SNOMED CT): FHIR's category vital-signs.
VITAL_SIGNS = frozenset({"235", "245", "252", "271649006", "271650006"})

# 1577 Vorm activiteit (W424): how the contact took place.
WAY_OF_CONTACT = "1577"
