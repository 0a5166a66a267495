"""What stands between Tutti and PostgreSQL: a socket that can be closed, opened and cut."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

NAME = ".s.PGSQL.5432"


class Proxy:
    """Passes bytes on to the real server."""

    def __init__(self, database_url: str, folder: Path) -> None:
        parts = urlsplit(database_url)
        self._real = Path(parse_qs(parts.query)["host"][0]) / NAME
        self._here = folder / NAME
        self.url = database_url.replace(str(self._real.parent), str(folder))
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Take connections."""
        self._server = await asyncio.start_unix_server(self._pass_on, str(self._here))

    async def close(self) -> None:
        """Take none, and end those that there are."""
        if self._server:
            self._server.close()
            self._server = None
        self._here.unlink(missing_ok=True)
        self.cut()

    def cut(self) -> None:
        """End every connection."""
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there = await asyncio.open_unix_connection(str(self._real))
        self._open |= {writer, there}
        with contextlib.suppress(OSError):
            await asyncio.gather(_copy(reader, there), _copy(there_reader, writer))
        for one in (writer, there):
            self._open.discard(one)
            one.transport.abort()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(65_536):
            target.write(piece)
            await target.drain()
    finally:
        target.transport.abort()


@contextlib.asynccontextmanager
async def proxied(database_url: str) -> AsyncIterator[Proxy]:
    """A proxy before that database, open."""
    with tempfile.TemporaryDirectory(prefix="tutti-px-") as folder:
        proxy = Proxy(database_url, Path(folder))
        await proxy.open()
        try:
            yield proxy
        finally:
            await proxy.close()
