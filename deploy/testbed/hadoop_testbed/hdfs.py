"""The configuration of HDFS's servers and clients, and the servers themselves."""
import os
import re

from . import kerberos, processes
from .errors import TestBedError
from .servers import Servers, pause, read_beans

NAMENODE_CLASS = "org.apache.hadoop.hdfs.server.namenode.NameNode"
DATANODE_CLASS = "org.apache.hadoop.hdfs.server.datanode.DataNode"
NAMESERVICE = "weft"


class HDFS(Servers):
    """The HDFS of one test bed; `settings` are those of `testbed start`, as testbed.json has them."""

    def __init__(self, bed_dir, settings, realm):
        super().__init__(bed_dir, settings, realm)
        base = settings["ports"]
        self.namenodes, self.datanodes = {}, {}
        if not settings["hdfs"]:
            return
        for index, name in enumerate(("namenode-1", "namenode-2") if settings["ha"] else ("namenode",)):
            self.namenodes[name] = {"id": f"nn{index + 1}", "port": base + 1 + 2 * index, "http": base + 2 + 2 * index}
        for index in range(settings["datanodes"]):
            first = base + 5 + 3 * index
            self.datanodes[f"datanode-{index + 1}"] = {"port": first, "ipc": first + 1, "http": first + 2}

    # Configuration

    @property
    def uri(self):
        return f"hdfs://{NAMESERVICE}" if self.settings["ha"] else f"hdfs://localhost:{self.namenodes['namenode']['port']}"

    def write_configuration(self):
        core, hdfs = self.common()
        core, hdfs = {**core, **self.server_core()}, {**hdfs, **self._server_hdfs()}
        for name in self.namenodes:
            self._write_server_conf(name, core, {**hdfs, **self._namenode(name)})
        for name in self.datanodes:
            self._write_server_conf(name, core, {**hdfs, **self._datanode(name)})
        # Formatting needs no login, so it doesn't wait for the KDC.
        first = next(iter(self.namenodes))
        self._write_server_conf("format", {**core, "hadoop.security.authentication": "simple"},
                                {**hdfs, **self._namenode(first)})

    def _write_server_conf(self, name, core, hdfs):
        self.write_server_conf(name, {"core-site.xml": core, "hdfs-site.xml": {**hdfs, **self.settings["server_set"]}})
        # The servers refuse to start without a folder of web pages.
        for pages in ("hdfs", "datanode", "secondary"):
            os.makedirs(os.path.join(self.server_conf(name), "webapps", pages), exist_ok=True)

    def common(self):
        """What servers and clients have in common."""
        settings = self.settings
        core = {
            "fs.defaultFS": self.uri,
            "hadoop.security.authentication": "kerberos" if settings["secure"] else "simple",
            "hadoop.rpc.protection": settings["rpc_protection"],
        }
        hdfs = {
            "dfs.replication": str(min(3, settings["datanodes"])),
        }
        if settings["secure"]:
            core["hadoop.security.auth_to_local"] = (
                f"RULE:[2:$1@$0](nn@{re.escape(kerberos.REALM)})s/.*/hdfs/\n"
                f"RULE:[2:$1@$0]([rn]m@{re.escape(kerberos.REALM)})s/.*/yarn/\nDEFAULT")
            hdfs["dfs.namenode.kerberos.principal"] = f"nn/_HOST@{kerberos.REALM}"
            hdfs["dfs.datanode.kerberos.principal"] = f"nn/_HOST@{kerberos.REALM}"
            hdfs["dfs.data.transfer.protection"] = settings["data_protection"]
        if settings["encrypt_data_transfer"]:
            hdfs["dfs.encrypt.data.transfer"] = "true"
            hdfs["dfs.encrypt.data.transfer.algorithm"] = settings["encrypt_algorithm"]
        if settings["data_cipher"] == "aes":
            hdfs["dfs.encrypt.data.transfer.cipher.suites"] = "AES/CTR/NoPadding"
        if settings["domain_socket"]:
            hdfs["dfs.client.read.shortcircuit"] = "true"
            hdfs["dfs.domain.socket.path"] = os.path.join(self.bed_dir, "run", "dn_PORT.socket")
        if settings["ha"]:
            hdfs["dfs.nameservices"] = NAMESERVICE
            hdfs[f"dfs.ha.namenodes.{NAMESERVICE}"] = ",".join(node["id"] for node in self.namenodes.values())
            hdfs[f"dfs.client.failover.proxy.provider.{NAMESERVICE}"] = (
                "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider")
            for node in self.namenodes.values():
                suffix = f"{NAMESERVICE}.{node['id']}"
                hdfs[f"dfs.namenode.rpc-address.{suffix}"] = f"localhost:{node['port']}"
                hdfs[f"dfs.namenode.http-address.{suffix}"] = f"localhost:{node['http']}"
        return core, hdfs

    def server_core(self):
        core = {
            "hadoop.security.authorization": "true" if self.settings["secure"] else "false",
            # Stands in for users and groups of the operating system.
            "hadoop.user.group.static.mapping.overrides": "hdfs=supergroup;yarn=yarn;alice=alice,staff;bob=bob,staff;gateway=gateway",
            "hadoop.proxyuser.gateway.hosts": "*",
            "hadoop.proxyuser.gateway.groups": "*",
            "hadoop.tmp.dir": os.path.join(self.bed_dir, "tmp"),
        }
        return core

    def _server_hdfs(self):
        settings = self.settings
        hdfs = {
            "dfs.permissions.superusergroup": "supergroup",
            "dfs.webhdfs.enabled": "false",
            "dfs.block.access.token.enable": "true" if settings["block_tokens"] else "false",
            "dfs.heartbeat.interval": "1",
            # A DataNode is stale after 3 s without a heartbeat, and dead after 12.
            "dfs.namenode.stale.datanode.interval": "3000",
            "dfs.namenode.avoid.read.stale.datanode": "true",
            "dfs.namenode.avoid.write.stale.datanode": "true",
            "dfs.namenode.heartbeat.recheck-interval": "1000",
            "dfs.namenode.replication.interval": "1",
            "dfs.namenode.replication.pending.timeout-sec": "5",
        }
        if settings["secure"]:
            keytab = self.realm.keytab("nn")
            for server in ("namenode", "datanode"):
                hdfs[f"dfs.{server}.keytab.file"] = keytab
                hdfs[f"dfs.{server}.kerberos.principal"] = kerberos.SERVICE
            # Ports below 1024 aren't for everyone, and SASL protects the data.
            hdfs["ignore.secure.ports.for.testing"] = "true"
        else:
            # Delegation tokens work without Kerberos, too.
            hdfs["dfs.namenode.delegation.token.always-use"] = "true"
        if settings["block_token_lifetime"]:
            hdfs["dfs.block.access.token.lifetime"] = str(settings["block_token_lifetime"])
        if settings["delegation_token_lifetime"]:
            hdfs["dfs.namenode.delegation.token.max-lifetime"] = str(settings["delegation_token_lifetime"] * 1000)
        if settings["delegation_token_renewal"]:
            hdfs["dfs.namenode.delegation.token.renew-interval"] = str(settings["delegation_token_renewal"] * 1000)
        return hdfs

    def _namenode(self, name):
        node = self.namenodes[name]
        hdfs = {
            "dfs.namenode.name.dir": "file://" + self.data_folder(name),
            "dfs.namenode.safemode.extension": "0",
            "dfs.namenode.acls.enabled": "true",
            # Tests write blocks of any size.
            "dfs.namenode.fs-limits.min-block-size": "512",
            "dfs.namenode.datanode.registration.ip-hostname-check": "false",
            # Nothing here has to outlive the machine.
            "dfs.namenode.edits.noeditlogchannelflush": "true",
        }
        if self.settings["ha"]:
            hdfs["dfs.ha.namenode.id"] = node["id"]
            hdfs["dfs.namenode.shared.edits.dir"] = "file://" + self.data_folder("shared-edits")
            hdfs["dfs.ha.fencing.methods"] = "shell(/bin/true)"
            # The standby sees what the active one wrote soon after it.
            hdfs["dfs.ha.tail-edits.period"] = "1"
            hdfs["dfs.ha.log-roll.period"] = "1"
        else:
            hdfs["dfs.namenode.rpc-address"] = f"localhost:{node['port']}"
            hdfs["dfs.namenode.http-address"] = f"localhost:{node['http']}"
        return hdfs

    def _datanode(self, name):
        node = self.datanodes[name]
        return {
            "dfs.datanode.data.dir": "file://" + self.data_folder(name),
            "dfs.datanode.hostname": "localhost",
            "dfs.datanode.address": f"127.0.0.1:{node['port']}",
            "dfs.datanode.ipc.address": f"127.0.0.1:{node['ipc']}",
            "dfs.datanode.http.address": f"127.0.0.1:{node['http']}",
            **({} if self.settings["ha"] else
               {"dfs.namenode.rpc-address": f"localhost:{self.namenodes['namenode']['port']}"}),
        }

    # Servers

    def format(self):
        """Starts formatting the first NameNode's folder. It ends by itself."""
        os.makedirs(os.path.join(self.bed_dir, "data"), exist_ok=True)
        os.makedirs(os.path.join(self.bed_dir, "tmp"), exist_ok=True)
        self._start("format", [NAMENODE_CLASS, "-format", "-force", "-nonInteractive"], heap=128)

    def wait_for_format(self, deadline):
        while processes.pid(self.bed_dir, "format") is not None:
            pause(deadline, "formatting the NameNode's folder takes too long")
        if not os.path.exists(os.path.join(self.data_folder(next(iter(self.namenodes))), "current", "VERSION")):
            raise TestBedError("the NameNode's folder could not be formatted:\n" + self.log_end("format"))

    def start(self, name):
        """Starts one server without waiting for it."""
        if name in self.namenodes:
            self._start(name, [NAMENODE_CLASS])
        else:
            self._start(name, [DATANODE_CLASS])

    def _start(self, name, arguments, heap=None):
        # The root folder belongs to whoever formats.
        insecure = not self.settings["secure"] or name == "format"
        self.launch(name, arguments, {"HADOOP_USER_NAME": "hdfs"} if insecure else {}, heap)

    def wait_until_ready(self, deadline, datanodes=None):
        """Waits until each NameNode answers, the (first) one is out of safe mode, and the DataNodes are with it."""
        datanodes = self.settings["datanodes"] if datanodes is None else datanodes
        for name in self.namenodes:
            while True:
                state = self.namenode_state(name)
                if state is not None and state["live"] >= datanodes and not state["safemode"]:
                    break
                self.check_running([name] + list(self.datanodes)[:datanodes])
                pause(deadline, f"{name} isn't ready; it says {state or 'nothing'}:\n{self.log_end(name)}")

    def wait_for_restart(self, name, log_offset, deadline):
        """Waits until a server whose log was `log_offset` bytes long when it was started does its work."""
        if name in self.namenodes:
            while True:
                state = self.namenode_state(name)
                if state is not None and not state["safemode"]:
                    return
                self.check_running([name])
                pause(deadline, f"{name} isn't ready; it says {state or 'nothing'}:\n{self.log_end(name)}")
        while True:
            with open(processes.log_path(self.bed_dir, name), "rb") as file:
                file.seek(log_offset)
                if file.read().count(b"uccessfully sent block report") >= len(self.namenodes):
                    return
            self.check_running([name])
            pause(deadline, f"{name} doesn't register:\n{self.log_end(name)}")

    def namenode_state(self, name):
        """What a NameNode says of itself, or None while it says nothing."""
        port = self.namenodes[name]["http"]
        state = read_beans(port, "Hadoop:service=NameNode,name=FSNamesystemState")
        status = read_beans(port, "Hadoop:service=NameNode,name=NameNodeStatus")
        if state is None or status is None:
            return None
        return {"live": state["NumLiveDataNodes"], "dead": state["NumDeadDataNodes"], "stale": state["NumStaleDataNodes"],
                "safemode": state["FSState"] != "Operational", "state": status["State"]}

    # Blocks on disk

    def replicas(self, block_id):
        """The files of a block's replicas: (DataNode, block file, meta file or None)."""
        name = block_id if block_id.startswith("blk_") else f"blk_{block_id}"
        name = re.match(r"blk_-?\d+", name)
        if name is None:
            raise TestBedError(f"{block_id} is no block id", "It is a number, also as blk_1073741825 or blk_1073741825_1001.")
        name = name.group()
        found = []
        for datanode in self.datanodes:
            for folder, _, files in os.walk(self.data_folder(datanode)):
                if name in files:
                    meta = [file for file in files if re.fullmatch(re.escape(name) + r"_\d+\.meta", file)]
                    found.append((datanode, os.path.join(folder, name), os.path.join(folder, meta[0]) if meta else None))
        return found
