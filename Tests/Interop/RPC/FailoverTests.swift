import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("NameNodes that fail")
struct FailoverTests {
    @Test("calls follow the active NameNode, and a token is good for both")
    func failover() throws {
        try TestBed.withOwn(TestBedKind.authentication.with("--ha")) { bed in
            let client = try bed.client("hdfs")
            try client.makeDirectory("/one")
            let token = try #require(try client.delegationToken())
            #expect(token.service == "ha-hdfs:weft")
            let user = UserGroupInformation(
                simpleName: "x",
                loginSource: nil,
                credentials: Credentials(tokens: [token.service: token])
            )
            let bearer = try HDFSClient(configuration: bed.configuration(), user: user)
            #expect(try bearer.status("/one").isDirectory)
            let first = client.namenode.service.currentServer
            try bed.testbed("failover", "namenode-2")
            try client.makeDirectory("/two")
            #expect(client.namenode.service.currentServer != first)
            #expect(try bearer.status("/two").isDirectory)
            // The active one goes away without a word.
            try bed.testbed("failover", "namenode-1")
            try bed.kill("namenode-2")
            #expect(try client.status("/two").isDirectory)
        }
    }

    @Test("a NameNode that is restarted is waited for")
    func restart() throws {
        try TestBed.withOwn(.insecure) { bed in
            let client = try bed.client("hdfs", ["ipc.client.connect.max.retries": "240"])
            try client.makeDirectory("/kept")
            try bed.kill("namenode")
            let restarter = Thread { try? bed.restart("namenode") }
            restarter.start()
            #expect(try client.status("/kept").isDirectory)
            try client.makeDirectory("/new")
        }
    }

    @Test("a NameNode that is paused is waited for, no longer than the time for calls")
    func paused() throws {
        try TestBed.withOwn(.insecure) { bed in
            let client = try bed.client("hdfs", ["ipc.client.rpc-timeout.ms": "2000"])
            try client.makeDirectory("/kept")
            try bed.pause("namenode")
            let error = #expect(throws: WeftError.self) { try client.status("/kept") }
            #expect(error?.code == "timed-out", "\(error as Any)")
            try bed.resume("namenode")
            #expect(try client.status("/kept").isDirectory)
        }
    }
}
