"""What is checked of a page in a real browser: axe, keyboard, zoom, weight, speed, a picture to look at."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

PICTURES = "SEPADAN_PICTURES"
"""Variable with a folder that gets a picture of every page that a test looks at."""

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = Axe()

_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const words = e.innerText || e.name || e.getAttribute("aria-label") || "";
  const name = e.tagName + (e.id ? "#" + e.id : "") + " " + words;
  return {
    name: name.trim().slice(0, 60), place: [...document.querySelectorAll("*")].indexOf(e),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.left >= -1,
  };
}"""

_REACHABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(e => !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true}))
  .filter((e, at, all) => e.type !== "radio" || e === all.find(o => o.type === "radio" && o.name === e.name)).length"""

_FROM_THE_TOP = """() => {
  const body = document.body;  // what was clicked last is where Tab would go on from
  body.tabIndex = -1; body.focus(); body.removeAttribute("tabindex"); body.blur(); window.scrollTo(0, 0);
}"""

_VITALS = """
window.__lcp = 0; window.__cls = 0;
new PerformanceObserver(l => { for (const e of l.getEntries()) window.__lcp = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.__cls += e.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def axe_faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its best practices, each with the element and the mend."""
    found = _AXE.run(page, options={"runOnly": {"type": "tag", "values": _TAGS}})
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}: {' '.join(node['failureSummary'].split())[:300]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def keyboard_faults(page: Page) -> list[str]:
    """What a reader without a mouse meets: focus that cannot be seen, elements that Tab never reaches, a trap."""
    faults, places = list[str](), list[int]()
    wanted = page.evaluate(_REACHABLE)
    page.evaluate(_FROM_THE_TOP)
    for _ in range(wanted + 10):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None or (places and focused["place"] == places[0]):
            break
        if places and focused["place"] == places[-1]:
            faults.append(f"{focused['name']}: Tab does not leave it")
            break
        places.append(focused["place"])
        if not focused["outline"] or not focused["seen"]:
            faults.append(f"{focused['name']}: its focus is not seen")
    if len(places) < wanted:
        faults.append(f"Tab reaches {len(places)} of {wanted} elements")
    return faults


def zoom_faults(page: Page) -> list[str]:
    """What must be scrolled sideways at 320 CSS px: 1,280 px at 400 % (WCAG 1.4.10), which holds 200 % too."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate(
        """() => { const w = document.documentElement;
        if (w.scrollWidth <= w.clientWidth) return [];
        return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > w.clientWidth + 1
          && !e.closest(".scroll, .drawing, .skip, .sr")).map(e => e.outerHTML.slice(0, 120)).slice(0, 5); }"""
    )
    if before:
        page.set_viewport_size(before)
    return [f"wider than 320 px: {html}" for html in wide]


def small_targets(page: Page) -> list[str]:
    """Targets under 24 by 24 px that are no links in a sentence (WCAG 2.5.8)."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter(e => e.checkVisibility() && !e.closest("p, .alert, li.card, .note, .skip") && !e.matches(".skip"))
        .map(e => [e.outerHTML.slice(0, 100), e.getBoundingClientRect()])
        .filter(([, b]) => b.width < 24 || b.height < 24).map(([html]) => html)"""
    )
    return [f"smaller than 24 px: {html}" for html in found]


def weight_of(page: Page, address: str) -> int:
    """Bytes that come over the wire for a first view."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    total = 0

    def add(event: dict[str, Any]) -> None:
        nonlocal total
        total += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", add)
    page.goto(address, wait_until="networkidle")
    session.detach()
    return total


def vitals_of(page: Page, address: str) -> tuple[float, float]:
    """Largest contentful paint in seconds, and layout shift, at 1.6 Mbit/s, 150 ms and a quarter of the CPU."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    rate = 1_600_000 / 8
    line = {"offline": False, "latency": 150, "downloadThroughput": rate, "uploadThroughput": rate / 2}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(_VITALS)
    page.goto(address, wait_until="load")
    page.wait_for_function("() => window.__lcp > 0")
    page.wait_for_load_state("networkidle")
    found = page.evaluate("() => [window.__lcp / 1000, window.__cls]")
    session.detach()
    return float(found[0]), float(found[1])


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page where ``SEPADAN_PICTURES`` says, if it says."""
    folder = os.environ.get(PICTURES)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower()).strip('-')}.png", full_page=True
        )
