"""What this project decided about Omaha in FHIR, where no standard decides."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.sources.wijkverpleging.model import Status

CLASSIFICATION = "ons-omaha/1"
CARE_PLAN = "ons-zorgplan/1"

OWN = "https://wijkdossier.nl/fhir/StructureDefinition/"
MODIFIER_REACH = f"{OWN}omaha-modifier-reach"
MODIFIER_LEVEL = f"{OWN}omaha-modifier-problem-level"
CARE_PLAN_ENTRY = f"{OWN}ons-zorgplanregel"
ACTION_ENTRY = f"{OWN}ons-actieregel"
LASTING_ACTION = f"{OWN}ons-blijvende-actie"
REALISED = f"{OWN}ons-percentage-gerealiseerd"

# The ids of the Ons catalogue are strings of the supplier, not codes of the Omaha System.
ONS_CATALOGUE = "https://wijkdossier.nl/fhir/CodeSystem/ons-classificatie"

# A draft is kept but is not yet the nurse's judgement: its plans are drafts and its goals proposals; problems and
# ratings wait until the classification is active.
DRAFT = "DRAFT"

PLAN_STATUS: Mapping[Status, str] = {"DRAFT": "draft", "ACTIVE": "active", "OLD": "completed"}
GOAL_STATUS: Mapping[Status, str] = {"DRAFT": "proposed", "ACTIVE": "active", "OLD": "completed"}
# Ons does not say whether an intervention of an archived classification was ever done.
ACTIVITY_STATUS: Mapping[Status, str] = {"DRAFT": "not-started", "ACTIVE": "in-progress", "OLD": "unknown"}

# A problem of an archived classification is not active there any more; whether it is resolved is not said.
CLINICAL_STATUS: Mapping[Status, str] = {"DRAFT": "inactive", "ACTIVE": "active", "OLD": "inactive"}

# An actual problem was established by the nurse. A potential one is no less certain: it is a risk that was
# established, so it carries its level in an extension and no verification status.
CONFIRMED_LEVELS = frozenset({"Actual"})

# Health promotion is a wish to stay well: an Observation, never a Condition.
NOT_A_CONDITION = frozenset({"HealthPromotion"})

# One CarePlan per problem, not per classification or care plan: a client who hides one problem keeps the others shared.
