import Crypto
import Glibc
import WeftDiagnostics
import YARN

/// Where applications are uploaded to: `.weftStaging` with a folder for each application, and one for what many share.
///
/// Executables and libraries are stored under the SHA-256 of their bytes, so that the next submit of the same build finds
/// them there. The rest goes into the application's own folder, which is removed at the end.
struct StagingFolder: Sendable {
    let store: any StagingStore
    /// `<base>/.weftStaging`.
    let root: String
    /// The folder of this application.
    let folder: String
    let replication: Int?

    private static let cacheName = "cache"

    init(_ store: any StagingStore, base: String, application: ApplicationID, replication: Int?) {
        self.store = store
        root = (base == "/" ? "" : base) + "/.weftStaging"
        folder = "\(root)/\(application)"
        self.replication = replication
    }

    /// A file that containers get, whatever application uses it.
    ///
    /// - Parameter onUpload: called before bytes are sent; not called when they are there already.
    func shared(_ localPath: String, named name: String, onUpload: (Int64) -> Void = { _ in }) throws -> LocalResource {
        let (digest, length) = try Self.digest(of: localPath)
        let home = "\(root)/\(Self.cacheName)/\(digest)"
        let path = "\(home)/\(name)"
        // Somebody may have written into it since: the length tells at least of that.
        if let present = try store.status(path), present.length == length { return try resource(path) }
        try makeRoot()
        try store.makeDirectory("\(root)/\(Self.cacheName)", permission: 0o700)
        try store.makeDirectory(home, permission: 0o700)
        if try store.status(path) != nil { try store.delete(path) }
        onUpload(length)
        try store.uploadWhole(localPath, to: path, permission: 0o755, replication: replication)
        // A folder that can't be swept is no reason not to submit.
        try? sweep()
        return try resource(path)
    }

    /// After this time, in milliseconds, nobody is at an upload any more. Clocks of file systems may differ from this one's.
    private static let longestUpload: Int64 = 24 * 3_600_000

    /// Removes halves of files from what many share: a client that is killed in an upload can't do it itself. Called where
    /// something was uploaded, which takes so much longer that looking into all folders doesn't matter.
    func sweep(now: Int64 = Int64(time(nil)) * 1_000) throws {
        let cache = "\(root)/\(Self.cacheName)"
        for home in try store.list(cache) where home.status.isDirectory {
            for file in try store.list("\(cache)/\(home.name)") {
                guard file.name.contains(StagedStatus.halfMark), !file.status.isDirectory,
                    now - file.status.modificationTime >= Self.longestUpload
                else { continue }
                try store.delete("\(cache)/\(home.name)/\(file.name)")
            }
        }
    }

    /// A file of this application alone.
    func own(_ localPath: String, named name: String, permission: UInt16 = 0o644) throws -> LocalResource {
        try makeRoot()
        try store.makeDirectory(folder, permission: 0o700)
        let path = "\(folder)/\(name)"
        try store.uploadWhole(localPath, to: path, permission: permission, replication: replication)
        var resource = try resource(path)
        // On the nodes too it is gone with the application, and no other one of the user's is given it.
        resource.visibility = .application
        return resource
    }

    private func makeRoot() throws {
        do {
            try store.makeDirectory(root, permission: 0o700)
        } catch {
            var error = WeftError(wrapping: error)
            if error.code == "permission-denied" {
                error.remedy =
                    "applications are uploaded to \(root); make a folder above it that this user may write, or "
                    + "name another one in weft.yarn.stagingDir"
            }
            throw error
        }
    }

    /// What a NodeManager is told of a file that is there.
    func resource(_ path: String) throws -> LocalResource {
        guard let status = try store.status(path) else {
            throw WeftError("input-not-found", "\(path) is gone that was uploaded a moment ago", remedy: "submit again")
        }
        return LocalResource(
            url: try ResourceURL.of(scheme: store.scheme, authority: store.authority, path: path),
            size: status.length,
            timestamp: status.modificationTime,
            type: .file,
            visibility: try store.isPublic(path) ? .everybody : .user
        )
    }

    /// Removes the application's own folder.
    func remove() throws { try store.delete(folder) }

    /// The SHA-256 of a file, in hexadecimal digits, and its length.
    static func digest(of localPath: String) throws -> (String, Int64) {
        let file = try LocalInput(localPath)
        var hash = SHA256()
        var length: Int64 = 0
        while let bytes = try file.next() {
            hash.update(bufferPointer: bytes)
            length += Int64(bytes.count)
        }
        let text = hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        return (text, length)
    }
}
