import CHadoopCoding
import WeftDiagnostics

/// The checksums of a local file as Java's clients keep them in `.NAME.crc` beside it (ChecksumFileSystem.java): `crc`
/// and a zero, how many bytes have a checksum, and the CRC32 of each so many bytes; numbers have four bytes, the highest
/// first.
struct ChecksumFile {
    private static let chunk = 512

    /// What the file has so far, without the checksum of the last bytes if these are less than a chunk.
    private var bytes: [UInt8]
    private var checksum: UInt32 = 0
    /// How many bytes `checksum` is of.
    private var count = 0

    init() { bytes = Array("crc\0".utf8) + Self.number(UInt32(Self.chunk)) }

    /// Where the checksums of a file are.
    static func path(of file: String) -> String {
        ShellPath.join(ShellPath.parent(of: file), name(of: ShellPath.lastPart(of: file)))
    }

    /// The name of the file beside one of this name.
    static func name(of name: String) -> String { ".\(name).crc" }

    /// Takes the next bytes of the file.
    mutating func add(_ data: UnsafeRawBufferPointer) {
        var rest = data[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.chunk - count)
            checksum = weft_crc32(checksum, UnsafeRawBufferPointer(rebasing: piece).baseAddress, piece.count)
            count += piece.count
            rest = rest.dropFirst(piece.count)
            if count == Self.chunk { endChunk() }
        }
    }

    /// What is to be in `.NAME.crc`.
    func content() -> [UInt8] {
        var whole = self
        if whole.count > 0 { whole.endChunk() }
        return whole.bytes
    }

    /// Writes it beside a file.
    func write(of file: String, on fileSystem: any ShellFileSystem) throws {
        let path = Self.path(of: file)
        let writer = try fileSystem.create(path, ShellCreateOptions(overwrites: true))
        do {
            try content().withUnsafeBytes { try writer.write($0) }
            try writer.close()
        } catch {
            // A part of it would make the file look damaged.
            writer.abort()
            try? fileSystem.delete(path, recursive: false)
            throw error
        }
    }

    /// Removes the one that is beside a file: it doesn't fit another content.
    static func remove(of file: String, on fileSystem: any ShellFileSystem) throws {
        let path = path(of: file)
        if try fileSystem.status(path) != nil { try fileSystem.delete(path, recursive: false) }
    }

    private mutating func endChunk() {
        bytes += Self.number(checksum)
        checksum = 0
        count = 0
    }

    private static func number(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

/// A file that is written, and the checksums of what was written to it.
final class ChecksumWriter: ShellWriter {
    private let file: any ShellWriter
    private(set) var checksums = ChecksumFile()

    init(_ file: any ShellWriter) { self.file = file }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try file.write(bytes)
        checksums.add(bytes)
    }

    func close() throws { try file.close() }

    func abort() { file.abort() }
}
