"""The machine and the programs, as the report names them."""

import datetime
import os
import platform
import re
import subprocess


def output(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip()


def text(options, load):
    with open("/proc/cpuinfo") as file:
        model = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.M)
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"^MemTotal:\s*(\d+)", file.read(), re.M).group(1)) / 2**20
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    swift = re.search(r"Swift version (\S+)", output(options.swift, "--version"))
    lines = [
        f"- Machine: {model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB",
        f"- System: {system}, kernel {platform.release()}",
        f"- Swift {swift.group(1) if swift else 'of unknown version'}",
    ]
    if options.spark:
        java = re.search(r'version "([^"]*)"', output("java", "-version"))
        lines.append(f"- Spark {options.spark_version}, Java {java.group(1) if java else '?'}, heaps of 1 GiB, the default")
        lines.append(f"- Executors: Weft `{options.master}`, Spark `{options.spark_master}`")
    rounds = "1 round" if options.rounds == 1 else f"{options.rounds} rounds"
    now = datetime.datetime.now(datetime.timezone.utc)
    lines.append(f"- Measured {now:%Y-%m-%d %H:%M} UTC in {rounds}; load average {load:.2f} at the start")
    return "\n".join(lines)


def hdfs(options):
    java = re.search(r'version "([^"]*)"', output("java", "-version"))
    native = output(os.path.join(options.cache, "native-venv/bin/pip"), "list", "--disable-pip-version-check")
    native = re.search(r"hdfs-native\s+(\S+)", native)
    return (
        f"- Servers: Hadoop 2.7.3, a NameNode and a DataNode, Java {java.group(1) if java else '?'}\n"
        f"- Clients: Java's of Hadoop 3.3.4, hdfs-native {native.group(1) if native else '?'}"
    )
