"""Files as they are chosen in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [
        ("values.csv", 51 * 2**20, "文件不得超过 50.0 MB。"),
        ("values.pdf", 1, "不能上传 application/pdf 类型的文件。"),
    ],
)
def test_a_file_that_cannot_be_sent_says_so_in_chinese(open_page: OpenPage, name: str, size: int, told: str) -> None:
    page = open_page("/files")
    uploader = page.get_by_test_id("stFileUploader")
    expect(uploader).to_contain_text("每个文件至多 50 MB")
    media = {"csv": "text/csv", "pdf": "application/pdf"}[name.rpartition(".")[2]]
    if size < 2**20:
        page.set_input_files("input[type=file]", {"name": name, "mimeType": media, "buffer": b" " * size})
    else:
        page.evaluate(_CHOOSE, [name, size])
    expect(uploader).to_contain_text(f"错误：{told}")


# Playwright sends no file as large.
_CHOOSE = """([name, size]) => {
    const chosen = new DataTransfer(), input = document.querySelector("input[type=file]");
    chosen.items.add(new File([new Uint8Array(size)], name, {type: "text/csv"}));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}"""
