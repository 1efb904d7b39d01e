import HadoopProtos
import HadoopRPC
import YARN

/// The records that deploy/testbed/golden/YARNMessages.java makes.
enum Samples {
    static let application = ApplicationID(clusterTimestamp: 1_700_000_000_000, id: 7)
    static let attempt = ApplicationAttemptID(application: application, attempt: 2)
    static let containerID = ContainerID(attempt: attempt, epoch: 17, number: 3)
    static let node = NodeID(host: "node1.example.com", port: 45454)

    /// Bytes as the Java program makes them.
    static func pattern(_ length: Int, _ seed: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 * 31 + seed) }
    }

    static func token(_ kind: Token.Kind, _ service: String = "10.0.0.1:45454") -> Token {
        Token(identifier: pattern(40, 3), password: pattern(20, 77), kind: kind, service: service)
    }

    static var launchContext: ContainerLaunchContext {
        ContainerLaunchContext(
            localResources: [
                "app": LocalResource(
                    url: ResourceURL(
                        scheme: "hdfs",
                        host: "nn.example.com",
                        port: 8020,
                        path: "/user/alice/.weft/app"
                    ),
                    size: 123_456_789,
                    timestamp: 1_700_000_001_234,
                    visibility: .user
                )
            ],
            environment: ["WEFT_MODE": "executor"],
            commands: ["./app", "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"],
            tokens: pattern(30, 9),
            accessControl: [.view: "alice,bob admins"],
            serviceData: ["weft_shuffle": pattern(5, 1)]
        )
    }

    static var row: ResourceRequest {
        ResourceRequest(
            priority: 5,
            capability: Resource(memory: 1500, virtualCores: 2),
            count: 3,
            nodeLabelExpression: "gpu",
            allocationRequestID: 9
        )
    }

    static var container: Container {
        Container(
            id: containerID,
            node: node,
            nodeHTTPAddress: "node1.example.com:8042",
            resource: Resource(memory: 2048, virtualCores: 1),
            priority: 5,
            token: token(.container),
            allocationRequestID: 9
        )
    }

    static var status: ContainerStatus {
        ContainerStatus(
            id: containerID,
            state: .complete,
            exitStatus: ContainerExitStatus(rawValue: 143),
            diagnostics: "Container killed on request.",
            resource: Resource(memory: 2048, virtualCores: 1)
        )
    }

    static var nodeReport: NodeReport {
        var report = NodeReport(
            id: node,
            state: .decommissioning,
            rack: "/rack1",
            capability: Resource(memory: 8192, virtualCores: 8),
            used: Resource(memory: 1024, virtualCores: 1)
        )
        report.httpAddress = "node1.example.com:8042"
        report.containers = 3
        report.healthReport = "fine"
        report.lastHealthReportTime = 1_700_000_002_345
        report.labels = ["gpu"]
        report.decommissioningTimeout = 60
        return report
    }

    static var applicationReport: ApplicationReport {
        var report = ApplicationReport(
            id: application,
            user: "alice",
            queue: "etl",
            name: "word count",
            state: .running
        )
        report.currentAttempt = attempt
        report.type = "WEFT"
        report.tags = ["nightly"]
        report.progress = 0.5
        report.diagnostics = "waiting"
        report.host = "am.example.com"
        report.rpcPort = 4040
        report.trackingURL = "http://rm:8088/proxy/application_1700000000000_0007/"
        report.originalTrackingURL = "http://am.example.com:4040"
        report.submitTime = 1_700_000_002_999
        report.startTime = 1_700_000_003_000
        report.launchTime = 1_700_000_004_000
        report.usage = ResourceUsage(
            containers: 2,
            reservedContainers: 1,
            used: Resource(memory: 3072, virtualCores: 3),
            reserved: Resource(memory: 512, virtualCores: 1),
            needed: Resource(memory: 3584, virtualCores: 4),
            memorySeconds: 1000,
            virtualCoreSeconds: 20,
            queuePercentage: 12.5,
            clusterPercentage: 6.25
        )
        report.priority = 3
        report.isUnmanaged = true
        report.logAggregation = .notStarted
        report.nodeLabelExpression = "gpu"
        report.masterNodeLabelExpression = "cpu"
        report.masterToken = token(.applicationMaster, "")
        return report
    }

    static var submission: ApplicationSubmissionContext {
        var context = ApplicationSubmissionContext(
            id: application,
            name: "word count",
            queue: "etl",
            launchContext: launchContext,
            resource: Resource(memory: 1024, virtualCores: 1)
        )
        context.priority = 3
        context.isUnmanaged = false
        context.cancelsTokensWhenComplete = true
        context.maximumAttempts = 2
        context.type = "WEFT"
        context.keepsContainersAcrossAttempts = true
        context.tags = ["nightly"]
        context.attemptFailuresValidityInterval = 3_600_000
        context.logAggregation = LogAggregationContext(
            includePattern: "a.*",
            excludePattern: "b.*",
            rolledIncludePattern: "c.*",
            rolledExcludePattern: "d.*"
        )
        context.nodeLabelExpression = "gpu"
        context.masterRequests = [row]
        context.lifetime = 600
        context.schedulingProperties = ["k": "v"]
        return context
    }
}
