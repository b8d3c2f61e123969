"""A headless Chromium, steered through its DevTools protocol over a pipe. Standard library alone."""

import base64
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time

PATIENCE = 60  # seconds, of a machine under load




class Browser:
    """Ends with the `with` block."""

    def __init__(self, program):
        self._folder = tempfile.mkdtemp(prefix="kili-browser-")
        to_read, self._to_browser = os.pipe()
        self._from_browser, to_write = os.pipe()
        arguments = [
            program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            # What is not on this machine is not there.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--user-data-dir=" + self._folder, "about:blank"]
        # The protocol wants the descriptors 3 and 4.
        shell = f'exec 3<&{to_read} 4>&{to_write}; exec "$@"'
        self._process = subprocess.Popen(["bash", "-c", shell, "bash", *arguments], pass_fds=(to_read, to_write),
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self._messages = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._last_id = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close")
        except (OSError, RuntimeError):
            self._process.kill()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read(self):
        rest = b""
        while True:
            piece = os.read(self._from_browser, 1 << 16)
            if not piece:
                self._messages.put(None)
                return
            *whole, rest = (rest + piece).split(b"\0")
            for message in whole:
                self._messages.put(json.loads(message))

    def send(self, method, session=None, **parameters):
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to_browser, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._messages.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"{method}: no answer of the browser") from None
            if answer is None:
                raise RuntimeError(f"{method}: the browser ended")
            if answer.get("id") == self._last_id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url, width, height, dark=False):
        return Page(self, url, width, height, dark)


class Page:
    """A tab. Notes what goes wrong in it in `problems`."""

    def __init__(self, browser, url, width, height, dark):
        self._browser = browser
        target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Audits"):
            self.send(domain + ".enable")
        self.look_as(width, height, dark)
        self.send("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete'")

    def send(self, method, **parameters):
        return self._browser.send(method, self._session, **parameters)

    def look_as(self, width, height, dark):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.send("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def evaluate(self, script):
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not self.evaluate(f"Boolean({condition})"):
            if time.monotonic() > deadline:
                raise AssertionError(f"did not come: {condition}\n" + "\n".join(self.problems()))
            time.sleep(0.05)

    def press(self, key, code=None, text=None, modifiers=0):
        common = {"key": key, "code": code or key, "modifiers": modifiers,
                  "windowsVirtualKeyCode": {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27}.get(key, 0)}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.send("Input.dispatchKeyEvent", **down, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def tab_to(self, condition, most=60):
        """Presses Tab until the element with the focus is the wanted one."""
        for _ in range(most):
            if self.evaluate(f"((element) => {condition})(document.activeElement)"):
                return
            self.press("Tab")
        raise AssertionError(f"the keyboard does not lead to: {condition}")

    def type(self, text):
        self.send("Input.insertText", text=text)

    def screenshot(self, path):
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 4000), "scale": 1}
        image = self.send("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        with open(path, "wb") as file:
            file.write(base64.b64decode(image["data"]))

    def problems(self):
        """Errors of scripts, errors and warnings of the console, violated policies."""
        found = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            method, parameters = event["method"], event["params"]
            if method == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
                found.append(json.dumps(parameters["args"]))
            elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                found.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
            elif method == "Audits.issueAdded" and "ContentSecurityPolicy" in parameters["issue"]["code"]:
                found.append(json.dumps(parameters["issue"]))
        return found

    def close(self):
        self._browser.send("Target.closeTarget", targetId=self._target)
