"""Whether a code is a UCUM unit: the grammar of UCUM 2.1 over the atoms that care data use."""

from __future__ import annotations

import re
from functools import lru_cache

_PREFIXES = "da|Y|Z|E|P|T|G|M|k|h|d|c|m|u|n|p|f|a|z|y"
_METRIC = (
    "m|s|g|rad|K|C|cd|mol|sr|Hz|N|Pa|J|W|A|V|F|Ohm|S|Wb|Cel|T|H|lm|lx|Bq|Gy|Sv|l|L|eq|osm|kat|U|[iU]|[IU]|bar|u|eV|t|B|"
    "m[H2O]|m[Hg]|cal|st|ar|gf|dyn|erg|P|Ci|R|RAD|REM|bit|By|Bd|g%|[g]|[m/s2/Hz^0.5]"
)
_OTHER = (
    "%|10*|10^|[pi]|[ppth]|[ppm]|[ppb]|[pptr]|deg|gon|'|''|min|h|d|wk|mo|mo_j|mo_s|mo_g|a|a_t|a_j|a_g|[pH]|[diop]|[degF]|"
    "[in_i]|[ft_i]|[yd_i]|[mi_i]|[lb_av]|[oz_av]|[stone_av]|[drp]|[cup_us]|[tsp_us]|[tbs_us]|[foz_us]|[pt_us]|[gal_us]|"
    "[arb'U]|[CFU]|[cfu]|[FFU]|[PFU]|[pfu]|[Ch]|[HPF]|[LPF]|[USP'U]|[PNU]|[AU]|[BAU]|[GPL'U]|[MPL'U]|[APL'U]|[ELU]|[EIA]|[anti'Xa'U]|"
    "[ka'U]|[knk'U]|[todd'U]|[dye'U]|[smgy'U]|[bdsk'U]|[mclg'U]|[tb'U]|[hnsf'U]|[hp_X]|[MET]|[hd_i]|[car_Au]|[car_m]|[S]|B[SPL]|"
    "cal_th|cal_[15]|cal_[20]|[Cal]|m[HgO]"
)


def _any(names: str) -> str:
    return "|".join(sorted(map(re.escape, names.split("|")), key=len, reverse=True))


_ATOM = rf"(?:(?:{_PREFIXES})?(?:{_any(_METRIC)})|{_any(_OTHER)})"
_ANNOTATION = r"\{[!-z|~]*\}"
_COMPONENT = rf"(?:{_ATOM}(?:\^?[+-]?\d+)?(?:{_ANNOTATION})?|{_ANNOTATION}|\d+)"
_TERM = rf"/?{_COMPONENT}(?:[./]{_COMPONENT})*"
_UNIT = re.compile(_TERM)
_BRACKETED = re.compile(rf"\(({_TERM})\)")


@lru_cache(maxsize=512)
def is_ucum(code: str) -> bool:
    """Whether the code is well-formed UCUM. Case matters; `mmol/l` is one, `aantal/min` is not."""
    if len(code) > 64:
        return False
    return _UNIT.fullmatch(_BRACKETED.sub("1", code)) is not None
