import HadoopRPC
import WeftDiagnostics

/// What YARN's own exceptions mean to a client; those that any Hadoop service throws, `RemoteException` knows.
enum YARNErrors {
    private static let known: [String: (WeftError.Code, String)] = [
        "ApplicationNotFoundException": (
            "application-not-found",
            "check the id: weft yarn apps lists applications; the ResourceManager forgets old ones"
        ),
        "ApplicationAttemptNotFoundException": (
            "attempt-not-found", "check the id: weft yarn attempts lists an application's attempts"
        ),
        "ContainerNotFoundException": (
            "container-not-found",
            "check the id: weft yarn containers lists those that run; ended ones are known to the timeline server only"
        ),
        "InvalidResourceRequestException": (
            "invalid-resource-request",
            "ask for less: the cluster's largest container is yarn.scheduler.maximum-allocation-mb and -vcores"
        ),
        "InvalidLabelResourceRequestException": (
            "invalid-resource-request", "check the node label: it must exist, and the queue must have access to it"
        ),
        "SchedulerInvalidResoureRequestException": ("invalid-resource-request", "check what is asked for"),
        "ResourceNotFoundException": (
            "invalid-resource-request", "ask only for resource types that the cluster's resource-types.xml has"
        ),
        "InvalidApplicationMasterRequestException": (
            "invalid-application-master-request", "another application master may be running for the same attempt"
        ),
        "ApplicationMasterNotRegisteredException": (
            "application-master-not-registered", "register again: the ResourceManager was started anew"
        ),
        "InvalidContainerReleaseException": (
            "invalid-container-release", "release only containers of this attempt"
        ),
        "InvalidResourceBlacklistRequestException": (
            "invalid-resource-request", "exclude hosts by their names; * can't be excluded"
        ),
        "ApplicationIdNotProvidedException": ("invalid-argument", "give the application's id"),
        "NMNotYetReadyException": ("nodemanager-not-ready", "try again in a moment"),
        "InvalidContainerException": ("container-not-found", "the container is unknown to its node"),
        "InvalidAuxServiceException": (
            "invalid-auxiliary-service", "the node has no such auxiliary service: yarn.nodemanager.aux-services"
        ),
    ]

    /// Words in the text of exceptions that have no class of their own, and what they mean.
    private static let told: [(words: String, code: WeftError.Code, remedy: String)] = [
        ("unknown queue", "queue-not-found", queueRemedy),
        ("non-existing queue", "queue-not-found", queueRemedy),
        ("Failed to find queue", "queue-not-found", queueRemedy),
        ("target queue doesn't exist", "queue-not-found", "choose one of your queues: weft yarn queues lists them"),
        ("is not a leaf queue", "queue-not-found", "name a queue that has no queues in it"),
        ("rejected by queue placement", "queue-not-found", queueRemedy),
        ("to non-leaf queue", "queue-not-found", "name a queue that has no queues in it"),
        ("is STOPPED. Cannot accept submission", "queue-stopped", "choose another queue, or have it started"),
        ("the target queue doesn't exist", "queue-not-found", queueRemedy),
        ("cannot submit applications to queue", "permission-denied", "choose a queue that you may submit to"),
        ("does not have permission to submit", "permission-denied", "choose a queue that you may submit to"),
        ("Attempt to relaunch the same container", "container-already-started", ""),
        ("Expired container token", "token-expired", "ask for another container: a start must follow soon"),
        ("This token is expired", "token-expired", "ask for another container: a start must follow soon"),
        (
            "rejected as it is allocated by a previous", "container-not-found",
            "ask for another container: the ResourceManager was started anew"
        ),
    ]

    private static let queueRemedy = "choose one of the queues that weft yarn queues lists"

    /// The error with the meaning it has for YARN.
    static func translated(_ error: WeftError) -> WeftError {
        guard let exception = error.remoteException else { return error }
        var error = error
        var name = RemoteException(className: exception, message: "").shortName
        if name == "YarnException", let inner = wrapped(error.message) {
            name = inner.shortName
            let meant = inner.error()
            (error.code, error.message, error.remedy) = (meant.code, meant.message, meant.remedy)
        }
        if let (code, remedy) = known[name] {
            error.code = code
            error.remedy = remedy
        } else if let meaning = meaning(of: error.message) {
            (error.code, error.remedy) = meaning
        }
        return error
    }

    /// The exception that a text is of: `java.security.AccessControlException: User bob cannot …`. The ResourceManager
    /// wraps many so.
    private static func wrapped(_ text: String) -> RemoteException? {
        guard let colon = text.firstRange(of: ": ") else { return nil }
        let name = text[..<colon.lowerBound]
        let isClass = name.hasSuffix("Exception") || name.hasSuffix("$InvalidToken")
        guard isClass, name.contains("."), !name.contains(" ") else { return nil }
        return RemoteException(className: String(name), message: String(text[colon.upperBound...]))
    }

    /// What a text of the ResourceManager's, or a NodeManager's, means.
    static func meaning(of text: String) -> (WeftError.Code, String)? {
        let text = text.lowercased()
        return told.first { text.contains($0.words.lowercased()) }.map { ($0.code, $0.remedy) }
    }
}
