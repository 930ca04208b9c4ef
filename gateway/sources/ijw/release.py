"""Release 3.2 of iJw."""

from __future__ import annotations

from gateway.sources.istandaarden.soort import Release

IJW_3_2 = Release(standaard="ijw", law="Jeugdwet", versie="3.2")
