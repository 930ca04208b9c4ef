"""Fetching a small JSON document from an address that somebody else chose: the only way out to such an address.

Whoever names an address may want us to look inside our own house (SSRF). So: https, a name that resolves to public
addresses only, a connection to the very address that was checked (a name may answer differently the second time), no
redirects, no proxy, no decompression, a cap on size and on time, and a body that must be JSON.
"""

from __future__ import annotations

import concurrent.futures
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

import httpcore

from gateway.errors import BadInput, Rejected
from gateway.wire import freshness, json

MAX_BYTES = 64 * 1024
SECONDS = 5.0
ASKED = (("Accept", "application/json"), ("Accept-Encoding", "identity"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What `ipaddress` calls global in some versions of Python and is not, or holds an IPv4 address that may not be.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
        *("fc00::/7", "fe80::/10", "fec0::/10"),
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, and not one that leads back into a house or a machine."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is None and address in _NAT64:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_public(within)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address.version == net.version and address in net for net in _NEVER)
    )


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address a name has now."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Fetched:
    """A JSON document, and for how many seconds it may be kept by its own word (None: it does not say)."""

    document: Any
    lasts: int | None


@dataclass(frozen=True, slots=True)
class Fetcher:
    """`private`: addresses of our own network are taken as well, `plain`: http too (the demo has both; a login provider
    that the operator named may have the first). `names` resolves; `seconds` is for the whole of it, `limit` in bytes.
    """

    private: bool = False
    plain: bool = False
    names: Callable[[str, int], Iterable[str]] = resolve
    seconds: float = SECONDS
    limit: int = MAX_BYTES
    trust: ssl.SSLContext | None = None

    def get(self, url: str) -> Any:
        """The JSON document at `url`. Raises Rejected: fetch-address, fetch-failed, fetch-answer."""
        return self.fetch(url).document

    def fetch(self, url: str) -> Fetched:
        """The same, with how long it may be kept."""
        return self._ask("GET", url, {}, None)

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Any:
        """What a form is answered with. Raises as `get`."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", url, {**kind, **headers}, urlencode(form).encode()).document

    def assert_fit(self, url: str) -> SplitResult:
        """Raises Rejected(fetch-address) for an address that is not even asked for."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise _refused("it is no address") from None
        if parts.scheme != "https" and not (self.plain and parts.scheme == "http"):
            raise _refused("it must be https")
        if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
            raise _refused("it needs a host, and no user, password or fragment")
        if port == 0 or not url.isascii() or any(c.isspace() or c == "\\" for c in url):
            raise _refused("it holds what an address may not hold")
        return parts

    def _ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Fetched:
        parts = self.assert_fit(url)
        ends = time.monotonic() + self.seconds
        told: list[tuple[bytes | str, bytes | str]] = [("Host", parts.netloc), *ASKED, *headers.items()]
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self.trust, network_backend=_Checked(self, ends)) as pool,
                pool.stream(method, url, headers=told, content=content, extensions={"timeout": _each(ends)}) as answer,
            ):
                return self._read(answer)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError, ValueError):
            raise Rejected(
                "fetch-failed", "The address did not answer", mend="is it up, and its certificate valid?"
            ) from None

    def _read(self, answer: httpcore.Response) -> Fetched:
        if answer.status != 200:
            raise Rejected("fetch-answer", f"The address answered {answer.status}, not 200", mend="no redirects either")
        names = {name.lower(): value for name, value in answer.headers}
        kind = names.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if not (kind == b"application/json" or (kind.startswith(b"application/") and kind.endswith(b"+json"))):
            raise Rejected("fetch-answer", "The address did not answer with JSON")
        if names.get(b"content-encoding", b"identity") != b"identity":
            raise Rejected("fetch-answer", "The address answered in an encoding that was not asked for")
        body = b""
        for chunk in answer.iter_stream():
            body += chunk
            if len(body) > self.limit:
                raise Rejected("fetch-answer", f"The answer is larger than {self.limit} bytes")
        try:
            return Fetched(json.loads(body), freshness.lasts(answer.headers))
        except BadInput as error:
            raise Rejected("fetch-answer", f"The answer is not strict JSON ({error.code})") from None


class _Checked(httpcore.NetworkBackend):
    """Connects to an address that was checked, and to no other; gives up when the time is over."""

    def __init__(self, fetcher: Fetcher, ends: float) -> None:
        self._fetcher = fetcher
        self._ends = ends

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        for address in (addresses := self._addresses(host, port)):
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    str(address), port, _left(self._ends, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if address == addresses[-1]:
                    raise
            else:
                return _Timed(stream, self._ends)
        raise httpcore.ConnectError

    def _addresses(self, host: str, port: int) -> list[Address]:
        """All of them are judged: one that leads inside makes the name unfit."""
        waiting = concurrent.futures.ThreadPoolExecutor(1)
        try:
            texts = waiting.submit(self._fetcher.names, host, port).result(_left(self._ends))
            found = [ipaddress.ip_address(text.partition("%")[0]) for text in texts]
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        finally:
            waiting.shutdown(wait=False, cancel_futures=True)
        if not found:
            raise httpcore.ConnectError
        if not self._fetcher.private and not all(is_public(address) for address in found):
            raise _refused("it is not of the public internet")
        return found


class _Timed(httpcore.NetworkStream):
    """A stream on which a sender that drips a byte now and then does not outlast the cap."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream = stream
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends, timeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float, most: float | None = None) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if most is None else min(left, most)


def _each(ends: float) -> dict[str, float]:
    left = _left(ends)
    return {"connect": left, "read": left, "write": left, "pool": left}


def _refused(why: str) -> Rejected:
    return Rejected("fetch-address", f"The address is not fetched: {why}", mend="a public https address")
