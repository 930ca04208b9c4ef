"""Which element paths of a BgZ document are read, or left out on purpose; everything else with content is a notice."""

from __future__ import annotations

import re

_NAME = r"name(/(given|family|prefix|suffix|delimiter))?"
_ADDRESS = r"addr(/\w+)?"
_ORGANISATION = rf"(templateId|id|name|telecom|{_ADDRESS}|standardIndustryClassCode)"
# An assignedAuthor or assignedEntity. A work address or telephone number of a professional is left out on purpose.
_PERSON = rf"(templateId|id|code|telecom|{_ADDRESS}|assignedPerson/{_NAME}|representedOrganization/{_ORGANISATION})"
_CODE = r"(/(originalText|translation))?"
_WHO = rf"((author|performer)/(templateId|time|assigned(Author|Entity)/{_PERSON}))"

# The body has its own tables, below.
HEADER = re.compile(
    "|".join(
        (
            r"(realmCode|typeId|templateId|id|code|title|effectiveTime|languageCode|confidentialityCode|setId|versionNumber)",
            rf"recordTarget/patientRole/(id|telecom|{_ADDRESS})",
            rf"recordTarget/patientRole/patient/({_NAME}|administrativeGenderCode|birthTime|maritalStatusCode)",
            r"recordTarget/patientRole/patient/\{urn:hl7-org:sdtc\}(multipleBirthInd|deceasedInd|deceasedTime)",
            rf"recordTarget/patientRole/patient/guardian/(code|telecom|guardianPerson/{_NAME})",
            rf"author/(time|assignedAuthor/{_PERSON})",
            rf"custodian/assignedCustodian/representedCustodianOrganization/{_ORGANISATION}",
            r"participant/(functionCode|associatedEntity/(templateId|id|code|telecom))",
            rf"participant/associatedEntity/({_ADDRESS}|associatedPerson/{_NAME})",
            r"documentationOf/serviceEvent/(id|code|effectiveTime(/(low|high))?)",
        )
    )
)
BODY = "component"

_NEST = r"((act|observation|organizer|component|entryRelationship)/)*"
_ACT = r"(act|observation|organizer|procedure|substanceAdministration|encounter)"
_COMMON = (
    rf"({_NEST}{_ACT}/)((templateId|id|code{_CODE}|text(/.*)?|statusCode|effectiveTime(/(low|high))?"
    rf"|value{_CODE}|value/(low|high)|{_WHO})"
)
_CONSUMED = rf"|participant/participantRole/(templateId|playingEntity/(templateId|code{_CODE}))"

OBSERVATIONS = re.compile(rf"{_COMMON}|(methodCode|targetSiteCode){_CODE})")
PROBLEMS = re.compile(rf"{_COMMON}|targetSiteCode{_CODE})")
ALERTS = re.compile(rf"{_COMMON})")
ALLERGIES = re.compile(rf"{_COMMON}{_CONSUMED})")
CONTACTS = re.compile(rf"{_COMMON})")
PROCEDURES = re.compile(rf"{_COMMON}|(methodCode|targetSiteCode){_CODE})")
VACCINATIONS = re.compile(
    rf"{_COMMON}|doseQuantity(/(center|low|high))?|consumable/manufacturedProduct/(templateId|manufacturedMaterial/code{_CODE}))"
)
