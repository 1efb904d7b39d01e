import Glibc
import WeftDiagnostics

/// Unpacking archives, which are known by the end of their names (FSDownload.java, unpack).
enum Archive {
    enum Kind: Hashable {
        case zip
        case tar
        /// Not an archive: it is copied.
        case file
    }

    static func kind(_ name: String) -> Kind {
        let name = name.lowercased()
        if name.hasSuffix(".zip") || name.hasSuffix(".jar") { return .zip }
        if name.hasSuffix(".tar") || name.hasSuffix(".tar.gz") || name.hasSuffix(".tgz") { return .tar }
        return .file
    }

    /// Unpacks an archive into a folder that is there.
    static func unpack(_ path: String, _ kind: Kind, into folder: String) throws {
        switch kind {
        case .tar: try run([["tar", "-xf", path, "-C", folder]], path)
        case .zip:
            try run(
                [
                    ["unzip", "-q", "-o", path, "-d", folder], ["bsdtar", "-xf", path, "-C", folder],
                    ["python3", "-m", "zipfile", "-e", path, folder],
                ],
                path
            )
        case .file: break
        }
    }

    /// Runs the first of several programs that is installed.
    private static func run(_ commands: [[String]], _ path: String) throws {
        for command in commands {
            let pid: pid_t
            do {
                pid = try Spawn.start(
                    command,
                    environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
                    input: "/dev/null",
                    output: "/dev/null"
                )
            } catch { continue }
            let status = Spawn.wait(pid)
            if status == 127 { continue }
            guard status == 0 else {
                throw WeftError("io-error", "\(command[0]) can't unpack \(path): exit status \(status)")
            }
            return
        }
        throw WeftError(
            "io-error",
            "there is no program to unpack \(path)",
            remedy: "install one of \(commands.map { $0[0] }.joined(separator: ", "))"
        )
    }

    /// Gives everything below a path the permissions that localized files have: not to be changed, and executable.
    static func setPermissions(_ path: String, isPublic: Bool) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            chmod(path, isPublic ? 0o755 : 0o700)
            for name in LocalDisk.list(path) { setPermissions("\(path)/\(name)", isPublic: isPublic) }
        case S_IFREG: chmod(path, isPublic ? 0o555 : 0o500)
        default: break
        }
    }
}
