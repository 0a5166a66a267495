"""Files that the app hands to Slack: a place for the bytes, the bytes, the completion; ready a while later.

docs.slack.dev/messaging/working-with-files; completion is asynchronous: until it is done a file has no
mimetype, and a message that shows it is refused (PLATFORM section 9).
"""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.box import Box, Refused
from bot.sandbox.shapes import fault
from bot.sandbox.workspace import File, Json, new_id

READY_SECONDS = 1.5
"""Machine seconds from the completion until a file can be shown."""
BYTES_MAX = 2_000_000
CHARTS = ("data_visualization", "data_table")


def place(box: Box, args: Json) -> Json:
    """files.getUploadURLExternal: where the bytes go, and the id that the file will have."""
    length = int(args["length"])
    if not 0 < length <= BYTES_MAX:
        raise Refused("file_upload_size_restricted")
    made = File(new_id("F"), str(args["filename"]), length, alt=str(args.get("alt_txt") or ""))
    box.workspace.files[made.id] = made
    return {"upload_url": f"{box.base}/upload/{made.id}", "file_id": made.id}


def complete(box: Box, args: Json) -> Json:
    """files.completeUploadExternal: the bytes are there; without a channel the file is shown nowhere."""
    found = []
    for given in args["files"] if isinstance(args["files"], list) else []:
        made = box.workspace.files.get(str(given.get("id")))
        if made is None or not made.content:
            raise Refused("file_not_found")
        made.title, made.ready_at = str(given.get("title") or made.name), box.clock.tick() + READY_SECONDS
        found.append(made)
    if not found:
        raise Refused("invalid_arguments")
    return {"files": [{"id": made.id, "title": made.title} for made in found]}


def info(box: Box, args: Json) -> Json:
    """files.info: without a mimetype until it is ready."""
    made = box.workspace.files.get(str(args["file"]))
    if made is None or made.ready_at is None:
        raise Refused("file_not_found")
    kind = "image/png" if is_ready(box, made) else ""
    return {"file": {"id": made.id, "title": made.title, "mimetype": kind, "size": len(made.content)}}


def is_ready(box: Box, made: File) -> bool:
    """Whether a message may show it."""
    return made.ready_at is not None and box.clock.tick() >= made.ready_at


def check_pictures(box: Box, blocks: list[Json]) -> None:
    """A message shows no file that is not ready, and no chart where they are refused. Raises Refused."""
    for index, block in enumerate(blocks):
        given = block.get("slack_file") or {}
        made = box.workspace.files.get(str(given.get("id")))
        if given and (made is None or not is_ready(box, made)):
            raise Refused("invalid_blocks", [fault("invalid slack file", f"/blocks/{index}/slack_file")])
        if box.faults.no_charts and block["type"] in CHARTS:
            raise Refused(
                "invalid_blocks", [fault(f"unsupported type of block: {block['type']}", f"/blocks/{index}")]
            )


def shown_in(box: Box, blocks: list[Json]) -> dict[str, Json]:
    """Name and size in bytes of the files that these blocks show, by the files' ids."""
    ids = [block["slack_file"]["id"] for block in blocks if "id" in (block.get("slack_file") or {})]
    known = [made for made in map(box.workspace.files.get, ids) if made]
    return {made.id: {"name": made.name, "size": len(made.content)} for made in known}


class Uploads:
    """Takes the bytes, and shows them on the page."""

    def __init__(self, box: Box) -> None:
        self._box = box

    def add_routes(self, app: web.Application) -> None:
        """Put both addresses into the box's server."""
        app.router.add_post("/upload/{file}", self._take)
        app.router.add_get("/box/files/{file}", self._show)

    async def _take(self, request: web.Request) -> web.Response:
        made = self._box.workspace.files.get(request.match_info["file"])
        content = await request.read()
        if self._box.down:
            return web.Response(status=503)
        if made is None or len(content) != made.length:
            return web.Response(status=400, text="the length is not the one that was announced")
        made.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _show(self, request: web.Request) -> web.Response:
        made = self._box.workspace.files.get(request.match_info["file"])
        if made is None or not is_ready(self._box, made):
            raise web.HTTPNotFound
        return web.Response(body=made.content, content_type="image/png")
