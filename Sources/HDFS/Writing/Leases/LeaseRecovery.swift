import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Takes the lease of a file that its writer has left (DistributedFileSystem.recoverLease).
struct LeaseRecovery: Sendable {
    let namenode: any NamenodeCalls
    let clientName: String
    /// How long to wait before looking again whether the file is closed, in milliseconds.
    var pollInterval = 500
    /// How often the recovery is asked for again while it isn't done, in milliseconds: a recovery that failed on one
    /// DataNode starts anew only then.
    var repeatInterval = 10_000

    /// Recovers the lease, and waits until the file is closed.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - deadline: when to stop waiting; the recovery goes on without anybody waiting.
    /// - Returns: whether the file is closed.
    func recover(_ path: String, deadline: Deadline) throws -> Bool {
        while true {
            let response: RecoverLeaseResponseProto = try call(
                "recoverLease",
                RecoverLeaseRequestProto(src: path, clientName: clientName),
                path
            )
            if response.result { return true }
            let again = Deadline.after(milliseconds: repeatInterval)
            while !again.hasPassed {
                if deadline.hasPassed { return false }
                Pause.sleep(milliseconds: min(pollInterval, deadline.remainingMilliseconds))
                let closed: IsFileClosedResponseProto = try call(
                    "isFileClosed",
                    IsFileClosedRequestProto(src: path),
                    path
                )
                if closed.result { return true }
            }
        }
    }

    private func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ path: String
    ) throws -> Response {
        do {
            return try namenode.call(method, request, .idempotent, returning: Response.self)
        } catch {
            throw WeftError(wrapping: error).about(path)
        }
    }
}
