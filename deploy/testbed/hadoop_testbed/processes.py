"""Servers as processes: started in the background, found again by name, stopped by process id."""
import os
import signal
import subprocess
import time

from .errors import TestBedError

# In the environment of every server of a test bed and of every container, and of nothing else: finds those that no pid file
# tells of.
MARKER = "WEFT_TESTBED_SERVER_OF"


def start(bed_dir, name, arguments, environment, pass_fds=()):
    """Starts a server in the background with its output in logs/NAME.log, and remembers its process id."""
    environment = dict(environment)
    environment[MARKER] = bed_dir
    with open(log_path(bed_dir, name), "ab") as log:
        try:
            process = subprocess.Popen(
                arguments, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                cwd=bed_dir, start_new_session=True, close_fds=True, pass_fds=pass_fds, preexec_fn=_heed_signals)
        except OSError as error:
            raise TestBedError(f"{name} doesn't start: {arguments[0]}: {error.strerror}",
                               "`testbed install` installs what is needed.") from error
    path = pid_path(bed_dir, name)
    with open(path + ".new", "w") as file:
        file.write(f"{process.pid} {_start_time(process.pid)}\n")
    os.replace(path + ".new", path)
    return process.pid


def _heed_signals():
    """What runs the tests may ignore signals, and programs that it starts would, too."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def log_path(bed_dir, name):
    return os.path.join(bed_dir, "logs", name + ".log")


def pid_path(bed_dir, name):
    return os.path.join(bed_dir, "run", name + ".pid")


def names(bed_dir):
    """The servers that were started, dead or alive."""
    try:
        files = os.listdir(os.path.join(bed_dir, "run"))
    except FileNotFoundError:
        return []
    return sorted(file[:-4] for file in files if file.endswith(".pid"))


def pid(bed_dir, name):
    """The process id of a server that runs, else None. A number that now belongs to another process isn't taken for it."""
    try:
        with open(pid_path(bed_dir, name)) as file:
            number, started = file.read().split()
    except (FileNotFoundError, ValueError):
        return None
    return int(number) if started != "0" and _start_time(int(number)) == started else None


def send(bed_dir, name, signal_number):
    """Sends a signal to a server and all of its session."""
    number = pid(bed_dir, name)
    if number is None:
        raise TestBedError(f"{name} doesn't run", f"Started so far: {', '.join(names(bed_dir)) or 'nothing'}.")
    try:
        os.killpg(number, signal_number)
    except ProcessLookupError:
        pass


def end(bed_dir, name, grace=10):
    """Ends one server: SIGTERM, and SIGKILL after `grace` seconds. With a grace of 0, SIGKILL at once."""
    number = pid(bed_dir, name)
    if number is not None:
        _end([number], grace)


def end_all(bed_dir, grace=5):
    """Ends everything that was started for a test bed, except the caller."""
    while True:
        running = [pid(bed_dir, name) for name in names(bed_dir)] + _marked(bed_dir)
        numbers = sorted({number for number in running if number not in (None, os.getpid())})
        if not numbers:
            return
        # A NodeManager may have started another container meanwhile.
        _end(numbers, grace)


def _end(numbers, grace):
    started = {number: _start_time(number) for number in numbers}

    def left():
        return [number for number in numbers if started[number] != "0" and _start_time(number) == started[number]]

    def signal_all(which):
        for number in left():
            try:
                os.kill(number, which)
            except ProcessLookupError:
                pass

    if grace > 0:
        signal_all(signal.SIGTERM)
        # A stopped process doesn't see SIGTERM.
        signal_all(signal.SIGCONT)
        _wait_until(lambda: not left(), grace)
    signal_all(signal.SIGKILL)
    if not _wait_until(lambda: not left(), 10):
        raise TestBedError(f"processes {left()} don't end after SIGKILL", "They wait in the kernel; look with `ps`.")


def _wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True


def _start_time(number):
    """When the kernel started a process, as text; "0" when there is none or it is a zombie."""
    try:
        with open(f"/proc/{number}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "0"
    return "0" if fields[0] in "ZX" else fields[19]


def _marked(bed_dir):
    mark = f"{MARKER}={bed_dir}".encode()
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/environ", "rb") as file:
                    if mark in file.read().split(b"\0"):
                        found.append(int(entry))
            except OSError:
                continue
    return found
