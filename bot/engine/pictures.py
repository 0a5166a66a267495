"""A digest's pictures before it is sent: drawn, handed to Slack, waited for; else the digest goes in words.

Slack makes a file ready some time after it was handed in, and refuses a message that shows it before
(PLATFORM section 9). Its id is kept first, so that a process that dies hands nothing in twice. Drawing is a
process of its own: neither the loop nor an ack waits for it, and its memory is given back.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from typing import Any

import structlog

from bot.flows import charts, deliveries
from bot.models import Message, Picture, PictureState
from bot.slack import Later, SlackError, Uncertain
from bot.store import Db
from bot.store import pictures as store
from bot.tools import Tools
from bot.views import kit
from bot.views.kit import Rendered

log = structlog.get_logger(__name__)

DRAWING_SECONDS = 60
LOOK_AFTER = (1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 8.0)
"""Machine seconds between looks whether a file is ready: half a minute in all."""
NEXT_SECONDS = 3.0
"""A picture waits so long while another one is drawn."""
TRIES = 3
"""So often a picture is handed in after a doubt."""
ENVIRONMENT = ("PATH", "HOME", "PYTHONPATH", "TMPDIR", "MPLCONFIGDIR", "SYSTEMROOT")
"""What drawing is told: no token and no address of ours."""
_CHARTS = ("data_visualization", "data_table")


class Easel:
    """Makes the pictures of one process, one at a time: each needs a hundred megabytes while it is drawn."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._drawing = False

    async def prepare(self, message: Message, wanted: Sequence[kit.Picture]) -> None:
        """Bring each picture one step on; the message waits for it, or goes without."""
        tools, keys = self.tools, [one.key for one in wanted]
        known = await tools.store.read(lambda db: store.known(db, message.workspace, keys))
        now, waits = tools.clock.now(), [0.0]
        for one in wanted:
            new = Picture(workspace=message.workspace, key=one.key, state=PictureState.handed_in, at=now)
            waits.append(await self._step(known.get(one.key, new), one))
        if until := max(waits):
            until += tools.clock.tick()
            await tools.store.write(lambda db: deliveries.put_off(db, message, until))

    async def _step(self, row: Picture, wanted: kit.Picture) -> float:
        """Hand it in, or ask whether it is ready; the seconds to wait before the next step."""
        wait = LOOK_AFTER[min(row.looks, len(LOOK_AFTER) - 1)]
        try:
            if row.file is None:
                return await self._hand_in(row, wanted)
            if await self.tools.slack.file_ready(row.file):
                await self._keep(row, state=PictureState.ready)
                return 0.0
        except (Later, Uncertain) as error:
            log.warning("a picture is not in Slack yet", error=error.code)
            wait = max(wait, error.seconds if isinstance(error, Later) else 0.0)
        except (SlackError, NotDrawn) as error:
            return await self._give_up(row, str(error))
        if row.looks + 1 >= (len(LOOK_AFTER) if row.file else TRIES):
            return await self._give_up(row, "not ready in time")
        await self._keep(row, looks=row.looks + 1)
        return wait

    async def _hand_in(self, row: Picture, wanted: kit.Picture) -> float:
        if self._drawing:
            return NEXT_SECONDS
        self._drawing = True
        try:
            known = await self.tools.store.read(lambda db: store.known(db, row.workspace, [row.key]))
            if row.key in known and known[row.key].file:
                return LOOK_AFTER[0]  # Another channel shows the same.
            png = await draw(wanted.spec)
            file = await self.tools.slack.hand_in(f"{row.key}.png", png, wanted.alt)
        finally:
            self._drawing = False
        await self._keep(row, file=file, looks=0)
        return LOOK_AFTER[0]

    async def _give_up(self, row: Picture, why: str) -> float:
        log.warning("a digest goes without its picture", why=why)
        await self._keep(row, state=PictureState.failed)
        return 0.0

    async def _keep(self, row: Picture, **values: Any) -> None:
        now = self.tools.clock.now()

        def work(db: Db) -> None:
            db.add_if_new(row)
            found = db.lock(Picture, workspace=row.workspace, key=row.key)
            if found is not None and not (found.file and values.get("file")):  # A replica was quicker.
                db.change(found, at=now, **values)

        await self.tools.store.write(work)


def simpler(db: Db, tools: Tools, message: Message, refused: Rendered | dict[str, Any] | None) -> bool:
    """Slack refused the message: whether it goes again without what may have been the reason.

    Its own charts are not used for a while; a picture that it does not take is left out.
    """
    blocks = refused.blocks if isinstance(refused, Rendered) else []
    if any(block["type"] in _CHARTS for block in blocks):
        charts.refused(db, message.workspace, tools.clock.now())
        return True
    files = [str(block["slack_file"]["id"]) for block in blocks if "slack_file" in block]
    for row in store.of_files(db, message.workspace, files):
        db.change(row, state=PictureState.failed)
    return bool(files)


class NotDrawn(Exception):
    """There is no picture: nothing to draw with is installed, or it took too long."""


async def draw(spec: str) -> bytes:
    """The picture as PNG, made by `bot.drawing` in a process of its own. Raises NotDrawn."""
    made = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.drawing",
        env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(DRAWING_SECONDS):
            png, said = await made.communicate(spec.encode())
    except TimeoutError as error:
        made.kill()
        await made.wait()
        raise NotDrawn("drawing took too long") from error
    if made.returncode or not png:
        raise NotDrawn(said.decode(errors="replace").strip().rpartition("\n")[2][:200] or "no picture")
    return png
