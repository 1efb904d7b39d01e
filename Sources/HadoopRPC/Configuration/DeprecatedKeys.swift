/// Keys that have another name now (Configuration.java, HdfsConfiguration.java, YarnConfiguration.java; those that a
/// client may meet).
enum DeprecatedKeys {
    /// The key's name today.
    static func current(of key: String) -> String { replacements[key] ?? key }

    static let replacements: [String: String] = [
        "dfs.access.time.precision": "dfs.namenode.accesstime.precision",
        "dfs.backup.address": "dfs.namenode.backup.address",
        "dfs.backup.http.address": "dfs.namenode.backup.http-address",
        "dfs.block.size": "dfs.blocksize",
        "dfs.data.dir": "dfs.datanode.data.dir",
        "dfs.datanode.max.xcievers": "dfs.datanode.max.transfer.threads",
        "dfs.df.interval": "fs.df.interval",
        "dfs.encryption.key.provider.uri": "hadoop.security.key.provider.path",
        "dfs.federation.nameservice.id": "dfs.nameservice.id",
        "dfs.federation.nameservices": "dfs.nameservices",
        "dfs.http.address": "dfs.namenode.http-address",
        "dfs.https.address": "dfs.namenode.https-address",
        "dfs.https.client.keystore.resource": "dfs.client.https.keystore.resource",
        "dfs.https.need.client.auth": "dfs.client.https.need-auth",
        "dfs.max.objects": "dfs.namenode.max.objects",
        "dfs.name.dir": "dfs.namenode.name.dir",
        "dfs.name.edits.dir": "dfs.namenode.edits.dir",
        "dfs.permissions": "dfs.permissions.enabled",
        "dfs.permissions.supergroup": "dfs.permissions.superusergroup",
        "dfs.read.prefetch.size": "dfs.client.read.prefetch.size",
        "dfs.replication.min": "dfs.namenode.replication.min",
        "dfs.safemode.extension": "dfs.namenode.safemode.extension",
        "dfs.safemode.threshold.pct": "dfs.namenode.safemode.threshold-pct",
        "dfs.secondary.http.address": "dfs.namenode.secondary.http-address",
        "dfs.socket.timeout": "dfs.client.socket-timeout",
        "dfs.umaskmode": "fs.permissions.umask-mode",
        "dfs.write.packet.size": "dfs.client-write-packet-size",
        "fs.checkpoint.dir": "dfs.namenode.checkpoint.dir",
        "fs.checkpoint.edits.dir": "dfs.namenode.checkpoint.edits.dir",
        "fs.checkpoint.period": "dfs.namenode.checkpoint.period",
        "fs.default.name": "fs.defaultFS",
        "hadoop.configured.node.mapping": "net.topology.configured.node.mapping",
        "heartbeat.recheck.interval": "dfs.namenode.heartbeat.recheck-interval",
        "io.bytes.per.checksum": "dfs.bytes-per-checksum",
        "slave.host.name": "dfs.datanode.hostname",
        "topology.node.switch.mapping.impl": "net.topology.node.switch.mapping.impl",
        "topology.script.file.name": "net.topology.script.file.name",
        "topology.script.number.args": "net.topology.script.number.args",
        "yarn.client.max-nodemanagers-proxies": "yarn.client.max-cached-nodemanagers-proxies",
        "yarn.resourcemanager.zk-address": "hadoop.zk.address",
    ]
}
