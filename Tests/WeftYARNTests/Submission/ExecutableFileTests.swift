import Glibc
import Testing
import WeftDiagnostics

@testable import WeftYARN

@Suite("The program that goes into containers")
struct ExecutableFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A small program of this machine, as bytes.
    private func program() throws -> [UInt8] { try TemporaryFolder.read("/bin/true") }

    /// The bytes with each place of a text replaced by another one of the same length.
    private func replacing(_ text: String, with other: String, in bytes: [UInt8]) -> [UInt8] {
        let (old, new) = (Array(text.utf8), Array(other.utf8))
        var bytes = bytes
        for place in 0...(bytes.count - old.count) where bytes[place] == old[0] && bytes[place...].starts(with: old) {
            bytes.replaceSubrange(place..<place + old.count, with: new)
        }
        return bytes
    }

    private func refusal(_ path: String) -> WeftError? {
        #expect(throws: WeftError.self) { _ = try ExecutableFile(path) }
    }

    @Test("this process' own program is one, and its libraries are found, without those of the C library")
    func own() throws {
        let file = try ExecutableFile("/proc/self/exe")
        #expect(file.name == "exe")
        let libraries = try file.sharedLibraries()
        #expect(libraries.allSatisfy { access($0.path, R_OK) == 0 && $0.path.hasPrefix("/") })
        #expect(!libraries.contains { $0.name.hasPrefix("libc.so") || $0.name.hasPrefix("ld-linux") })
    }

    @Test("a program for another machine is refused with both machines' names")
    func otherMachine() throws {
        var bytes = try program()
        bytes[18] = bytes[18] == 183 ? 62 : 183
        let path = try folder.write("app", bytes, mode: 0o755)
        let error = refusal(path)
        #expect(error?.code == "application-not-executable")
        #expect(error?.message.contains("aarch64 (64 bits)") == true && error?.message.contains("x86-64") == true)
        bytes[18] = 0xEE
        bytes[4] = 1
        try folder.write("app", bytes, mode: 0o755)
        #expect(refusal(path)?.message.contains("machine 238 (32 bits)") == true)
    }

    @Test("what is no ELF file, is cut off, or can't be read is refused")
    func noProgram() throws {
        for (name, bytes) in [
            ("script", Array("#!/bin/sh\nexit 0 # and more\n".utf8)), ("empty", []),
            ("short", [0x7F, 0x45, 0x4C, 0x46]),
        ] {
            let error = refusal(try folder.write(name, bytes, mode: 0o755))
            #expect(error?.code == "application-not-executable" && error?.message.contains("no ELF") == true)
        }
        #expect(refusal("\(folder.path)/nothing")?.message.contains("can't read") == true)
        #expect(refusal(folder.path)?.code == "application-not-executable")
    }

    @Test("a program whose tables lie outside of the file is refused, whatever its header says")
    func damaged() throws {
        let whole = try program()
        let cut = try folder.write("cut", Array(whole.prefix(64)), mode: 0o755)
        #expect(throws: WeftError.self) { try ExecutableFile(cut).sharedLibraries() }
        var bytes = whole
        for place in 32..<40 { bytes[place] = 0xFF }
        let far = try folder.write("far", bytes, mode: 0o755)
        #expect(throws: WeftError.self) { try ExecutableFile(far).sharedLibraries() }
    }

    @Test("a library that this machine lacks is named before anything is uploaded")
    func missingLibrary() throws {
        let bytes = replacing("libc.so.6", with: "libq.so.6", in: try program())
        let file = try ExecutableFile(try folder.write("app", bytes, mode: 0o755))
        let error = #expect(throws: WeftError.self) { try file.sharedLibraries() }
        #expect(error?.code == "library-missing" && error?.message.contains("libq.so.6") == true)
    }

    @Test("a program that is linked statically needs nothing, and isn't run to find that out")
    func staticProgram() throws {
        var bytes = try program()
        let table = Int(bytes[32]) | Int(bytes[33]) << 8
        for entry in 0..<Int(bytes[56]) where bytes[table + entry * 56] == 3 { bytes[table + entry * 56] = 0 }
        let file = try ExecutableFile(try folder.write("app", bytes, mode: 0o644))
        #expect(try file.sharedLibraries().isEmpty)
    }

    @Test("a file that may not be executed is told so")
    func notExecutable() throws {
        let file = try ExecutableFile(try folder.write("app", try program(), mode: 0o644))
        let error = #expect(throws: WeftError.self) { try file.sharedLibraries() }
        #expect(error?.message.contains("can't start") == true)
    }

    @Test(
        "the name in containers is one word to every shell",
        arguments: [
            ("App", "App"), ("my app", "my_app"), ("a$b;c", "a_b_c"), ("-rf", "_-rf"), (".hidden", "_.hidden"),
            ("Zähler-1.2+x", "Z_hler-1.2+x"),
        ]
    )
    func names(_ name: String, _ expected: String) throws {
        #expect(try ExecutableFile(try folder.write(name, try program(), mode: 0o755)).name == expected)
    }
}
