import Glibc
import Synchronization
import WeftDiagnostics

/// Where a command's text goes: a descriptor, some kilobytes at a time, or into memory. Several threads may use one.
final class ShellOutput: Sendable {
    private static let blockSize = 64 << 10

    private let descriptor: Int32?
    private let pending = Mutex<[UInt8]>([])
    private let isBuffered: Bool

    /// - Parameters:
    ///   - descriptor: where to write to; nil to collect everything in memory.
    ///   - isBuffered: whether text waits for more.
    init(descriptor: Int32?, isBuffered: Bool = true) {
        self.descriptor = descriptor
        self.isBuffered = isBuffered
    }

    deinit { try? flush() }

    /// What was written and isn't on the descriptor yet; all of it when there is none.
    var collected: [UInt8] { pending.withLock { $0 } }

    /// Writes a line.
    func print(_ line: String) throws { try write(Array(line.utf8) + [UInt8(ascii: "\n")]) }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try pending.withLock { pending in
            // What is large anyway isn't copied.
            if descriptor != nil, bytes.count >= Self.blockSize {
                try send(&pending)
                try send(bytes)
                return
            }
            pending += bytes
            if !isBuffered || pending.count >= Self.blockSize { try send(&pending) }
        }
    }

    /// Writes what waits.
    func flush() throws { try pending.withLock { try send(&$0) } }

    private func send(_ pending: inout [UInt8]) throws {
        guard descriptor != nil, !pending.isEmpty else { return }
        defer { pending.removeAll(keepingCapacity: true) }
        try pending.withUnsafeBytes { try send($0) }
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws {
        guard let descriptor else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                guard errno == EINTR else { throw WeftError(errno: errno, "can't write", "the output") }
                try Interruption.check()
                continue
            }
            rest = rest.dropFirst(count)
        }
    }
}
