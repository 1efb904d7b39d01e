import Glibc
import HadoopProtos
import HadoopRPC
import WeftDiagnostics
import YARN

/// Brings files of containers to the node, each once: for all, for a user, or for an application
/// (ResourceLocalizationService.java).
final class Localizer: @unchecked Sendable {
    /// What makes two wishes the same file (LocalResourceRequest.java).
    private struct Key: Hashable {
        var source: String
        var timestamp: Int64
        var type: LocalResourceTypeProto
        var pattern: String
        /// Whose cache it is in.
        var cache: String
    }

    private enum Entry {
        case fetching
        case ready(String)
    }

    private let configuration: HadoopConfiguration
    private let condition = Condition()
    // Both belong to the condition's lock.
    private var entries: [Key: Entry] = [:]
    private var lastNumber = 9

    /// - Parameter configuration: the cluster's, with which files in HDFS are read.
    init(configuration: HadoopConfiguration) { self.configuration = configuration }

    /// Brings a file, or finds that it is there.
    ///
    /// - Parameters:
    ///   - isCancelled: whether nobody wants it any more.
    /// - Returns: its path on this node.
    func localize(
        _ resource: LocalResourceProto,
        for plan: NodeContainer.Plan,
        credentials: Credentials,
        isCancelled: () -> Bool
    ) throws -> String {
        guard let url = resource.resource else { throw WeftError("invalid-argument", "a local resource without URL") }
        let source = try ResourceSource(url, configuration: configuration)
        let application = plan.name.attempt.application
        let cache =
            switch resource.visibility ?? .application {
            case .public: plan.folders.publicCache
            case .private: plan.folders.privateCache(plan.user)
            default: plan.folders.applicationCache(application, plan.user)
            }
        let key = Key(
            source: source.text,
            timestamp: resource.timestamp ?? 0,
            type: resource.type ?? .file,
            pattern: resource.pattern ?? "",
            cache: cache
        )
        if let ready = try waitForTurn(key, isCancelled: isCancelled) { return ready }
        do {
            let number = condition.withLock {
                lastNumber += 1
                return lastNumber
            }
            let path = try fetch(resource, source, into: "\(cache)/\(number)", plan, credentials)
            finish(key, path)
            return path
        } catch {
            finish(key, nil)
            throw error
        }
    }

    /// - Returns: where the file is; nil when the caller is to fetch it.
    private func waitForTurn(_ key: Key, isCancelled: () -> Bool) throws -> String? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            switch entries[key] {
            case .ready(let path):
                if access(path, F_OK) == 0 { return path }
                entries[key] = .fetching
                return nil
            case nil:
                entries[key] = .fetching
                return nil
            case .fetching:
                if isCancelled() { throw WeftError("cancelled", "the container was ended before it started") }
                _ = condition.wait(until: .after(milliseconds: 200))
            }
        }
    }

    private func finish(_ key: Key, _ path: String?) {
        condition.withLock {
            entries[key] = path.map { .ready($0) }
            condition.broadcast()
        }
    }

    /// Forgets what was below a folder, which is removed.
    func forget(below folder: String) {
        condition.withLock { entries = entries.filter { !$0.key.cache.hasPrefix(folder) } }
    }

    private func fetch(
        _ resource: LocalResourceProto,
        _ source: ResourceSource,
        into folder: String,
        _ plan: NodeContainer.Plan,
        _ credentials: Credentials
    ) throws -> String {
        let reader = ResourceReader(configuration: configuration, user: plan.user, credentials: credentials)
        try check(resource, source, reader)
        // What a NodeManager before this one has left there.
        LocalDisk.remove(folder)
        try LocalDisk.makeFolder(folder)
        let target = "\(folder)/\(source.name)"
        let isPublic = resource.visibility == .public
        let kind = resource.type == .file ? Archive.Kind.file : Archive.kind(source.name)
        do {
            switch (resource.type ?? .file, kind) {
            case (.archive, .zip), (.archive, .tar), (.pattern, .zip):
                let packed = "\(folder)/\(source.name).tmp"
                try reader.copy(source, to: packed)
                try LocalDisk.makeFolder(target)
                try Archive.unpack(packed, kind, into: target)
                if resource.type == .pattern {
                    // What the pattern names is unpacked, and the archive itself is kept beside it.
                    try PatternFilter(resource.pattern ?? "").keepMatching(in: target)
                    rename(packed, "\(target)/\(source.name)")
                } else {
                    unlink(packed)
                }
            default: try reader.copy(source, to: target)
            }
        } catch {
            LocalDisk.remove(folder)
            throw error
        }
        Archive.setPermissions(target, isPublic: isPublic)
        return target
    }

    /// Refuses what isn't the file that the client meant (FSDownload.java, verifyAndCopy).
    private func check(_ resource: LocalResourceProto, _ source: ResourceSource, _ reader: ResourceReader) throws {
        let status = try reader.status(source)
        guard !status.isDirectory else {
            throw WeftError("invalid-argument", "\(source.text) is a folder, and files are localized")
        }
        guard status.modificationTime == resource.timestamp ?? 0 else {
            throw WeftError(
                "input-changed",
                "Resource \(source.text) changed on src filesystem - expected:"
                    + " \"\(TimeText.iso8601(resource.timestamp ?? 0))\", was:"
                    + " \"\(TimeText.iso8601(status.modificationTime))\", current time:"
                    + " \"\(TimeText.iso8601(TimeText.now))\""
            )
        }
        guard status.size == resource.size ?? 0 else {
            throw WeftError(
                "input-changed",
                "Resource \(source.text) has \(status.size) bytes on src filesystem, expected \(resource.size ?? 0)"
            )
        }
        if resource.visibility == .public, try !reader.isPublic(source) {
            throw WeftError(
                "permission-denied",
                "Resource \(source.text) is not publicly accessible and as such cannot be part of the public cache."
            )
        }
    }
}
