"""A client at their browser: the forms of our pages, sent over HTTP and signed as the script on the page would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from gateway.consent.keys import Form
from gateway.crypto.p256 import SigningKey
from gateway.crypto.primitives import b64url
from gateway.flows import login
from gateway.portal.sessions import COOKIE
from gateway.stages.decided import Caller
from gateway.wire import json
from tests.builders import passkeys
from tests.builders.world import World


@dataclass
class AtHome:
    """`persona`: of the development login. Logs in again for each request, so that tests may move the clock."""

    world: World
    persona: str
    key: SigningKey = field(default_factory=SigningKey.generate)
    form: Form = "jws"
    whose: str = ""

    @property
    def caller(self) -> Caller:
        return login.session(self.world.house, login.log_in(self.world.house, self.persona)).caller

    @property
    def id(self) -> str:
        return str(self.caller.client)

    def get(self, path: str) -> Response:
        return self._web()[0].get(path)

    def post(self, path: str, **fields: Any) -> Response:
        web, csrf = self._web()
        return web.post(path, data={"csrf": csrf, **fields})

    def be_for_other(self) -> None:
        """From here on the pages are about the one person who can be chosen on the page that lists them."""
        [self.whose] = re.findall(r'name="wie" value="([^"]+)"', self.get("/mijn/helper").text)

    def bind(self) -> Response:
        """Use the key of this device for whom the pages are about."""
        form = {"vorm": "webauthn"} if self.form == "webauthn" else {}
        return self.post("/mijn/sleutel", jwk=json.dumps(self.key.jwk), **form)

    def sign(self, text: str) -> str:
        if self.form == "webauthn":
            return passkeys.signed(text, self.key, self.world.house.relying)
        return f"{text}.{b64url(self.key.sign(text.encode()))}"

    def prepared(self, path: str, **fields: Any) -> Response:
        """What the page gives to sign for these fields of its form."""
        return self.post(path, sleutel=self.key.thumbprint, **fields)

    def send(self, path: str, prepare: str, **fields: Any) -> Response:
        """A form, signed on this device."""
        given = self.prepared(prepare, **fields)
        assert given.status_code == 200, given.text
        return self.post(path, token=self.sign(given.json()["tekenen"]), **fields)

    def _web(self) -> tuple[TestClient, str]:
        house = self.world.house
        web = TestClient(self.world.web.app, base_url=house.settings.base_url, follow_redirects=False)
        token = login.log_in(house, self.persona)
        web.cookies.set(COOKIE, token)
        if self.whose:
            web.cookies.set("wd_namens", self.whose)
        return web, login.session(house, token).csrf
