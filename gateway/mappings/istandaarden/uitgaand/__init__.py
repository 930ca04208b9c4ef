"""FHIR to iWmo and iJw: the message (301 to 323) that resources say, in the shapes our own mapping makes.

What a message needs and FHIR does not say is refused by name, as is what FHIR says and the message cannot.
"""

from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.ongezegd import ongezegd
from gateway.mappings.istandaarden.uitgaand.samenstellen import Inhoud, Opdracht, inhoud, samenstellen

__all__ = ["Bundel", "Inhoud", "Opdracht", "inhoud", "ongezegd", "samenstellen"]
