import Foundation
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@Suite("The ResourceManager's client on a cluster")
struct ResourceManagerTests {
    @Test("the cluster's nodes, queues and numbers are told", arguments: TestYARN.all)
    func cluster(yarn: TestYARN) throws {
        let client = try yarn.client()
        defer { client.close() }
        let metrics = try client.clusterMetrics()
        #expect(metrics.active >= 1)
        let nodes = try client.nodes([.running])
        #expect(nodes.count == Int(metrics.active))
        #expect(nodes.allSatisfy { $0.state == .running && $0.capability.memory > 0 && $0.rack.hasPrefix("/") })
        #expect(try client.nodes().count >= nodes.count)
        #expect(try client.nodes([.lost]).allSatisfy { $0.state == .lost })
        let root = try client.queues()
        #expect(root.name == "root")
        #expect(!root.children.isEmpty)
        #expect(root.children.contains { $0.state == .running })
        #expect(try client.queueACLs().contains { $0.acls.contains(.submitApplications) })
        let types = try client.resourceTypes()
        #expect(types.contains { $0.name == "memory-mb" && $0.units == "Mi" })
        #expect(types.contains { $0.name == "vcores" })
        #expect(try client.nodeLabels().allSatisfy { !$0.isEmpty })
        let error = #expect(throws: WeftError.self) { try client.queue("no-such-queue") }
        #expect(error?.code == "queue-not-found", "\(error as Any)")
    }

    @Test("an application is submitted, listed, reported and killed", arguments: TestYARN.all)
    func life(yarn: TestYARN) throws {
        let client = try yarn.client()
        defer { client.close() }
        var context = try client.shellApplication("sleep 600", name: "weft test of sleep")
        context.tags = ["weft-\(UUID().uuidString.prefix(8).lowercased())"]
        context.priority = 1
        context.attemptFailuresValidityInterval = 10_000
        let accepted = try client.submit(context)
        #expect(accepted.state == .accepted, "\(accepted)")
        #expect(accepted.user == "alice" || !yarn.isTestBed)
        #expect(accepted.type == "WEFT-TEST")
        var filter = ResourceManagerClient.ApplicationFilter.active
        filter.tags = context.tags
        #expect(try client.applications(filter).map(\.id) == [context.id])
        filter.types = ["OTHER"]
        #expect(try client.applications(filter).isEmpty)
        filter.types = []
        filter.states = [.finished]
        #expect(try client.applications(filter).isEmpty)
        let launched = try client.wait(for: context.id, "launched") { report in
            guard let attempt = report.currentAttempt else { return false }
            return try client.report(attempt).state == .launched
        }
        let attempt = try #require(launched.currentAttempt)
        #expect(try client.attempts(context.id).map(\.id) == [attempt])
        let master = try #require(try client.report(attempt).masterContainer)
        #expect(master.attempt == attempt)
        let container = try #require(try client.containers(attempt).first { $0.id == master })
        #expect(container.state == .running)
        #expect(container.resource.memory >= 256)
        #expect(try client.report(master).node == container.node)
        try client.kill(context.id, diagnostics: "the test is over")
        let killed = try client.report(context.id)
        #expect(killed.state == .killed)
        #expect(killed.finalStatus == .killed)
        #expect(killed.diagnostics.contains("the test is over"), "\(killed.diagnostics)")
        // Killing what has ended is no error.
        try client.kill(context.id)
    }

    @Test(
        "an application master that ends without a word makes its application fail, and says why",
        arguments: TestYARN.all
    )
    func failure(yarn: TestYARN) throws {
        let client = try yarn.client()
        defer { client.close() }
        let context = try client.shellApplication("exit 3")
        try client.submit(context)
        let failed = try client.wait(for: context.id, "failed") { $0.state.isFinal }
        #expect(failed.state == .failed)
        #expect(failed.finalStatus == .failed)
        #expect(failed.diagnostics.contains("exitCode: 3"), "\(failed.diagnostics)")
    }

    @Test("what the cluster refuses is said with what to do", arguments: TestYARN.all)
    func refusals(yarn: TestYARN) throws {
        let client = try yarn.client()
        defer { client.close() }
        var context = try client.shellApplication("sleep 600")
        context.queue = "no-such-queue"
        let queue = #expect(throws: WeftError.self) { try client.submit(context) }
        #expect(queue?.code == "queue-not-found", "\(queue as Any)")
        var large = try client.shellApplication("sleep 600")
        large.resource = Resource(memory: 1 << 30, virtualCores: 1)
        let memory = #expect(throws: WeftError.self) { try client.submit(large) }
        #expect(memory?.code == "invalid-resource-request", "\(memory as Any)")
        let unknown = ApplicationID(clusterTimestamp: 1, id: 1)
        for body in [
            { _ = try client.report(unknown) }, { try client.kill(unknown) }, { _ = try client.attempts(unknown) },
        ] {
            let error = #expect(throws: WeftError.self) { try body() }
            #expect(error?.code == "application-not-found", "\(error as Any)")
        }
        let attempt = ApplicationAttemptID(application: context.id, attempt: 9)
        #expect(throws: WeftError.self) { try client.report(attempt) }
    }

    @Test("an application is moved to another queue, by those who may", arguments: TestYARN.all.filter(\.isTestBed))
    func queues(yarn: TestYARN) throws {
        let client = try yarn.client()
        let bob = try yarn.client("bob")
        defer {
            client.close()
            bob.close()
        }
        let context = try client.shellApplication("sleep 600")
        try client.submit(context)
        defer { _ = try? client.kill(context.id) }
        try client.move(context.id, to: "etl")
        #expect(try client.report(context.id).queue == "etl")
        let missing = #expect(throws: WeftError.self) { try client.move(context.id, to: "no-such-queue") }
        #expect(missing?.code == "queue-not-found", "\(missing as Any)")
        #expect(try client.updatePriority(context.id, to: 0) == 0)
        let refused = #expect(throws: WeftError.self) { try bob.kill(context.id) }
        #expect(refused?.code == "permission-denied", "\(refused as Any)")
        var other = try bob.shellApplication("sleep 600")
        other.queue = "etl"
        let denied = #expect(throws: WeftError.self) { try bob.submit(other) }
        #expect(denied?.code == "permission-denied", "\(denied as Any)")
    }

    @Test("a delegation token lets its bearer in as its owner, until it is cancelled", arguments: TestYARN.all)
    func tokens(yarn: TestYARN) throws {
        let client = try yarn.client()
        defer { client.close() }
        guard try yarn.configuration().security.isSecure else {
            // A cluster without security gives one or none: it isn't needed. One that is given is good.
            guard let token = try client.delegationToken() else { return }
            #expect(token.kind == .resourceManagerDelegation)
            #expect(try client.renew(token) > Int64(Date().timeIntervalSince1970 * 1000))
            try client.cancel(token)
            let error = #expect(throws: WeftError.self) { try client.renew(token) }
            #expect(error?.code == "token-invalid", "\(error as Any)")
            return
        }
        let token = try #require(try client.delegationToken())
        #expect(token.kind == .resourceManagerDelegation)
        #expect(token.service == (try ResourceManagerClient.tokenService(yarn.configuration())))
        #expect(try DelegationTokenIdentifier(token.identifier).owner.hasPrefix("alice") || !yarn.isTestBed)
        let bearer = try ResourceManagerClient(
            configuration: yarn.configuration(),
            user: UserGroupInformation(
                simpleName: "nobody",
                loginSource: nil,
                credentials: Credentials(tokens: [token.service: token])
            )
        )
        defer { bearer.close() }
        #expect(try bearer.clusterMetrics().active >= 1)
        #expect(try bearer.probe().method == "token")
        #expect(try client.renew(token) > Int64(Date().timeIntervalSince1970 * 1000))
        try client.cancel(token)
        bearer.close()
        let error = #expect(throws: WeftError.self) { try bearer.clusterMetrics() }
        #expect(error?.code == "token-invalid", "\(error as Any)")
    }

    @Test("a ResourceManager that isn't there is said to be so, with its address and the key", arguments: TestYARN.all)
    func unreachable(yarn: TestYARN) throws {
        let configuration = try yarn.configuration(["yarn.resourcemanager.address": "127.0.0.1:1"])
        let client = try ResourceManagerClient(configuration: configuration, user: yarn.user(), wait: 0)
        let error = #expect(throws: WeftError.self) { try client.clusterMetrics() }
        #expect(error?.code == "resourcemanager-unreachable")
        #expect(error?.message.contains("127.0.0.1:1") ?? false, "\(error as Any)")
        #expect(error?.remedy.contains("yarn.resourcemanager.address") ?? false, "\(error as Any)")
    }
}
