import HDFS
import HadoopProtos
import HadoopRPC
import WeftDiagnostics

extension ClusterProbe {
    /// Whether something listens.
    func portReport(_ server: HadoopAddress) -> DiagnosisReport {
        let subject = DiagnosisCheck.port(server).subject
        do {
            let deadline = Deadline.after(milliseconds: timeout)
            let socket = try BoundedCall.run(for: patience, orThrow: Self.slow(server)) {
                try StreamSocket.connect(to: server, deadline: deadline)
            }
            defer { socket.close() }
            return DiagnosisReport(.ok(subject, "open (\(socket.remote.ip))"))
        } catch {
            return DiagnosisReport(.failure(subject, error))
        }
    }

    private static func slow(_ server: HadoopAddress) -> WeftError {
        WeftError(
            "connect-timeout",
            "\(server) doesn't answer",
            remedy: "check the address, and that no firewall is between"
        )
    }

    /// How a NameNode authenticates this user, and whether it answers.
    func nameNodeReport(_ server: HadoopAddress) -> DiagnosisReport {
        let subject = DiagnosisCheck.nameNode(server).subject
        do {
            let service = try client().namenode.service
            return DiagnosisReport(
                .ok(
                    subject,
                    try answer(of: server, service.client, service.protocolInfo) { service in
                        let _: GetServerDefaultsResponseProto = try service.call(
                            "getServerDefaults",
                            GetServerDefaultsRequestProto(),
                            .idempotent
                        )
                    }
                )
            )
        } catch {
            return DiagnosisReport(.failure(subject, error))
        }
    }

    /// How a server authenticates this user and protects what travels. A call is made, because a connection without
    /// security sends nothing before; a standby server is as well as an active one.
    func answer(
        of server: HadoopAddress,
        _ client: RPCClient,
        _ protocolInfo: RPCProtocol,
        to call: @escaping @Sendable (RPCService) throws -> Void
    ) throws -> String {
        try probed {
            let found = try client.probe(protocolInfo, at: server)
            var state = "active"
            do {
                try call(RPCService(client: client, protocolInfo: protocolInfo, servers: [server]))
            } catch let error as WeftError where error.code == "standby" {
                state = "standby"
            }
            return "\(state), authentication \(found.method), protection \(found.protection.rawValue)"
        }
    }

    func probed<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        // Connecting and the exchange have deadlines of their own; this is for a resolver that hangs before them.
        try BoundedCall.run(
            for: patience * 4,
            orThrow: WeftError("timed-out", "no answer in time", remedy: "check the server's load and its log"),
            body
        )
    }

    /// A call that whichever NameNode is active answers.
    func fileSystemReport() -> DiagnosisReport {
        do {
            let client = try client()
            let root = try client.status("/")
            let capacity = try client.capacity()
            var findings = [
                DiagnosisFinding.ok(
                    "file system",
                    "hdfs://\(client.authority)/ of \(root.owner), by the NameNode \(client.namenode.service.currentServer)"
                )
            ]
            if capacity.capacity == 0 {
                findings.append(
                    .failure(
                        "DataNodes",
                        "none are alive: the file system has no space",
                        remedy: "start the DataNodes, and look into their logs when they run"
                    )
                )
            } else if capacity.missingBlocks > 0 {
                findings.append(
                    .warning(
                        "blocks",
                        "\(capacity.missingBlocks) have no replica left",
                        remedy:
                            "look for DataNodes that are away: hdfs dfsadmin -report, hdfs fsck / -list-corruptfileblocks"
                    )
                )
            }
            if let found = try fileToRead(client) {
                let blocks = try client.locatedBlocks(found, length: 1)
                let usesNames = try client.configuration.bool("dfs.client.use.datanode.hostname", default: false)
                let nodes = blocks.blocks.first?.locs.prefix(3).map {
                    HadoopAddress(host: usesNames ? $0.id.hostName : $0.id.ipAddr, port: Int($0.id.xferPort))
                }
                return DiagnosisReport(findings, learned: [.dataNodes(nodes ?? [])])
            }
            return DiagnosisReport(findings)
        } catch {
            return DiagnosisReport(.failure("file system", error))
        }
    }

    /// The first byte of a file: the way of data from a DataNode, with the tokens and the protection that it needs.
    func dataReport() -> DiagnosisReport {
        do {
            let client = try client()
            guard let path = try fileToRead(client) else {
                return DiagnosisReport(
                    DiagnosisFinding(
                        verdict: .skipped,
                        subject: "data",
                        text: "no file found to read; name one with --file"
                    )
                )
            }
            let stream = try client.open(path)
            defer { stream.close() }
            var byte: UInt8 = 0
            let count = try withUnsafeMutableBytes(of: &byte) { try stream.read(into: $0) }
            guard count == 1 else {
                return DiagnosisReport(.failure("data", "\(path) is empty", remedy: "name another file with --file"))
            }
            return DiagnosisReport(.ok("data", "read from \(path)"))
        } catch {
            return DiagnosisReport(.failure("data", error))
        }
    }

    /// The file that is named, or one that is found in the first few folders.
    private func fileToRead(_ client: HDFSClient) throws -> String? {
        if let file { return file }
        if let foundFile { return foundFile }
        var folders = [try client.homeDirectory(), "/"]
        var asked: Set<String> = []
        while !folders.isEmpty, asked.count < 20 {
            let folder = folders.removeFirst()
            guard asked.insert(folder).inserted, let entries = try? client.list(folder) else { continue }
            for entry in entries where entry.isFile && entry.length > 0 && !entry.isEncrypted && !entry.isErasureCoded {
                if (try? client.mayAccess(entry.path, read: true)) == true {
                    foundFile = entry.path
                    return entry.path
                }
            }
            folders += entries.filter(\.isDirectory).map(\.path)
        }
        return nil
    }
}
