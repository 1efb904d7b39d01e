import CWeftEngine
import Glibc
import Logging
import Synchronization
import WeftDiagnostics

/// The end of the pipe that signal handlers write into.
private let signalPipe = Atomic<Int32>(-1)

/// The `main` of a process that is an executor.
public enum ExecutorProcess {
    /// The launch file when this process was started as an executor; nil when it is something else.
    public static var launchFile: String? {
        let arguments = CommandLine.arguments
        return arguments.count == 3 && arguments[1] == ExecutorLaunch.argument ? arguments[2] : nil
    }

    /// Runs the executor until the driver lets it go or is gone, and ends the process with an exit status that says why.
    ///
    /// - Parameters:
    ///   - launchFile: the path of the file that its cluster manager wrote.
    ///   - startLogging: called with the level when the settings are known.
    public static func run(launchFile: String, startLogging: (Logger.Level) -> Void) -> Never {
        run({ try ExecutorLaunch(contentsOf: launchFile) }, startLogging: startLogging)
    }

    /// Runs the executor until the driver lets it go or is gone, and ends the process with an exit status that says why.
    ///
    /// - Parameters:
    ///   - launch: gives what its cluster manager told it.
    ///   - startLogging: called with the level when the settings are known.
    public static func run(_ launch: () throws -> ExecutorLaunch, startLogging: (Logger.Level) -> Void) -> Never {
        let giveLaunch = launch
        let launch: ExecutorLaunch
        let directories: LocalDirectories
        do {
            launch = try giveLaunch()
            startLogging(launch.configuration[ConfigurationKeys.logLevel])
            OpenFileLimit.raise()
            ResidentMemory.tuneAllocator(slots: launch.profile.cores)
            weft_name_process("weft-executor-\(launch.executorID)")
        } catch {
            complain(error)
            _exit(ExecutorExit.Code.uncaughtError.rawValue)
        }
        do {
            directories = try LocalDirectories(
                bases: launch.localFolders,
                name: "executor-\(launch.executorID)-\(getpid())"
            )
        } catch {
            complain(error)
            _exit(ExecutorExit.Code.localDirectoryFailed.rawValue)
        }
        let ending = ExecutorRuntime.Ending()
        handleSignals(ending)
        do {
            let runtime = try ExecutorRuntime(
                launch,
                directories: directories,
                ending: ending,
                logger: Logger(label: "weft.executor")
            )
            onPowerFailure.withLock { $0 = { runtime.askToLeave() } }
            ResidentMemory.unmapStartCode()
            let leaving = ending.wait()
            if !leaving.isExpected { complain(WeftError("executor-ends", leaving.reason)) }
            runtime.close(leaving)
            end(leaving.status, launch, directories)
        } catch {
            complain(error)
            end(ExecutorExit.Code.driverUnreachable.rawValue, launch, directories)
        }
    }

    /// Removes what this executor has on disk, and what a dead driver has left, and ends the process.
    private static func end(_ status: Int32, _ launch: ExecutorLaunch, _ directories: LocalDirectories) -> Never {
        // Tasks may run on; a file that one makes now is in a folder that is removed once more.
        for _ in 0..<2 { directories.remove() }
        if status == ExecutorExit.Code.driverUnreachable.rawValue {
            for folder in launch.orphanFolders { _ = try? LocalFileSystem().delete(.local(folder), recursive: true) }
        }
        _exit(status)
    }

    /// What SIGPWR does: it says, as to Spark's executors, that the host is taken away soon.
    private static let onPowerFailure = Mutex<(@Sendable () -> Void)?>(nil)

    /// SIGTERM may say that the machine is needed, or that too much memory was used: whoever sent it knows.
    ///
    /// A handler writes into a pipe that a thread reads: signals that are blocked and waited for would have to be blocked in
    /// every thread, and Swift's runtime has some before this code runs.
    private static func handleSignals(_ ending: ExecutorRuntime.Ending) {
        var ends: [Int32] = [-1, -1]
        guard weft_pipe_cloexec(&ends) == 0 else { return }
        let reading = ends[0]
        signalPipe.store(ends[1], ordering: .sequentiallyConsistent)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGPWR] {
            signal(number) { number in
                let saved = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(signalPipe.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = saved
            }
        }
        signal(SIGPIPE, SIG_IGN)
        try? DedicatedThread.start(name: "weft-signals", stackSize: 128 << 10) {
            while true {
                var byte: UInt8 = 0
                let count = read(reading, &byte, 1)
                if count < 0, errno == EINTR { continue }
                guard count == 1 else { return }
                let number = Int32(byte)
                if number == SIGPWR {
                    onPowerFailure.withLock { $0 }?()
                } else {
                    ending.end(128 + number, "signal \(number) ended the executor")
                }
            }
        }
    }

    private static func complain(_ error: any Error) {
        let text = Array("executor: \(WeftError(wrapping: error))\n".utf8)
        _ = text.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
