"""Serving the app itself on loopback, inside this process, for the demo and the stories."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn

MOMENT_SECONDS = 0.005


class QuietServer(uvicorn.Server):
    """A server that leaves the process's signals alone, and is gone as soon as it has nothing to answer.

    uvicorn itself looks every tenth of a second, three times over: minutes, where thousands of tests each
    begin and end one.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ends = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured: who started the box ends it."""
        yield

    async def main_loop(self) -> None:
        """Serve until `ends` is set."""
        await self.ends.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connection, and wait for what is being answered."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110  (nothing tells)
            await asyncio.sleep(MOMENT_SECONDS)
        for server in self.servers:
            await server.wait_closed()


@contextlib.asynccontextmanager
async def serving(asgi: Any, port: int = 0) -> AsyncIterator[str]:
    """Serve an ASGI app on 127.0.0.1 (port 0: any free one) and give its address, no slash at the end.

    Raises OSError when the port is taken.
    """
    with socket.create_server(("127.0.0.1", port)) as listener:
        config = uvicorn.Config(
            asgi, log_level="warning", access_log=False, lifespan="off", date_header=False
        )
        server = QuietServer(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.ends.set()
            await task
