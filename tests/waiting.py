"""How a test waits for what is asynchronous."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

Answer = TypeVar("Answer")


def waited(answer: Callable[[], Awaitable[Answer]]) -> Answer:
    """What comes of it, in a thread of its own: the browser of another test keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, answer).result()
