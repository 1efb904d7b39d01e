import ArgumentParser
import HadoopRPC
import MiniCluster
import Testing

@testable import WeftCLI

@Suite("What weft minicluster is told")
struct MiniClusterArgumentsTests {
    private func options(_ words: [String]) throws -> MiniClusterOptions {
        try MiniClusterArguments.parse(words).options()
    }

    @Test("without words there is one node of 8 GiB, insecure, with one queue")
    func defaults() throws {
        let options = try options([])
        #expect(options.nodes == 1 && options.nodeMemory == 8_192 && options.nodeVcores == 8 && !options.isSecure)
        #expect(options.resourceManager.queues.map(\.name) == ["default"])
        #expect(options.resourceManager.minimumMemory == 1_024)
    }

    @Test("queues have equal shares, labels are by number, and containers fit into the nodes")
    func all() throws {
        let options = try options([
            "--nodes", "3", "--memory", "512", "--vcores", "2", "--queues", "etl,adhoc", "--labels", "2=gpu,3=fpga",
            "--secure", "--protection", "privacy",
        ])
        #expect(options.nodes == 3 && options.nodeMemory == 512 && options.nodeVcores == 2)
        #expect(options.resourceManager.queues.map(\.name) == ["etl", "adhoc"])
        #expect(options.resourceManager.queues.map(\.capacity) == [0.5, 0.5])
        #expect(options.resourceManager.minimumMemory == 128 && options.resourceManager.maximumMemory == 512)
        #expect(options.resourceManager.maximumVcores == 2)
        #expect(options.labels == [2: "gpu", 3: "fpga"])
        #expect(options.isSecure && options.protection == .privacy)
    }

    @Test("the smallest node has room for the smallest container")
    func smallest() throws {
        let options = try options(["--memory", "128"])
        #expect(options.resourceManager.minimumMemory == 128 && options.nodeMemory == 128)
    }

    @Test(
        "what makes no sense is refused",
        arguments: [
            ["--nodes", "0"], ["--nodes", "1001"], ["--memory", "127"], ["--memory", "-1"], ["--vcores", "0"],
            ["--queues", ""], ["--queues", "a,a"], ["--labels", "gpu"], ["--labels", "2=gpu"], ["--labels", "1="],
            ["--labels", "x=gpu"], ["--protection", "none"], ["--krb5-conf", "/etc/krb5.conf"],
            ["--secure", "--krb5-conf", "/etc/krb5.conf"],
        ]
    )
    func refused(words: [String]) { #expect(throws: (any Error).self) { try options(words) } }

    @Test("the words for the process in the background mean the same")
    func words() throws {
        let typed = ["--nodes", "2", "--memory", "512", "--queues", "a,b", "--labels", "2=gpu", "--secure"]
        let arguments = try MiniClusterArguments.parse(typed)
        let again = try MiniClusterArguments.parse(arguments.words)
        #expect(again.words == arguments.words)
        #expect(try again.options().labels == [2: "gpu"])
        #expect(try again.options().isSecure)
    }
}
