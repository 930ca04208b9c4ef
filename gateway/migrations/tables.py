"""Every table of the gateway in one metadata object, for migrations only."""

from __future__ import annotations

from sqlmodel import SQLModel

import gateway.audit.tables
import gateway.auth.tables
import gateway.consent.beside_tables
import gateway.consent.tables
import gateway.intake.tables
import gateway.keyring
import gateway.keys.store
import gateway.notices.outbox
import gateway.record.tables
import gateway.registry.emergencies
import gateway.registry.subjects
import gateway.registry.tables
import gateway.registry.visits
import gateway.review.tables  # noqa: F401  (importing registers the tables)

METADATA = SQLModel.metadata
