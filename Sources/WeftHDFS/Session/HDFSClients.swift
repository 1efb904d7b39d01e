import HDFS
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// Where the file system has its clients from: one for each HDFS that is used, whoever uses it.
protocol HDFSClients: Sendable {
    /// The client of an HDFS.
    ///
    /// - Parameter authority: what stands behind `hdfs://` in its paths.
    /// - Throws: `hadoop-configuration` when it can't be known where its NameNodes are, and what getting credentials for
    ///   executors throws.
    func client(_ authority: String) throws -> HDFSClient

    /// The authority of paths that name none; nil when there is none.
    var defaultAuthority: String? { get }

    /// An error of a call as the user is to read it.
    func explained(_ error: WeftError, authority: String) -> WeftError
}

/// Clients by authority, each made once.
final class ClientTable: Sendable {
    private struct State {
        var clients: [String: HDFSClient] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// The client of an authority, made if there is none. Making one sends nothing, so the lock is held meanwhile.
    func client(_ authority: String, make: () throws -> HDFSClient) throws -> HDFSClient {
        try state.withLock { state in
            if let client = state.clients[authority] { return client }
            guard !state.isClosed else {
                throw WeftError("context-stopped", "the application is over, and hdfs://\(authority) with it")
            }
            let client = try make()
            state.clients[authority] = client
            return client
        }
    }

    /// Ends all connections, and lets nobody make new ones.
    func close() {
        let clients = state.withLock { state in
            state.isClosed = true
            defer { state.clients = [:] }
            return Array(state.clients.values)
        }
        for client in clients { client.close() }
    }
}
