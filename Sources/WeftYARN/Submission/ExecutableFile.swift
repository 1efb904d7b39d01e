import Glibc
import WeftDiagnostics

/// The executable that becomes application master, driver and executor, and the libraries that it needs beside it.
struct ExecutableFile: Sendable {
    let path: String

    /// - Throws: `application-not-executable` when it isn't a program for this kind of machine.
    init(_ path: String) throws {
        self.path = path
        let own = try Self.machine(of: "/proc/self/exe")
        let other = try Self.machine(of: path)
        guard own == other else {
            throw WeftError(
                "application-not-executable",
                "\(path) is built for another machine: for \(other), and this one is \(own)",
                remedy: "build it for the machines of the cluster, and submit from one like them"
            )
        }
    }

    /// The name that it has in containers: that of its file, as far as every shell takes it for one word.
    var name: String {
        let last = path.split(separator: "/").last.map { String($0) } ?? "application"
        let safe = last.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-+".contains($0)) ? $0 : "_" }
        return safe.first == "-" || safe.first == "." ? "_" + String(safe) : String(safe)
    }

    /// What an ELF header says of the machine: instruction set, word size and byte order (System V ABI, chapter 4).
    private static func machine(of path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw WeftError("application-not-executable", "can't read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 20)
        let count = header.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count == 20, header[..<4] == [0x7F, 0x45, 0x4C, 0x46] else {
            throw WeftError(
                "application-not-executable",
                "\(path) is not a program: it is no ELF file",
                remedy: "give the executable that `swift build` made"
            )
        }
        let isLittle = header[5] == 1
        let number = isLittle ? Int(header[18]) | Int(header[19]) << 8 : Int(header[19]) | Int(header[18]) << 8
        let names = [3: "x86", 21: "ppc64", 22: "s390", 40: "arm", 62: "x86-64", 183: "aarch64", 243: "riscv"]
        let bits = header[4] == 2 ? "64 bits" : "32 bits"
        return "\(names[number] ?? "machine \(number)") (\(bits)\(isLittle ? "" : ", big-endian"))"
    }

    /// Whether a loader starts the program, as one that is linked statically has none (System V ABI, chapter 5).
    private static func hasLoader(_ path: String) throws -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw WeftError("application-not-executable", "can't read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> UInt64 {
            bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        func bytes(_ count: Int, at offset: UInt64) throws -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            let read = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, count, off_t(clamping: offset))
            }
            guard read == count else {
                throw WeftError(
                    "application-not-executable",
                    "\(path) is not a program: it ends too early",
                    remedy: "build it again"
                )
            }
            return bytes
        }
        let header = try bytes(64, at: 0)
        // Little-endian machines of 64 bits are all that there are programs for.
        guard header[4] == 2, header[5] == 1 else { return true }
        let (table, size, count) = (number(header, 32, 8), number(header, 54, 2), number(header, 56, 2))
        guard size >= 4 else { return false }
        // Programs have about ten of some 56 bytes.
        let entries = try bytes(min(Int(size * count), 1 << 20) / Int(size) * Int(size), at: table)
        let interpreter: UInt64 = 3
        return stride(from: 0, to: entries.count, by: Int(size)).contains { number(entries, $0, 4) == interpreter }
    }

    /// The shared libraries that a node may lack, by the names under which the program asks for them.
    ///
    /// Those of the C library are everywhere, and have to be of one piece with the node's loader. All others travel.
    ///
    /// - Throws: `library-missing` when this machine lacks one itself.
    func sharedLibraries() throws -> [(name: String, path: String)] {
        // Asked to trace its libraries, a program that no loader starts would run.
        guard try Self.hasLoader(path) else { return [] }
        var found: [(String, String)] = []
        for line in try loaderReport().split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true).map { $0.filter { $0 != "\t" } }
            guard words.count >= 3, words[1] == "=>" else { continue }
            let name = String(words[0])
            if words[2] == "not" {
                throw WeftError(
                    "library-missing",
                    "\(path) needs the library \(name), which this machine doesn't have",
                    remedy: "install it, or link it statically: swift build -c release --static-swift-stdlib"
                )
            }
            if Self.isEverywhere(name) { continue }
            found.append((name, String(words[2])))
        }
        return found
    }

    private static let everywhere = [
        "ld-linux", "libc.so", "libm.so", "libpthread.so", "libdl.so", "librt.so", "libresolv.so", "libutil.so",
        "libanl.so", "libnsl.so", "libmvec.so",
    ]

    private static func isEverywhere(_ name: String) -> Bool { everywhere.contains { name.hasPrefix($0) } }

    /// What the loader says it would load: what `ldd` prints, without the need for it.
    private func loaderReport() throws -> String {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failure("can't make a pipe") }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LD_TRACE_LOADED_OBJECTS=1")]
        if let folders = getenv("LD_LIBRARY_PATH") {
            environment.append(strdup("LD_LIBRARY_PATH=" + String(cString: folders)))
        }
        environment.append(nil)
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
        defer { for text in environment + arguments { free(text) } }
        var child: pid_t = 0
        let status = posix_spawn(&child, path, &actions, nil, &arguments, &environment)
        close(ends[1])
        guard status == 0 else {
            errno = status
            throw failure("can't start \(path)")
        }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0, text.count < 1 << 20 else { break }
            text += buffer[..<count]
        }
        var ending: Int32 = 0
        while waitpid(child, &ending, 0) < 0, errno == EINTR {}
        return String(decoding: text, as: UTF8.self)
    }

    private func failure(_ what: String) -> WeftError {
        WeftError("application-not-executable", "\(what): \(String(cString: strerror(errno)))")
    }
}
