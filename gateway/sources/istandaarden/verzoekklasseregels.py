"""The table of rules on the classes of a request (315, 317); what each asks stands in `overstijgend_verzoek`."""

from __future__ import annotations

from gateway.sources.istandaarden import overstijgend_verzoek as test
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.overstijgend_verzoek import VerzoekSituatie
from gateway.sources.istandaarden.regels import VERZOEK, VOT, VOW, Overstijgend

VERZOEKKLASSEREGELS: tuple[Overstijgend[VerzoekSituatie], ...] = (
    Overstijgend(
        "TR347",
        "9347",
        VERZOEK,
        "ReferentieAanbieder",
        "This ReferentieAanbieder was used for an earlier request",
        "give the request a reference of its own",
        test.al_gebruikt,
    ),
    Overstijgend(
        "TR374",
        "9374",
        VERZOEK,
        "ReferentieAanbieder",
        "An earlier request of this aanbieder for this client is still pending",
        "await its 319 or 301",
        test.onderhanden,
    ),
    Overstijgend(
        "TR349",
        "9349",
        VOW,
        "OngewijzigdeProducten",
        "Not every current allocation of the client is named",
        "name each as unchanged or to be changed",
        test.onvolledig,
    ),
    Overstijgend(
        "TR350",
        "9350",
        VOW,
        "ToewijzingNummer",
        "There is no current allocation with this number",
        "check the number, or await the 301",
        test.blijft_onbekend,
        beslissend=True,
    ),
    Overstijgend(
        "TR351",
        "9351",
        VOW,
        "ToewijzingNummer",
        "There is no current allocation with this number",
        "check the number, or await the 301",
        test.wijzigt_onbekend,
        beslissend=True,
    ),
    Overstijgend(
        "TR357",
        "9357",
        VOW,
        "GewensteIngangsdatum",
        "A change that does not lie in the future holds from the first day of the allocation",
        "use the Ingangsdatum of the allocation, or a day after the Dagtekening",
        test.met_terugwerkende_kracht,
    ),
    Overstijgend(
        "TR361",
        "9361",
        VOW,
        "GewensteIngangsdatum",
        "The same product is wanted twice at one time",
        "end one before the other",
        lambda s: s.stapelt,
    ),
    Overstijgend(
        "TR373",
        "9373",
        VOW,
        "GewensteIngangsdatum",
        "A budget or total changes for the whole allocation",
        "use the Ingangsdatum of the allocation",
        test.totaal_halverwege,
    ),
    Overstijgend(
        "TR375",
        "9375",
        VOW,
        "Omvang",
        "The allocation has no product, so it has no volume",
        "leave Omvang out",
        test.omvang_zonder_product,
    ),
    Overstijgend(
        "TR411",
        "9411",
        VOW,
        "Omvang",
        "The allocation has a product code, so it has a volume",
        "fill Omvang",
        test.zonder_omvang,
    ),
    Overstijgend(
        "TR412",
        "9412",
        VOW,
        "Omvang",
        "The allocation has no product code, so it has no volume",
        "leave Omvang out",
        test.omvang_zonder_code,
    ),
    Overstijgend(
        "TR381",
        "S329",
        VOT | VOW,
        "Product/Code",
        "The product code list has this code in another category",
        "correct the category or the code",
        test.past_niet,
        niveau=4,
    ),
)

ONBEKENDE_CLIENT: Overstijgend[Kennis] = Overstijgend(
    "TR304",
    "8187",
    VOW,
    "Bsn",
    "No earlier message was about this client",
    "check the Bsn",
    lambda kennis: not kennis.state.bekend,
)
