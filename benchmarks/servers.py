"""Servers as processes of their own: Tutti as `tutti serve` runs it, the references, the null Slack."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil  # type: ignore[import-untyped]  # no types are among our dependencies

from benchmarks.cast import SIGNING_SECRET, TOKEN
from benchmarks.load import Load, Plan

ROOT = Path(__file__).absolute().parent.parent
START_SECONDS = 240.0
RESTING = 0.1
"""Seconds that an idle server computes in three at most."""
_idle: list[subprocess.Popen[bytes]] = []
"""Load generators that wait for a plan."""


@dataclass
class Server:
    """A running server. Held (SIGSTOP) while another one is measured, so that neither disturbs the other."""

    port: int
    process: subprocess.Popen[bytes]
    ready_seconds: float

    def hold(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def memory_mb(self) -> float:
        """Resident memory, in MB of a million bytes."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6

    def cpu_seconds(self) -> float:
        """What it has computed so far, all threads together."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def rest(self) -> None:
        """Wait until it says that it is ready, and then has computed next to nothing for three seconds.

        The words of messages are read a second after a start.
        """
        while not self._is_ready():
            time.sleep(0.1)
        before = -1.0
        while self.cpu_seconds() - before > RESTING:
            before = self.cpu_seconds()
            time.sleep(3)

    def _is_ready(self) -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=30) as answer:
            return bool(answer.status == HTTPStatus.OK)
        return False

    def stop(self) -> None:
        """Ask it to end, and end it after 15 seconds."""
        self.go_on()
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Slack(Server):
    """The null Slack, and what it counted."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def counts(self) -> dict[str, Any]:
        """See `benchmarks.null_slack`."""
        return self._ask("counts")

    def reset(self) -> None:
        self._ask("reset")

    def _ask(self, what: str) -> dict[str, Any]:
        with urlopen(f"http://127.0.0.1:{self.port}/{what}", timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


def tutti(stack: ExitStack, database_url: str, slack: Slack, *, module: str = "bot") -> Server:
    """`tutti serve` on this database; `module` may be one that changes a constant first."""
    port = _free_port()
    environment = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url,
        "DATABASE_URL": database_url,
        "TUTTI_PORT": str(port),
        "TUTTI_LOG_LEVEL": "error",
    }
    return _started(stack, [module, "serve"] if module == "bot" else [module], port, environment)


def reference(stack: ExitStack, name: str, *arguments: str) -> Server:
    """A program of `benchmarks.references`."""
    port = _free_port()
    return _started(stack, [f"benchmarks.references.{name}", "--port", str(port), *arguments], port, {})


def figure(name: str, *arguments: str) -> float:
    """What a program of `benchmarks` prints when it is through: one number."""
    process = _python([f"benchmarks.{name}", *arguments], {}, stdout=subprocess.PIPE)
    said, _ = process.communicate()
    return float(said)


def null_slack(stack: ExitStack, *, delay: float = 0.0, persons: int = 60) -> Slack:
    """A Slack that answers each call after `delay` seconds and knows that many departments' people."""
    port = _free_port()
    arguments = ["--port", str(port), "--delay", str(delay), "--persons", str(persons)]
    found = _started(stack, ["benchmarks.null_slack", *arguments], port, {})
    return Slack(found.port, found.process, found.ready_seconds)


def load(server: Server, kind: str, **plan: Any) -> Load:
    """Run the load generator against the server and wait for what it measured."""
    with started_load(server, kind, **plan) as process:
        return finished_load(process)


@contextmanager
def started_load(server: Server, kind: str, **plan: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A load generator at work; `finished_load` waits for it. Generators are used again and again."""
    process = _idle.pop() if _idle else _generator()
    if process.stdin is None:
        raise OSError("stdin")
    process.stdin.write(json.dumps(asdict(Plan(server.port, kind, **plan))).encode() + b"\n")
    process.stdin.flush()
    try:
        yield process
    except BaseException:
        process.kill()
        process.wait()
        raise
    _idle.append(process)


def finished_load(process: subprocess.Popen[bytes]) -> Load:
    """What the load generator measured, once it is through."""
    if process.stdout is None:
        raise OSError("stdout")
    return Load(**json.loads(process.stdout.readline()))


def _generator() -> subprocess.Popen[bytes]:
    return _python(["benchmarks.load"], {}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def end_generators() -> None:
    """End every load generator."""
    while _idle:
        process = _idle.pop()
        process.kill()
        process.communicate()


@contextmanager
def alone(server: Server, others: list[Server]) -> Iterator[None]:
    """Only this server works meanwhile."""
    for other in others:
        if other is not server:
            other.hold()
    try:
        yield
    finally:
        for other in others:
            other.go_on()


def _started(stack: ExitStack, module: list[str], port: int, environment: dict[str, str]) -> Server:
    begun = time.monotonic()
    process = _python(module, environment)
    server = Server(port, process, 0.0)
    stack.callback(server.stop)
    _wait(server)
    server.ready_seconds = time.monotonic() - begun
    return server


def _python(module: list[str], environment: dict[str, str], **pipes: Any) -> subprocess.Popen[bytes]:
    """`python -m module …` with nothing of the caller's Slack or database in its environment."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith(("SLACK_", "OPENAI_", "TUTTI_"))
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-m", *module],
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        cwd=Path(__file__).parent,
        # Ctrl+C is for the run; it ends its servers itself.
        start_new_session=True,
        **pipes,
    )


def _wait(server: Server) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError(f"a server ended: {server.process.args!r}")
        try:
            socket.create_connection(("127.0.0.1", server.port), 1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(str(server.process.args))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
