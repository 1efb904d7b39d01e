import CZlib
import WeftDiagnostics

/// Compresses what is written into a file, as one gzip member.
final class GzipSink {
    private let file: any OutputFile
    private let output: UnsafeMutableRawBufferPointer
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    init(_ file: any OutputFile) throws {
        self.file = file
        output = .allocate(byteCount: 64 << 10, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 asks for the gzip format; 8 is zlib's default use of memory.
        let result = deflateInit2_(
            stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            MAX_WBITS + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard result == Z_OK else {
            throw WeftError(
                "out-of-memory",
                "no memory for compressing",
                remedy: "give the process more memory or run fewer tasks at once"
            )
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        // zlib counts in 32 bits.
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: part.baseAddress?.assumingMemoryBound(to: UInt8.self)
            )
            stream.pointee.avail_in = UInt32(part.count)
            while stream.pointee.avail_in > 0 { _ = try step(Z_NO_FLUSH) }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }

    /// Writes the end of the compressed data; the file stays open.
    func finish() throws {
        while try step(Z_FINISH) != Z_STREAM_END {}
    }

    private func step(_ flush: Int32) throws -> Int32 {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let result = deflate(stream, flush)
        guard result == Z_OK || result == Z_STREAM_END else {
            throw WeftError("io-error", "zlib can't compress (error \(result))", remedy: "write without compression")
        }
        let count = output.count - Int(stream.pointee.avail_out)
        try file.write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count]))
        return result
    }
}
