"""Bolt doing nothing: the floor under every ack."""

from __future__ import annotations

import argparse
from typing import Any

from benchmarks.references.bolt import serve


async def nothing(_body: dict[str, Any]) -> None:
    """Leave it at the ack."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    serve(parser.parse_args().port, nothing)
