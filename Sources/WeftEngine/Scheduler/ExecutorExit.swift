import WeftDiagnostics

/// How the process of an executor ended.
///
/// The executor ends itself with one of `Code`'s numbers; the driver, or whoever started the process, reads the number
/// and knows what it means. Numbers that Spark has too mean the same there.
struct ExecutorExit: Hashable, Sendable, Codable {
    /// The numbers that an executor ends itself with.
    enum Code: Int32, Sendable, CaseIterable {
        /// Nothing was wrong: it was told to end.
        case success = 0
        /// An error that nothing caught ended it.
        case uncaughtError = 50
        /// Memory couldn't be had.
        case outOfMemory = 52
        /// No folder for temporary files could be made.
        case localDirectoryFailed = 53
        /// Its block store couldn't be started.
        case blockStoreNotStarted = 54
        /// Its block store can't be used any more.
        case blockStoreFailed = 55
        /// The driver couldn't be reached, or didn't answer its heartbeats.
        case driverUnreachable = 56
        /// A task that was told to end didn't.
        case taskNotEnding = 57
    }

    /// What a process leaves behind.
    enum Status: Hashable, Sendable, Codable {
        /// It ended itself with this number.
        case exited(Int32)
        /// This signal ended it.
        case signalled(Int32)
    }

    /// What the process left behind.
    let status: Status

    /// An end by one of an executor's own numbers.
    init(_ code: Code) { status = .exited(code.rawValue) }

    /// An end by the number that a shell or a container manager tells, in which signal `n` is `128 + n`.
    init(code: Int32) { status = code > 128 && code <= 128 + 64 ? .signalled(code - 128) : .exited(code) }

    /// An end as `waitpid` tells it.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self.init(code: signal == 0 ? (waitStatus >> 8) & 0xff : 128 + signal)
    }

    /// The number as shells tell it.
    var code: Int32 {
        switch status {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }

    /// What the end means.
    var meaning: Meaning {
        switch status {
        case .exited(let number): Code(rawValue: number).map(Self.meaning) ?? Self.unknownCode
        case .signalled(let signal): Self.meaning(ofSignal: signal)
        }
    }

    /// What is known of a kind of end.
    struct Meaning: Hashable, Sendable {
        /// What happened.
        var text: String
        /// What to do about it.
        var remedy: String
        /// Whether the application's own code or its settings may have brought it about.
        var isCausedByApplication: Bool
    }

    /// What happened, in a few words with the number: `exit code 137, killed (SIGKILL)`.
    var description: String { "exit code \(code), \(meaning.text)" }
}

extension ExecutorExit {
    private static let readLog = "look at the end of the executor's standard error"
    private static let moreMemory =
        "give executors more memory (weft.executor.memory), or tasks less data: more partitions, fewer slots "
        + "(weft.executor.cores)"

    private static func meaning(_ code: Code) -> Meaning {
        switch code {
        case .success:
            // The executor that was told to end isn't lost; this one ended in the middle of its work.
            Meaning(
                text: "it ended by itself",
                remedy: "don't call exit in code that runs in tasks",
                isCausedByApplication: true
            )
        case .uncaughtError:
            Meaning(text: "an error that nothing caught", remedy: readLog, isCausedByApplication: true)
        case .outOfMemory:
            Meaning(text: "out of memory", remedy: moreMemory, isCausedByApplication: true)
        case .localDirectoryFailed:
            Meaning(
                text: "no folder for temporary files could be made",
                remedy: "check that the folders of weft.local.dir exist on its host, are writable and have room",
                isCausedByApplication: false
            )
        case .blockStoreNotStarted:
            Meaning(text: "its block store couldn't be started", remedy: readLog, isCausedByApplication: false)
        case .blockStoreFailed:
            Meaning(
                text: "its block store can't be used any more",
                remedy: "check the disks of its host: " + readLog,
                isCausedByApplication: false
            )
        case .driverUnreachable:
            Meaning(
                text: "it couldn't reach the driver",
                remedy:
                    "check that its host reaches the driver's (weft.driver.host, weft.driver.port, firewalls), and that "
                    + "the driver isn't overloaded (weft.network.timeout)",
                isCausedByApplication: false
            )
        case .taskNotEnding:
            Meaning(
                text: "a task that was told to end didn't",
                remedy: "have long loops in tasks check whether their task was cancelled",
                isCausedByApplication: true
            )
        }
    }

    private static let unknownCode = Meaning(
        text: "not a number of Weft's own",
        remedy: "don't call exit in code that runs in tasks; else " + readLog,
        isCausedByApplication: true
    )

    // The numbers are Linux's; the names of Glibc's constants would tie this table to the machine it is read on.
    private static func meaning(ofSignal signal: Int32) -> Meaning {
        switch signal {
        case 2: stopped("SIGINT")
        case 15: stopped("SIGTERM")
        case 1: stopped("SIGHUP")
        case 9:
            Meaning(
                text: "killed (SIGKILL)",
                remedy:
                    "most often the kernel or the container manager wanted its memory back (see dmesg on its host): "
                    + moreMemory,
                isCausedByApplication: true
            )
        case 4: crashed("a failed check of Swift's, such as an index out of range or an overflow (SIGILL)")
        case 5: crashed("a failed check of Swift's, such as an index out of range or an overflow (SIGTRAP)")
        case 6: crashed("aborted (SIGABRT)")
        case 8: crashed("a wrong calculation (SIGFPE)")
        case 11: crashed("memory was used that isn't there, or a stack was full (SIGSEGV)")
        case 7:
            Meaning(
                text: "a mapped file couldn't be read or written (SIGBUS)",
                remedy: "check that the disks of weft.local.dir have room and no errors",
                isCausedByApplication: false
            )
        default: crashed("ended by signal \(signal)")
        }
    }

    private static func crashed(_ text: String) -> Meaning {
        Meaning(text: text, remedy: readLog + " for the line of the application's code", isCausedByApplication: true)
    }

    private static func stopped(_ name: String) -> Meaning {
        Meaning(
            text: "told to end from outside (\(name))",
            remedy: "somebody, or the cluster manager, took it away: look into the manager's log",
            isCausedByApplication: false
        )
    }
}
