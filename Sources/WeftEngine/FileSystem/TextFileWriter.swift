import WeftDiagnostics

/// Writes rows as lines of text, each ended by LF, optionally compressed with gzip.
///
/// Not for several threads at once.
public final class TextFileWriter {
    private let file: any OutputFile
    private let compressor: GzipSink?
    private let buffer: UnsafeMutableRawBufferPointer
    private var used = 0

    /// How many rows were written.
    public private(set) var rowsWritten = 0
    /// How many bytes of text were written, before compression.
    public private(set) var bytesWritten = 0

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - file: where to write.
    ///   - gzip: whether to compress.
    ///   - bufferSize: how many bytes are collected before they are written, at least 1; 64 KiB by default.
    public init(_ file: any OutputFile, gzip: Bool = false, bufferSize: Int = 64 << 10) throws {
        self.file = file
        compressor = gzip ? try GzipSink(file) : nil
        buffer = .allocate(byteCount: max(1, bufferSize), alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// Writes a row.
    ///
    /// - Throws: `WeftError` of code `disk-full` and others, here or in a later call.
    public func write(_ row: Bytes) throws {
        try row.withUnsafeBytes { try writeLine($0) }
    }

    /// Writes a row.
    public func write(_ row: String) throws {
        var row = row
        try row.withUTF8 { try writeLine(UnsafeRawBufferPointer($0)) }
    }

    /// Writes a row as its description; texts and bytes as they are.
    @inlinable
    public func write<Row>(_ row: Row) throws {
        // Comparisons of metatypes cost next to nothing, specialised or not; casts of each row would.
        if Row.self == Bytes.self {
            try write(unsafeBitCast(row, to: Bytes.self))
        } else if Row.self == String.self {
            try write(unsafeBitCast(row, to: String.self))
        } else if Row.self == Int.self {
            try write(String(unsafeBitCast(row, to: Int.self)))
        } else {
            try writeDescription(row)
        }
    }

    @usableFromInline
    func writeDescription<Row>(_ row: Row) throws {
        // Not through a description, which would repair bytes that aren't UTF-8.
        if let bytes = row as? Bytes { try write(bytes) } else { try write(String(describing: row)) }
    }

    private func writeLine(_ bytes: UnsafeRawBufferPointer) throws {
        if bytes.count >= buffer.count - used {
            try flush()
            // Too long for the buffer: straight to the file.
            if bytes.count >= buffer.count {
                try put(bytes)
                bytesWritten += bytes.count
                return try writeLine(UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        if let source = bytes.baseAddress {
            (buffer.baseAddress! + used).copyMemory(from: source, byteCount: bytes.count)
        }
        used += bytes.count
        buffer[used] = 0x0A
        used += 1
        bytesWritten += bytes.count + 1
        rowsWritten += 1
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        if let compressor { try compressor.write(bytes) } else { try file.write(bytes) }
    }

    private func flush() throws {
        let full = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<used])
        used = 0
        try put(full)
    }

    /// Writes what is left and closes the file, which is good only once this has returned.
    public func close() throws {
        try flush()
        try compressor?.finish()
        try file.close()
    }

    /// Closes and removes the file; does nothing after `close()`.
    public func abort() { file.abort() }
}
