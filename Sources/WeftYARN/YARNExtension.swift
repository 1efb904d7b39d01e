import HadoopRPC
import Logging
import Synchronization
import WeftDiagnostics
import WeftEngine

/// YARN as a cluster manager: master `yarn`.
public enum YARNExtension {
    /// Makes drivers of this process have it.
    public static func register() {
        ClusterManagers.register { configuration in
            guard configuration[ConfigurationKeys.master] == .yarn else { return nil }
            if let process = ApplicationMasterProcess.ofThisProcess {
                return ClusterModeManager(process, configuration)
            }
            return ClientModeManager(configuration)
        }
    }

    private static let failures = Mutex<[String: String]>([:])

    /// Says that a driver's program has failed, before its context is stopped: the cluster is told so.
    public static func noteFailure(of application: String, _ message: String) {
        failures.withLock { $0[application] = message }
    }

    /// Why a driver's program has failed; nil when it hasn't.
    static func failure(of application: String) -> String? { failures.withLock { $0[application] } }

    /// Runs an executor in its container; ends the process.
    ///
    /// - Parameter startLogging: called with the level when the settings are known.
    public static func runExecutor(startLogging: (Logger.Level) -> Void) -> Never {
        ExecutorProcess.run(
            {
                let credentials = try ContainerEnvironment.credentials()
                guard let secret = credentials.secrets[ContainerSecrets.launch] else {
                    throw WeftError(
                        "bad-launch-file",
                        "this container wasn't told what to do",
                        remedy: "executors are started by an application master, not by hand"
                    )
                }
                var launch = try ExecutorLaunch(bytes: secret)
                launch.localFolders = ContainerEnvironment.localFolders
                return launch
            },
            startLogging: startLogging
        )
    }
}
