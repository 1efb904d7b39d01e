/// Why a container ended: its process' exit status, or a reason of YARN's own below zero (ContainerExitStatus.java).
public struct ContainerExitStatus: Sendable, Hashable, RawRepresentable {
    /// The number.
    public var rawValue: Int32

    /// Makes a status of its number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The process ended well.
    public static let success = Self(rawValue: 0)
    /// It was released, or its node was lost or taken out of service.
    public static let aborted = Self(rawValue: -100)
    /// Too many disks of its node have failed.
    public static let disksFailed = Self(rawValue: -101)
    /// The scheduler took it for somebody else.
    public static let preempted = Self(rawValue: -102)
    /// It used more virtual memory than it had.
    public static let exceededVirtualMemory = Self(rawValue: -103)
    /// It used more memory than it had.
    public static let exceededMemory = Self(rawValue: -104)
    /// Its application master stopped it.
    public static let killedByApplicationMaster = Self(rawValue: -105)
    /// The ResourceManager ended it.
    public static let killedByResourceManager = Self(rawValue: -106)
    /// It was still there when its application had ended.
    public static let killedAfterApplicationEnded = Self(rawValue: -107)
    /// Its node ended it to make room.
    public static let killedByContainerScheduler = Self(rawValue: -108)
    /// It wrote more logs than it may.
    public static let exceededLogs = Self(rawValue: -109)
    /// It hasn't ended, or nobody knows how.
    public static let notKnown = Self(rawValue: -1000)

    /// Whether the end says nothing against the application: it doesn't count against its budget of failures.
    ///
    /// The same ones for which Spark doesn't blame its executors (YarnAllocator.scala).
    public var isNotTheApplicationsFault: Bool {
        switch self {
        case .aborted, .disksFailed, .preempted, .killedByApplicationMaster, .killedByResourceManager,
            .killedAfterApplicationEnded, .killedByContainerScheduler, .success:
            true
        default: false
        }
    }

    /// Whether its node ended it because it used more than it may: the application's doing, even if it was to end anyway.
    public var exceedsLimits: Bool {
        [.exceededVirtualMemory, .exceededMemory, .exceededLogs].contains(self)
    }

    /// The signal that ended the process, where a shell reported one: 9 for 137, 15 for 143.
    public var signal: Int32? { (129...192).contains(rawValue) ? rawValue - 128 : nil }
}

extension ContainerExitStatus: CustomStringConvertible {
    /// What it means, as the end of a sentence: `it used more memory than its container has`.
    public var description: String {
        switch self {
        case .success: "it ended with status 0"
        case .aborted: "it was released, or its node was lost"
        case .disksFailed: "the disks of its node have failed"
        case .preempted: "the scheduler gave its resources to another application"
        case .exceededVirtualMemory: "it used more virtual memory than its container has"
        case .exceededMemory: "it used more memory than its container has"
        case .killedByApplicationMaster: "the application master stopped it"
        case .killedByResourceManager: "the ResourceManager stopped it"
        case .killedAfterApplicationEnded: "it was stopped because its application had ended"
        case .killedByContainerScheduler: "its node stopped it to make room for others"
        case .exceededLogs: "it wrote more logs than a container may"
        case .notKnown: "how it ended is not known"
        case Self(rawValue: 126): "it ended with status 126: its command can't be executed"
        case Self(rawValue: 127): "it ended with status 127: its command, or a shared library of it, isn't there"
        default:
            if let signal {
                "it was ended by signal \(signal)\(Self.signalNames[signal].map { " (\($0))" } ?? "")"
            } else {
                "it ended with status \(rawValue)"
            }
        }
    }

    private static let signalNames: [Int32: String] = [
        2: "SIGINT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV",
        15: "SIGTERM",
    ]
}
