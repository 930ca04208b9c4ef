"""What this project decided where the standards leave it open."""

from __future__ import annotations

MAPPING = "huisarts-ketenzorg/1"

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
