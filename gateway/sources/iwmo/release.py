"""Release 3.2 of iWmo."""

from __future__ import annotations

from gateway.sources.istandaarden.soort import Release

IWMO_3_2 = Release(standaard="iwmo", law="Wmo", versie="3.2")
