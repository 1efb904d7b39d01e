import Foundation
import Synchronization

/// The test beds of this process: each kind started when it is first asked for, all stopped when the process ends.
final class TestBeds: Sendable {
    static let shared = TestBeds()

    /// The Hadoop that is to be used instead of the one from PyPI (`HADOOP_HOME`); nil when there is none, also when the
    /// variable is empty.
    static let hadoopHome = ProcessInfo.processInfo.environment["HADOOP_HOME"].flatMap { $0.isEmpty ? nil : $0 }

    /// One test bed that several suites may ask for at once: the first one starts it, the others wait for that.
    private final class Entry: Sendable {
        /// Its folder's name, which no other kind has.
        let name: String
        let result = Mutex<Result<TestBed, any Error>?>(nil)

        init(name: String) { self.name = name }
    }

    private let entries = Mutex<[TestBedKind: Entry]>([:])
    private let realm = Mutex<Result<String, any Error>?>(nil)
    /// Starting takes two processors for ten seconds; more at a time would only be late together.
    private let starting = DispatchSemaphore(value: 2)
    /// Where all of this process's test beds are.
    let folder: String
    /// The executable `deploy/testbed/testbed`.
    let program: String

    private init() {
        folder = "/tmp/weft-interop-\(getpid())"
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().path
        program = URL(fileURLWithPath: here + "/../../../../deploy/testbed/testbed").standardized.path
        // Kerberos in this process sees the realm that all test beds share, and no ticket but those that a test names.
        setenv("KRB5_CONFIG", "\(folder)/realm/kerberos/krb5.conf", 1)
        setenv("KRB5CCNAME", "\(folder)/no-ticket-cache", 1)
        mkdir(folder, 0o700)
        atexit { TestBeds.shared.stopAll() }
    }

    /// The test bed of a kind.
    ///
    /// - Throws: why it doesn't start; every test that asks for it fails with that.
    func testBed(_ kind: TestBedKind) throws -> TestBed {
        let entry = entries.withLock { entries in
            if let entry = entries[kind] { return entry }
            let entry = Entry(name: "bed-\(entries.count + 1)")
            entries[kind] = entry
            return entry
        }
        return try entry.result.withLock { result in
            if let result { return try result.get() }
            let made = Result { try start(kind, name: entry.name) }
            result = made
            return try made.get()
        }
    }

    /// Starts a test bed for one test alone, to break it.
    func start(_ kind: TestBedKind, name: String) throws -> TestBed {
        do {
            let realm = kind.isSecure ? ["--realm-of", try sharedRealm()] : []
            starting.wait()
            defer { starting.signal() }
            let directory = "\(folder)/\(name)"
            let arguments =
                ["start", "--dir", directory, "--owner", String(getpid()), "--no-homes", "--timeout", "500"]
                + kind.arguments + realm
            try ChildProgram(command: [program] + arguments, limit: .seconds(600)).succeed()
            let bed = try TestBed(directory: directory, kind: kind)
            try bed.makeHomes()
            return bed
        } catch {
            Self.shout("The test bed (\(kind)) doesn't start. Every test on it fails.\n\(error)")
            throw error
        }
    }

    func sharedRealm() throws -> String {
        try realm.withLock { realm in
            if let realm { return try realm.get() }
            let made = Result {
                let directory = "\(folder)/realm"
                let arguments = ["start", "--dir", directory, "--owner", String(getpid()), "--realm-only"]
                try ChildProgram(command: [program] + arguments, limit: .seconds(600)).succeed()
                return directory
            }
            realm = made
            return try made.get()
        }
    }

    private func stopAll() {
        let beds = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let stopping = beds.compactMap { name -> Process? in
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)/.weft-testbed") else { return nil }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["stop", "--dir", "\(folder)/\(name)"]
            do { try process.run() } catch { return nil }
            return process
        }
        for process in stopping { process.waitUntilExit() }
        // What else is in it was made by tests: a jar, for instance.
        let isLeft = beds.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0)/.weft-testbed") }
        if !isLeft { try? FileManager.default.removeItem(atPath: folder) }
    }

    private static func shout(_ text: String) {
        let line = String(repeating: "!", count: 100)
        FileHandle.standardError.write(Data("\n\(line)\n\(text)\n\(line)\n\n".utf8))
    }
}
