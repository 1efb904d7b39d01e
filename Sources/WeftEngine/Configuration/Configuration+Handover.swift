import Glibc
import WeftDiagnostics

/// How `weft submit` gives settings to the application it becomes.
///
/// They go through a pipe that the application inherits, so that no secret is in an environment, on
/// a command line or on a disk. One environment variable says which descriptor it is.
extension Configuration {
    private static let magic = "weft-settings-1"
    private static let byteLimit = 16 << 20
    private static let usualPipeCapacity = 65536
    /// `F_SETPIPE_SZ` of Linux, which the C library declares for GNU sources only.
    private static let setPipeSize: Int32 = 1031

    /// The settings as bytes: texts, each ended by a NUL.
    package var handoverBytes: [UInt8] {
        var fields = [Self.magic]
        for (name, setting) in settings.sorted(by: { $0.key < $1.key }) {
            fields += [name, setting.value]
            switch setting.source {
            case .defaultValue: fields += ["default", "", ""]
            case .file(let path, let line): fields += ["file", path, String(line)]
            case .environment(let variable): fields += ["environment", variable, ""]
            case .flag(let flag): fields += ["flag", flag, ""]
            case .code: fields += ["code", "", ""]
            }
        }
        return fields.flatMap { Array($0.utf8) + [0] }
    }

    /// The settings that made `bytes`.
    ///
    /// - Throws: `corrupt-data`.
    package init(handoverBytes bytes: [UInt8]) throws {
        let corrupt = WeftError(
            "corrupt-data",
            "the settings handed over by weft submit can't be read",
            remedy: "use the weft of the version that the application was built with"
        )
        var fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        guard fields.popFirst() == Self.magic, fields.popLast() == "", fields.count.isMultiple(of: 5) else {
            throw corrupt
        }
        while fields.count >= 5 {
            let field = Array(fields.prefix(5))
            fields = fields.dropFirst(5)
            let source: ConfigurationSource
            switch field[2] {
            case "default": source = .defaultValue
            case "file": source = .file(path: field[3], line: Int(field[4]) ?? 0)
            case "environment": source = .environment(variable: field[3])
            case "flag": source = .flag(field[3])
            case "code": source = .code
            default: throw corrupt
            }
            try set(field[0], field[1], source: source)
        }
    }

    /// Puts the settings where a program started by `execv` finds them with `inherited()`.
    ///
    /// - Throws: `WeftError` `system-error` when the machine refuses a pipe, or one as large as the settings.
    public func handOver() throws {
        func failure() -> WeftError {
            WeftError(
                "system-error",
                "can't hand over the settings: \(String(cString: strerror(errno)))",
                remedy: "check the limits on open files and pipes of this process"
            )
        }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failure() }
        defer { close(ends[1]) }
        let bytes = handoverBytes
        // The reader starts after the writer is gone, so the pipe has to hold everything; without O_NONBLOCK settings
        // that are too large would wait for ever.
        let resized = bytes.count <= Self.usualPipeCapacity || fcntl(ends[1], Self.setPipeSize, Int32(bytes.count)) >= 0
        guard resized, fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0, DescriptorBytes.writeAll(bytes, to: ends[1]) else {
            let error = failure()
            close(ends[0])
            throw error
        }
        setenv(ProcessEnvironment.submitDescriptorVariable, String(ends[0]), 1)
    }

    /// The settings that `weft submit` handed over to this process; `nil` when it was started by itself.
    ///
    /// Reading them closes the descriptor and removes the variable, so that processes started from here don't see it;
    /// a second call returns `nil`.
    ///
    /// - Throws: `WeftError` `corrupt-data` when what is there isn't a handover.
    public static func inherited() throws -> Configuration? {
        guard let variable = getenv(ProcessEnvironment.submitDescriptorVariable) else { return nil }
        let text = String(cString: variable)
        unsetenv(ProcessEnvironment.submitDescriptorVariable)
        // 0 to 2 are never the handover's, and closing one of them by a wrong variable would be hard to explain.
        guard let descriptor = Int32(text), descriptor > 2,
            let bytes = DescriptorBytes.readAll(descriptor, limit: byteLimit)
        else {
            throw WeftError(
                "corrupt-data",
                "\(ProcessEnvironment.submitDescriptorVariable) is \"\(text)\", where no settings can be read",
                remedy: "unset it, and start the application by itself or by weft submit"
            )
        }
        close(descriptor)
        return try Configuration(handoverBytes: bytes)
    }
}
