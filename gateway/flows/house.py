"""What every flow stands on: settings, database, keys and the clock, wired once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from gateway import keys
from gateway.auth.rates import Kind, Rates
from gateway.consent.webauthn import Relying
from gateway.crypto.p256 import SigningKey
from gateway.crypto.vault import Vault
from gateway.db import Database
from gateway.keyring import Keyring
from gateway.settings import Settings

DUTCH = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class House:
    """`now()` gives UTC; tests pass their own clock."""

    settings: Settings
    database: Database
    keyring: Keyring
    now: Callable[[], datetime]
    rates: Rates = field(default_factory=Rates)

    @classmethod
    def build(cls, settings: Settings, now: Callable[[], datetime] | None = None) -> House:
        """Open database and keys. Raises Fault when either is not fit for use."""
        root = keys.open_root(settings)
        database = Database(settings.database_url)
        database.assert_durable()
        with database.work() as session:
            secrets = keys.load(session, root)
        return cls(settings, database, Keyring(Vault(root, secrets)), now or (lambda: datetime.now(UTC)))

    @property
    def vault(self) -> Vault:
        return self.keyring.vault

    @property
    def signing_key(self) -> SigningKey:
        return self.vault.gateway_key()

    @property
    def relying(self) -> Relying:
        """Whom a passkey signs for: the host and origin of our own pages."""
        parts = urlsplit(self.settings.base_url)
        return Relying(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")

    def count(self, kind: Kind, who: str) -> None:
        """Count a request of somebody. Raises TooMany."""
        self.rates.take(self.settings, kind, who, self.now())

    def today(self) -> date:
        """The Dutch day it is now."""
        return self.now().astimezone(DUTCH).date()
