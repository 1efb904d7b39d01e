import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import YARN

@testable import MiniCluster

@Suite("Containers that take too much memory, or whose room another one gets", .serialized, .timeLimit(.minutes(5)))
struct ContainerMemoryTests {
    private func withContainer(
        properties: [String: String] = [:],
        _ body: (MiniCluster, TestMaster) throws -> Void
    ) throws {
        var options = MiniClusterOptions()
        options.resourceManager.minimumMemory = 64
        options.properties = properties.merging(["yarn.nodemanager.container-monitor.interval-ms": "50"]) { first, _ in
            first
        }
        let cluster = try MiniCluster.start(options)
        defer { cluster.stop() }
        let client = try ClusterClient(cluster)
        defer { client.close() }
        let master = try client.submitUnmanaged()
        try master.register()
        try master.allocate([TestMaster.ask(1, memory: 64)])
        try master.heartbeat { $0.containers.count == 1 }
        try body(cluster, master)
    }

    /// A process that a container's own starts, which keeps much in memory and stays until the other end closes.
    private func hoarder(mebibytes: Int, then last: String) -> String {
        "(head -c \(mebibytes << 20) /dev/zero; \(last)) | tail -c \(mebibytes << 20) > /dev/null"
    }

    @Test("a container whose processes have more than it was given is ended, and its master is told why")
    func exceeded() throws {
        try withContainer { _, master in
            let command = hoarder(mebibytes: 160, then: "sleep 600")
            _ = try master.start(master.containers[0], ClusterClient.launchContext(command))
            try master.heartbeat { !$0.completed.isEmpty }
            let status = master.completed[0]
            let text = status.diagnostics ?? ""
            #expect(status.exitStatus == -104, "\(text)")
            let name = ContainerID(try master.containers[0].id.orThrow())
            #expect(text.contains(",containerID=\(name)] is running "), "\(text)")
            #expect(text.contains("B beyond the 'PHYSICAL' memory limit. Current usage: "), "\(text)")
            #expect(text.contains("of 64 MB physical memory used; "), "\(text)")
            #expect(text.contains("(tail) "), "\(text)")
        }
    }

    @Test("a container ends as it likes when its memory isn't looked at, or is enough", arguments: [true, false])
    func allowed(isEnough: Bool) throws {
        try withContainer(properties: isEnough ? [:] : ["yarn.nodemanager.pmem-check-enabled": "false"]) { _, master in
            let command = hoarder(mebibytes: isEnough ? 16 : 160, then: "sleep 1")
            _ = try master.start(master.containers[0], ClusterClient.launchContext("\(command); exit 3"))
            try master.heartbeat { !$0.completed.isEmpty }
            #expect(master.completed[0].exitStatus == 3, "\(master.completed[0].diagnostics ?? "")")
        }
    }

    @Test("a container that is preempted ends with its process, its master is told, and another one may be asked for")
    func preempted() throws {
        try withContainer { cluster, master in
            try ContainerProbe.with { probe in
                _ = try master.start(master.containers[0], ClusterClient.launchContext(probe.command))
                let pid = try probe.pid()
                let name = ContainerID(try master.containers[0].id.orThrow())
                #expect(cluster.preempt(name))
                #expect(ContainerProbe.ends(pid))
                try master.heartbeat { !$0.completed.isEmpty }
                #expect(master.completed.map(\.exitStatus) == [-102])
                #expect(master.completed[0].diagnostics == "Container preempted by scheduler")
                #expect(!cluster.preempt(name))
                try master.allocate([TestMaster.ask(1, memory: 64)])
                try master.heartbeat { $0.containers.count == 2 }
            }
        }
    }
}
