import WeftDiagnostics

/// Failures in the words that users of `hdfs dfs` know, and scripts look for (PathIOException.java).
enum ShellFailure {
    static func notFound(_ text: String) -> WeftError { failure("input-not-found", text, "No such file or directory") }

    static func exists(_ text: String) -> WeftError { failure("output-exists", text, "File exists") }

    static func isDirectory(_ text: String) -> WeftError { failure("not-a-file", text, "Is a directory") }

    static func isNotDirectory(_ text: String) -> WeftError { failure("not-a-directory", text, "Is not a directory") }

    static func isNotEmpty(_ text: String) -> WeftError {
        failure("directory-not-empty", text, "Directory is not empty")
    }

    static func failure(_ code: WeftError.Code, _ text: String, _ reason: String) -> WeftError {
        WeftError(code, "`\(text)': \(reason)")
    }

    /// Whether an error would come again for every other path: nothing more is tried then.
    static func endsCommand(_ error: WeftError) -> Bool {
        let code = error.code.rawValue
        let families = ["kerberos-", "sasl-", "rpc-", "token-"]
        let others = [
            "hadoop-configuration", "standby", "unknown-host", "unknown-scheme", "connection-lost", "interrupted",
            "timed-out", "safe-mode", "server-busy", "hdfs-no-datanodes",
        ]
        return families.contains { code.hasPrefix($0) } || others.contains(code)
    }
}
