"""All settings in one place, read from the environment (`WD_…`); docs/settings.md explains each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class KeySettings(BaseSettings):
    """Where the root key is."""

    model_config = SettingsConfigDict(env_prefix="WD_")

    key_provider: Literal["file", "pkcs11", "transit"] = "file"
    root_key_file: Path = Path("var/root.key")
    pkcs11_library: str = ""
    pkcs11_token: str = "wijkdossier"  # noqa: S105 - the label of a token, no secret
    pkcs11_key: str = "wijkdossier-root"
    pkcs11_pin_file: Path | None = None
    transit_url: str = "http://127.0.0.1:8200"
    transit_key: str = "wijkdossier"
    transit_token_file: Path | None = None


class NewKeySettings(KeySettings):
    """Where the root key that comes is, during a rotation."""

    model_config = SettingsConfigDict(env_prefix="WD_NEW_")


class Settings(KeySettings):
    """What an operator may choose. Defaults are safe: production profile, embedded database, loopback."""

    model_config = SettingsConfigDict(env_prefix="WD_")

    profile: Literal["demo", "production"] = "production"
    database_url: str = "sqlite:///var/wijkdossier.db"
    host: str = "127.0.0.1"
    port: int = 8600
    base_url: str = "http://127.0.0.1:8600"
    proxies: str = "127.0.0.1"
    client_cert_header: str = ""
    login_providers: Path | None = None
    session_minutes: int = 480
    session_idle_minutes: int = 15
    token_minutes: int = 5
    processes: int = Field(default=1, ge=1, le=256)
    rate_connector: int = 1200
    rate_person: int = 240
    rate_client: int = 240
    rate_token: int = 60
    rate_login: int = 30
    rate_bsn: int = 30
    max_body_bytes: int = 5 * 1024 * 1024
    max_claim_bytes: int = 25 * 1024 * 1024
    search_floor_ms: int = 300
    answer_step_ms: int = 50
    privacy_address: str = ""
    escalation_address: str = ""
    notice_seconds: float = 5
    notifier: Literal["file", "smtp"] = "file"
    notices_file: Path = Path("var/notices.jsonl")
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 587
    smtp_starttls: bool = True
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    mail_from: str = "wijkdossier@localhost"
    zrm_edition: Literal["2017", "2013"] = "2017"

    @property
    def audience(self) -> str:
        """Token endpoint: what a client assertion must be addressed to."""
        return f"{self.base_url}/token"

    @property
    def log_origin(self) -> str:
        """Name of the audit log for outsiders: the base address without scheme (C2SP tlog-checkpoint, origin)."""
        return f"{self.base_url.partition('://')[2].rstrip('/')}/audit"
