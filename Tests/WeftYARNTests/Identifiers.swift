import WeftEngine
import YARN

/// The application of these tests.
let applicationID = ApplicationID(clusterTimestamp: 1_700_000_000_000, id: 7)

func container(_ number: Int64) -> ContainerID {
    ContainerID(attempt: ApplicationAttemptID(application: applicationID, attempt: 1), epoch: 0, number: number)
}

func settings(_ values: [String: String]) throws -> Configuration {
    var configuration = Configuration()
    for (key, value) in values { try configuration.set(key, value, source: .code) }
    return configuration
}
