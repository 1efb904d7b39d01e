import HadoopRPC
import Synchronization
import WeftDiagnostics

/// Writing files.
extension HDFSClient {
    /// Makes a file and opens it for writing.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - options: how.
    /// - Throws: `output-exists` unless it may be replaced, `permission-denied`, `quota-exceeded`, `hdfs-unsupported` in an
    ///   encryption zone or where files are erasure-coded.
    public func create(_ path: String, _ options: CreateOptions = CreateOptions()) throws -> HDFSOutputStream {
        try fileWriter().create(path, options)
    }

    /// Opens a file to write behind its end.
    ///
    /// - Parameters:
    ///   - path: the file, which must be there.
    ///   - newBlock: whether a new block is begun even if the last one isn't full.
    /// - Throws: `input-not-found`, `hdfs-file-in-use` when somebody else writes it.
    public func append(_ path: String, newBlock: Bool = false) throws -> HDFSOutputStream {
        try fileWriter().append(path, newBlock: newBlock)
    }

    /// Takes the lease of a file that its writer has left, and waits until the file is closed.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - deadline: when to stop waiting; the recovery goes on on the servers.
    /// - Returns: whether the file is closed.
    public func recoverLease(_ path: String, deadline: Deadline) throws -> Bool {
        try LeaseRecovery(namenode: namenode, clientName: clientName).recover(path, deadline: deadline)
    }

    private func fileWriter() throws -> FileWriter {
        let connector = try datanodeConnector()
        return try writing.withLock { writing in
            if let writing { return writing }
            let made = FileWriter(
                namenode: namenode,
                clientName: clientName,
                settings: try WriteSettings(configuration),
                connector: connector,
                umask: try umask(),
                serverDefaults: { [defaults] in try defaults.get() }
            )
            writing = made
            return made
        }
    }
}
