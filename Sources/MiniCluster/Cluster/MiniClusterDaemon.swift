import Glibc
import HadoopRPC
import WeftDiagnostics

/// A cluster in a process of its own, which goes on when its starter has ended.
///
/// Its folder has `env` (what a shell needs to be its client), `minicluster.pid`, which is locked as long as the process
/// lives, and `minicluster.log`. Nobody else's files may be there.
public struct MiniClusterDaemon: Sendable {
    /// The cluster's folder.
    public let directory: String

    /// - Parameter directory: the cluster's folder, an absolute path.
    public init(directory: String) { self.directory = ClusterFolder.normalized(directory) }

    private var pidFile: String { "\(directory)/minicluster.pid" }
    private var logFile: String { "\(directory)/minicluster.log" }
    /// The file that a shell reads to be a client: `. <directory>/env`.
    public var environmentFile: String { "\(directory)/env" }

    // MARK: From outside

    /// The process that runs the cluster; nil when none does.
    public var pid: Int32? {
        let descriptor = open(pidFile, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard DaemonLock.isHeld(descriptor) else { return nil }
        let text = String(decoding: LocalDisk.tail(pidFile, 20), as: UTF8.self)
        return Int32(text.filter { $0.isNumber })
    }

    /// Whether the cluster takes applications.
    public var isReady: Bool { pid != nil && access(environmentFile, R_OK) == 0 }

    /// Starts the process, and returns when the cluster takes applications.
    ///
    /// - Parameters:
    ///   - command: a program and its arguments that call `run`.
    ///   - environment: its environment.
    /// - Throws: `cluster-running` when there is a cluster in the folder; `folder-not-empty` when it is somebody else's;
    ///   `cluster-failed` with the end of its log when it doesn't come up.
    public func start(_ command: [String], environment: [String: String] = ProcessVariables.all) throws {
        if let pid {
            throw WeftError(
                "cluster-running",
                "a cluster runs in \(directory) already, as process \(pid)",
                remedy: "use it (. \(environmentFile)), stop it, or give another --dir"
            )
        }
        try ClusterFolder.claim(directory)
        LocalDisk.remove(logFile)
        let process = try Spawn.start(
            command,
            environment: environment,
            ownSession: true,
            input: "/dev/null",
            output: logFile
        )
        let deadline = Deadline.after(milliseconds: 60_000)
        // One before it, whose process was killed, has left its files there until the new one has removed them.
        while pid != process || !isReady {
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG) == process {
                throw failed("the cluster's process has ended")
            }
            if deadline.hasPassed {
                // It may be anywhere on its way up, where it doesn't listen.
                kill(process, SIGTERM)
                if Spawn.wait(process, milliseconds: 10_000) == nil {
                    kill(process, SIGKILL)
                    _ = Spawn.wait(process)
                }
                sweep()
                throw failed("the cluster isn't up after a minute")
            }
            Pause.sleep(milliseconds: 20)
        }
    }

    private func failed(_ what: String) -> WeftError {
        let log = LocalDisk.tail(logFile, 2_000)
        return WeftError(
            "cluster-failed",
            what,
            remedy: "see \(logFile)",
            details: [.init("log", String(decoding: log, as: UTF8.self))]
        )
    }

    /// Stops the cluster and all that it has started, also what is left of one whose process was killed. Logs and the
    /// configuration stay.
    ///
    /// - Returns: whether there was anything to stop.
    @discardableResult
    public func stop() -> Bool {
        guard let pid else { return sweep() }
        kill(pid, SIGTERM)
        let deadline = Deadline.after(milliseconds: 30_000)
        while self.pid != nil {
            if deadline.hasPassed { kill(pid, SIGKILL) }
            Pause.sleep(milliseconds: 20)
        }
        sweep()
        return true
    }

    /// Kills containers and a KDC that nobody looks after any more. Their environment says whose they are.
    @discardableResult
    private func sweep() -> Bool {
        let marks = ["LOCAL_DIRS=\(directory)/nodes/", "KRB5_KDC_PROFILE=\(directory)/kerberos/"].map { Array($0.utf8) }
        var found = false
        // Again as long as there are some: one may have started another while it was looked at.
        for _ in 0..<100 {
            var count = 0
            for name in LocalDisk.list("/proc") {
                guard let pid = Int32(name), pid != getpid(), let bytes = try? LocalDisk.read("/proc/\(name)/environ"),
                    bytes.split(separator: 0).contains(where: { entry in marks.contains { entry.starts(with: $0) } }),
                    kill(pid, SIGKILL) == 0
                else { continue }
                count += 1
            }
            if count == 0 { break }
            found = true
            Pause.sleep(milliseconds: 10)
        }
        if ClusterFolder.isOne(directory) { unlink(environmentFile) }
        return found
    }

    // MARK: From inside

    /// Runs a cluster in this process until SIGTERM or SIGINT.
    ///
    /// - Parameters:
    ///   - options: what the cluster is like; its folder is this one's.
    ///   - owner: a process with whose end the cluster ends too, however that comes; nil for none.
    ///   - print: takes lines for the log.
    /// - Throws: as `MiniCluster.start`; `cluster-running`.
    public func run(
        _ options: MiniClusterOptions,
        owner: pid_t? = nil,
        print: (String) -> Void = { _ in }
    ) throws {
        try ClusterFolder.claim(directory)
        let descriptor = open(pidFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw LocalDisk.failed("can't write", pidFile) }
        defer { close(descriptor) }
        guard DaemonLock.take(descriptor) else {
            throw WeftError("cluster-running", "a cluster runs in \(directory) already")
        }
        // Only now nobody else uses what is here: that of a cluster before, which may have been killed.
        ftruncate(descriptor, 0)
        sweep()
        for name in ["nodes", "conf", "kerberos"] { LocalDisk.remove("\(directory)/\(name)") }
        try LocalDisk.write(Array("\(getpid())\n".utf8), to: descriptor, pidFile)
        let signals = try EndSignals()
        var options = options
        options.directory = directory
        // krb5 reads where the realm is from the environment of this process, which is the cluster's alone.
        if options.isSecure {
            switch options.realm {
            case .own: setenv("KRB5_CONFIG", "\(directory)/kerberos/krb5.conf", 1)
            case .existing(let configuration, _, _): setenv("KRB5_CONFIG", configuration, 1)
            }
        }
        let cluster = try MiniCluster.start(options)
        try LocalDisk.write(Self.environmentText(cluster).utf8, to: environmentFile, mode: 0o644)
        print("ResourceManager at localhost:\(cluster.clientPort), scheduler at localhost:\(cluster.schedulerPort)")
        signals.wait(owner)
        print("stopping")
        cluster.stop()
        unlink(environmentFile)
    }

    /// Lines for a shell.
    static func environmentText(_ cluster: MiniCluster) -> String {
        cluster.environment().sorted { $0.key < $1.key }
            .map {
                "export \($0.key)='\($0.value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'\n"
            }
            .joined()
    }
}

/// The lock on a daemon's file, which its process has as long as it lives. Asking who has it doesn't take it.
private enum DaemonLock {
    // Linux's locks of open files, which glibc's header hides: F_OFD_GETLK and F_OFD_SETLK.
    private static let (asks, takes): (Int32, Int32) = (36, 37)

    private static var wholeFile: flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }

    static func isHeld(_ descriptor: Int32) -> Bool {
        var lock = wholeFile
        return fcntl(descriptor, asks, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    static func take(_ descriptor: Int32) -> Bool {
        var lock = wholeFile
        return fcntl(descriptor, takes, &lock) == 0
    }
}

/// Waits for SIGTERM or SIGINT, whichever thread the system gives it to, or for the end of another process.
private struct EndSignals {
    nonisolated(unsafe) private static var writing: Int32 = -1
    private let reading: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw LocalDisk.failed("can't make", "a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        Self.writing = ends[1]
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                var byte: UInt8 = 1
                _ = write(EndSignals.writing, &byte, 1)
            }
        }
    }

    /// - Parameter owner: the other process; nil when there is none.
    func wait(_ owner: pid_t?) {
        let first = owner.flatMap { ProcessUsage(of: $0) }
        var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, owner == nil ? -1 : 500) <= 0 {
            guard let owner else { continue }
            // One that has gone before this looked has no start, and none of its number is it.
            guard let first, let now = ProcessUsage(of: owner), !now.hasEnded, now.startTicks == first.startTicks else {
                return
            }
        }
    }
}
