"""Runs programs and watches their processes."""

import collections
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

# What an executor's command line has, Weft's and Spark's.
EXECUTOR_MARKS = (b"--weft-executor", b"CoarseGrainedExecutorBackend")
# A run that takes longer hangs.
LIMIT = 1200


def memory(pid):
    """What the kernel has of a process, in KiB, or None when it is gone: its largest resident size so far and now."""
    sizes = {}
    try:
        with open(f"/proc/{pid}/status") as text:
            for line in text:
                if line.startswith(("VmHWM:", "VmRSS:")):
                    name, size, _ = line.split()
                    sizes[name] = int(size)
    except (FileNotFoundError, ProcessLookupError):
        return None
    # An ended process that nobody has waited for yet has no sizes.
    return (sizes["VmHWM:"], sizes["VmRSS:"]) if len(sizes) == 2 else None


class ProcessTree:
    """A driver, the process that was started, and its executors, which are processes under it."""

    def __init__(self, driver):
        self.driver = driver
        self.members = {driver}
        self.strangers = set()
        self.executors = set()
        self.peaks = {}
        self.lock = threading.Lock()
        self.was_killed = False

    def look(self):
        """Looks for new processes and at the memory of all that count; gives the sum of the largest sizes, in KiB."""
        with self.lock:
            self.update()
            return sum(self.peaks.values())

    def update(self):
        for name in os.listdir("/proc"):
            if name.isdigit() and int(name) not in self.members and int(name) not in self.strangers:
                parent = self.parent(int(name))
                (self.members if parent in self.members else self.strangers).add(int(name))
        for pid in self.members - self.executors - {self.driver}:
            if any(mark in self.command(pid) for mark in EXECUTOR_MARKS):
                self.executors.add(pid)
        for pid in self.executors | {self.driver}:
            # The last size and not the largest one: a process that has yet to become another program still has its
            # parent's memory.
            sizes = memory(pid)
            if sizes:
                self.peaks[pid] = sizes[0]

    def resident(self):
        """The resident sizes of the executors now, in KiB."""
        self.look()
        with self.lock:
            sizes = [memory(pid) for pid in sorted(self.executors)]
        return [size[1] for size in sizes if size]

    def kill(self):
        self.was_killed = True
        self.look()
        for pid in [pid for pid in self.members if self.is_ours(pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def is_ours(self, pid):
        """Whether a member still is what it was: it may have ended, and its number be another's by now."""
        if pid in self.executors:
            return any(mark in self.command(pid) for mark in EXECUTOR_MARKS)
        return pid == self.driver or self.parent(pid) in self.members

    @staticmethod
    def parent(pid):
        try:
            with open(f"/proc/{pid}/stat", "rb") as text:
                # The name before it may hold anything, even a bracket.
                return int(text.read().rpartition(b")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            return None

    @staticmethod
    def command(pid):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as text:
                return text.read()
        except (FileNotFoundError, ProcessLookupError):
            return b""


class Run:
    """One run of a program: its report, its times, its memory.

    Its report is what it prints as lines of `name<TAB>value`. With `watch`, all its processes are looked at ten times a
    second. When it prints a line with the name `idle`, the executors' resident sizes are noted a second later.
    """

    def __init__(self, command, environment, watch=False):
        self.lines = collections.defaultdict(list)
        self.first_line = None
        self.idle = []
        # The seconds from the start to the end of the first job, which is its line named `seconds`.
        self.first_job = None
        # The sum of the largest resident sizes of driver and executors at that time, in KiB.
        self.first_peak = None
        errors = tempfile.TemporaryFile()
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        )
        tree = ProcessTree(process.pid)
        ended = threading.Event()
        watcher = threading.Thread(target=self.observe, args=(tree, ended, watch))
        watcher.start()
        for line in process.stdout:
            now = time.perf_counter() - start
            if self.first_line is None:
                self.first_line = now
            name, tab, value = line.decode().rstrip("\n").partition("\t")
            if tab:
                self.lines[name].append(value)
            if name == "seconds" and self.first_job is None:
                self.first_job = now
                self.first_peak = tree.look()
            if name == "idle":
                time.sleep(1)
                self.idle = tree.resident()
        # The watcher is done with the process before its id can become another's.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        self.wall = time.perf_counter() - start
        ended.set()
        watcher.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.user = usage.ru_utime
        # How many executors there were; known of a run that is watched.
        self.executors = len(tree.executors)
        if process.returncode != 0 or tree.was_killed:
            errors.seek(0)
            sys.stderr.write(errors.read().decode(errors="replace")[-4000:])
            sys.exit(f"bench: {' '.join(command)[-200:]} ended with {process.returncode}")

    @staticmethod
    def observe(tree, ended, watch):
        deadline = time.monotonic() + LIMIT
        while not ended.wait(0.1 if watch else 1):
            if watch:
                tree.look()
            if time.monotonic() > deadline:
                print(f"bench: stopped after {LIMIT} s", file=sys.stderr)
                tree.kill()
                return

    def seconds(self):
        return [float(value) for value in self.lines["seconds"]]

    def peak(self):
        """The largest resident size of the process, in MiB, as it told itself."""
        return int(self.lines["peak KiB"][0]) / 1024
