"""How is a page looked at: in which browser, until when, what is an error, and what came over the wire?"""

import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

Theme = Literal["light", "dark"]
Language = Literal["zh", "en"]

EXECUTABLE = Path("/usr/bin/chromium")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_FINISHED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_PATIENCE = 30_000  # milliseconds


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. A missing one is an error: a browser test that is skipped proves nothing."""
    if not EXECUTABLE.exists():
        raise FileNotFoundError(f"{EXECUTABLE} is missing: run 'apt-get install chromium' as root.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def wait_until_finished(page: Page) -> None:
    """Wait until Streamlit has run the page's script to its end."""
    page.wait_for_selector(_FINISHED, timeout=_PATIENCE)


@dataclass  # without slots: Playwright notes its wrapper of a bound method on the instance
class Faults:
    """What no page may do: write errors to the console, throw, or ask another host for anything."""

    address: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Collect from now on."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.found.append(f"exception: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        # On a page's own address Streamlit first looks for its server below that page, and the 404 is logged.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            self.found.append(f"console: {message.text} ({message.location['url']})")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.found.append(f"request to another host: {request.url}")


@dataclass  # without slots: Playwright notes its wrapper of a bound method on the instance
class Wire:
    """What one page has loaded: bytes as they travelled (headers included), and the addresses."""

    bytes: int = 0
    addresses: list[str] = field(default_factory=list)
    deflated: bool = False
    _deflate: "zlib._Compress" = field(init=False, default_factory=lambda: zlib.compressobj(wbits=-12, memLevel=5))

    def watch(self, page: Page) -> None:
        """Count from now on, in a cold cache."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", self._on_response)
        session.on("Network.loadingFinished", self._on_finished)
        session.on("Network.webSocketHandshakeResponseReceived", self._on_handshake)
        session.on("Network.webSocketFrameReceived", self._on_frame)

    def _on_response(self, event: dict[str, Any]) -> None:
        self.addresses.append(event["response"]["url"])

    def _on_finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _on_handshake(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.deflated = "permessage-deflate" in headers.get("sec-websocket-extensions", "")

    def _on_frame(self, event: dict[str, Any]) -> None:
        message = b64decode(event["response"]["payloadData"])
        if self.deflated:
            # The browser tells what it has inflated: compress it again, as Uvicorn does, to know what travelled.
            message = self._deflate.compress(message) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        self.bytes += len(message)
