import Glibc
import WeftDiagnostics

/// The application's own folders for temporary files, one in each folder of `weft.local.dir`.
final class LocalDirectories: Sendable {
    /// The folders, at least one; each exists and is this application's alone.
    let roots: [String]

    /// Makes the folders.
    ///
    /// - Parameters:
    ///   - bases: folders to make them in; those that can't be used are left out, as long as one can.
    ///   - name: the folders' name.
    /// - Throws: `local-dir` when none of `bases` can be used.
    init(bases: [String], name: String) throws {
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
    }

    /// The path of a file in the folder that its name falls to; the same name always gives the same path.
    func path(of name: String) -> ResourcePath {
        let folder = roots[Int(truncatingIfNeeded: stableHash(name) % UInt64(roots.count))]
        return .local(folder + "/" + name)
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
