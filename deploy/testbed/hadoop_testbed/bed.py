"""One test bed: a folder with everything in it, from start to stop."""
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time

from . import install, jvm, kerberos, ports, processes
from .errors import TestBedError
from .hdfs import HDFS
from .servers import write_client_conf
from .yarn import YARN

# Marks a folder as made by `testbed start`; nothing else is ever removed.
MARK = ".weft-testbed"
WATCHDOG = "watchdog"


class TestBed:
    def __init__(self, bed_dir, settings):
        self.dir = bed_dir
        self.settings = settings
        # The realm may be that of another test bed, so that one process can be a client of several.
        self.owns_realm = settings["secure"] and settings["realm_dir"] is None
        if settings["realm_dir"] is None:
            self.realm = kerberos.Realm(bed_dir, settings["ports"])
        else:
            self.realm = TestBed.open(settings["realm_dir"]).realm
        self.hdfs = HDFS(bed_dir, settings, self.realm)
        self.yarn = YARN(bed_dir, settings, self.realm, self.hdfs)

    # Life

    @classmethod
    def start(cls, bed_dir, settings, base=None, owner=None, timeout=120, homes=True):
        """Starts everything and waits until it is usable. When that fails, all of it is stopped, and the logs are kept."""
        bed_dir = os.path.realpath(bed_dir)
        _make_folder(bed_dir)
        settings = dict(settings)
        settings["ports"], lock = ports.reserve(base)
        bed = cls(bed_dir, settings)
        try:
            with open(os.path.join(bed_dir, "settings.json"), "w") as file:
                json.dump(settings, file, indent=2)
            _start_watchdog(bed_dir, owner, lock)
            bed._start_servers(time.monotonic() + timeout)
            if homes and settings["hdfs"]:
                bed._make_homes()
            bed.describe()
        except BaseException:
            processes.end_all(bed_dir)
            raise
        finally:
            lock.close()
        return bed

    @classmethod
    def open(cls, bed_dir):
        bed_dir = os.path.realpath(bed_dir)
        try:
            with open(os.path.join(bed_dir, "settings.json")) as file:
                return cls(bed_dir, {**default_settings(), **json.load(file)})
        except FileNotFoundError:
            raise TestBedError(f"there is no test bed in {bed_dir}", "`testbed start --dir DIR` makes one.") from None

    @staticmethod
    def stop(bed_dir, keep=False):
        """Ends all processes and removes the folder. Works on what a start that failed has left, too."""
        bed_dir = os.path.realpath(bed_dir)
        if not os.path.exists(bed_dir):
            return
        if not os.path.exists(os.path.join(bed_dir, MARK)):
            raise TestBedError(f"{bed_dir} isn't a test bed's folder", "Nothing was stopped or removed.")
        # The watchdog first, or it would do the same at the same time.
        if processes.pid(bed_dir, WATCHDOG) != os.getpid():
            processes.end(bed_dir, WATCHDOG, grace=0)
        processes.end_all(bed_dir)
        if not keep:
            shutil.rmtree(bed_dir)

    def _start_servers(self, deadline):
        if self.settings["hdfs"]:
            self.write_client_conf(self.hdfs.client_conf, {})
            self.hdfs.write_configuration()
            self.yarn.write_configuration()
            self.hdfs.format()
        if self.owns_realm:
            self.realm.create(self.settings["ticket_lifetime"])
            self.realm.start_kdc(self.settings["kdc_skew"])
            for user in kerberos.USERS:
                self.realm.get_ticket(user, self.realm.ticket_cache(user))
        if not self.settings["hdfs"]:
            return
        self.hdfs.wait_for_format(deadline)
        if self.settings["ha"]:
            first, second = self.hdfs.namenodes
            shutil.copytree(self.hdfs.data_folder(first), self.hdfs.data_folder(second))
        for servers, names in self._parts:
            for name in names:
                servers.start(name)
        if self.settings["ha"]:
            self._activate_first(deadline)
        self.hdfs.wait_until_ready(deadline)
        self.yarn.wait_until_ready(deadline)

    def _make_homes(self):
        """Makes /tmp and the users' home folders."""
        users = [user for user in kerberos.USERS if user != "hdfs"]
        homes = [f"/user/{user}" for user in users]
        commands = [["-mkdir", "-p", "/tmp", *homes], ["-chmod", "1777", "/tmp"]]
        commands += [["-chown", user, home] for user, home in zip(users, homes)]
        lines = "".join("\t".join(["hdfs", "fs", *command]) + "\n" for command in commands)
        result = self.run_java("hdfs", ["HadoopConsole"], input=lines, text=True, stdout=subprocess.PIPE)
        if result.stdout != "0 0 0\n" * len(commands):
            raise TestBedError(f"the users' home folders could not be made:\n{result.stdout}")

    # Servers

    @property
    def servers(self):
        return ([kerberos.NAME] if self.owns_realm else []) + [name for _, names in self._parts for name in names]

    @property
    def _parts(self):
        return [(self.hdfs, [*self.hdfs.namenodes, *self.hdfs.datanodes]),
                (self.yarn, [*self.yarn.resourcemanagers, *self.yarn.nodemanagers])]

    def check_server(self, name):
        if name not in self.servers:
            raise TestBedError(f"there is no server {name}", f"There are: {', '.join(self.servers)}.")
        return name

    def restart(self, name, kill=False, wait=True, skew=None, timeout=120):
        """Ends a server if it runs, and starts it."""
        self.check_server(name)
        processes.end(self.dir, name, grace=0 if kill else 10)
        if name == kerberos.NAME:
            self.realm.start_kdc(self.settings["kdc_skew"] if skew is None else skew)
        else:
            offset = os.path.getsize(processes.log_path(self.dir, name))
            servers = next(servers for servers, names in self._parts if name in names)
            servers.start(name)
            if wait:
                servers.wait_for_restart(name, offset, time.monotonic() + timeout)
        self.describe()

    def failover(self, name, timeout=60):
        """Makes one of two NameNodes the active one, and the other the standby."""
        if name not in self.hdfs.namenodes or not self.settings["ha"]:
            raise TestBedError(f"there is no NameNode {name} to fail over to", "Start the test bed with --ha.")
        others = [other for other in self.hdfs.namenodes if other != name]
        deadline = time.monotonic() + timeout
        for other in others:
            if processes.pid(self.dir, other) is not None:
                self._haadmin("-transitionToStandby", other)
        self._haadmin("-transitionToActive", name, force=True)
        while (self.hdfs.namenode_state(name) or {}).get("state") != "active":
            if time.monotonic() > deadline:
                raise TestBedError(f"{name} doesn't become active")
            time.sleep(0.05)

    def _activate_first(self, deadline):
        first = next(iter(self.hdfs.namenodes))
        while self.hdfs.namenode_state(first) is None:
            self.hdfs.check_running([first])
            if time.monotonic() > deadline:
                raise TestBedError(f"{first} doesn't answer")
            time.sleep(0.05)
        self.failover(first)

    def _haadmin(self, action, name, force=False):
        # Without it haadmin asks the other NameNode first, which may be dead.
        flags = ["--forceactive"] if force else []
        result = self.run_java("hdfs", ["org.apache.hadoop.hdfs.tools.DFSHAAdmin", action, *flags,
                                       self.hdfs.namenodes[name]["id"]],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            raise TestBedError(f"haadmin {action} {name} failed:\n{result.stdout}")

    # Clients

    def environment(self, user):
        """The environment of a client that is `user`."""
        environment = {"HADOOP_CONF_DIR": self.hdfs.client_conf}
        if self.settings["secure"]:
            environment["KRB5_CONFIG"] = self.realm.krb5_conf
            environment["KRB5CCNAME"] = "FILE:" + self.realm.ticket_cache(user)
        else:
            environment["HADOOP_USER_NAME"] = user
        return environment

    def java_options(self, heap=256):
        krb5_conf = self.realm.krb5_conf if self.settings["secure"] else None
        return jvm.options(krb5_conf, heap, self.settings["optimize"])

    def java_command(self, arguments, conf=None, heap=256, class_path=None):
        entries = [conf or self.hdfs.client_conf, jvm.programs()] + (class_path or jvm.hadoop_class_path())
        return [jvm.launcher(), *self.java_options(heap), f"-Dweft.testbed.keytabs={self.realm.folder_of_keytabs}", "-cp", ":".join(entries), *arguments]

    def run_java(self, user, arguments, conf=None, **options):
        if not self.settings["hdfs"]:
            raise TestBedError("this test bed has a realm only")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("KRB5", "HADOOP_"))}
        if "HADOOP_HOME" in os.environ:
            environment["HADOOP_HOME"] = os.environ["HADOOP_HOME"]
        if "HADOOP_TOKEN_FILE_LOCATION" in os.environ:
            environment["HADOOP_TOKEN_FILE_LOCATION"] = os.environ["HADOOP_TOKEN_FILE_LOCATION"]
        environment.update(self.environment(user))
        return subprocess.run(self.java_command(arguments, conf), env=environment, **options)

    def write_client_conf(self, folder, properties):
        """Writes a client configuration that differs from the test bed's own in some properties."""
        core, hdfs = self.hdfs.common()
        changes = {**self.settings["client_set"], **properties}
        files = {"core-site.xml": core, "hdfs-site.xml": {**hdfs, **changes}}
        if self.settings["yarn"]:
            files["yarn-site.xml"] = {**self.yarn.common(), **changes}
        write_client_conf(folder, files)

    # What others read

    def describe(self):
        """Writes testbed.json and env."""
        facts = {
            "dir": self.dir,
            **self.settings,
            **({"uri": self.hdfs.uri, "conf": self.hdfs.client_conf} if self.settings["hdfs"] else {}),
            "namenodes": {name: {"host": "localhost", **node} for name, node in self.hdfs.namenodes.items()},
            "datanodes": self.hdfs.datanodes,
            "resourcemanagers": {name: {"host": "localhost", **node} for name, node in self.yarn.resourcemanagers.items()},
            "nodemanagers": {name: {"host": "localhost", **node, "logs": self.yarn.log_folder(name)}
                             for name, node in self.yarn.nodemanagers.items()},
            "servers": self.servers,
            "logs": os.path.join(self.dir, "logs"),
            "pids": {name: processes.pid(self.dir, name) for name in processes.names(self.dir) if name != "format"},
        }
        if self.settings["hdfs"]:
            facts.update({
                "java": jvm.launcher(),
                "java_options": self.java_options(),
                "class_path": ":".join([self.hdfs.client_conf, *jvm.hadoop_class_path()]),
            })
        if self.settings["secure"]:
            facts.update({
                "realm": kerberos.REALM,
                "kdc_port": self.realm.port,
                "krb5_conf": self.realm.krb5_conf,
                "service_principal": kerberos.SERVICE,
                "keytabs": {user: self.realm.keytab(user) for user in (*kerberos.SERVICES, *kerberos.USERS)},
                "tickets": {user: self.realm.ticket_cache(user) for user in kerberos.USERS},
            })
        _replace(os.path.join(self.dir, "testbed.json"), json.dumps(facts, indent=2) + "\n")
        _replace(os.path.join(self.dir, "env"), self._env(facts))
        return facts

    def _env(self, facts):
        values = {**self.environment("alice"), "TESTBED": self.dir}
        if self.settings["hdfs"]:
            values.update({"TESTBED_URI": self.hdfs.uri, "TESTBED_JAVA": facts["java"],
                           "TESTBED_JAVA_OPTIONS": " ".join(facts["java_options"]),
                           "TESTBED_CLASS_PATH": facts["class_path"]})
        for name, node in {key: value for part in ("namenodes", "datanodes", "resourcemanagers", "nodemanagers")
                           for key, value in facts[part].items()}.items():
            values[f"TESTBED_{name.upper().replace('-', '_')}_PORT"] = str(node["port"])
        for name, pid in facts["pids"].items():
            values[f"TESTBED_{name.upper().replace('-', '_')}_PID"] = str(pid or "")
        if self.settings["secure"]:
            values["TESTBED_KDC_PORT"] = str(self.realm.port)
            for user, keytab in facts["keytabs"].items():
                values[f"TESTBED_KEYTAB_{user.upper()}"] = keytab
        return "".join(f"export {key}={shlex.quote(value)}\n" for key, value in values.items())


def watch(bed_dir, owner):
    """Waits until the owner has ended, then stops the test bed. Holds the test bed's ports meanwhile."""
    # A watchdog that dies with the terminal it was started from would be none.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    started = processes._start_time(owner) if owner else None
    while os.path.exists(bed_dir) and (owner is None or
                                       started != "0" and processes._start_time(owner) == started):
        time.sleep(0.5)
    TestBed.stop(bed_dir)


def _start_watchdog(bed_dir, owner, lock):
    if owner is not None and processes._start_time(owner) == "0":
        raise TestBedError(f"there is no process {owner} to be the owner")
    script = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "testbed")
    arguments = [sys.executable, script, "watch", "--dir", bed_dir] + (["--owner", str(owner)] if owner else [])
    processes.start(bed_dir, WATCHDOG, arguments, dict(os.environ), pass_fds=(lock.fileno(),))


def _make_folder(bed_dir):
    if os.path.exists(os.path.join(bed_dir, MARK)):
        running = [name for name in processes.names(bed_dir) if processes.pid(bed_dir, name) is not None]
        if running:
            raise TestBedError(f"a test bed runs in {bed_dir}: {', '.join(running)}", "`testbed stop` stops it.")
        TestBed.stop(bed_dir)
    elif os.path.isdir(bed_dir) and os.listdir(bed_dir):
        raise TestBedError(f"{bed_dir} isn't empty", "Name a folder that doesn't exist yet.")
    os.makedirs(bed_dir, exist_ok=True)
    os.chmod(bed_dir, 0o700)
    with open(os.path.join(bed_dir, MARK), "w"):
        pass
    for folder in ("logs", "run"):
        os.mkdir(os.path.join(bed_dir, folder))


def _replace(path, text):
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)


def default_settings():
    return {
        "datanodes": 1, "secure": True, "data_protection": "authentication", "rpc_protection": "authentication",
        "hdfs": True, "realm_dir": None, "data_cipher": None, "encrypt_data_transfer": False, "encrypt_algorithm": "3des", "block_tokens": True, "ha": False,
        "domain_socket": False, "block_token_lifetime": None, "delegation_token_lifetime": None,
        "delegation_token_renewal": None, "ticket_lifetime": "10h", "kdc_skew": 0, "heap": 256, "optimize": False,
        "server_set": {}, "client_set": {}, "yarn": False, "nodes": 1, "node_memory": 8192, "node_vcores": 8,
    }
