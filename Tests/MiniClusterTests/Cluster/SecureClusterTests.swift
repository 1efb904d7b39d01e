import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

@Suite(
    "A secure embedded cluster",
    .serialized,
    .timeLimit(.minutes(5)),
    .enabled(if: installed("krb5kdc"), "needs MIT's KDC: install krb5-kdc, krb5-admin-server and krb5-user")
)
struct SecureClusterTests {
    /// Runs a body on a secure cluster, in whose realm this process is.
    private func withCluster(
        _ protection: SaslProtection = .authentication,
        _ body: (MiniCluster) throws -> Void
    ) throws {
        try TemporaryFolder.with { folder in
            var options = MiniClusterOptions()
            options.isSecure = true
            options.protection = protection
            options.directory = folder
            options.users = ["alice", "bob", "rm"]
            try KerberosFixture.withConfiguration("\(folder)/kerberos/krb5.conf") {
                let cluster = try MiniCluster.start(options)
                defer { cluster.stop() }
                try body(cluster)
            }
        }
    }

    @Test("an application runs by its user's ticket, at each level of protection", arguments: SaslProtection.allCases)
    func wholeLife(protection: SaslProtection) throws {
        try withCluster(protection) { cluster in
            let client = try ClusterClient(cluster, ticketOf: "alice")
            defer { client.close() }
            let master = try client.submitUnmanaged()
            let registered = try master.register()
            #expect(registered.clientToAmTokenMasterKey?.isEmpty == false)
            try master.allocate([TestMaster.ask(1)])
            try master.heartbeat { $0.containers.count == 1 }
            _ = try master.start(master.containers[0], ClusterClient.launchContext("true"))
            try master.heartbeat { $0.completed.count == 1 }
            #expect(master.completed[0].exitStatus == 0)
            let report = try client.report(master.attempt.application)
            #expect(report.user == "alice")
            #expect(report.clientToAmToken?.kind == "YARN_CLIENT_TOKEN")
            try master.finish()
        }
    }

    @Test("a client without a ticket is refused")
    func noTicket() throws {
        try withCluster { cluster in
            let client = try ClusterClient(cluster, "alice")
            defer { client.close() }
            #expect(throws: WeftError.self) { try client.submitUnmanaged() }
        }
    }

    @Test("a delegation token lets its owner in, is renewed by its renewer, and is worthless when it is cancelled")
    func delegationToken() throws {
        try withCluster { cluster in
            let alice = try ClusterClient(cluster, ticketOf: "alice")
            let renewer = try ClusterClient(cluster, ticketOf: "rm")
            let bob = try ClusterClient(cluster, ticketOf: "bob")
            defer { for client in [alice, renewer, bob] { client.close() } }
            let given: GetDelegationTokenResponseProto = try alice.resourceManager(
                "getDelegationToken",
                GetDelegationTokenRequestProto(renewer: "rm/localhost@WEFT.LOCAL")
            )
            let token = Token(try given.token.orThrow())
            let byToken = try ClusterClient(
                cluster,
                user: UserGroupInformation(
                    simpleName: "nobody",
                    loginSource: nil,
                    credentials: Credentials(tokens: ["t": token])
                )
            )
            defer { byToken.close() }
            let id = try byToken.submit("true") { $0.unmanagedAm = true }
            #expect(try byToken.report(id).user == "alice")
            // A token begets none.
            let refused = try #require(throws: WeftError.self) {
                let _: GetDelegationTokenResponseProto = try byToken.resourceManager(
                    "getDelegationToken",
                    GetDelegationTokenRequestProto(renewer: "rm")
                )
            }
            #expect(refused.message == "Delegation Token can be issued only with kerberos authentication")
            func renew(_ client: ClusterClient) throws -> UInt64 {
                let renewed: RenewDelegationTokenResponseProto = try client.resourceManager(
                    "renewDelegationToken",
                    RenewDelegationTokenRequestProto(token: token.message)
                )
                return renewed.newExpiryTime
            }
            #expect(try renew(renewer) > UInt64(TimeText.now))
            #expect(throws: WeftError.self) { try renew(bob) }
            let _: CancelDelegationTokenResponseProto = try alice.resourceManager(
                "cancelDelegationToken",
                CancelDelegationTokenRequestProto(token: token.message)
            )
            let late = try ClusterClient(cluster, user: byToken.user)
            defer { late.close() }
            #expect(try #require(throws: WeftError.self) { try late.report(id) }.code == "token-invalid")
        }
    }

    @Test("only who may act for others does")
    func proxyUser() throws {
        try withCluster { cluster in
            func submit(_ name: String) throws -> String? {
                let cache = try cluster.environment(user: name)["KRB5CCNAME"].orThrow()
                let user = UserGroupInformation(
                    simpleName: name,
                    loginSource: .ticketCache(path: String(cache.dropFirst(5)), principal: nil)
                )
                let client = try ClusterClient(cluster, user: user.acting(for: "carol"))
                defer { client.close() }
                return try client.report(client.submit("true") { $0.unmanagedAm = true }).user
            }
            #expect(try submit("gateway") == "carol")
            let error = try #require(throws: WeftError.self) { try submit("bob") }
            #expect(error.message == "User: bob is not allowed to impersonate carol")
        }
    }
}
