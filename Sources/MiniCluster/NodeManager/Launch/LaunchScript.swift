/// The script that starts a container, as a NodeManager writes it (ContainerLaunch.java, UnixShellScriptBuilder).
///
/// Values of variables and the command stand between double quotes, unchanged: `"`, `\`, `` ` `` and `$` in them mean
/// something to bash, and the command is read twice. Clients of YARN count on that.
struct LaunchScript: Sendable {
    /// The variables that the container asked for.
    var environment: [String: String] = [:]
    /// The variables that the NodeManager sets whatever the container says, in their order.
    var forced: [(name: String, value: String)] = []
    /// Variables of which a value in the NodeManager's own environment wins (`yarn.nodemanager.env-whitelist`).
    var whitelist = LaunchScript.defaultWhitelist
    /// The NodeManager's own environment.
    var nodeEnvironment: [String: String] = [:]
    /// Names in the working folder, and what they lead to.
    var links: [(name: String, target: String)] = []
    /// The command's words.
    var command: [String] = []
    /// The container's folder for logs.
    var logFolder: String

    static let defaultWhitelist = [
        "JAVA_HOME", "HADOOP_COMMON_HOME", "HADOOP_HDFS_HOME", "HADOOP_CONF_DIR", "CLASSPATH_PREPEND_DISTCACHE",
        "HADOOP_YARN_HOME", "HADOOP_HOME", "PATH", "LANG", "TZ",
    ]

    init(logFolder: String) { self.logFolder = logFolder }

    /// Replaces what clients write because they don't know the node: `<LOG_DIR>`, `<CPS>` and `{{NAME}}`.
    static func expanded(_ text: String, logFolder: String) -> String {
        replace(
            in: text,
            [("<LOG_DIR>", logFolder), ("<CPS>", ":"), ("{{", "$"), ("}}", "")]
        )
    }

    private static func replace(in text: String, _ pairs: [(String, String)]) -> String {
        var bytes = Array(text.utf8)
        for (from, to) in pairs {
            let from = Array(from.utf8)
            var made: [UInt8] = []
            var place = 0
            while place < bytes.count {
                if bytes[place...].starts(with: from) {
                    made += to.utf8
                    place += from.count
                } else {
                    made.append(bytes[place])
                    place += 1
                }
            }
            bytes = made
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The script.
    var text: String {
        var lines = ["#!/bin/bash", "", "set -o pipefail -e"]
        lines += ["export PRELAUNCH_OUT=\"\(logFolder)/prelaunch.out\"", "exec >\"${PRELAUNCH_OUT}\""]
        lines += ["export PRELAUNCH_ERR=\"\(logFolder)/prelaunch.err\"", "exec 2>\"${PRELAUNCH_ERR}\""]
        lines.append("echo \"Setting up env variables\"")
        lines += exports
        lines.append("echo \"Setting up job resources\"")
        for link in links {
            if let slash = link.name.lastIndex(of: "/") { lines.append("mkdir -p \"\(link.name[..<slash])\"") }
            lines.append("ln -sf -- \"\(link.target)\" \"\(link.name)\"")
        }
        lines.append("echo \"Copying debugging information\"")
        lines.append("cp \"launch_container.sh\" \"\(logFolder)/launch_container.sh\"")
        lines.append("chmod 640 \"\(logFolder)/launch_container.sh\"")
        lines.append("echo \"Launching container\"")
        let command = command.map { Self.expanded($0, logFolder: logFolder) }.joined(separator: " ")
        lines.append("exec /bin/bash -c \"\(command)\"")
        return lines.joined(separator: "\n") + "\n"
    }

    private var exports: [String] {
        let asked = environment.mapValues { Self.expanded($0, logFolder: logFolder) }
        let forcedNames = Set(forced.map(\.name))
        var lines: [String] = []
        for name in whitelist where !forcedNames.contains(name) {
            guard let value = asked[name] ?? nodeEnvironment[name] else { continue }
            lines.append("export \(name)=${\(name):-\"\(value)\"}")
        }
        lines += forced.map { "export \($0.name)=\"\(Self.expanded($0.value, logFolder: logFolder))\"" }
        let others = asked.filter { !forcedNames.contains($0.key) && !whitelist.contains($0.key) }
        lines += Self.ordered(others).map { "export \($0.key)=\"\($0.value)\"" }
        return lines
    }

    /// Puts a variable behind those that its value names, so that they have their values by then.
    static func ordered(_ variables: [String: String]) -> [(key: String, value: String)] {
        var order: [(key: String, value: String)] = []
        var visited: Set<String> = []
        func visit(_ name: String) {
            guard let value = variables[name], visited.insert(name).inserted else { return }
            for other in names(in: value).sorted() { visit(other) }
            order.append((name, value))
        }
        for name in variables.keys.sorted() { visit(name) }
        return order
    }

    /// The variables that a value names, `$NAME` or `${NAME}`.
    static func names(in value: String) -> Set<String> {
        var found: Set<String> = []
        for part in value.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
            let name = (part.first == "{" ? part.dropFirst() : part)
                .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            if !name.isEmpty { found.insert(String(name)) }
        }
        return found
    }
}
