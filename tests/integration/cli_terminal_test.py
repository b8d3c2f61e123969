"""The program kili on a pseudo-terminal: cli_terminal_test.py KILI KILI_SANDBOX FOLDER."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

LIMIT = 20  # seconds, for what never comes


def ready_line(path):
    end = time.monotonic() + LIMIT
    while not path.exists():
        assert time.monotonic() < end, "the sandbox does not start"
        time.sleep(0.01)
    return json.loads(path.read_text())


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, command, environment, folder, columns=60):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.output = b""

    def read_some(self):
        readable, _, _ = select.select([self.descriptor], [], [], LIMIT)
        assert readable, f"nothing comes after {self.output!r}"
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:  # the program has ended
            return False
        self.output += data
        return bool(data)

    def wait_for(self, text):
        while text not in self.output:
            assert self.read_some(), f"{text!r} is not in {self.output!r}"

    def write(self, data):
        os.write(self.descriptor, data)

    def end(self):
        """Reads to the end. Returns the exit code."""
        while self.read_some():
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(status)


def main(kili, sandbox, folder):
    folder = Path(folder)
    fixture = folder / "fixture.json"
    assets = [{"content": "x", "externalId": "name-" + "n" * 80}, {"content": "x", "externalId": "red\x1b[31m"}]
    fixture.write_text(json.dumps({"project": {"inputType": "TEXT", "title": "notes"}, "assets": assets}))
    log = folder / "requests.jsonl"
    server = subprocess.Popen(
        [sandbox, "--ready-file", str(folder / "ready"), "--fixture", str(fixture), "--request-log", str(log), "--fault",
         json.dumps({"op": "appendManyAssets", "when": "latency", "latency": 700, "count": 0})],
        stdout=subprocess.DEVNULL)
    try:
        ready = ready_line(folder / "ready")
        project = ready["projects"][0]["id"]
        environment = {"KILI_API_ENDPOINT": ready["endpoint"], "KILI_API_KEY": ready["api_key"],
                       "KILI_CONFIG": "/dev/null", "PATH": os.environ["PATH"], "TERM": "xterm"}

        def start(*arguments, columns=60):
            return Terminal([kili, *arguments], environment, folder, columns)

        # A table that fits the terminal; what came from outside does not steer it.
        terminal = start("assets", "--project", project, "--fields", "id,externalId")
        terminal.wait_for(b"red")
        assert terminal.end() == 0
        lines = terminal.output.decode().split("\r\n")
        assert lines[0].split() == ["id", "externalId"], lines
        assert max(len(line) for line in lines) <= 60, lines
        assert "…" in terminal.output.decode() and "red\\x1b[31m" in terminal.output.decode(), lines

        # Neither as CSV, of which a program gets the bytes.
        csv = ["assets", "--project", project, "--fields", "externalId", "--format", "csv"]
        terminal = start(*csv)
        assert terminal.end() == 0 and b"red\\x1b[31m" in terminal.output, terminal.output
        piped = subprocess.run([kili, *csv], env=environment, stdout=subprocess.PIPE, check=True)
        assert b"red\x1b[31m\r\n" in piped.stdout, piped.stdout

        # A question, and no for an answer.
        terminal = start("delete", "--project", project, "--all")
        terminal.wait_for(b"[y/N] ")
        assert b"really delete 2 assets" in terminal.output
        terminal.write(b"n\n")
        assert terminal.end() == 130 and b"nothing was sent" in terminal.output, terminal.output

        # Interrupted while it asks.
        terminal = start("delete", "--project", project, "--all")
        terminal.wait_for(b"[y/N] ")
        terminal.write(b"\x03")
        code = terminal.end()
        assert code in (130, -signal.SIGINT), code
        count = subprocess.run([kili, "count", "assets", "--project", project], env=environment, stdout=subprocess.PIPE, check=True)
        assert count.stdout == b"2\n", count.stdout

        # Progress while it works, of which nothing is left.
        (folder / "list.csv").write_text("content,externalId\n" + "".join(f"text,{i}\n" for i in range(300)))
        terminal = start("import", "list.csv", "--project", project, columns=100)
        terminal.wait_for(b"\r\x1b[K")
        assert terminal.end() == 0, terminal.output
        assert b"300 created" in terminal.output, terminal.output

        # The answer yes.
        terminal = start("delete", "--project", project, "--external-ids", "0")
        terminal.wait_for(b"[y/N] ")
        terminal.write(b"y\n")
        assert terminal.end() == 0 and b"1 done" in terminal.output, terminal.output

        # A sentence is not cut.
        terminal = start("doctor")
        assert terminal.end() == 0, terminal.output
        assert b"calls of the library" in terminal.output and "…" not in terminal.output.decode(), terminal.output
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(LIMIT)
    deletions = [line for line in log.read_text().splitlines() if '"operation":"deleteAssets"' in line]
    assert len(deletions) == 1, deletions


main(*sys.argv[1:])
