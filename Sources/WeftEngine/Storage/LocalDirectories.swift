import Glibc
import Synchronization
import WeftDiagnostics

/// The application's own folders for temporary files, one in each folder of `weft.local.dir`.
///
/// A file belongs into the folder that its name falls to. When that folder is full or broken, the file goes to the next
/// one, and the first is avoided for a while.
final class LocalDirectories: Sendable {
    /// The folders, at least one; each exists and is this application's alone.
    let roots: [String]

    private struct State {
        /// Where a file is that isn't in the folder that its name falls to.
        var strays: [String: Int] = [:]
        /// When a folder that failed may be tried first again.
        var avoidedUntil: [Int: ContinuousClock.Instant] = [:]
    }

    private let state = Mutex(State())
    private let clock: @Sendable () -> ContinuousClock.Instant
    /// How long a folder that failed is tried last.
    private static let avoidance: Duration = .seconds(60)

    /// Makes the folders.
    ///
    /// - Parameters:
    ///   - bases: folders to make them in; those that can't be used are left out, as long as one can.
    ///   - name: the folders' name.
    ///   - clock: what time it is.
    /// - Throws: `local-dir` when none of `bases` can be used.
    init(
        bases: [String],
        name: String,
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now }
    ) throws {
        var made: [String] = []
        var failures: [WeftError.Detail] = []
        for base in bases {
            let path = base + "/" + name
            if mkdir(path, 0o700) == 0 {
                made.append(path)
            } else {
                failures.append(.init(base, String(cString: strerror(errno))))
            }
        }
        guard !made.isEmpty else {
            throw WeftError(
                "local-dir",
                "no folder for temporary files can be used",
                remedy: "set weft.local.dir to a folder that exists, can be written and has room",
                details: failures
            )
        }
        roots = made
        self.clock = clock
    }

    /// The path of a file: where `place` says that it is, else in the folder that its name falls to; until it is placed
    /// elsewhere or forgotten, the same name gives the same path.
    func path(of name: String) -> ResourcePath {
        path(of: name, inRoot: state.withLock { $0.strays[name] } ?? home(of: name))
    }

    func path(of name: String, inRoot root: Int) -> ResourcePath { .local(roots[root] + "/" + name) }

    private func home(of name: String) -> Int { Int(truncatingIfNeeded: stableHash(name) % UInt64(roots.count)) }

    /// The path of a file that is in any of the folders; nil when it is in none.
    func existingPath(of name: String) -> ResourcePath? {
        let first = path(of: name)
        if access(first.path, F_OK) == 0 { return first }
        return roots.indices.lazy.map { self.path(of: name, inRoot: $0) }.first { access($0.path, F_OK) == 0 }
    }

    /// The folders by number, in the order in which a new file should try them.
    func rootsToTry(for name: String) -> [Int] {
        let home = home(of: name)
        let order = roots.indices.map { (home + $0) % roots.count }
        let now = clock()
        let avoided = state.withLock { state in
            state.avoidedUntil = state.avoidedUntil.filter { $0.value > now }
            return Set(state.avoidedUntil.keys)
        }
        return order.filter { !avoided.contains($0) } + order.filter { avoided.contains($0) }
    }

    /// Says that a folder couldn't take a file.
    func avoid(root: Int) {
        let end = clock().advanced(by: Self.avoidance)
        state.withLock { $0.avoidedUntil[root] = end }
    }

    /// Says in which folder a file is.
    func place(_ name: String, inRoot root: Int) {
        state.withLock { $0.strays[name] = root == home(of: name) ? nil : root }
    }

    /// Removes a file, wherever it is. Errors are left alone: what stays goes with the folders.
    func delete(_ name: String) {
        if let path = existingPath(of: name) { _ = unlink(path.path) }
        _ = state.withLock { $0.strays.removeValue(forKey: name) }
    }

    /// Makes a folder of a given name in the first of the folders, if it isn't there yet.
    func folder(_ name: String) throws -> String {
        let path = roots[0] + "/" + name
        try LocalFileSystem().makeDirectory(.local(path), withParents: true)
        return path
    }

    /// Removes the folders and all that is in them. Errors are left alone: the application is at its end.
    func remove() {
        for root in roots { _ = try? LocalFileSystem().delete(.local(root), recursive: true) }
    }
}
