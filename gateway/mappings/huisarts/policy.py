"""What this project decided where the standards leave it open."""

from __future__ import annotations

import re

MAPPING = "huisarts-ketenzorg/2"

# A GP's own words about a contact are about its diagnosis on every line, but nl-core allows the code on S and E only.
# So that a client who hides a problem hides the whole note, the other lines carry the note's codes in an extension.
NOTE_CODE = "https://wijkdossier.nl/fhir/StructureDefinition/diagnose-van-verslag"

# The message names no patient id of the GP system besides the BSN, and a reference must never hold a BSN.
SUBJECT = "Patient/recordTarget"

# A diagnosis in a note is what was found in that contact. That it still holds is not said, so clinicalStatus is left
# out, unless an end is given: then FHIR (con-4) asks for `inactive`.
DIAGNOSIS_CATEGORY = (
    ("http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis"),
    ("http://snomed.info/sct", "282291009"),
)

# Without a diagnosis a note has no title of its own. The patient's name is not part of a title.
UNTITLED = "Contactverslag"

# Some systems number what they send under <AORTA application>.4.N, and N = 1 is their notes. A number under it leads to
# no contact (decision 0025).
NOTE_ROOT = re.compile(r"2\.16\.840\.1\.113883\.2\.4\.6\.6\.[0-9]+\.4\.1")

# An episode, and what is prescribed, is about its diagnosis although FHIR R4 has no element for that code there. The
# code stands beside them, so that a client who hides a problem hides these too.
ABOUT_CODE = "https://wijkdossier.nl/fhir/StructureDefinition/betreft"

# FHIR R4 has no element for the end of an allergy.
ALLERGY_END = "https://wijkdossier.nl/fhir/StructureDefinition/einde-allergie"

# A diagnosis of an episode stands on the problem list.
EPISODE_CATEGORY = (
    ("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item"),
    ("http://snomed.info/sct", "282291009"),
)
