import Glibc
import WeftDiagnostics

/// Reads the lines of a split, a block at a time.
///
/// A line ends at LF, CR or CR LF; what follows the last of them is a line too, unless it is empty. Of the splits of a
/// file, each line comes from the one that has the position just before its first byte, or from the first split: a split
/// that doesn't start at 0 passes over everything up to its first line end, and reads on behind its end for its last
/// line. So each line comes exactly once, wherever the splits begin. A byte order mark at the start of the file is left
/// out. Files whose name ends with `.gz` are uncompressed.
///
/// Not for several threads at once.
public final class LineReader {
    /// The default size of blocks, in bytes.
    public static let defaultBlockSize = 64 << 10

    private let path: ResourcePath
    private let source: any ByteSource
    private let blockSize: Int
    /// The last position where a line of this split can start.
    private let splitEnd: Int
    /// The length of the file, or more than any when it is compressed.
    private let length: Int

    private var buffer = BytesBuffer(capacity: 0)
    /// Which bytes of the buffer were read but not handed out.
    private var rest = 0..<0
    /// Where the buffer's first byte is in the file.
    private var bufferPosition: Int
    private var mustSkipLine: Bool
    /// The last line ended with the last byte read, a CR: a LF after it belongs to it.
    private var mustSkipLineFeed = false
    private var mayHaveMark: Bool
    private var sourceEnded = false
    private var isDone = false
    private var expectedRows = 64

    /// How many bytes were read so far, uncompressed.
    public private(set) var bytesRead = 0

    /// Opens the file of a split.
    ///
    /// - Parameters:
    ///   - split: what to read.
    ///   - fileSystems: where its scheme is looked up.
    ///   - blockSize: how much to read at a time, in bytes, at least 16; 64 KiB by default. A longer line makes its block
    ///     longer.
    public init(_ split: FileSplit, fileSystems: FileSystems, blockSize: Int = LineReader.defaultBlockSize) throws {
        path = split.path
        self.blockSize = max(16, blockSize)
        let file = try fileSystems.fileSystem(for: split.path).open(split.path)
        if split.isGzip {
            let compressed = PlainSource(file, path: path, range: 0..<max(0, split.fileLength))
            source = try GzipSource(compressed, path: path)
            splitEnd = .max
            length = .max
            bufferPosition = 0
            isDone = split.offset != 0
        } else {
            let start = max(0, min(split.offset, split.fileLength))
            source = PlainSource(file, path: path, range: start..<max(start, split.fileLength))
            splitEnd = min(split.end, split.fileLength)
            length = split.fileLength
            bufferPosition = start
            // Of two splits at 0, the line there belongs to the one that isn't empty.
            isDone = split.length <= 0
        }
        mustSkipLine = bufferPosition > 0
        mayHaveMark = bufferPosition == 0
    }

    /// The lines of the next block, nil after the last.
    ///
    /// - Throws: `WeftError` of code `input-changed` when the file became shorter, `corrupt-data` when compressed data
    ///   isn't right, and what the file system throws.
    public func nextBatch() throws -> [Bytes]? {
        while !isDone {
            try fill()
            var rows: [Bytes] = []
            rows.reserveCapacity(expectedRows)
            let buffer = buffer
            scan { rows.append(Bytes(uncheckedSlice: buffer, offset: $0, count: $1)) }
            if !rows.isEmpty {
                expectedRows = rows.count + rows.count / 8
                return rows
            }
        }
        return nil
    }

    /// The lines of the next block as text, nil after the last; what isn't UTF-8 is replaced by U+FFFD.
    ///
    /// - Throws: as `nextBatch()`.
    public func nextStringBatch() throws -> [String]? {
        while !isDone {
            try fill()
            var rows: [String] = []
            rows.reserveCapacity(expectedRows)
            let base = UnsafeRawPointer(buffer.base)
            // A buffer can be read beyond its end.
            scan { rows.append(SmallText.text(base + $0, count: $1, room: 16)) }
            if !rows.isEmpty {
                expectedRows = rows.count + rows.count / 8
                return rows
            }
        }
        return nil
    }

    /// Puts the bytes not handed out at the start of a buffer and more behind them.
    private func fill() throws {
        let readPosition = bufferPosition + rest.upperBound
        // A line longer than the block: double, so that copying stays in proportion.
        var room = max(blockSize - rest.count, rest.count)
        if length != .max {
            // Behind the end of the split there is only one line to complete.
            let useful = readPosition < splitEnd ? splitEnd - readPosition + 4096 : min(blockSize, 64 << 10)
            room = max(1, min(room, length - readPosition, max(useful, rest.count)))
        }
        let needed = rest.count + room
        // The last block is used again when no row refers to it any more: it is still in the cache.
        if buffer.capacity >= needed && isKnownUniquelyReferenced(&buffer) {
            memmove(buffer.base, buffer.base + rest.lowerBound, rest.count)
        } else {
            let next = BytesBuffer(capacity: needed)
            next.base.copyMemory(from: buffer.base + rest.lowerBound, byteCount: rest.count)
            buffer = next
        }
        bufferPosition += rest.lowerBound
        let target = UnsafeMutableRawBufferPointer(start: buffer.base + rest.count, count: room)
        let got = try source.readFully(into: target)
        bytesRead += got
        rest = 0..<(rest.count + got)
        sourceEnded = got < room || bufferPosition + rest.upperBound == length
        if mayHaveMark {
            mayHaveMark = false
            if target.starts(with: [0xEF, 0xBB, 0xBF]) && got >= 3 { rest = 3..<got }
        }
    }

    /// Hands out the lines of the buffer that are complete.
    ///
    /// - Parameter emit: is given the offset and the length of each line.
    @inline(__always)
    private func scan(_ emit: (Int, Int) -> Void) {
        let base = UnsafeRawPointer(buffer.base)
        let filled = rest.upperBound
        var start = rest.lowerBound
        if mustSkipLineFeed && start < filled {
            if base.load(fromByteOffset: start, as: UInt8.self) == 0x0A { start += 1 }
            mustSkipLineFeed = false
        }
        // The next one of each, or `filled`: a text without CR is searched for CR once a block.
        var lineFeed = find(0x0A, base, start, filled)
        var carriageReturn = find(0x0D, base, start, filled)
        while true {
            if bufferPosition + start > splitEnd {
                isDone = true
                break
            }
            let stop = min(lineFeed, carriageReturn)
            if stop == filled {
                if sourceEnded {
                    if start < filled && !mustSkipLine { emit(start, filled - start) }
                    isDone = true
                } else if mustSkipLine {
                    start = filled
                }
                break
            }
            if mustSkipLine { mustSkipLine = false } else { emit(start, stop - start) }
            start = stop + 1
            if stop == carriageReturn {
                if start == filled {
                    mustSkipLineFeed = true
                } else if base.load(fromByteOffset: start, as: UInt8.self) == 0x0A {
                    start += 1
                }
                carriageReturn = find(0x0D, base, start, filled)
            }
            if lineFeed < start { lineFeed = find(0x0A, base, start, filled) }
        }
        rest = start..<filled
    }

    @inline(__always)
    private func find(_ byte: Int32, _ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
        guard start < end, let found = memchr(base + start, byte, end - start) else { return end }
        return UnsafeRawPointer(found) - base
    }
}
