import WeftDiagnostics
import WeftEngine
import YARN

/// What the ResourceManager takes of an application's description.
enum SubmissionLimits {
    /// Checks what would be refused, or cut off, when the application is uploaded already (ApplicationTagsUtil and
    /// RMAppManager have the same numbers).
    ///
    /// - Throws: `invalid-configuration-value`.
    static func check(_ configuration: Configuration) throws {
        let tags = configuration[ConfigurationKeys.yarnTags]
        guard tags.count <= 10, tags.allSatisfy({ $0.utf8.count <= 100 && $0.utf8.allSatisfy { $0 < 128 } }) else {
            throw WeftError(
                "invalid-configuration-value",
                "weft.yarn.tags: YARN takes ten tags of up to 100 ASCII characters"
            )
        }
        guard configuration[ConfigurationKeys.yarnApplicationType].utf8.count <= 20 else {
            throw WeftError("invalid-configuration-value", "weft.yarn.applicationType: YARN takes up to 20 characters")
        }
    }
}

extension ApplicationSubmissionContext {
    /// An application as the settings want it.
    init(
        _ id: ApplicationID,
        _ name: String,
        _ configuration: Configuration,
        _ launch: ContainerLaunchContext,
        _ mode: ApplicationStart.Mode
    ) {
        let size = ContainerSizes(configuration).master
        self.init(
            id: id,
            name: name,
            queue: configuration[ConfigurationKeys.yarnQueue],
            launchContext: launch,
            resource: size
        )
        type = configuration[ConfigurationKeys.yarnApplicationType]
        tags = configuration[ConfigurationKeys.yarnTags]
        priority = configuration[ConfigurationKeys.yarnPriority].map { Int32(clamping: $0) }
        maximumAttempts = Int32(clamping: configuration[ConfigurationKeys.yarnMaxAppAttempts] ?? 0)
        // A driver in client mode knows one application master; a second one would meet an application that is over.
        if case .client = mode { maximumAttempts = 1 }
        if let window = configuration[ConfigurationKeys.yarnAttemptFailuresValidityInterval] {
            attemptFailuresValidityInterval = Int64(window / .milliseconds(1))
        }
        if let label = configuration[ConfigurationKeys.yarnAMNodeLabelExpression] {
            masterRequests = [
                ResourceRequest(
                    priority: 0,
                    location: ResourceRequest.any,
                    capability: size,
                    count: 1,
                    nodeLabelExpression: label
                )
            ]
        }
        logAggregation = LogAggregationContext(configuration)
    }
}
