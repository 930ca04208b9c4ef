"""All settings in one place, read from the environment (`WD_…`); docs/settings.md explains each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator may choose. Defaults are safe: production profile, embedded database, loopback."""

    model_config = SettingsConfigDict(env_prefix="WD_")

    profile: Literal["demo", "production"] = "production"
    database_url: str = "sqlite:///var/wijkdossier.db"
    root_key_file: Path = Path("var/root.key")
    host: str = "127.0.0.1"
    port: int = 8600
    base_url: str = "http://127.0.0.1:8600"
    municipality: str = "De gemeente"
    session_minutes: int = 60
    token_minutes: int = 5
    max_body_bytes: int = 5 * 1024 * 1024
    search_floor_ms: int = 300

    @property
    def audience(self) -> str:
        """Token endpoint: what a client assertion must be addressed to."""
        return f"{self.base_url}/token"
