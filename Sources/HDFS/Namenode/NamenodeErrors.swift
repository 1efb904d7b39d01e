import HadoopRPC
import WeftDiagnostics

/// What the NameNode's own exceptions mean to a client; those that any Hadoop service throws, `RemoteException` knows.
enum NamenodeErrors {
    private static let known: [String: (WeftError.Code, String)] = [
        "PathIsNotEmptyDirectoryException": ("directory-not-empty", "delete it recursively if that is what you want"),
        "ParentNotDirectoryException": ("not-a-directory", "check the path: a part of it is a file"),
        "PathIsNotDirectoryException": ("not-a-directory", "check the path: it is a file"),
        "InvalidPathException": ("invalid-path", "check the path: it must be absolute and have no . or .. parts"),
        "NSQuotaExceededException": ("quota-exceeded", "remove files, or ask for a higher quota of names"),
        "DSQuotaExceededException": ("quota-exceeded", "remove files, or ask for a higher quota of space"),
        "QuotaByStorageTypeExceededException": ("quota-exceeded", "remove files, or ask for a higher quota"),
        "LeaseExpiredException": (
            "hdfs-lease-lost", "somebody else has opened, recovered or deleted the file; write it again"
        ),
        "AlreadyBeingCreatedException": (
            "hdfs-file-in-use",
            "another client is writing it; wait, or recover its lease: hdfs debug recoverLease -path"
        ),
        "RecoveryInProgressException": ("hdfs-file-in-use", "its lease is being recovered; try again in a minute"),
        "UnresolvedPathException": ("hdfs-symbolic-link", "use the path that the link points to"),
        "SnapshotException": ("hdfs-snapshot", "check that the folder is snapshottable and what snapshots it has"),
        "AclException": ("hdfs-acl", "check the access control list"),
        "UnknownCryptoProtocolVersionException": (
            "hdfs-encryption-zone",
            "the path is in an encryption zone, which Weft can't write to; use a path outside of it"
        ),
        "ReplicaNotFoundException": ("hdfs-replica-not-found", "try again; the block may have moved"),
    ]

    /// The error with the meaning it has for a file system.
    static func translated(_ error: WeftError) -> WeftError {
        guard let exception = error.remoteException else { return error }
        let name = RemoteException(className: exception, message: "").shortName
        var error = error
        if let (code, remedy) = known[name] {
            error.code = code
            error.remedy = remedy
        } else if error.code == "remote-exception", error.message.contains("could only be") {
            error.code = "hdfs-no-datanodes"
            error.remedy = "check that DataNodes run, have space, and are reachable: hdfs dfsadmin -report"
        }
        return error
    }
}
