"""Displays of the code lists of iWmo and iJw 3.2 that end up in FHIR; in Dutch, as the lists have them."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.sources.istandaarden.bericht import Wet

PRODUCTCATEGORIE: Mapping[Wet, Mapping[str, str]] = {
    "Wmo": {  # WMO020
        "01": "Hulp bij het huishouden",
        "02": "Begeleiding",
        "03": "Persoonlijke verzorging",
        "04": "Kortdurend verblijf",
        "05": "Woondiensten",
        "06": "Overige ondersteuning gericht op het individu of huishouden/gezin",
        "07": "Dagbesteding",
        "08": "Vervoerdiensten",
        "09": "Overige groepsgerichte ondersteuning",
        "10": "Overige maatwerkarrangementen",
        "11": "Rolstoelen",
        "12": "Vervoervoorzieningen",
        "13": "Woonvoorzieningen",
        "14": "Overige hulpmiddelen",
        "15": "Beschermd wonen",
        "16": "Opvang",
        "17": "Spoedopvang",
        "18": "Overige beschermd wonen en opvang",
    },
    "Jeugdwet": {  # JZ020; 31 to 38 are the set of 2015
        "31": "Hulp door wijk- of buurtteam (2015)",
        "32": "Ambulante jeugdhulp op locatie van de aanbieder (2015)",
        "33": "Daghulp op locatie van de aanbieder (2015)",
        "34": "Jeugdhulp in het netwerk van de jeugdige (2015)",
        "35": "Pleegzorg (2015)",
        "36": "Gezinsgericht verblijf (2015)",
        "37": "Gesloten plaatsing (2015)",
        "38": "Overig residentieel verblijf (2015)",
        "40": "Persoonlijke verzorging",
        "41": "Dagbehandeling",
        "42": "Vervoerdiensten",
        "43": "Jeugdhulp verblijf (incl. behandeling)",
        "44": "Jeugdhulp verblijf (excl. behandeling)",
        "45": "Jeugdhulp ambulant",
        "46": "Jeugdhulp crisis",
        "47": "Jeugdreclassering",
        "48": "Jeugdbescherming",
        "49": "Activiteiten in het preventief justitieel kader",
        "50": "Maatwerkarrangementen jeugd",
        "51": "Generalistische basis-ggz",
        "52": "Specialistische ggz",
        "53": "Kindergeneeskunde",
        "54": "Jeugd-ggz",
        "55": "Landelijk ingekochte zorg",
    },
}

REDEN_WIJZIGING: Mapping[str, str] = {  # WMO002 and JZ002 say the same
    "01": "Administratieve correctie (vervallen)",
    "02": "Cliënt overleden",
    "03": "Contractwijziging",
    "04": "Herbeoordeling verlenging toewijzing",
    "05": "Herbeoordeling verkorting toewijzing",
    "06": "Uitstroom naar ander domein",
    "07": "Verhuizing naar een andere gemeente",
    "08": "Wijziging leveringsvorm",
    "09": "Overstap naar andere aanbieder",
    "10": "Overgang naar nieuwe bekostigingssystematiek",
    "11": "Gemeentelijke herindeling",
    "12": "Geïnitieerd door de aanbieder",
    "13": "Verwijderd",
    "14": "Administratieve correctie",
}

REDEN_BEEINDIGING: Mapping[Wet, Mapping[str, str]] = {
    "Wmo": {  # WMO588
        "02": "Overlijden",
        "19": "Levering volgens plan beëindigd",
        "20": "Levering is tijdelijk beëindigd",
        "21": "Levering is eenzijdig door cliënt beëindigd",
        "22": "Levering is eenzijdig door aanbieder beëindigd",
        "23": "Levering is in overeenstemming voortijdig beëindigd",
        "31": "Verhuizing naar een andere gemeente",
        "36": "Geïnitieerd door de gemeente",
        "37": "In verband met wijzigingsverzoek",
        "38": "Overstap naar andere aanbieder",
        "39": "Uitstroom naar ander domein",
    },
    "Jeugdwet": {  # JZ588
        "02": "Overlijden",
        "20": "Levering is tijdelijk beëindigd",
        "31": "Levering is volgens plan beëindigd",
        "32": "Voortijdig afgesloten, door cliënt",
        "33": "Voortijdig afgesloten, door aanbieder",
        "34": "Voortijdig afgesloten, in overleg",
        "35": "Voortijdig afgesloten, externe oorzaak",
        "36": "Geïnitieerd door de gemeente",
        "37": "In verband met wijzigingsverzoek",
        "38": "Overstap naar andere aanbieder",
        "39": "Uitstroom naar ander domein",
    },
}

SOORT_RELATIE: Mapping[str, str] = {  # COD472
    "03": "Curator (juridisch)",
    "04": "Financieel (gemachtigd)",
    "05": "Financieel (toetsing)",
    "06": "Leefeenheid",
    "07": "Hulpverlener",
    "08": "Specialist",
    "09": "Anders",
    "10": "Ouder",
    "11": "Voogd",
    "12": "Partner/echtgeno(o)t(e)",
    "13": "Pleegouder",
    "14": "Bewindvoerder",
    "15": "Mentor",
    "16": "Zoon/dochter",
    "17": "Familielid",
    "18": "Gezinslid",
    "19": "Buur",
    "20": "Vriend(in)/kennis",
    "21": "Cliëntondersteuner",
    "22": "Huisarts",
    "23": "Erven van",
    "24": "Werkgever",
    "25": "Wijkcoach",
}

COMMUNICATIEVORM: Mapping[str, str] = {"1": "Tolk taal", "2": "Doventolk", "3": "Doofblindentolk"}  # COD747

JURIDISCHE_STATUS: Mapping[str, str] = {  # WJ232
    "01": "Rechterlijke machtiging, voorlopig of voortgezet",
    "02": "Rechterlijke machtiging op eigen verzoek",
    "03": "Rechterlijke machtiging met voorwaardelijk ontslag",
    "04": "Ondertoezichtstelling (ots)",
    "05": "Inbewaringstelling (ibs)",
    "11": "Strafrechtelijk (tbs)",
    "12": "Strafrechtelijk (overig)",
}

VERTEGENWOORDIGING: Mapping[str, str] = {  # WJ003
    "06": "Voogdij",
    "07": "Bewindvoering",
    "08": "Mentorschap",
    "09": "Ondercuratelestelling",
    "10": "Zaakwaarneming",
}

TYPE_VERWIJZER: Mapping[str, str] = {  # COD327
    "01": "Gemeente",
    "02": "Huisarts",
    "03": "Jeugdarts",
    "04": "Gecertificeerde instelling",
    "05": "Medisch specialist",
    "06": "Zelfverwijzer of geen verwijzer",
    "08": "Rechter, officier van justitie of justitiële jeugdinrichting",
}

REDEN_VERZOEK: Mapping[str, str] = {"1": "Verandering in de cliëntsituatie", "2": "Wijziging van het zorgplan"}  # WJ758

REDEN_AFWIJZING_VERZOEK: Mapping[str, str] = {  # WJ759
    "1": "Geen wijziging maar een nieuwe aanvraag",
    "2": "Past niet binnen het budget",
    "3": "Geen contract",
    "4": "Past niet binnen het contract",
    "5": "Andere gemeente",
    "6": "Stapeling",
    "7": "Zorginhoudelijke afkeur",
    "8": "Woonplaatsbeginsel",
    "9": "Leeftijdsgrens bereikt",
}

VERZOEK_ANTWOORD: Mapping[str, str] = {"1": "Verzoek afgewezen", "2": "Aanvraag in onderzoek"}  # WJ760

DEBET_CREDIT: Mapping[str, str] = {"D": "Debet", "C": "Credit"}  # COD043
