import Glibc
import WeftDiagnostics

/// Unpacks archives with the programs that every Debian has (`tar`) or can have (`unzip`).
enum Archive {
    /// Unpacks an archive into a new folder.
    ///
    /// - Throws: `bad-archive` with what the program said.
    static func unpack(_ archive: String, into folder: String) throws {
        try LocalFileSystem().makeDirectory(.local(folder), withParents: true)
        let arguments: [String]
        if archive.hasSuffix(".zip") {
            arguments = ["unzip", "-q", "-o", archive, "-d", folder]
        } else if archive.hasSuffix(".tar") {
            arguments = ["tar", "-xf", archive, "-C", folder]
        } else if archive.hasSuffix(".tar.gz") || archive.hasSuffix(".tgz") {
            arguments = ["tar", "-xzf", archive, "-C", folder]
        } else {
            throw WeftError(
                "bad-archive",
                "\(archive) is no archive of a known kind",
                remedy: "use .tar, .tar.gz, .tgz or .zip"
            )
        }
        let process = try PipeProcess(arguments: arguments, environment: [:])
        while try process.nextLines(supplying: { nil }) != nil {}
        do {
            try process.finish()
        } catch {
            throw WeftError(
                "bad-archive",
                "\(archive) can't be unpacked",
                remedy: "check the archive with `\(arguments[0])`",
                cause: error
            )
        }
    }
}
