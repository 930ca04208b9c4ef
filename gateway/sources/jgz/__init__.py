"""HL7v3 dossieroverdracht of youth health care (JGZ, basisdataset): bytes to a typed dossier; pure."""
