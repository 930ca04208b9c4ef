"""What a district nursing system sends as nl-core resources: abilities, wounds, goals, interventions, help, team."""

from __future__ import annotations

from gateway.demo.writers.fhir import SNOMED, Frame, Maker, Resource, concept, head, note
from gateway.demo.writers.zib_metingen import meting

# Profile, what is observed and its SNOMED CT code, per ability.
ABILITIES = {
    "wassen": ("AbilityToWashOneself", "284785009", "vermogen om zich te wassen"),
    "kleden": ("AbilityToDressOneself", "165235000", "vermogen om zich aan te kleden"),
    "eten": ("AbilityToEat", "288883002", "vermogen tot eten"),
    "toilet": ("AbilityToUseToilet", "284899001", "vermogen om activiteit voor toiletgang uit te voeren"),
    "lopen": ("Mobility.Walking", "282097004", "loopvermogen"),
    "horen": ("HearingFunction", "47078008", "gehoorfunctie"),
    "zien": ("VisualFunction", "281004000", "visuele functie"),
}
SITUATIONS = {
    "wonen": ("LivingSituation", "365508006", "woon- en verblijfsituatie"),
    "meedoen": ("ParticipationInSociety", "314845004", "status van participatie van patiënt"),
    "netwerk": (
        "ParticipationInSociety.SocialNetwork",
        "365469004",
        "bevinding betreffende netwerk van gezin, familie en ondersteuners",
    ),
    "ziekte": ("IllnessPerception", "363910003", "kenmerk van psychosociaal functioneren"),
}


def kan(what: str, code: str, display: str, text: str = "") -> Maker:
    """How far the client can do something (`ABILITIES`), as SNOMED CT finding."""
    profile, asked, name = ABILITIES[what]
    return meting(profile, concept(SNOMED, asked, name), text, valueCodeableConcept=concept(SNOMED, code, display))


def situatie(what: str, text: str) -> Maker:
    """A situation in words (`SITUATIONS`)."""
    profile, asked, name = SITUATIONS[what]
    return meting(profile, concept(SNOMED, asked, name), valueString=text)


def wond(code: str, display: str, site: tuple[str, str], text: str, *, name: str, since: str = "") -> Maker:
    """A wound; sent again under the same `name` it is a newer state of the same wound, there `since` that day."""

    def make(frame: Frame) -> Resource:
        return {
            **head(frame, "Condition", "Wound", name),
            "category": [concept(SNOMED, "416462003", "verwonding")],
            "code": concept(SNOMED, code, display),
            "bodySite": [concept(SNOMED, *site)],
            "subject": frame.subject,
            "onsetDateTime": since or frame.day.isoformat(),
            **note(text),
        }

    return make


def doel(text: str, problem: str, due: str, *, given_up_since: str = "") -> Maker:
    """A treatment objective for a problem of the same system; `given_up_since`: given up now, set on that day."""

    def make(frame: Frame) -> Resource:
        return {
            **head(frame, "Goal", "TreatmentObjective", f"doel-{problem}"),
            "lifecycleStatus": "cancelled" if given_up_since else "active",
            "description": {"text": text},
            "subject": frame.subject,
            "startDate": given_up_since or frame.day.isoformat(),
            "target": [{"dueDate": due}],
            "statusDate": frame.day.isoformat(),
            "addresses": [{"reference": f"Condition/{frame.id(problem)}", "type": "Condition"}],
        }

    return make


def zorgactie(code: str, display: str, problem: str, how_often: str, text: str) -> Maker:
    """A planned nursing intervention (CarePlan), in SNOMED CT."""
    act = (code, display)
    return _plan("NursingIntervention", ("9632001", "verpleegkundige verrichting"), act, how_often, text, problem)


def hulp(code: str, display: str, how_often: str, text: str) -> Maker:
    """Help from others, informal or professional."""
    return _plan("HelpFromOthers", ("243114000", "ondersteuning"), (code, display), how_often, text)


def _plan(
    profile: str, category: tuple[str, str], act: tuple[str, str], how_often: str, text: str, problem: str = ""
) -> Maker:
    def make(frame: Frame) -> Resource:
        reason = [{"reference": f"Condition/{frame.id(problem)}", "type": "Condition"}] if problem else []
        return {
            **head(frame, "CarePlan", profile),
            "status": "active",
            "intent": "plan",
            "category": [concept(SNOMED, *category)],
            "subject": frame.subject,
            "period": {"start": frame.day.isoformat()},
            "author": frame.performer,
            **({"addresses": reason} if reason else {}),
            "activity": [
                {
                    "detail": {
                        "code": concept(SNOMED, *act),
                        "status": "in-progress",
                        "scheduledString": how_often,
                        "description": text,
                    }
                }
            ],
        }

    return make


def team(title: str, *members: str) -> Maker:
    def make(frame: Frame) -> Resource:
        others = [{"member": {"type": "PractitionerRole", "display": member}} for member in members]
        return {
            **head(frame, "CareTeam", "CareTeam", "team"),
            "name": title,
            "subject": frame.subject,
            "participant": [{"member": frame.performer}, *others],
        }

    return make
