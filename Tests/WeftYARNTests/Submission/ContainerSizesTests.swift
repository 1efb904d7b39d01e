import Testing
import WeftDiagnostics
import WeftEngine
import YARN

@testable import WeftYARN

@Suite("The sizes of containers")
struct ContainerSizesTests {
    @Test(
        "memory and overhead make the size, in whole MiB",
        arguments: [
            // A tenth, and no less than 128 MiB for drivers and executors, 64 MiB for a master without a driver.
            (["weft.executor.memory": "1g"], 256 + 64, 1024 + 128),
            (["weft.executor.memory": "4g", "weft.yarn.am.memory": "2g"], 2048 + 204, 4096 + 409),
            (["weft.submit.deployMode": "cluster"], 1024 + 128, 1024 + 128),
            (["weft.submit.deployMode": "cluster", "weft.driver.memory": "3g"], 3072 + 307, 1024 + 128),
            (["weft.executor.memoryOverhead": "0"], 256 + 64, 1024),
            (["weft.executor.memory": "100m", "weft.executor.memoryOverhead": "1k"], 256 + 64, 101),
            (["weft.yarn.am.memoryOverhead": "10m"], 256 + 10, 1024 + 128),
        ] as [([String: String], Int64, Int64)]
    )
    func memory(_ values: [String: String], _ master: Int64, _ executor: Int64) throws {
        let sizes = ContainerSizes(try settings(values))
        #expect(sizes.master.memory == master)
        #expect(sizes.executor.memory == executor)
    }

    @Test("cores are those of the deploy mode's master, and of executors")
    func cores() throws {
        let values = ["weft.driver.cores": "3", "weft.yarn.am.cores": "2", "weft.executor.cores": "4"]
        let client = ContainerSizes(try settings(values))
        #expect(client.master.virtualCores == 2 && client.executor.virtualCores == 4)
        let cluster = ContainerSizes(try settings(values.merging(["weft.submit.deployMode": "cluster"]) { $1 }))
        #expect(cluster.master.virtualCores == 3)
    }

    @Test("what fits exactly is accepted")
    func fits() throws {
        let sizes = ContainerSizes(try settings([:]))
        try sizes.check(against: Resource(memory: 1152, virtualCores: 1), deployMode: .client)
    }

    @Test(
        "what is too large is refused with both sizes and the settings to change",
        arguments: [
            (
                "client", 1151, 8, "an executor needs 1152 MiB with its overhead", "at most 1151 MiB",
                ["weft.executor.memory", "weft.executor.memoryOverhead", "yarn.scheduler.maximum-allocation-mb"]
            ),
            (
                "client", 100, 8, "the application master needs 320 MiB", "at most 100 MiB",
                ["weft.yarn.am.memory", "weft.yarn.am.memoryOverhead"]
            ),
            (
                "cluster", 100, 8, "the application master needs 1152 MiB", "at most 100 MiB",
                ["weft.driver.memory", "weft.driver.memoryOverhead"]
            ),
            (
                "client", 8192, 3, "an executor needs 4 virtual cores", "at most 3",
                ["weft.executor.cores", "yarn.scheduler.maximum-allocation-vcores"]
            ),
            ("cluster", 8192, 1, "the application master needs 2 virtual cores", "at most 1", ["weft.driver.cores"]),
        ] as [(String, Int64, Int32, String, String, [String])]
    )
    func tooLarge(_ mode: String, _ memory: Int64, _ cores: Int32, _ need: String, _ limit: String, _ keys: [String])
        throws
    {
        let sizes = ContainerSizes(
            try settings(["weft.submit.deployMode": mode, "weft.executor.cores": "4", "weft.driver.cores": "2"])
        )
        let error = #expect(throws: WeftError.self) {
            try sizes.check(
                against: Resource(memory: memory, virtualCores: cores),
                deployMode: mode == "cluster" ? .cluster : .client
            )
        }
        #expect(error?.code == "resource-too-large")
        #expect(error?.message.contains(need) == true && error?.message.contains(limit) == true)
        for key in keys { #expect(error?.remedy.contains(key) == true, "\(key)") }
    }
}
