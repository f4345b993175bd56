"""A mail server that takes everything and keeps nothing, as a process of its own: `python -m tests.benchmarks.sink`."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP


class Nowhere:
    """Where the letters go."""

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        """Take a letter."""
        return "250 taken"


async def main() -> None:
    """Serve on a free port, and say which."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Nowhere(), hostname="sink"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
