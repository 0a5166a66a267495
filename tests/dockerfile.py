"""Runs a Dockerfile's steps without docker, as a user who is not root, with `/` moved into a directory.

It proves what the steps make of the packaged program, not the image: the base image is not fetched, and the
Python is one at hand. Only the instructions that our Dockerfile uses are known; another is a ValueError.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

USER = 10001
"""Number of the user and group that the steps and the program run as, where the tests run as root."""

NOT_PASSED_ON = re.compile(r"^(SLACK_|OPENAI_|TUTTI_|PYTHON|VIRTUAL_ENV$|DATABASE_URL$|HOME$|PATH$)")
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass
class Image:
    """What the steps have made. `root` is where its `/` is, `moved` are its directories that we move."""

    root: Path
    context: Path
    moved: tuple[str, ...] = ("/src", "/opt/tutti", "/data")
    environment: dict[str, str] = field(default_factory=dict)
    directory: Path = Path("/")
    user: str = "root"
    health: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program as the image would, not as root; its output is text."""
        as_other = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
        done: subprocess.CompletedProcess[str] = subprocess.run(
            arguments,
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **as_other,  # type: ignore[call-overload]
        )
        return done

    def at(self, path: str) -> Path:
        """Where a path of the image is on this machine; a relative one starts from the current WORKDIR."""
        return self.directory / self.relocate(path)

    def relocate(self, text: str) -> str:
        """The text with the image's own directories replaced by those under `root`."""
        names = "|".join(re.escape(name) for name in self.moved)
        return re.sub(rf"(?<![\w./])({names})(?![\w.])", rf"{self.root}\1", text)

    def give_away(self) -> None:
        """Make everything under `root` the other user's, as `docker build` needs no such thing."""
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{USER}:{USER}", str(self.root)], check=True)


def build(dockerfile: Path, *, root: Path) -> Image:
    """Run all steps of the Dockerfile, with its directory as the context.

    Raises AssertionError with the output of the step that failed, ValueError for an unknown instruction.
    """
    image = Image(root=root, context=dockerfile.parent)
    root.chmod(0o755)
    image.environment = _environment(_python(root))
    for word, rest in _steps(dockerfile.read_text()):
        _STEPS.get(word, _unknown)(image, rest)
    return image


def _steps(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = "\n".join(lines).replace("\\\n", "")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines())]


def _from(image: Image, rest: str) -> None:
    if not rest.startswith("python:3."):
        raise ValueError(f"The steps expect an official Python image, not {rest}.")


def _workdir(image: Image, rest: str) -> None:
    image.directory = image.at(rest)
    image.directory.mkdir(parents=True, exist_ok=True)
    image.give_away()


def _copy(image: Image, rest: str) -> None:
    words = shlex.split(rest)
    from_stage = any(word.startswith("--from=") for word in words)
    *sources, last = [word for word in words if not word.startswith("--")]
    target = image.at(last)
    for source in sources:
        # All stages share one root here, so what a later stage copies from an earlier one is there already.
        if not from_stage:
            _copy_from_context(image.context / source, target)
    assert target.exists(), f"COPY {rest} found nothing at {target}"
    image.give_away()


def _copy_from_context(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _run(image: Image, rest: str) -> None:
    done = image.run("/bin/sh", "-c", image.relocate(rest))
    assert done.returncode == 0, f"RUN {rest}\n{done.stdout}\n{done.stderr}"


def _env(image: Image, rest: str) -> None:
    for pair in shlex.split(image.relocate(rest)):
        name, _, value = pair.partition("=")
        image.environment[name] = value.replace("$PATH", image.environment["PATH"])


def _user(image: Image, rest: str) -> None:
    image.user = rest


def _health(image: Image, rest: str) -> None:
    image.health = json.loads(rest[rest.index("CMD ") + 4 :])


def _command(image: Image, rest: str) -> None:
    image.command = json.loads(rest)


def _noted(image: Image, rest: str) -> None:
    """VOLUME and EXPOSE tell the operator something and do nothing."""


def _unknown(image: Image, rest: str) -> None:
    raise ValueError(f"tests/dockerfile.py does not know the instruction before: {rest}")


_STEPS = {
    "FROM": _from,
    "WORKDIR": _workdir,
    "COPY": _copy,
    "RUN": _run,
    "ENV": _env,
    "USER": _user,
    "HEALTHCHECK": _health,
    "CMD": _command,
    "VOLUME": _noted,
    "EXPOSE": _noted,
}


def _environment(python: Path) -> dict[str, str]:
    """Ours without Tutti's and Python's variables; a package client's settings stay."""
    kept = {name: value for name, value in os.environ.items() if not NOT_PASSED_ON.match(name)}
    return {
        **kept,
        "HOME": str(python.parent),
        "PATH": f"{python.parent}:{SYSTEM_PATH}",
        # A copied Python finds its own library here; where none was copied the directory is not there.
        "LD_LIBRARY_PATH": str(python.parent.parent / "python" / "lib"),
    }


def _python(root: Path) -> Path:
    """A program named `python` under `root` that the other user may run.

    A Python installed in root's home is closed to everybody else; then another one is looked for, and if
    there is none, ours is copied.
    """
    names = (sys._base_executable, *(f"/{d}/python3" for d in ("usr/local/bin", "usr/bin")))  # type: ignore[attr-defined]
    image = Image(root=root, context=root)
    check = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
    for name in names:
        script = _script(root, f'exec {name} "$@"')
        if image.run(str(script), "-c", check).returncode == 0:
            return script
    return _copied_python(root)


def _copied_python(root: Path) -> Path:
    home = root / "python"
    left_out = shutil.ignore_patterns("test", "site-packages", "__pycache__", "idlelib")
    shutil.copytree(sys.base_prefix, home, symlinks=True, ignore=left_out)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return _script(root, f'exec {home}/bin/{name} "$@"')


def _script(root: Path, line: str) -> Path:
    script = root / "bin" / "python"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"#!/bin/sh\n{line}\n")
    script.chmod(0o755)
    return script
