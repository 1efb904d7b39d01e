import HDFS
import WeftDiagnostics

/// A folder that mustn't be there yet.
///
/// The NameNode's `mkdirs` is content with a folder that is there, so that of two jobs with the same output folder both
/// would take it for theirs. Its `rename2` isn't: a folder is made under a name that nobody else has, and renamed.
enum NewDirectory {
    /// - Throws: `output-exists` when there is anything at the path; `input-not-found` without the folder above.
    static func make(_ path: String, _ client: HDFSClient) throws {
        guard let slash = path.lastIndex(of: "/"), path != "/" else {
            throw WeftError("output-exists", "/ exists always", remedy: "name a folder below it")
        }
        var generator = SystemRandomNumberGenerator()
        let number = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        let name = path[path.index(after: slash)...]
        let temporary = "\(path[..<slash])/.\(name).\(number)"
        try client.makeDirectory(temporary, withParents: false)
        do {
            try client.rename(temporary, to: path, overwrite: false)
        } catch {
            _ = try? client.delete(temporary, recursive: false)
            throw error
        }
    }
}
