"""The pages in a real browser, at the width of a desk and of a phone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CAMPAIGNS = ("autumn-capsule", "brand-film", "guide-des-tailles", "reponses-publiques", "robes-rouges")
PAGES = [*(f"{name}/report.html" for name in CAMPAIGNS), "index.html"]
WIDTHS = {"desk": 1280, "phone": 360}
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=2000",
)
PROBE = """
<script>
const shown = [...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width > 0);
const small = shown.flatMap(s => [...s.querySelectorAll('text')]).filter(t => {
  const box = t.getBoundingClientRect(), size = parseFloat(getComputedStyle(t).fontSize);
  const matrix = t.getScreenCTM();
  return box.width > 0 && size * Math.hypot(matrix.c, matrix.d) < 8.95;
});
const root = document.documentElement;
const wide = [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.right > innerWidth + 1 && !e.closest('.smm-scroll, svg');
});
document.body.innerHTML = '<pre id="probe">' + JSON.stringify({
  inner: innerWidth, scroll: root.scrollWidth, figures: shown.length,
  small: small.map(t => t.textContent), wide: wide.slice(0, 3).map(e => e.className || e.tagName),
}) + '</pre>';
</script>
"""

pytestmark = [
    pytest.mark.xdist_group("demo"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: install it to look at the pages"),
]


def look(page: Path, folder: Path, width: int) -> Mapping[str, Any]:
    """Open a page in a frame of the width asked for, and measure what a reader sees."""
    # A window can't be narrower than 500 pixels; a frame can.
    (folder / "page.html").write_text(page.read_text(encoding="utf-8") + PROBE, encoding="utf-8")
    frame = f'<iframe src="page.html" width="{width}" height="900" style="border:0"></iframe>'
    copy = (
        "<script>onload=()=>{document.body.textContent=frames[0].document.getElementById('probe').textContent}</script>"
    )
    (folder / "frame.html").write_text(f"<!doctype html><body>{frame}{copy}", encoding="utf-8")
    command = [str(BROWSER), *QUIET, "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}"]
    address = (folder / "frame.html").as_uri()
    command += ["--window-size=1400,1000", "--dump-dom", address]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout  # noqa: S603
    found = re.search(r"<body[^>]*>(\{.*\})", dumped, flags=re.DOTALL)
    assert found, dumped[:2000]
    measured: Mapping[str, Any] = json.loads(found.group(1))
    return measured


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_screen(demo: Path, tmp_path: Path, name: str, width: int) -> None:
    """Nothing sticks out of the screen, and no text of a figure is smaller than nine pixels."""
    seen = look(demo / "reports" / name, tmp_path, width)

    assert (seen["scroll"], seen["wide"], seen["small"]) == (seen["inner"], [], [])
    assert seen["figures"] > 0
