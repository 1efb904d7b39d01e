import WeftDiagnostics

/// The bytes of an input from front to back.
protocol ByteSource: AnyObject {
    /// Reads some bytes.
    ///
    /// - Parameter buffer: where to put them, not empty.
    /// - Returns: how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A part of a file as it is.
final class PlainSource: ByteSource {
    private let file: any RandomAccessFile
    private let path: ResourcePath
    private let end: Int
    private(set) var position: Int

    /// - Parameters:
    ///   - range: which bytes; the file must have them all.
    init(_ file: any RandomAccessFile, path: ResourcePath, range: Range<Int>) {
        self.file = file
        self.path = path
        position = range.lowerBound
        end = range.upperBound
        file.willRead(range)
    }

    deinit { file.close() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, end - position)])
        guard !room.isEmpty else { return 0 }
        let got = try file.read(into: room, at: position)
        guard got > 0 else {
            throw WeftError(
                "input-changed",
                "\(path) became shorter while it was read: it has no byte \(position), its length was \(end) before",
                remedy: "don't change input files while a job reads them; run the job again",
                details: [.init("path", path.description)]
            )
        }
        position += got
        return got
    }
}

extension ByteSource {
    /// Reads until the buffer is full or the source ends.
    func readFully(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < buffer.count {
            let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
            if got == 0 { break }
            done += got
        }
        return done
    }
}
