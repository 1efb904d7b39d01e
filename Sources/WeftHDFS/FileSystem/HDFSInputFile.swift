import HDFS
import WeftDiagnostics
import WeftEngine

/// A file of HDFS open for reading, as the engine sees it.
///
/// Reads that go on where the last one ended keep a DataNode's stream open between them; the engine's readers do that.
final class HDFSInputFile: RandomAccessFile {
    private let stream: HDFSInputStream
    private let explained: (any Error) -> WeftError

    init(_ stream: HDFSInputStream, explained: @escaping (any Error) -> WeftError) {
        self.stream = stream
        self.explained = explained
    }

    deinit { stream.close() }

    func size() throws -> Int { Int(clamping: stream.length) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        guard !buffer.isEmpty, offset >= 0, UInt64(offset) < stream.length else { return 0 }
        do {
            if stream.position != UInt64(offset) { try stream.seek(to: UInt64(offset)) }
            return try stream.read(into: buffer)
        } catch {
            throw explained(error)
        }
    }

    func close() { stream.close() }
}
