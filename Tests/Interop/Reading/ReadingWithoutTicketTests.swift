import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

/// Files that are open when Kerberos has no more to give: DataNodes ask for block tokens, the NameNode for a ticket when a
/// connection is made.
@Suite("Reading goes on without Kerberos")
struct ReadingWithoutTicketTests {
    /// Locations are known for a block at a time.
    private static let settings = [
        "dfs.client.read.prefetch.size": "1048576", "ipc.client.connection.maxidletime": "600000",
        "dfs.client.retry.window.base": "200",
    ]
    private static let blocks = ["dfs.blocksize": "1048576"]
    private static let count = 4 << 20

    /// Opens a file with a ticket of a few seconds, and reads its first bytes.
    private func open(_ file: WrittenByJava, on bed: TestBed) throws -> (String, HDFSClient, HDFSInputStream, [UInt8]) {
        // A busy machine may need longer than the ticket lasts.
        for seconds in [6, 15, 40, 100] {
            let cache = try bed.newTicket("alice", lifetime: "\(seconds)s")
            let client = try HDFSClient(
                configuration: bed.configuration(Self.settings),
                user: bed.ticketUser("alice", cache: cache)
            )
            do {
                let stream = try client.open(file.path)
                return (cache, client, stream, try stream.next(1000))
            } catch let error as WeftError where error.code == "kerberos-expired" {
                continue
            }
        }
        throw ChildProgram.Failure(description: "no ticket lasts long enough to open a file")
    }

    @Test(
        "when the ticket expires, as long as the NameNode's connection lasts; then it is an error until there is a new one"
    )
    func expiredTicket() throws {
        let bed = try TestBed.shared(.authentication)
        let file = try WrittenByJava(on: bed, count: Self.count, Self.blocks)
        var (cache, client, stream, read) = try open(file, on: bed)
        defer { client.close() }
        let deadline = ContinuousClock.now + .seconds(300)
        while (try? GSSCredential.ticketCache(cache)) != nil, ContinuousClock.now < deadline { usleep(100_000) }
        let expired = #expect(throws: WeftError.self) { try GSSCredential.ticketCache(cache) }
        #expect(expired?.code == "kerberos-expired")
        // The second block's place is still to be asked for.
        read += try stream.next((2 << 20) - 1000)
        client.close()
        let refused = #expect(throws: WeftError.self) { try stream.next(1) }
        #expect(refused?.code == "kerberos-expired", "\(refused as Any)")
        try ChildProgram(command: [
            TestBeds.shared.program, "ticket", "--dir", bed.directory, "alice", "--cache", cache,
        ]).succeed()
        read += try stream.next()
        #expect(read == file.bytes)
    }

    /// What the process without a KDC needs to know.
    private struct Facts: Codable, Sendable {
        var configuration: String
        var krb5: String
        var keytabs: [String]
        var path: String
        var settings: [String: String]
        var count: Int
    }

    @Test("when the KDC stops, also over a new connection to the NameNode; who logs in then is told why it can't be")
    func kdcStops() async throws {
        let bed = try TestBed.shared(.authentication)
        let file = try WrittenByJava(on: bed, count: Self.count, Self.blocks)
        let facts = Facts(
            configuration: bed.configurationFolder,
            krb5: try bed.krb5Configuration,
            keytabs: [try bed.keytab("alice"), try bed.keytab("bob")],
            path: file.path,
            settings: Self.settings,
            count: Self.count
        )
        // krb5 of another process goes to the KDC by a way that can be cut off.
        await #expect(processExitsWith: .success) { [facts = facts as Facts] in
            let original = try String(contentsOfFile: facts.krb5, encoding: .utf8)
            let match = try #require(original.firstMatch(of: /kdc = 127\.0\.0\.1:([0-9]+)/))
            let proxy = try LoopbackProxy(to: try #require(Int(match.1)))
            let krb5 = "/tmp/weft-krb5-\(UUID().uuidString)"
            defer { unlink(krb5) }
            try original.replacingOccurrences(of: match.0, with: "kdc = 127.0.0.1:\(proxy.port)")
                .write(toFile: krb5, atomically: true, encoding: .utf8)
            setenv("KRB5_CONFIG", krb5, 1)
            setenv("KRB5CCNAME", "/nowhere/at-all", 1)
            var configuration = try HadoopConfiguration(loadingFrom: [facts.configuration], environment: [:])
            for (key, value) in facts.settings { configuration.set(key, to: value) }
            func client(_ user: String, _ keytab: String) throws -> HDFSClient {
                let source = KerberosLogin.Source.keytab(path: keytab, principal: "\(user)@TEST.LOCAL")
                return try HDFSClient(
                    configuration: configuration,
                    user: UserGroupInformation(simpleName: user, loginSource: source)
                )
            }
            let alice = try client("alice", facts.keytabs[0])
            let stream = try alice.open(facts.path)
            var read = try stream.next(1000)
            proxy.stop()
            read += try stream.next((1 << 20) - 1000)
            // The ticket for the NameNode is good for more than one connection.
            alice.close()
            read += try stream.next()
            #expect(read == WrittenByJava.bytes(facts.count))
            let late = try client("bob", facts.keytabs[1])
            let error = #expect(throws: WeftError.self) { try late.open(facts.path) }
            #expect(error?.code == "kerberos-kdc-unreachable", "\(error as Any)")
        }
    }
}
