import CZlib
import WeftDiagnostics

/// The uncompressed bytes of a gzip file, whose members follow one another.
final class GzipSource: ByteSource {
    private let source: any ByteSource
    private let path: ResourcePath
    private let input: UnsafeMutableRawBufferPointer
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var inputEnded = false
    private var isBetweenMembers = true
    private var hasMember = false

    init(_ source: any ByteSource, path: ResourcePath) throws {
        self.source = source
        self.path = path
        input = .allocate(byteCount: 64 << 10, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 asks for the gzip format.
        let result = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw GzipSource.outOfMemory(path) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        // zlib counts in 32 bits.
        let room = min(buffer.count, 1 << 30)
        while true {
            try refill()
            if isBetweenMembers {
                skipPadding()
                if stream.pointee.avail_in == 0 {
                    if inputEnded { return 0 }
                    continue
                }
                if hasMember { inflateReset(stream) }
                isBetweenMembers = false
                hasMember = true
            }
            stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room)
            let result = inflate(stream, Z_NO_FLUSH)
            let got = room - Int(stream.pointee.avail_out)
            switch result {
            case Z_OK, Z_BUF_ERROR:
                if got == 0 && stream.pointee.avail_in == 0 && inputEnded {
                    throw WeftError.corrupt("the compressed data ends in the middle", path)
                }
            case Z_STREAM_END:
                isBetweenMembers = true
            case Z_MEM_ERROR:
                throw GzipSource.outOfMemory(path)
            default:
                let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(result)"
                throw WeftError.corrupt("not right as gzip data (\(reason))", path)
            }
            if got > 0 { return got }
        }
    }

    private func refill() throws {
        guard stream.pointee.avail_in == 0 && !inputEnded else { return }
        let got = try source.read(into: input)
        inputEnded = got == 0
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(got)
    }

    /// Zeros may follow the last member, where the file was written in whole blocks.
    private func skipPadding() {
        guard hasMember else { return }
        while stream.pointee.avail_in > 0, stream.pointee.next_in?.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
    }

    private static func outOfMemory(_ path: ResourcePath) -> WeftError {
        WeftError(
            "out-of-memory",
            "no memory for uncompressing \(path)",
            remedy: "give the process more memory or run fewer tasks at once"
        )
    }
}
