import Glibc
import WeftDiagnostics

extension WeftError {
    /// The error of a system call on a file.
    ///
    /// - Parameters:
    ///   - number: the value of `errno`.
    ///   - action: what was tried, so that the path can follow it: `can't open`.
    ///   - path: on what.
    init(errno number: Int32, _ action: String, _ path: ResourcePath) {
        let (code, remedy): (Code, String) =
            switch number {
            case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG:
                ("input-not-found", "check the path; a relative one starts at the working directory")
            case EACCES, EPERM, EROFS:
                ("permission-denied", "give the user who runs this the right to it, or choose another path")
            case ENOSPC, EDQUOT, EFBIG:
                ("disk-full", "free some space on that disk, or choose a path on another one")
            case EEXIST, ENOTEMPTY:
                ("output-exists", "remove it or choose another path")
            case EISDIR:
                ("not-a-file", "name a file in the folder")
            case EMFILE, ENFILE:
                ("too-many-open-files", "raise the limit with ulimit -n, or run fewer tasks at once")
            case EXDEV:
                ("io-error", "choose a path on the same disk")
            default:
                ("io-error", "check the disk and the system's log")
            }
        let text = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        self.init(code, "\(action) \(path): \(text)", remedy: remedy, details: [.init("path", path.description)])
    }

    /// The error of input that can't be right.
    static func corrupt(_ message: String, _ path: ResourcePath) -> WeftError {
        WeftError(
            "corrupt-data",
            "\(path) is corrupt: \(message)",
            remedy: "replace the file by a good copy, or leave it out of the input",
            details: [.init("path", path.description)]
        )
    }
}
