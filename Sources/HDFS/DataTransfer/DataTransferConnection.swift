import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// A connection to a DataNode's data transfer port, its SASL handshake done. One thread may write while another reads.
final class DataTransferConnection: Sendable {
    /// The DataNode.
    let datanode: DatanodeIDProto
    /// What was decided about its handshake.
    let security: DataTransferSecurity
    /// What the DataNode sends.
    let input: DataTransferInput
    /// What it is sent.
    let output: DataTransferOutput
    private let socket: StreamSocket
    private let settings: DataTransferSettings

    /// Connects and makes the handshake.
    ///
    /// - Parameters:
    ///   - datanode: where to.
    ///   - security: whether and how it is protected.
    ///   - token: the block token.
    ///   - settings: time limits, and which of its names the DataNode is connected by.
    /// - Throws: `hdfs-datanode-unreachable`; `sasl-failed`, `hdfs-block-token` and `hdfs-encryption-key` from the
    ///   handshake; `connection-lost`, `timed-out`.
    init(
        to datanode: DatanodeIDProto,
        security: DataTransferSecurity,
        token: TokenProto,
        settings: DataTransferSettings
    ) throws {
        self.datanode = datanode
        self.security = security
        self.settings = settings
        do {
            socket = try StreamSocket.connect(
                to: datanode.address(usesHostname: settings.usesDatanodeHostname),
                deadline: .after(milliseconds: settings.socketTimeout)
            )
        } catch let error as WeftError {
            throw datanode.unreachable(error, usesHostname: settings.usesDatanodeHostname)
        }
        input = DataTransferInput(socket: socket, timeout: settings.socketTimeout)
        output = DataTransferOutput(socket: socket, timeout: settings.writeTimeout)
        do {
            if var handshake = try security.handshake(settings, token: token) { try shakeHands(&handshake) }
        } catch let error as WeftError {
            close()
            throw explained(error)
        }
    }

    /// Takes over a connection whose handshake, if there is any, was made.
    init(to datanode: DatanodeIDProto, over socket: StreamSocket, settings: DataTransferSettings) {
        self.datanode = datanode
        security = .none(.insecure)
        self.settings = settings
        self.socket = socket
        input = DataTransferInput(socket: socket, timeout: settings.socketTimeout)
        output = DataTransferOutput(socket: socket, timeout: settings.writeTimeout)
    }

    private func shakeHands(_ handshake: inout DataTransferHandshake) throws {
        try output.write(handshake.start())
        while true {
            switch try handshake.received(input.readDelimited(DataTransferEncryptorMessageProto.self)) {
            case .send(let bytes): try output.write(bytes)
            case .complete(let protection):
                try input.protect(with: protection)
                output.protect(with: protection)
                return
            }
        }
    }

    /// Sends an operation and waits until the DataNode says that it will do it.
    ///
    /// - Returns: what it said.
    /// - Throws: its refusal (`BlockOpResponseProto.check`), or `connection-lost` with what is likely.
    func request(_ operation: DataTransferOperation, block: ExtendedBlockProto) throws -> BlockOpResponseProto {
        let response: BlockOpResponseProto
        do {
            try output.send(operation)
            response = try input.readDelimited(BlockOpResponseProto.self)
        } catch let error as WeftError {
            throw explained(error)
        }
        try response.check(operation.name, block: block, datanode: datanode.name)
        return response
    }

    /// Whether it can be used for another operation: nothing is left to read and the DataNode hasn't closed it.
    var isReusable: Bool { !input.hasBufferedBytes && socket.isIdleAndOpen }

    /// Ends it; threads that wait on it wake up with an error.
    func close() { socket.close() }

    /// The error with the DataNode's names, and what is likely when the DataNode has just hung up.
    func explained(_ error: WeftError) -> WeftError {
        var error = error
        if error.remedy.isEmpty || error.code == "connection-lost" || error.code == "sasl-failed" {
            let likely = security.remedyForSilence(settings, port: Int(datanode.xferPort))
            error.remedy = error.code == "sasl-failed" && !error.remedy.isEmpty ? error.remedy : likely
        }
        if !error.details.contains(where: { $0.name == "DataNode" }) {
            error.details.append(.init("DataNode", datanode.name))
        }
        return error
    }
}

extension DatanodeIDProto {
    /// Host name, address and port: `worker1.example.com (10.0.0.1:9866)`.
    var name: String { "\(hostName) (\(HadoopAddress(host: ipAddr, port: Int(xferPort))))" }

    /// Where its data transfer is connected to.
    func address(usesHostname: Bool) throws -> HadoopAddress {
        let host = usesHostname || ipAddr.isEmpty ? hostName : ipAddr
        guard !host.isEmpty, (1...65_535).contains(xferPort) else {
            throw WeftError(.dataTransferProtocol, "the NameNode named a DataNode without an address or a port")
        }
        return HadoopAddress(host: host, port: Int(xferPort))
    }

    /// The error of a DataNode that can't be connected to, with both of its names.
    func unreachable(_ cause: WeftError, usesHostname: Bool) -> WeftError {
        WeftError(
            .datanodeUnreachable,
            "can't connect to the DataNode \(name)",
            remedy: usesHostname
                ? "its host name \(hostName) was used, because dfs.client.use.datanode.hostname is true: check that this"
                    + " host resolves it to an address that it can reach, or set that to false"
                : "its address \(ipAddr) was used: if it isn't reachable from here (a container, NAT, another network),"
                    + " set dfs.client.use.datanode.hostname=true and make \(hostName) resolve to one that is",
            details: [.init("address", "\(ipAddr):\(xferPort)"), .init("host name", "\(hostName):\(xferPort)")],
            cause: cause
        )
    }
}
