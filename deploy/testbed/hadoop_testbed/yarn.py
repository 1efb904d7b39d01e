"""The configuration of YARN's servers and clients, and the servers themselves."""
import os

from . import jvm, kerberos, processes
from .servers import Servers, pause, read_beans

RESOURCEMANAGER = "resourcemanager"
RESOURCEMANAGER_CLASS = "org.apache.hadoop.yarn.server.resourcemanager.ResourceManager"
NODEMANAGER_CLASS = "org.apache.hadoop.yarn.server.nodemanager.NodeManager"
# From the first port of the test bed on; HDFS and the KDC have those before.
FIRST_PORT = 32
# The part of the cluster that each queue is entitled to, in percent, and who may submit to it.
QUEUES = {"default": (50, "*"), "etl": (50, "alice,hdfs")}


class YARN(Servers):
    """The ResourceManager and the NodeManagers of one test bed; none when it has no YARN."""

    def __init__(self, bed_dir, settings, realm, hdfs):
        super().__init__(bed_dir, settings, realm)
        self.hdfs = hdfs
        base = settings["ports"] + FIRST_PORT
        self.resourcemanagers, self.nodemanagers = {}, {}
        if not settings["yarn"]:
            return
        self.resourcemanagers[RESOURCEMANAGER] = {
            "port": base, "scheduler": base + 1, "tracker": base + 2, "admin": base + 3, "http": base + 4}
        for index in range(settings["nodes"]):
            first = base + 5 + 3 * index
            self.nodemanagers[f"nodemanager-{index + 1}"] = {"port": first, "localizer": first + 1, "http": first + 2}

    # Configuration

    def write_configuration(self):
        core, hdfs = self.hdfs.common()
        core = {**core, **self.hdfs.server_core()}
        for name in self.resourcemanagers:
            self._write_server_conf(name, core, hdfs, self._resourcemanager(),
                                    {"capacity-scheduler.xml": self._capacity_scheduler()})
        for name in self.nodemanagers:
            self._write_server_conf(name, core, hdfs, self._nodemanager(name), {})

    def _write_server_conf(self, name, core, hdfs, yarn, others):
        changes = self.settings["server_set"]
        self.write_server_conf(name, {
            "core-site.xml": core, "hdfs-site.xml": {**hdfs, **changes},
            "yarn-site.xml": {**self.common(), **self._servers(), **yarn, **changes}, **others})

    def common(self):
        """What servers and clients have in common."""
        yarn = {}
        for manager in self.resourcemanagers.values():
            yarn.update({
                "yarn.resourcemanager.address": f"localhost:{manager['port']}",
                "yarn.resourcemanager.scheduler.address": f"localhost:{manager['scheduler']}",
                "yarn.resourcemanager.admin.address": f"localhost:{manager['admin']}",
                "yarn.resourcemanager.webapp.address": f"localhost:{manager['http']}",
            })
            if self.settings["secure"]:
                yarn["yarn.resourcemanager.principal"] = f"rm/_HOST@{kerberos.REALM}"
                yarn["yarn.nodemanager.principal"] = f"nm/_HOST@{kerberos.REALM}"
        return yarn

    def _servers(self):
        tracker = self.resourcemanagers[RESOURCEMANAGER]["tracker"]
        yarn = {
            "yarn.resourcemanager.resource-tracker.address": f"localhost:{tracker}",
            "yarn.acl.enable": "true",
            "yarn.admin.acl": "yarn,hdfs",
        }
        if self.settings["secure"]:
            yarn.update({
                "yarn.resourcemanager.principal": kerberos.RESOURCEMANAGER,
                "yarn.resourcemanager.keytab": self.realm.keytab("rm"),
                "yarn.nodemanager.principal": kerberos.NODEMANAGER,
                "yarn.nodemanager.keytab": self.realm.keytab("nm"),
                # Web pages are for those who run the test bed.
                "yarn.resourcemanager.webapp.delegation-token-auth-filter.enabled": "false",
            })
        return yarn

    def _resourcemanager(self):
        return {
            "yarn.scheduler.minimum-allocation-mb": "256",
            "yarn.scheduler.maximum-allocation-mb": str(self.settings["node_memory"]),
            "yarn.scheduler.maximum-allocation-vcores": str(self.settings["node_vcores"]),
            # A NodeManager is lost after 30 s without a heartbeat.
            "yarn.nm.liveness-monitor.expiry-interval-ms": "30000",
            "yarn.resourcemanager.rm.container-allocation.expiry-interval-ms": "60000",
        }

    @staticmethod
    def _capacity_scheduler():
        prefix = "yarn.scheduler.capacity."
        scheduler = {
            f"{prefix}maximum-am-resource-percent": "1",
            f"{prefix}root.queues": ",".join(QUEUES),
            # What may be done in a queue may be done in those below it: nobody may anything in all of them.
            f"{prefix}root.acl_submit_applications": " ",
            f"{prefix}root.acl_administer_queue": " ",
        }
        for queue, (capacity, users) in QUEUES.items():
            scheduler.update({
                f"{prefix}root.{queue}.capacity": str(capacity),
                f"{prefix}root.{queue}.maximum-capacity": "100",
                # One user may have what is there.
                f"{prefix}root.{queue}.user-limit-factor": "10",
                f"{prefix}root.{queue}.acl_submit_applications": users,
            })
        return scheduler

    def _nodemanager(self, name):
        node = self.nodemanagers[name]
        return {
            "yarn.nodemanager.hostname": "localhost",
            "yarn.nodemanager.address": f"localhost:{node['port']}",
            "yarn.nodemanager.localizer.address": f"localhost:{node['localizer']}",
            "yarn.nodemanager.webapp.address": f"localhost:{node['http']}",
            "yarn.nodemanager.resource.memory-mb": str(self.settings["node_memory"]),
            "yarn.nodemanager.resource.cpu-vcores": str(self.settings["node_vcores"]),
            "yarn.nodemanager.local-dirs": self.data_folder(name),
            "yarn.nodemanager.log-dirs": self.log_folder(name),
            # A ResourceManager that restarts isn't waited for half a minute at a time.
            "yarn.resourcemanager.connect.retry-interval.ms": "1000",
            # Java reserves far more addresses than it uses.
            "yarn.nodemanager.vmem-check-enabled": "false",
            "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": "99",
            # Beside the usual ones: what stands in for the node's /etc/krb5.conf, and the mark by which containers are found.
            "yarn.nodemanager.env-whitelist":
                "JAVA_HOME,HADOOP_COMMON_HOME,HADOOP_HDFS_HOME,HADOOP_CONF_DIR,CLASSPATH_PREPEND_DISTCACHE,HADOOP_YARN_HOME,"
                f"HADOOP_HOME,PATH,LANG,TZ,KRB5_CONFIG,{processes.MARKER}",
        }

    def log_folder(self, name):
        """Where a NodeManager puts its containers' output."""
        return os.path.join(self.bed_dir, "logs", name)

    # Servers

    def start(self, name):
        """Starts one server without waiting for it."""
        variables = {} if self.settings["secure"] else {"HADOOP_USER_NAME": "yarn"}
        if name in self.resourcemanagers:
            self.launch(name, [RESOURCEMANAGER_CLASS], variables)
            return
        home = os.environ["HADOOP_HOME"]
        # What a node offers to the containers on it.
        variables.update({"JAVA_HOME": jvm.home(), "HADOOP_CONF_DIR": self.client_conf, "HADOOP_HOME": home})
        variables.update({f"HADOOP_{part}_HOME": home for part in ("COMMON", "HDFS", "YARN")})
        self.launch(name, [NODEMANAGER_CLASS], variables)

    def wait_until_ready(self, deadline, nodemanagers=None):
        """Waits until the ResourceManager answers and these NodeManagers, by default all, are with it."""
        nodemanagers = list(self.nodemanagers) if nodemanagers is None else nodemanagers
        for name in self.resourcemanagers:
            while True:
                self.check_running([name, *nodemanagers])
                state = self.state(name)
                if state is not None and state["active"] >= len(nodemanagers):
                    break
                ends = "".join(self.log_end(server) for server in (name, *nodemanagers))
                pause(deadline, f"{name} isn't ready; it says {state or 'nothing'}:\n{ends}")

    def wait_for_restart(self, name, log_offset, deadline):
        """Waits until a server whose log was `log_offset` bytes long when it was started does its work."""
        if name in self.resourcemanagers:
            running = [node for node in self.nodemanagers if processes.pid(self.bed_dir, node) is not None]
            self.wait_until_ready(deadline, running)
            return
        while True:
            with open(processes.log_path(self.bed_dir, name), "rb") as file:
                file.seek(log_offset)
                if b"Registered with ResourceManager as" in file.read():
                    return
            self.check_running([name])
            pause(deadline, f"{name} doesn't register:\n{self.log_end(name)}")

    def state(self, name):
        """What the ResourceManager says of its NodeManagers, or None while it says nothing."""
        state = read_beans(self.resourcemanagers[name]["http"], "Hadoop:service=ResourceManager,name=ClusterMetrics")
        if state is None:
            return None
        return {"active": state["NumActiveNMs"], "lost": state["NumLostNMs"], "unhealthy": state["NumUnhealthyNMs"],
                "decommissioned": state["NumDecommissionedNMs"]}
