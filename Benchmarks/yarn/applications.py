"""Runs an application and watches all of its processes: whoever was started for it carries a mark in its environment."""

import os
import subprocess
import sys
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch(threading.Thread):
    """Looks at the processes every few hundredths of a second."""

    def __init__(self, mark, label):
        super().__init__(daemon=True)
        self.needle = f"{mark}={label}".encode()
        self.processor = {}
        self.memory = 0
        self.marked = {}
        self.over = threading.Event()

    def is_marked(self, pid):
        known = self.marked.get(pid)
        if known:
            return True
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                found = self.needle in file.read().split(b"\0")
        except OSError:
            return False
        if found:
            self.marked[pid] = True
        return found

    def look(self):
        memory = 0
        for name in os.listdir("/proc"):
            if not name.isdigit() or not self.is_marked(name):
                continue
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # utime and stime of its own, those of children that have ended, and the start, which tells a pid's next owner.
            self.processor[name, fields[19]] = (int(fields[11]) + int(fields[12])) / TICKS
            memory += int(fields[21]) * PAGE
        self.memory = max(self.memory, memory)

    def run(self):
        while not self.over.wait(0.03):
            self.look()


def measure(command, environment, mark, label):
    """Seconds from start to end, seconds of processor time and MiB at their most, of all processes together."""
    watch = Watch(mark, label)
    watch.start()
    start = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - start
    # What the cluster still ends belongs to it.
    time.sleep(0.5)
    watch.over.set()
    watch.join()
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return {"time": seconds, "processor": sum(watch.processor.values()), "memory": watch.memory / (1 << 20)}
