"""Ports that several test beds at a time don't dispute."""
import random
import socket

from .errors import TestBedError

# Below the ports that the kernel gives to outgoing connections, which could take one while its server restarts.
FIRST, LAST, BLOCK = 20000, 32000, 64


def reserve(base=None):
    """Finds BLOCK free ports in a row. Returns the first one, and a socket that keeps other test beds away from all of them
    for as long as some process has it open."""
    if base is not None:
        lock = _lock(base)
        if lock is None or not _are_free(base):
            raise TestBedError(f"ports {base} to {base + BLOCK - 1} aren't all free", "Leave --ports out to get free ones.")
        return base, lock
    blocks = list(range(FIRST, LAST, BLOCK))
    random.shuffle(blocks)
    for candidate in blocks:
        lock = _lock(candidate)
        if lock is not None:
            if _are_free(candidate):
                return candidate, lock
            lock.close()
    raise TestBedError(f"no {BLOCK} free ports in a row between {FIRST} and {LAST}", "Stop test beds that are left over.")


def _lock(base):
    lock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        lock.bind(f"\0weft-testbed-ports-{base}")
    except OSError:
        lock.close()
        return None
    return lock


def _are_free(base):
    for port in range(base, base + BLOCK):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                if kind == socket.SOCK_STREAM:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    return False
    return True
