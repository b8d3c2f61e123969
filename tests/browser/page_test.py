"""The page of the sandbox in a real browser. Usage: page_test.py CHROMIUM KILI_SANDBOX [FOLDER OF SCREENSHOTS]"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from devtools import Browser
from shown_project import HOSTILE_NAME, HOSTILE_TITLE, fixture

WIDE = (1280, 900)
NARROW = (390, 844)


class Sandbox:
    def __init__(self, program, *options):
        self._process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self._process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def send(self, path, body, method="POST"):
        request = urllib.request.Request(self.ready["endpoint"] + path, json.dumps(body).encode(), method=method)
        request.add_header("Authorization", "X-API-Key: " + self.ready["api_key"])
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            return error.read()
        except (OSError, http.client.HTTPException):  # cut by a fault
            return b""

    def query(self, document):
        return self.send("/api/label/v2/graphql", {"query": document})


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def key_is_asked_for_and_taken_from_the_address(browser, sandbox):
    endpoint, key = sandbox.ready["endpoint"], sandbox.ready["api_key"]
    page = browser.open(endpoint + "/", *WIDE)
    page.wait_for("!document.getElementById('key-form').hidden")
    check(page.evaluate("document.activeElement.id") == "key", "the key has the focus")
    page.type("wrong")
    page.press("Enter", text="\r")
    page.wait_for("/does not accept/.test(document.getElementById('problem').textContent)")
    # The only line of the console: that the sandbox answered 401.
    check(all("401" in problem for problem in page.problems()), page.problems())
    page.type(key)
    page.press("Enter", text="\r")
    page.wait_for("!document.getElementById('work').hidden")
    check(page.evaluate("document.getElementById('problem').hidden"), "the problem goes")
    page.close()

    page = browser.open(sandbox.ready["page_url"], *WIDE)
    page.wait_for("document.querySelectorAll('#assets li').length > 1")
    check(page.evaluate("location.href") == endpoint + "/", "the key is not left in the address")
    return page


def names_are_text(page):
    check(page.evaluate("document.querySelector('#projects bdi').textContent") == HOSTILE_TITLE, "title as text")
    names = page.evaluate("[...document.querySelectorAll('#assets .name')].map((each) => each.textContent)")
    check(names[0] == HOSTILE_NAME, names)
    check(names[1] == "photo\\u202egnp.exe\\u200f\\u0007", names)
    check(page.evaluate("document.querySelectorAll('#assets img[src=x], #projects script').length") == 0, "no markup")
    check(page.evaluate("window.struck === undefined"), "nothing of a name ran")


def assets_and_labels_are_drawn(page):
    first = "document.querySelector('#assets li')"
    page.wait_for(f"{first}.querySelector('img')?.naturalWidth === 480")
    shapes = page.evaluate(f"[...{first}.querySelectorAll('path')].map((each) => each.getAttribute('class'))")
    kinds = [name.split()[1] for name in shapes]
    check(kinds == ["area", "area", "area", "dot", "line", "dot"], shapes)
    box = page.evaluate(f"{first}.querySelector('path').getAttribute('d')")
    check(box == "M38.4 60L38.4 180L192 180L192 60Z", box)
    mask = page.evaluate(f"{first}.querySelectorAll('path')[2].getAttribute('d').split('Z').length - 1")
    check(mask == 2, "a mask has its hole")
    check("Elsewhere" in page.evaluate("document.querySelectorAll('#assets li')[2].textContent"), "nothing is loaded")
    page.wait_for("/image.png/.test(document.querySelectorAll('#assets li')[4].textContent)")
    check(page.evaluate("document.getElementById('place').textContent") == "1 to 24 of 30", "the pager")


def an_asset_is_opened_by_keyboard(page, shots):
    page.evaluate("document.querySelector('.skip').focus()")
    page.tab_to("element.dataset?.id === 'first'")
    page.press("Enter", text="\r")
    page.wait_for("document.getElementById('asset').open && document.querySelector('#asset-picture text')")
    text = page.evaluate("document.getElementById('asset-facts').textContent")
    for expected in ("ann@example.com", "WEATHER: RAIN", "NOTE: <svg onload=window.struck=1>", "yolo<i>"):
        check(expected in text, f"{expected} in {text}")
    drawn = page.evaluate("[...document.querySelectorAll('#asset-picture text')].map((each) => each.textContent)")
    check("<b>BOLD</b>" in drawn, drawn)
    if shots:
        page.screenshot(os.path.join(shots, "asset_wide_light.png"))
    # The second label is shown too once its box is checked.
    page.tab_to("element.type === 'checkbox' && !element.checked")
    page.press(" ", "Space", " ")
    page.wait_for("document.querySelectorAll('#asset-picture path').length === 7")
    page.press("Escape")
    page.wait_for("!document.getElementById('asset').open")
    check(page.evaluate("document.activeElement.dataset.id") == "first", "the focus comes back")


def a_fault_is_switched_on_by_keyboard(page, sandbox):
    page.tab_to("element.id === 'fault-operation'")
    page.send("Input.dispatchKeyEvent", type="keyDown", key="a", code="KeyA", modifiers=2, commands=["selectAll"])
    page.type("me")
    page.press("Tab")
    page.evaluate("document.activeElement.select()")
    page.type("1")
    page.tab_to("element.getAttribute('role') === 'switch'")
    page.press(" ", "Space", " ")
    page.wait_for("document.querySelector('#switches button').getAttribute('aria-checked') === 'true'")
    check("injected fault" in sandbox.query("{ me { id } }").decode(), "the fault strikes")
    check("data" in json.loads(sandbox.query("{ countProjects(where: {}) }")), "others pass")
    page.wait_for("/struck 1\\s\u00d7/.test(document.getElementById('present').textContent)")


def requests_arrive(page, sandbox):
    line = "[...document.querySelectorAll('#log tr')].map((each) => each.textContent).find((each) => /503/.test(each))"
    page.wait_for(line)
    text = page.evaluate(line)
    check("me" in text and "status" in text and "ms" in text, text)
    page.wait_for("/2 seen, 1 failed/.test(document.getElementById('log-summary').textContent)")
    check(page.evaluate("document.getElementById('connection').textContent") == "Connected", "connected")
    # What is created while one looks on appears.
    sandbox.query('mutation { createProject(data: {title: "born", inputType: IMAGE, jsonInterface: "{}"}) { id } }')
    page.wait_for("[...document.querySelectorAll('#projects bdi')].some((each) => each.textContent === 'born')")


def the_fault_is_switched_off(page, sandbox):
    page.tab_to("element.getAttribute('role') === 'switch'")
    page.press(" ", "Space", " ")
    page.wait_for("document.querySelector('#switches button').getAttribute('aria-checked') === 'false'")
    check("data" in json.loads(sandbox.query("{ me { id } }")), "the fault is gone")
    page.wait_for("!document.getElementById('no-faults').hidden")


def nothing_stands_out_of_a_narrow_page(page):
    page.look_as(*NARROW, dark=False)
    width = page.evaluate("document.documentElement.scrollWidth")
    check(width <= NARROW[0], f"the page is {width} wide")


def take_screenshots(page, sandbox, shots):
    sandbox.send("/sandbox/faults", {"op": "assets", "when": "graphql", "every": 2, "count": 0})
    sandbox.send("/sandbox/faults", {"op": "projects", "when": "before", "count": 1})
    for document in ["{ assets(where: {}, first: 1, skip: 0) { id } }"] * 4 + ["{ projects(where: {}, first: 1, skip: 0) { id } }"] * 2:
        sandbox.query(document)
    page.wait_for("/cut/.test(document.getElementById('log').textContent)")
    page.wait_for("document.querySelectorAll('#present li').length === 2")
    for name, size in (("wide", WIDE), ("narrow", NARROW)):
        for theme in ("light", "dark"):
            page.look_as(*size, dark=theme == "dark")
            page.wait_for("[...document.querySelectorAll('#assets .picture')].slice(0, 3).every((each) => each.firstChild)")
            page.screenshot(os.path.join(shots, f"{name}_{theme}.png"))
    page.evaluate("document.querySelector('#assets button').click()")
    page.wait_for("document.querySelector('#asset-picture img')")
    page.screenshot(os.path.join(shots, "asset_narrow_dark.png"))


def main():
    chromium, program = sys.argv[1:3]
    shots = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(fixture())
        file.flush()
        with Sandbox(program, "--fixture", file.name, "--api-key", "a key/with & signs") as sandbox, Browser(chromium) as browser:
            page = key_is_asked_for_and_taken_from_the_address(browser, sandbox)
            names_are_text(page)
            assets_and_labels_are_drawn(page)
            an_asset_is_opened_by_keyboard(page, shots)
            a_fault_is_switched_on_by_keyboard(page, sandbox)
            requests_arrive(page, sandbox)
            the_fault_is_switched_off(page, sandbox)
            nothing_stands_out_of_a_narrow_page(page)
            if shots:
                take_screenshots(page, sandbox, shots)
            check(page.evaluate("window.struck === undefined"), "nothing of a name ran")
            check(not page.problems(), "\n".join(page.problems()))
    print("the page works")


if __name__ == "__main__":
    main()
