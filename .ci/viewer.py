"""Drives the viewer: viewer.py BROWSER FOLDER-OF-PAGES FOLDER-FOR-PICTURES."""

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

browser_path, pages, pictures = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
pictures.mkdir(parents=True, exist_ok=True)
findings = json.loads((pages / "old.json").read_text())["reports"][0]["findings"]

# Seen by the reader: inside the window and inside everything that scrolls around it.
SEEN = """(e) => {
  const r = e.getBoundingClientRect();
  const inside = (b) => r.bottom > b.top && r.top < b.bottom && r.right > b.left && r.left < b.right;
  if (r.width === 0 || !inside({ top: 0, left: 0, right: innerWidth, bottom: innerHeight })) return false;
  for (let p = e.parentElement; p; p = p.parentElement) {
    if (getComputedStyle(p).overflowY === 'auto' && !inside(p.getBoundingClientRect())) return false;
  }
  return true;
}"""


def check(truth, said):
    if not truth:
        sys.exit(f"viewer: {said}")


def seen(handle, said):
    check(handle is not None, f"{said}: not there")
    check(handle.evaluate(SEEN), f"{said}: not in view")


def lit(page, selector):
    """Text of what is lit, and that it looks other than the text around it."""
    out = []
    for m in page.query_selector_all(f"main:not([hidden]) .paper {selector}"):
        check(m.evaluate("(e) => getComputedStyle(e).outlineStyle") != "none", f"{selector} looks like the text around it")
        out.append(m.inner_text())
    return out


def both_sides(page, name):
    """Every finding lights its own words, and both sides are in view."""
    rows = page.query_selector_all("main:not([hidden]) .finding[data-f]")
    check(len(rows) == len(findings), f"{name}: {len(rows)} findings listed")
    for row in rows:
        f = findings[int(row.get_attribute("data-f"))]
        row.query_selector("h2").click()
        seen(row.query_selector("h2"), f"{name} {f['title']}: the finding")
        words = lit(page, "mark.lit-p")
        check(words, f"{name} {f['title']}: nothing is lit")
        seen(page.query_selector("main:not([hidden]) .paper mark.here"), f"{name} {f['title']}: its words")
        stated = "".join(f["stated"].split())
        if f["evidence"][0]["quote"].replace("\n", "").find(f["stated"]) >= 0 and stated:
            check(stated in "".join("".join(words).split()), f"{name} {f['title']}: {words} is lit, not {stated}")
        links = row.query_selector_all(".go:not([disabled])")
        check(len(links) == len(f["evidence"]), f"{name} {f['title']}: {len(links)} of {len(f['evidence'])} places can be gone to")
        if len(links) > 1:
            row.query_selector(f'.go[data-go$=".{len(links) - 1}"]').click()
            last = page.query_selector("main:not([hidden]) .paper mark.here")
            seen(last, f"{name} {f['title']}: the last witness")
            check(any(lit(page, "mark.lit-w")) or f["evidence"][-1]["role"] == "primary", f"{name} {f['title']}: no witness is lit")


def keyboard(page):
    active = lambda: page.evaluate("document.querySelector('.finding.active')?.dataset.n ?? ''")
    page.keyboard.press("Escape")
    check(active() == "", "Esc leaves a finding lit")
    for key, number in [("j", "1"), ("j", "2"), ("j", "3"), ("k", "2")]:
        page.keyboard.press(key)
        check(active() == number, f"{key} leads to finding {active()}, not {number}")
    first = page.evaluate("document.querySelector('li.here .go').dataset.go")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    check(page.evaluate("document.querySelector('li.here .go').dataset.go") != first, "Enter does not lead to the next place")
    page.keyboard.press("/")
    check(page.evaluate("document.activeElement.type") == "search", "/ does not lead to the search")
    page.keyboard.type("车辆")
    check(0 < visible(page) < len(findings), "the search does not filter")
    page.keyboard.press("Escape")
    check(visible(page) == len(findings), "Esc does not end the search")
    page.keyboard.press("j")
    check(active() != "", "the keys stay with the search after Esc")


def visible(page):
    return page.evaluate("document.querySelectorAll('main:not([hidden]) .finding:not([hidden])').length")


def filters(page):
    of = lambda key, value: sum(f[key] == value for f in findings)
    page.click(".chip.error")
    check(visible(page) == len(findings) - of("severity", "error"), "errors are not filtered")
    page.click(".chip.error")
    rule = findings[0]["rule"]
    page.select_option(".rule", rule)
    check(visible(page) == of("rule", rule), "rules are not filtered")
    page.select_option(".rule", "")
    shade = lambda: page.evaluate("getComputedStyle(document.querySelector('mark.u:not([data-e])')).backgroundColor")
    on = shade()
    page.click(".chip.shade")
    check(shade() != on, "unchecked figures have no shade of their own")
    page.click(".chip.shade")


def marks(page):
    """A marked figure leads to its finding; one of several findings leads to each."""
    for key in page.evaluate("[...new Set([...document.querySelectorAll('mark.p[data-e]')].map((m) => m.dataset.e))]"):
        page.keyboard.press("Escape")
        mark = page.query_selector(f'mark.p[data-e="{key}"]')
        reached = set()
        for _ in key.split(" "):
            mark.click()
            reached.add(page.evaluate("document.querySelector('.finding.active')?.dataset.f"))
        check(reached == {k.split(".")[0] for k in key.split(" ")}, f"the mark of {key} leads to {reached}")
        seen(page.query_selector(".finding.active h2"), f"the finding of mark {key}")


def main():
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        asked, wrong = [], []

        def open_page(name, width=1400, height=900, **more):
            page = browser.new_context(viewport={"width": width, "height": height}, offline=True, **more).new_page()
            page.on("request", lambda r: asked.append(r.url))
            page.on("pageerror", lambda e: wrong.append(str(e)))
            page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
            page.goto((pages / name).as_uri())
            return page

        for name in ["pdf.html", "txt.html"]:
            page = open_page(name)
            both_sides(page, name)
            keyboard(page)
            filters(page)
            marks(page)
        page = open_page("pdf.html")
        page.keyboard.press("j"), page.keyboard.press("j"), page.keyboard.press("j")
        page.screenshot(path=pictures / "viewer.png")

        page = open_page("pdf.html", 1400, 900, color_scheme="dark")
        page.keyboard.press("j")
        page.screenshot(path=pictures / "viewer-dark.png")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        check(sum(int(n) for n in dark[4:-1].split(",")) < 200, f"dark is {dark}")

        page = open_page("pdf.html", 390, 844)
        both_sides(page, "390 px")
        check(page.evaluate("document.documentElement.scrollWidth") <= 390, "the page is wider than a telephone")
        page.query_selector_all(".finding[data-f] h2")[2].click()
        page.screenshot(path=pictures / "viewer-390.png")

        page = open_page("both.html")
        page.keyboard.press("j")
        page.select_option("#which", "1")
        check(visible(page) < len(findings), "the second report shows the findings of the first")
        page.keyboard.press("j")
        check(len(page.query_selector_all("main:not([hidden]) .finding.active")) == 1, "keys do not follow to the second report")

        page = open_page("folder/index.html")
        page.click("main a >> nth=0")
        check(len(page.query_selector_all(".finding[data-f]")) == len(findings), "the index does not lead to the page")

        page = open_page("mended.html")
        gone = len(page.query_selector_all(".finding.gone"))
        check(gone >= sum(f["severity"] == "error" for f in findings), f"{gone} findings are told as put right")
        page.click('.chip[data-status="resolved"]')
        check(not any(e.is_visible() for e in page.query_selector_all(".finding.gone")), "what was put right cannot be hidden")
        page.click('.chip[data-status="resolved"]')
        page.screenshot(path=pictures / "viewer-mended.png")

        page = open_page("pdf.html")
        page.emulate_media(media="print")
        check(not page.query_selector(".controls").is_visible(), "the buttons are printed")
        check(all(q.is_visible() for q in page.query_selector_all(".finding .quotes")), "the print leaves out quotes")
        page.pdf(path=pictures / "viewer.pdf", format="A4")
        browser.close()
        check(not [u for u in asked if not u.startswith("file:")], f"the page asks for {asked}")
        check(not wrong, f"the page says {wrong}")
    print(f"viewer: {len(findings)} findings lit on both sides, keys, filters, marks, narrow, dark and several reports work")


main()
