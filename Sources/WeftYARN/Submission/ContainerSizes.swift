import WeftDiagnostics
import WeftEngine
import YARN

/// How large the containers of an application are.
struct ContainerSizes: Sendable, Hashable {
    var master: Resource
    var executor: Resource

    /// What is in a container beside the memory that is planned with.
    private static let overheadFactor = 0.1

    init(_ configuration: Configuration) {
        let isCluster = configuration[ConfigurationKeys.submitDeployMode] == .cluster
        let memory = configuration[isCluster ? ConfigurationKeys.driverMemory : ConfigurationKeys.yarnAMMemory]
        master = Self.size(
            memory,
            overhead: configuration[
                isCluster ? ConfigurationKeys.driverMemoryOverhead : ConfigurationKeys.yarnAMMemoryOverhead
            ],
            least: isCluster ? 128 : 64,
            cores: configuration[isCluster ? ConfigurationKeys.driverCores : ConfigurationKeys.yarnAMCores]
        )
        executor = Self.size(
            configuration[ConfigurationKeys.executorMemory],
            overhead: configuration[ConfigurationKeys.executorMemoryOverhead],
            least: 128,
            cores: configuration[ConfigurationKeys.executorCores]
        )
    }

    private static func size(_ memory: MemorySize, overhead: MemorySize?, least: Int64, cores: Int) -> Resource {
        let mebibytes = Int64((memory.bytes + (1 << 20) - 1) >> 20)
        let above =
            overhead.map { Int64(($0.bytes + (1 << 20) - 1) >> 20) }
            ?? max(least, Int64(Double(mebibytes) * overheadFactor))
        return Resource(memory: mebibytes + above, virtualCores: Int32(clamping: cores))
    }

    /// Checks that the cluster has containers as large as these.
    ///
    /// - Throws: `resource-too-large`, naming the settings.
    func check(against maximum: Resource, deployMode: DeployMode) throws {
        let masterKeys =
            deployMode == .cluster
            ? ("weft.driver.memory", "weft.driver.memoryOverhead", "weft.driver.cores")
            : ("weft.yarn.am.memory", "weft.yarn.am.memoryOverhead", "weft.yarn.am.cores")
        try Self.check("the application master", master, maximum, masterKeys)
        try Self.check(
            "an executor",
            executor,
            maximum,
            ("weft.executor.memory", "weft.executor.memoryOverhead", "weft.executor.cores")
        )
    }

    private static func check(_ what: String, _ size: Resource, _ maximum: Resource, _ keys: (String, String, String))
        throws
    {
        if size.memory > maximum.memory {
            throw WeftError(
                "resource-too-large",
                "\(what) needs \(size.memory) MiB with its overhead, and the cluster's containers have at most "
                    + "\(maximum.memory) MiB",
                remedy: "set a smaller \(keys.0) or \(keys.1), or have yarn.scheduler.maximum-allocation-mb and "
                    + "yarn.nodemanager.resource.memory-mb raised"
            )
        }
        if size.virtualCores > maximum.virtualCores {
            throw WeftError(
                "resource-too-large",
                "\(what) needs \(size.virtualCores) virtual cores, and the cluster's containers have at most "
                    + "\(maximum.virtualCores)",
                remedy: "set a smaller \(keys.2), or have yarn.scheduler.maximum-allocation-vcores raised"
            )
        }
    }
}
