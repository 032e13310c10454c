"""The pictures of the README, from the demonstration: `python -m tests.browser.pictures`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser

from metrics.demonstration import demonstrate
from metrics.store import open_store
from metrics.store.load import load_package
from tests.browser.chromium import Theme, chromium, wait_until_finished
from tests.browser.serving import DASHBOARD, ROOT, serving

_DOCS = ROOT / "docs"
_COLOURS = 96  # of a palette: flat surfaces need no more, and a picture takes a third of the bytes
_AT_REST = 2_000  # milliseconds until a chart is drawn


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, what it shows, and on which screen."""

    name: str
    address: str
    width: int
    height: int
    theme: Theme


PICTURES = (
    Picture("overview", "/?area=demo", 1440, 1170, "light"),
    Picture("metric", "/metric?metric=demo-hightech-firms", 1280, 900, "light"),
    Picture("phone", "/?area=demo", 390, 844, "dark"),
)


def main() -> None:
    """Make each of them anew."""
    with TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        with serving(DASHBOARD, folder, _data_file(folder)) as server:
            for picture in PICTURES:
                _take(browser, server.address, picture)


def _data_file(folder: Path) -> Path:
    now = datetime.now(UTC).replace(tzinfo=None)
    demonstrate(folder / "demonstration", 1, now.date())
    store = open_store(folder / "yardstick.duckdb", now)
    load_package(store, folder / "demonstration", "demonstration", now)
    store.close()
    return folder / "yardstick.duckdb"


def _take(browser: Browser, address: str, picture: Picture) -> None:
    screen = {"width": picture.width, "height": picture.height}
    page = browser.new_page(viewport=screen, color_scheme=picture.theme, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(address + picture.address)
    wait_until_finished(page)
    page.wait_for_timeout(_AT_REST)
    shot = Image.open(BytesIO(page.screenshot()))
    shot.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(_DOCS / f"{picture.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
