"""What this project decided where the standards leave it open (decision 0027)."""

from __future__ import annotations

MAPPING = "cda-bgz/2"
SUBJECT = "Patient/recordTarget"

# The title of a document often holds the name of the patient; a heading on a timeline should not.
TITLE = "Basisgegevensset zorg"
