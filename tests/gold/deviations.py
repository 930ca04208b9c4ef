"""Where our R4 differs from the published STU3 conversion on purpose, with the reason. Anything else is a failure."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Deviation:
    """`gold`, `ours`: what only that side says, as patterns over `Type.path` or `Type.path = value`."""

    name: str
    reason: str
    gold: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()

    def explains(self, side: str, path: str, value: str) -> bool:
        patterns = self.gold if side == "gold" else self.ours
        return any(re.fullmatch(p, path) or re.fullmatch(p, f"{path} = {value}", re.DOTALL) for p in patterns)


DOSE = r"MedicationRequest\.dosageInstruction\.doseAndRate\.doseQuantity"
WHO = r"(AllergyIntolerance\.recorder|Composition\.author|Encounter\.participant\.individual|Observation\.performer)"

DEVIATIONS = (
    Deviation(
        "id",
        "The gold gives no id, or makes up a UUID, where root-extension is longer than 64 or not allowed; ours derives "
        "a stable one.",
        (r"\w+\.id = [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",),
        (r"\w+\.id",),
    ),
    Deviation("bsn", "The gold masks it.", (r"Patient\.identifier\.value.*masked",), (r"Patient\.identifier\.value",)),
    Deviation(
        "status specification",
        "The gold repeats the source's own code of a status, gender, class, category or use in an extension. In R4 the "
        "status is bijective with it, and the NHG way of contact is Encounter.type.",
        (
            r".*\.(clinicalStatus|status|gender|class|use|system|country)\.extension<ext-CodeSpecification>.*",
            r"Patient\.address\.extension<(iso21090-AD-use|nl-core-address-official)>.*",
            r"Patient\.address\.type = physical",
        ),
    ),
    Deviation(
        "status as concept",
        "In R4 the statuses of Condition and AllergyIntolerance are CodeableConcepts, with a system.",
        (),
        (r"(AllergyIntolerance|Condition)\.(clinicalStatus|verificationStatus)\.coding\.system",),
    ),
    Deviation(
        "display",
        "The gold gives Dutch or English names from its own lists; ours gives the name the sender wrote, or none.",
        (
            r".*\.extension<ext-(CodeSpecification|AddressInformation\.AddressType)>.*\.display",
            r"Condition\.category\.coding\.display",
            r"Encounter\.(class|participant\.type\.coding)\.display",
            rf"{WHO}\.role\.specialty\.coding\.display",
            r"MedicationRequest\.(category|supportingInformation\.code)\.coding\.display",
            r"MedicationRequest\.category\.text",
            r"Observation\.category\.coding\.display",
        ),
        (
            r".*\.extension<ext-CodeSpecification>.*\.display",
            r"Encounter\.(class|participant\.type\.coding)\.display",
            rf"{WHO}\.role\.specialty\.coding\.display",
            r"MedicationRequest\.(category|supportingInformation\.code)\.coding\.display",
        ),
    ),
    Deviation(
        "null flavour of a code",
        "The gold keeps nullFlavor OTH beside a text; in R4 a CodeableConcept with only a text says the same. A class "
        "must have a code in R4.",
        (
            r"AllergyIntolerance\.code\.extension<iso21090-nullFlavor>\.valueCode",
            r"MedicationRequest\.reasonCode\.coding\..*",
            r"Encounter\.class\.extension<iso21090-nullFlavor>\.valueCode",
        ),
        (r"Encounter\.class\.(code = OTH|system = .*v3-NullFlavor)",),
    ),
    Deviation(
        "open bounds",
        "The gold gives an open side of a reference range as nullFlavor NINF or PINF; in R4 an absent bound is open.",
        (r"Observation\.referenceRange\.(low|high)\.extension<iso21090-nullFlavor>\.valueCode = [NP]INF",),
    ),
    Deviation(
        "dropped by the gold",
        "The gold leaves out what the message says: who recorded an allergy, when and until when; a normal "
        "interpretation; the text of a result and of a reference range; who answers for a laboratory result; the "
        "custodian of a note; further ids.",
        (),
        (
            r"AllergyIntolerance\.(recordedDate|recorder.*|extension<einde-allergie>\.valueDateTime)",
            r"Composition\.custodian",
            r"Observation\.(interpretation\.coding\..* = (N|Normal|http.*v3-ObservationInterpretation))",
            r"Observation\.(note\.text|referenceRange\.text|performer)",
            r"Practitioner\.identifier\.(system|value)",
            r"Organization\.telecom\.value",
        ),
    ),
    Deviation(
        "category of an observation",
        "The gold gives POOB observations none; R4 searches by category (vital-signs, exam).",
        (),
        (r"Observation\.category\.coding\.(code = (vital-signs|exam)|system)",),
    ),
    Deviation(
        "problem list",
        "A diagnosis of an episode stands on the problem list (R4 condition-category), beside the category of the zib.",
        (),
        (r"Condition\.category\.coding\.(code = problem-list-item|system = .*condition-category)",),
    ),
    Deviation(
        "type of an episode",
        "The gold makes every episode of the type SNOMED CT 64572001 (disorder); nl-core of R4 has no type.",
        (r"EpisodeOfCare\.type\..*",),
    ),
    Deviation(
        "about",
        "The diagnosis of an episode or prescription also stands beside it, so that hiding a problem hides it too.",
        (),
        (r"(EpisodeOfCare|MedicationRequest)\.extension<betreft>\..*",),
    ),
    Deviation(
        "bare professional",
        "The gold makes an empty PractitionerRole for a bare number; ours stays a reference by identifier.",
        (r"Observation\.performer\.role\.practitioner", r"MedicationRequest\.supportingInformation\.performer\..*"),
    ),
    Deviation(
        "role of a contact's professional",
        "One place of a message says the role and organisation, another only the number: ours puts them together.",
        (),
        (r"Composition\.author\.role\.specialty\.coding\.(code|system)",),
    ),
    Deviation(
        "ways to reach a professional",
        "Work addresses and telephone numbers of professionals are left out on purpose; those of organisations are "
        "kept, without a home number (org-3).",
        (
            r"Practitioner\.(address|telecom)\..*",
            r"Composition\.author\.role\.telecom\..*",
        ),
    ),
    Deviation(
        "names",
        "The gold gives an assembly order of its own and takes a given name without qualifier for a full one; ours "
        "says what came, the name in one line, and that it is the official one.",
        (
            r"(Patient|Practitioner)\.name\.extension<humanname-assembly-order>\.valueCode",
            r"Patient\.name\.given\.extension<iso21090-EN-qualifier>\.valueCode = BR",
        ),
        (r"(Patient|Practitioner)\.name\.(use = official|text)",),
    ),
    Deviation(
        "addresses",
        "The gold drops the space of a postcode and turns Nederland into NL; ours leaves what came.",
        (r".*\.address\.(postalCode|country)",),
        (r".*\.address\.(postalCode|country)",),
    ),
    Deviation(
        "gender",
        "R4 nl-core asks for a gender: not given is `unknown`.",
        (),
        (r"Patient\.gender = unknown",),
    ),
    Deviation(
        "medication status",
        "R4 asks for a status; the published R4 example of a medicatieafspraak says `unknown` when none is given.",
        (),
        (r"MedicationRequest\.status = unknown",),
    ),
    Deviation(
        "reason of a prescription",
        "The gold calls the problem active, which the message does not say.",
        (r"MedicationRequest\.reasonReference\.clinicalStatus",),
    ),
    Deviation(
        "medicine",
        "The gold repeats the name of the code as text.",
        (r"MedicationRequest\.medicationCodeableConcept\.text",),
    ),
    Deviation(
        "based on",
        "The other building blocks a prescription rests on stand in basedOn, as in the published R4 example.",
        (r"MedicationRequest\.extension<zib-MedicationAgreement-BasedOnAgreementOrUse>\.valueReference",),
        (
            r"MedicationRequest\.basedOn\.extension<ext-(RelationAdm|MedicationAgreement\.RelationM)\w+>\.valueReference",
        ),
    ),
    Deviation(
        "dose",
        "The gold gives the dose in the G-Standaard; ours, as the published R4 example, in UCUM with every translation "
        "beside it.",
        (rf"{DOSE}\.(code|system|unit)",),
        (
            rf"{DOSE}\.(code = 1|system = .*unitsofmeasure.org|unit)",
            # The sender's second unit (subtable 361), which the gold drops.
            rf"{DOSE}\.extension<iso21090-PQ-translation>\.valueQuantity\.(system = .*4\.1\.361|code|unit)",
        ),
    ),
    Deviation(
        "frequency",
        "The gold makes an interval of an exact frequency, rounded (6 a day becomes every 0.1667 day); ours keeps the "
        "frequency as sent, with timing-exact.",
        (r"MedicationRequest\.dosageInstruction\.timing\.repeat\.period",),
        (r"MedicationRequest\.dosageInstruction\.timing\.repeat\.(period|frequency)",),
    ),
    Deviation(
        "unit of time",
        "The gold writes UCUM units of time out in Dutch.",
        (r".*\.(valueDuration|boundsDuration)\.unit",),
        (r".*\.(valueDuration|boundsDuration)\.unit",),
    ),
    Deviation(
        "category of what was measured with a prescription",
        "Height and weight inside a prescription are part of it; they are no vital signs of their own.",
        (r"MedicationRequest\.supportingInformation\.category\..*",),
    ),
    Deviation(
        "kind of report",
        "STU3 gp-EncounterReport is LOINC 67781-5 with journaalregeltypen; R4 nl-core-SOAPReport is SNOMED CT "
        "11591000146107 with SNOMED CT codes of the lines and a title each.",
        (r"Composition\.type\.coding\..*", r"Composition\.section\[\w+\](\.entry)?\.code\.coding\..*"),
        (
            r"Composition\.type\.coding\..*",
            r"Composition\.section\[\w+\](\.entry)?\.code\.(coding\..*|text)",
            r"Composition\.section\[\w+\]\.title",
        ),
    ),
    Deviation(
        "diagnosis of a note",
        "Codes agree on the report; the gold repeats it as a component of the line, nl-core of R4 as an extension of "
        "the line and a Condition of its own. Other lines carry it too, so that hiding a problem hides the note.",
        (r"Composition\.section\[\w+\]\.entry\.component\..*",),
        (
            r"Composition\.section\[\w+\]\.entry\.focus.*",
            r"Composition\.section\[\w+\]\.entry\.extension<(diagnose-van-verslag|ext-SOAPReport\.SOAPLineCode)>\..*",
        ),
    ),
    Deviation(
        "when and by whom a line was written",
        "The gold leaves it to the report; nl-core of R4 has it on each line.",
        (),
        (r"Composition\.section\[\w+\]\.entry\.(effectiveDateTime|performer.*)",),
    ),
    Deviation(
        "lines of one kind",
        "The gold has a section per line; nl-core of R4 allows four, so lines of one kind share a section.",
        (r"Composition\.section\[\w+\]\.text = .*",),
        (r"Composition\.section\[\w+\]\.text = .*",),
    ),
    Deviation(
        "impossible time",
        "The gold turns 2020011693946 into 2020-01-16T93:94:, which is no time; ours keeps the day, with a notice.",
        (r"Composition\.date = .*T93:94:",),
        (r"Composition\.date = \d{4}-\d\d-\d\d",),
    ),
    Deviation(
        "title",
        "Without a diagnosis the gold puts the patient's name in the title of a note; ours does not.",
        (r"Composition\.title = Contactverslag .*",),
        (r"Composition\.title = Contactverslag",),
    ),
    Deviation(
        "end of a contact",
        "The gold repeats a begin that is a bare day as the end; ours says only what came.",
        (r"Encounter\.period\.end = \d{4}-\d\d-\d\d",),
    ),
    Deviation(
        "two names of one organisation",
        "One message gives one organisation two names; the gold keeps both, ours the first, with a notice.",
        (r"Organization\.name",),
    ),
    Deviation(
        "whole resources",
        "Beside notes the gold keeps only the contacts they refer to; it reads one interaction of a batch, and makes "
        "an empty bundle of one whose notes are missing. Ours reads every one. A diagnosis of a note is a Condition. "
        "An organisation that only sends is one too. A bare number is no Practitioner.",
        (r"Practitioner",),
        (r"(Condition|Encounter|Organization|Practitioner)", r"Observation = .*LabBep.*", r"Patient = the client"),
    ),
)
