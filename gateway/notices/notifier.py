"""How a notice leaves the house: into a file, for development, or by mail (SMTP)."""

from __future__ import annotations

import fcntl
import os
import smtplib
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from gateway.errors import Fault
from gateway.notices.outbox import Notice
from gateway.settings import Settings
from gateway.wire import json

TIMEOUT = 10  # seconds


class Undelivered(Exception):
    """The other side did not take it; it is tried again. Says nothing of whom it was for."""


class Notifier(Protocol):
    """Hands over one notice with an address. Raises Undelivered."""

    def send(self, notice: Notice) -> None: ...


@dataclass(frozen=True, slots=True)
class ToFile:
    """One JSON object a line. The file holds addresses: it is for development and for hand-over to another sender."""

    path: Path

    def send(self, notice: Notice) -> None:
        line = {
            "id": notice.id,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "to": notice.to,
            "address": notice.address,
            "subject": notice.subject,
            "text": notice.text,
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._alone(), self.path.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(line)}\n")
        except OSError as error:
            raise Undelivered(type(error).__name__) from None

    def forget(self, ids: Collection[str]) -> int:
        """Take the notices with these ids out of the file. Returns how many there were. Raises Fault.

        What another sender took over from the file already is that sender's to erase.
        """
        if not ids or not self.path.exists():
            return 0
        try:
            with self._alone():
                lines = self.path.read_text("utf-8").splitlines(keepends=True)
                kept = [line for line in lines if not any(f'"{id_}"' in line for id_ in ids)]
                if len(kept) < len(lines):
                    self.path.write_text("".join(kept), "utf-8")
        except OSError as error:
            raise Fault("notices-file", "The file of notices cannot be rewritten", mend="WD_NOTICES_FILE") from error
        return len(lines) - len(kept)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A gateway that sends and an operator that erases do not write at once. The folder is what they hold."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


@dataclass(frozen=True, slots=True)
class BySmtp:
    """Plain mail over SMTP; TLS by STARTTLS unless switched off for a relay on the same host."""

    host: str
    port: int
    sender: str
    starttls: bool
    user: str
    password: str

    def send(self, notice: Notice) -> None:
        try:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = self.sender, notice.address, notice.subject
            message["Message-ID"] = f"<{notice.id}@wijkdossier>"  # the same for a second try, so that it shows once
            message.set_content(notice.text)
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT) as connection:
                if self.starttls:
                    connection.starttls(context=ssl.create_default_context())
                if self.user:
                    connection.login(self.user, self.password)
                connection.send_message(message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise Undelivered(type(error).__name__) from None


def from_settings(settings: Settings) -> Notifier:
    if settings.notifier == "file":
        return ToFile(settings.notices_file)
    password = settings.smtp_password_file.read_text("utf-8").strip() if settings.smtp_password_file else ""
    return BySmtp(
        settings.smtp_host,
        settings.smtp_port,
        settings.mail_from,
        settings.smtp_starttls,
        settings.smtp_user,
        password,
    )
