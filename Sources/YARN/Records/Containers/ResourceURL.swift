import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Where a file is that a NodeManager shall fetch (URL.java): in parts, as the protocol has it.
public struct ResourceURL: Sendable, Hashable, CustomStringConvertible {
    /// `hdfs`, `file` or another file system's name.
    public var scheme: String
    /// A user name before the host; `nil` most often.
    public var userInfo: String?
    /// The host, or the name of an HDFS name service; `nil` for local files.
    public var host: String?
    /// The port; `nil` for none.
    public var port: Int32?
    /// The absolute path, not escaped.
    public var path: String

    /// Makes a URL of its parts.
    public init(scheme: String, userInfo: String? = nil, host: String? = nil, port: Int32? = nil, path: String) {
        self.scheme = scheme
        self.userInfo = userInfo
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads `hdfs://host:port/path` or `file:/path`. Nothing is unescaped.
    ///
    /// - Throws: `WeftError` with code `invalid-argument` when there is no scheme or no absolute path.
    public init(_ text: String) throws {
        func invalid() -> WeftError {
            WeftError(
                "invalid-argument",
                "\"\(text)\" is not a URL of a file",
                remedy: "write it with its file system: hdfs://namenode:8020/path or file:///path"
            )
        }
        guard let colon = text.firstIndex(of: ":") else { throw invalid() }
        var rest = text[text.index(after: colon)...]
        self.init(scheme: String(text[..<colon]), path: "")
        guard !scheme.isEmpty, !scheme.contains("/") else { throw invalid() }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let authority = rest.prefix { $0 != "/" }
            rest = rest[authority.endIndex...]
            if !authority.isEmpty {
                let at = authority.lastIndex(of: "@")
                userInfo = at.map { String(authority[..<$0]) }
                let place = at.map { authority[authority.index(after: $0)...] } ?? authority
                // Without a port the default would be 0, which no URL has.
                guard let address = HadoopAddress(place, defaultPort: 0) else { throw invalid() }
                host = address.host
                port = address.port == 0 ? nil : Int32(address.port)
            }
        }
        guard rest.hasPrefix("/") else { throw invalid() }
        path = String(rest)
    }

    /// The URL as one text.
    public var description: String {
        guard let host else { return "\(scheme):\(path)" }
        let place = port.map { HadoopAddress(host: host, port: Int($0)).description } ?? host
        return "\(scheme)://\(userInfo.map { $0 + "@" } ?? "")\(place)\(path)"
    }
}

extension ResourceURL {
    /// A URL as messages have it.
    public init(_ message: URLProto) {
        self.init(
            scheme: message.scheme ?? "",
            userInfo: message.userInfo,
            host: message.host.flatMap { $0.isEmpty ? nil : $0 },
            port: message.port.flatMap { $0 > 0 ? $0 : nil },
            path: message.file ?? ""
        )
    }

    /// The URL for a message.
    public var message: URLProto {
        // Java's URIs have the port -1 where there is none.
        URLProto(scheme: scheme, host: host, port: port ?? -1, file: path, userInfo: userInfo)
    }
}
