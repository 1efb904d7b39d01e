import WeftDiagnostics

extension InputFiles {
    /// Reads a whole file, uncompressed when its name ends with `.gz`.
    ///
    /// - Parameters:
    ///   - file: the file.
    ///   - fileSystems: where its scheme is looked up.
    /// - Throws: `WeftError` of code `input-changed` when the file became shorter since its status was asked for,
    ///   `corrupt-data` when compressed data isn't right, and what the file system throws.
    public static func readWhole(_ file: FileStatus, fileSystems: FileSystems) throws -> Bytes {
        let opened = try fileSystems.fileSystem(for: file.path).open(file.path)
        let plain = PlainSource(opened, path: file.path, range: 0..<max(0, file.length))
        guard FileSplit(whole: file).isGzip else {
            return try Bytes(capacity: max(0, file.length)) { try plain.readFully(into: $0) }
        }
        let source = try GzipSource(plain, path: file.path)
        var buffer = BytesBuffer(capacity: max(64 << 10, file.length * 4))
        var count = 0
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[count...])
            count += try source.readFully(into: room)
            if count < buffer.capacity { return Bytes(slice: buffer, 0..<count) }
            let larger = BytesBuffer(capacity: buffer.capacity * 2)
            larger.base.copyMemory(from: buffer.base, byteCount: count)
            buffer = larger
        }
    }
}
