import HDFS
import WeftDiagnostics
import WeftEngine

/// A file of HDFS being written, as the engine sees it.
final class HDFSOutputFile: OutputFile {
    private let stream: HDFSOutputStream
    private let client: HDFSClient
    private let explained: (any Error) -> WeftError
    private var isOver = false

    init(_ stream: HDFSOutputStream, _ client: HDFSClient, explained: @escaping (any Error) -> WeftError) {
        self.stream = stream
        self.client = client
        self.explained = explained
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        do { try stream.write(bytes) } catch { throw explained(error) }
    }

    func sync() throws {
        do { try stream.hsync() } catch { throw explained(error) }
    }

    func close() throws {
        do { try stream.close() } catch { throw explained(error) }
        isOver = true
    }

    func abort() {
        guard !isOver else { return }
        isOver = true
        stream.abort()
        // What is left is somebody's mess to clean up, but no reason to fail once more.
        _ = try? client.delete(stream.path, recursive: false)
    }
}
