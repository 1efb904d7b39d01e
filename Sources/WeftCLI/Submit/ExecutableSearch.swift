import Glibc
import Weft

/// Finds the executable that APP names.
struct ExecutableSearch {
    /// Where names are looked for, in this order.
    var folders: [String]

    /// Beside `weft`, then on the PATH.
    init() {
        var folders: [String] = []
        if let own = ProcessEnvironment.executablePath, let slash = own.lastIndex(of: "/") {
            folders.append(String(own[..<slash]))
        }
        let path = ProcessEnvironment.variables["PATH"] ?? ""
        folders += path.split(separator: ":").map { String($0) }
        self.folders = folders
    }

    /// The path of the application.
    ///
    /// - Throws: `WeftError` `application-not-found`, saying where it was looked for, or `application-not-executable`.
    func find(_ name: String) throws -> String {
        if name.contains("/") {
            guard Self.isFile(name) else {
                throw WeftError(
                    "application-not-found",
                    "there is no application at \(name)",
                    remedy: "build it first (`swift build -c release`), and give the path of the executable"
                )
            }
            try Self.check(name)
            return name
        }
        let candidates = folders.map { "\($0)/\(name)" }.filter(Self.isFile)
        guard let found = candidates.first(where: { access($0, X_OK) == 0 }) ?? candidates.first else {
            let here = Self.isFile("./\(name)") ? "write ./\(name) for the one in this folder" : "give its path"
            throw WeftError(
                "application-not-found",
                "there is no application named \(name)",
                remedy: "\(here), or put it beside weft or on the PATH",
                details: folders.map { .init("looked in", $0) }
            )
        }
        try Self.check(found)
        return found
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func check(_ path: String) throws {
        guard access(path, X_OK) == 0 else {
            throw WeftError(
                "application-not-executable",
                "\(path) may not be executed: \(String(cString: strerror(errno)))",
                remedy: "build the application, or `chmod +x` it when it is one"
            )
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        // A program may be executable and not readable; the kernel decides about it then.
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var magic: [UInt8] = [0, 0, 0, 0]
        let count = magic.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count == 4, magic == [0x7F, 0x45, 0x4C, 0x46] else {
            throw WeftError(
                "application-not-executable",
                "\(path) is not a program: it is no ELF file",
                remedy: "give the executable that `swift build` made, not a script or a source file"
            )
        }
    }
}
