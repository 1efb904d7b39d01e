import Foundation
import HadoopRPC
import Testing
import WeftDiagnostics

/// Java's own SASL server in a process of its own (Tests/Oracles/SaslServerOracle.java), one for all tests because Java
/// takes seconds to compile it.
private final class JavaSaslServer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var lines: [String] = []
    private var unread: [UInt8] = []

    init(_ realm: KerberosRealm) throws {
        signal(SIGPIPE, SIG_IGN)
        let home = ProcessInfo.processInfo.environment["JAVA_HOME"]
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().path
        let source = URL(fileURLWithPath: here + "/../../../Oracles/SaslServerOracle.java").standardized.path
        process.executableURL = URL(fileURLWithPath: home.map { "\($0)/bin/java" } ?? "/usr/bin/env")
        process.arguments =
            (home == nil ? ["java"] : []) + ["-Djava.security.krb5.conf=\(realm.configuration)", source]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    /// Begins another exchange.
    func start(_ fields: String...) throws {
        lines = []
        try write((["start"] + fields).joined(separator: "\t").utf8)
    }

    private func write(_ line: some Sequence<UInt8>) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(line) + Data("\n".utf8))
    }

    /// Sends a message, unless there is none, and reads a line.
    func ask(_ message: [UInt8]?) throws -> String {
        if let message {
            let digits = Array("0123456789abcdef".utf8)
            try write(message.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while lines.isEmpty {
            var entry = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 100) > 0 else {
                try #require(ContinuousClock.now < deadline, "Java doesn't answer")
                continue
            }
            let bytes = output.fileHandleForReading.availableData
            try #require(!bytes.isEmpty, "Java has ended")
            let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                unread += part
                if index == parts.count - 1 { break }
                lines.append(String(decoding: unread, as: UTF8.self))
                unread = []
            }
        }
        return lines.removeFirst()
    }

    /// The same for an answer that is a message.
    func message(_ message: [UInt8]?) throws -> [UInt8] {
        let line = try ask(message)
        let digits = line.utf8.map { $0 >= 0x61 ? $0 &- 87 : $0 &- 48 }
        try #require(digits.count % 2 == 0 && digits.allSatisfy { $0 < 16 }, "Java says: \(line)")
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Runs the whole exchange.
    ///
    /// - Returns: Java's word about its end.
    func run(_ client: any SaslClient) throws -> String {
        var answer = client.hasInitialResponse ? [] : try message(nil)
        var isServerDone = false
        while !isServerDone {
            let response = try client.respond(to: answer)
            answer = try message(response)
            isServerDone = client.isComplete
            if !isServerDone, client.mechanism == "DIGEST-MD5" {
                _ = try client.respond(to: answer)
                isServerDone = true
            }
        }
        return try ask(nil)
    }

    /// Sends bytes through the codec, back and forth.
    func echo(_ plain: [UInt8], _ codec: any SaslCodec) throws -> [UInt8] {
        try codec.open(try message(try codec.seal(plain)))
    }
}

@Suite("Java's SASL servers")
struct JavaSaslTests {
    @Test("GSSAPI and DIGEST-MD5, at each level, with each cipher, with a long name and with a wrong password")
    func everything() throws {
        let realm = try KerberosRealm.shared()
        let java = try JavaSaslServer(realm)
        for level in SaslProtection.allCases {
            try java.start("GSSAPI", level.qop, realm.keytab("nn"), realm.server)
            let client = try GSSAPISaslClient(
                credential: try .keytab(realm.keytab("alice"), principal: realm.principal("alice")),
                serverPrincipal: realm.server,
                protections: [level]
            )
            #expect(try java.run(client) == "complete \(level.qop) alice@TEST.LOCAL")
            try exchangeBytes(java, try client.makeCodec(), level)
        }
        let kinds: [(SaslProtection, DigestMD5Cipher)] =
            [(.authentication, .rc4), (.integrity, .rc4)] + DigestMD5Cipher.allCases.map { (.privacy, $0) }
        for (level, cipher) in kinds { try digest(java, level, cipher) }
        try wrongPassword(java)
    }

    private func digest(_ java: JavaSaslServer, _ level: SaslProtection, _ cipher: DigestMD5Cipher) throws {
        let name = String(repeating: "QUJD", count: 800)
        let password = "cGFzc3dvcmQtYnl0ZXM9PQ=="
        try java.start("DIGEST-MD5", level.qop, name, password)
        let client = DigestMD5SaslClient(
            username: name,
            password: Array(password.utf8),
            protocolName: "",
            serverName: "default",
            protections: [level],
            ciphers: [cipher]
        )
        #expect(try java.run(client) == "complete \(level.qop) \(name)")
        #expect(client.isComplete)
        try exchangeBytes(java, try client.makeCodec(), level)
    }

    private func exchangeBytes(_ java: JavaSaslServer, _ codec: (any SaslCodec)?, _ level: SaslProtection) throws {
        #expect((codec == nil) == (level == .authentication))
        guard let codec else { return }
        for length in [1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 5000, 60_000, 1] {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            #expect(try java.echo(plain, codec) == Array("echo:".utf8) + plain)
        }
    }

    private func wrongPassword(_ java: JavaSaslServer) throws {
        try java.start("DIGEST-MD5", "auth", "alice", "right")
        let client = DigestMD5SaslClient(
            username: "alice",
            password: Array("wrong".utf8),
            protocolName: "",
            serverName: "default",
            protections: [.authentication]
        )
        let response = try client.respond(to: try java.message(nil))
        #expect(try java.ask(response).hasPrefix("failed "))
    }
}
