"""A visit without a browser: runs a page over its websocket and moves its period slider, as Streamlit's page would."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.served import Served

PATIENCE = 60.0
"""Seconds after which an answer counts as missing."""
Positions = tuple[float, float]
"""Where the two handles stand, each between 0 and 1."""


@dataclass
class Visit:
    """One session on one page."""

    socket: ClientConnection
    page: str = ""
    slider: Slider | None = None
    topics: dict[str, str] = field(default_factory=dict)
    charts: int = 0
    received: int = 0
    trouble: str = ""

    async def run(self, handles: Positions | None = None) -> float:
        """Run the page, with the handles moved there if given; the seconds until it had all been sent."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.widget_states.SetInParent()
        if handles and self.slider:
            self._move(message, self.slider, handles)
        self.charts = self.received = 0
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            answer = ForwardMsg()
            answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            self.received += len(raw)
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - start
            self._note(answer)

    def _note(self, answer: ForwardMsg) -> None:
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.page = answer.new_session.page_script_hash
        elif kind == "navigation":
            self.topics = {page.page_name: page.page_script_hash for page in answer.navigation.app_pages}
        elif kind == "delta":
            element = answer.delta.new_element
            what = element.WhichOneof("type")
            self.charts += what == "plotly_chart"
            if what == "slider":
                self.slider = element.slider
            elif what == "exception":
                self.trouble = f"{element.exception.type}: {element.exception.message}"

    @staticmethod
    def _move(message: BackMsg, slider: Slider, handles: Positions) -> None:
        state = message.rerun_script.widget_states.widgets.add(id=slider.id)
        if slider.options:
            last = len(slider.options) - 1
            state.string_array_value.data.extend(slider.options[round(at * last)] for at in handles)
        else:
            width = slider.max - slider.min
            state.double_array_value.data.extend(slider.min + at * width for at in handles)


@asynccontextmanager
async def visiting(server: Served, page: str = "") -> AsyncIterator[Visit]:
    """A session on a page, by the page's hash; the first page when none is given."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, origin=server.address) as socket:
        yield Visit(socket, page)


def new_places(seed: int, months: int = 113) -> list[Positions]:
    """Periods in random order, each at least a year long, none twice."""
    last = months - 1
    pairs = [(a / last, b / last) for a in range(months) for b in range(a + 12, months)]
    random.Random(seed).shuffle(pairs)
    return pairs


async def topics(server: Served) -> dict[str, str]:
    """The pages of a server by name, with their hashes; one without a name where there is no navigation."""
    async with visiting(server) as visit:
        await visit.run()
        return visit.topics or {"": ""}


async def changes(server: Served, page: str, places: list[Positions]) -> list[float]:
    """Seconds of each move of the period slider in one session."""
    async with visiting(server, page) as visit:
        await visit.run()
        seconds = [await visit.run(place) for place in places]
        if visit.trouble or not visit.charts:
            raise RuntimeError(f"{server.name}: {visit.trouble or 'nothing was drawn'}")
        return seconds


async def crowd(
    server: Served, pages: list[str], sessions: int, moves: int, seed: int
) -> tuple[list[float], list[float]]:
    """Seconds of the first run and of each move, when many sessions start at once and move every half second."""
    places = new_places(seed)
    firsts: list[float] = []
    seconds: list[float] = []

    async def one(number: int) -> None:
        async with visiting(server, pages[number % len(pages)]) as visit:
            firsts.append(await visit.run())
            for move in range(moves):
                await asyncio.sleep(0.5)
                seconds.append(await visit.run(places[number * moves + move]))

    await asyncio.gather(*(one(number) for number in range(sessions)))
    return firsts, seconds
