"""What the operating system tells of a server's processes: their memory, and which of them holds a connection.

Read from /proc, so on Linux only; elsewhere nothing is known and nothing is told.
"""

import re
import socket
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """Return a process and its children."""
    children = ""
    with suppress(OSError):
        children = (PROC / str(pid) / "task" / str(pid) / "children").read_text()
    return [pid, *map(int, children.split())]


def peak_memory(pid: int) -> int:
    """Return the most memory that a process and its children have held, summed, in bytes; 0 where it is unknown."""
    total = 0
    for process in family(pid):
        with suppress(OSError):
            status = (PROC / str(process) / "status").read_text()
            total += sum(int(kilobytes) * 1024 for kilobytes in re.findall(r"VmHWM:\s+(\d+) kB", status))
    return total


def memory() -> int:
    """Return the memory that this process holds now, in bytes; 0 where it is unknown."""
    with suppress(OSError):
        return sum(int(kb) * 1024 for kb in re.findall(r"VmRSS:\s+(\d+) kB", (PROC / "self" / "status").read_text()))
    return 0


def holder(pid: int, connection: socket.socket) -> int | None:
    """Return which child of a process holds the other end of a local connection."""
    inode = _inode_of(connection)
    if inode is None:
        return None
    for process in family(pid)[1:]:
        with suppress(OSError):
            if any(link.readlink().name == f"socket:[{inode}]" for link in (PROC / str(process) / "fd").iterdir()):
                return process
    return None


def _inode_of(connection: socket.socket) -> str | None:
    """Return the inode of the other end: the socket whose local port is our remote one, and the other way round."""
    here, there = connection.getsockname()[1], connection.getpeername()[1]
    wanted = (f":{there:04X}", f":{here:04X}")
    with suppress(OSError):
        for line in (PROC / "net" / "tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if (fields[1][-5:], fields[2][-5:]) == wanted:
                return fields[9]
    return None
