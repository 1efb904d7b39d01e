import Foundation
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// A process has one context at a time, and Swift Testing runs tests side by side: they take turns here.
private actor Turnstile {
    static let shared = Turnstile()

    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty {
            isTaken = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// Keeps other tests from making a context while `body` runs.
func withContextTurn<Result>(_ body: () async throws -> Result) async throws -> Result {
    await Turnstile.shared.enter()
    do {
        let result = try await body()
        await Turnstile.shared.leave()
        return result
    } catch {
        await Turnstile.shared.leave()
        throw error
    }
}

/// The configuration of a test's context, with its folder for temporary files in `folder`.
func testConfiguration(
    in folder: ScratchFolder,
    master: String = "local[2]",
    _ settings: [String: String] = [:]
) throws -> Configuration {
    var configuration = Configuration()
    let fixed = [
        "weft.master": master,
        "weft.local.dir": folder.path("local"),
        "weft.checkpoint.dir": folder.path("checkpoints"),
        "weft.ui.showConsoleProgress": "false",
    ]
    for (name, value) in fixed.merging(settings, uniquingKeysWith: { $1 }) {
        try configuration.set(name, value, source: .code)
    }
    return configuration
}

/// Runs `body` with a context of its own, stops it, and checks that it has left nothing in its folder.
func withContext<Result>(
    master: String = "local[2]",
    _ settings: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (Context) async throws -> Result
) async throws -> Result {
    try await withContextTurn {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        try folder.makeFolder("local")
        let context = try Context(configuration: testConfiguration(in: folder, master: master, settings))
        let result: Result
        do {
            result = try await body(context)
        } catch {
            await context.stop()
            throw error
        }
        await context.stop()
        let left = try folder.names(in: "local")
        #expect(left.isEmpty, "temporary files are left behind", sourceLocation: sourceLocation)
        return result
    }
}

extension Context {
    /// A folder for the test's own files, removed with the context.
    var scratch: ScratchFolder {
        let local = configuration[ConfigurationKeys.localDir].first ?? "/nonexistent"
        return ScratchFolder(root: URL(fileURLWithPath: local).deletingLastPathComponent().path)
    }

    /// What the tasks of a local master share.
    var environment: ExecutorEnvironment {
        guard let backend = backend as? LocalBackend else { preconditionFailure("the test's master isn't local") }
        return backend.environment
    }

    /// The folder in which the context keeps its temporary files.
    var temporaryFolder: String { directories.roots[0] }
}

/// A folder that a test may fill.
struct ScratchFolder: Sendable {
    let root: String

    static func make() throws -> ScratchFolder {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("weft-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return ScratchFolder(root: url.path)
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { root + "/" + name }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    /// Writes a file and gives its path; folders on the way are made.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: url)
        return url.path
    }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path(name)))) }

    /// The names in a folder, sorted.
    func names(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }
}

/// The error that `body` throws; an issue when it throws none.
func failure(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws -> WeftError {
    do {
        try await body()
    } catch let error as WeftError {
        return error
    }
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    return WeftError("nothing-thrown", "nothing was thrown")
}

extension WeftError {
    /// The error at the bottom.
    var root: WeftError { cause?.root ?? self }

    /// The codes from the top to the bottom.
    var codes: [String] { [code.rawValue] + (cause?.codes ?? []) }
}

/// What an application posted while something ran.
struct EventRecord: Sendable {
    let events: [WeftEvent]

    var submittedStages: [WeftEvent.StageInfo] {
        events.compactMap { if case .stageSubmitted(let event) = $0 { event.stage } else { nil } }
    }

    var skippedStageCount: Int { events.count { if case .stageSkipped = $0 { true } else { false } } }

    var jobs: [WeftEvent.JobStart] {
        events.compactMap { if case .jobStart(let event) = $0 { event } else { nil } }
    }

    var startedTasks: [WeftEvent.TaskInfo] {
        events.compactMap { if case .taskStart(let event) = $0 { event.task } else { nil } }
    }

    var endedTasks: [WeftEvent.TaskEnd] {
        events.compactMap { if case .taskEnd(let event) = $0 { event } else { nil } }
    }
}

private final class EventRecorder: EventListener {
    let events = Mutex<[WeftEvent]>([])

    func onEvent(_ event: WeftEvent) { events.withLock { $0.append(event) } }
}

extension Context {
    /// Runs `body` and gives what it posted beside its result.
    func recording<Result>(_ body: () async throws -> Result) async throws -> (Result, EventRecord) {
        events.flush()
        let recorder = EventRecorder()
        events.add(recorder)
        let result = try await body()
        events.flush()
        return (result, EventRecord(events: recorder.events.withLock { $0 }))
    }
}

/// A pair that can be compared: tuples can't conform to `Equatable`.
struct Pair<First: Hashable & Sendable, Second: Hashable & Sendable>: Hashable, Sendable {
    var first: First
    var second: Second

    init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }
}

extension Pair: Comparable where First: Comparable, Second: Comparable {
    static func < (left: Pair, right: Pair) -> Bool { (left.first, left.second) < (right.first, right.second) }
}

/// Tuples as comparable pairs.
func pairs<First: Hashable, Second: Hashable>(_ rows: [(First, Second)]) -> [Pair<First, Second>] {
    rows.map { Pair($0.0, $0.1) }
}

/// How often each row occurs: the rows without their order.
func bag<Row: Hashable>(_ rows: some Sequence<Row>) -> [Row: Int] {
    Dictionary(rows.map { ($0, 1) }, uniquingKeysWith: +)
}
