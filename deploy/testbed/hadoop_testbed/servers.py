"""What HDFS's and YARN's servers have in common: configuration files, Java processes, their logs and what they say of themselves."""
import json
import os
import time
import urllib.error
import urllib.request
from xml.sax.saxutils import escape

from . import jvm, processes
from .errors import TestBedError

_LOG4J = """\
log4j.rootLogger={level},console
log4j.appender.console=org.apache.log4j.ConsoleAppender
log4j.appender.console.target=System.err
log4j.appender.console.layout=org.apache.log4j.PatternLayout
log4j.appender.console.layout.ConversionPattern=%d{{ISO8601}} %p %c: %m%n
log4j.logger.org.apache.hadoop.util.NativeCodeLoader=ERROR
"""


class Servers:
    """Some of the servers of one test bed; `settings` are those of `testbed start`, as testbed.json has them."""

    def __init__(self, bed_dir, settings, realm):
        self.bed_dir = bed_dir
        self.settings = settings
        self.realm = realm

    @property
    def client_conf(self):
        return os.path.join(self.bed_dir, "conf")

    def server_conf(self, name):
        return os.path.join(self.bed_dir, "server-conf", name)

    def data_folder(self, name):
        return os.path.join(self.bed_dir, "data", name)

    def write_server_conf(self, name, files):
        """Writes a server's configuration: properties by file name."""
        write_conf(self.server_conf(name), files, "INFO")

    def launch(self, name, arguments, variables, heap=None):
        """Starts one server without waiting for it."""
        krb5_conf = self.realm.krb5_conf if self.settings["secure"] else None
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(("HADOOP_", "HDFS_", "YARN_", "JAVA_"))}
        if self.settings["secure"]:
            environment = {**environment, **{key: value for key, value in self.realm.environment().items() if "KRB5" in key}}
        processes.start(self.bed_dir, name, [
            jvm.launcher(), *jvm.options(krb5_conf, heap or self.settings["heap"], self.settings["optimize"]),
            f"-Dweft.testbed={self.bed_dir}",
            "-cp", ":".join([self.server_conf(name), *jvm.hadoop_class_path()]), *arguments,
        ], {**environment, **variables})

    def check_running(self, names):
        for name in names:
            if processes.pid(self.bed_dir, name) is None:
                raise TestBedError(f"{name} has ended:\n{self.log_end(name)}",
                                   f"All of it is in {processes.log_path(self.bed_dir, name)}.")

    def log_end(self, name, lines=25):
        try:
            with open(processes.log_path(self.bed_dir, name), errors="replace") as file:
                return "".join(file.readlines()[-lines:])
        except FileNotFoundError:
            return "(no log)"


def write_client_conf(folder, files):
    """Writes a client's configuration: properties by file name."""
    write_conf(folder, files, "WARN")


def write_conf(folder, files, log_level):
    os.makedirs(folder, exist_ok=True)
    for name, properties in files.items():
        with open(os.path.join(folder, name), "w") as file:
            file.write('<?xml version="1.0"?>\n<configuration>\n')
            for key, value in properties.items():
                file.write(f"  <property><name>{escape(key)}</name><value>{escape(value)}</value></property>\n")
            file.write("</configuration>\n")
    with open(os.path.join(folder, "log4j.properties"), "w") as file:
        file.write(_LOG4J.format(level=log_level))


def read_beans(port, name):
    """What a server says of itself on its web port, or None while it says nothing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/jmx?qry={name}", timeout=5) as answer:
            return json.load(answer)["beans"][0]
    except (OSError, ValueError, LookupError, urllib.error.URLError):
        return None


def pause(deadline, message):
    if time.monotonic() > deadline:
        raise TestBedError(message)
    time.sleep(0.05)
