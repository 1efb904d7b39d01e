internal import CHadoopProtos
import WeftDiagnostics

/// A Swift value of a message and its C struct. Internal: C types never leave this module.
protocol PackedMessage: HadoopMessage {
    associatedtype C: PackedStruct
    static func initialize(_ c: UnsafeMutablePointer<C>)
    func fill(_ c: inout C, arena: inout Arena)
    init(unpacked c: borrowing C)
}

/// What every struct of protoc-c has; only the layout of its first field is used.
typealias PackedStruct = BitwiseCopyable

extension PackedMessage {
    init(pointer: UnsafeMutablePointer<C>) { self.init(unpacked: pointer.pointee) }

    fileprivate static var descriptor: UnsafePointer<ProtobufCMessageDescriptor>? {
        withUnsafeTemporaryAllocation(of: C.self, capacity: 1) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            initialize(base)
            return UnsafeRawPointer(base).loadUnaligned(as: ProtobufCMessage.self).descriptor
        }
    }
}

/// The longest message that is read. Hadoop's clients accept responses of 128 MiB (`ipc.maximum.response.length`);
/// the connection bounds them before.
private let longestMessage = Int(Int32.max)

func unpack<M: PackedMessage>(_ bytes: UnsafeRawBufferPointer) throws -> M {
    let unpacked =
        bytes.count > longestMessage
        ? nil : protobuf_c_message_unpack(M.descriptor, nil, bytes.count, bytes.bindMemory(to: UInt8.self).baseAddress)
    guard let unpacked else {
        throw WeftError(
            "rpc-protocol",
            "\(bytes.count) bytes aren't a \(M.messageName)",
            remedy: "check that the server is the one that was meant, and that it is Hadoop 2.6 or later"
        )
    }
    defer { protobuf_c_message_free_unpacked(unpacked, nil) }
    return M(unpacked: UnsafeRawPointer(unpacked).assumingMemoryBound(to: M.C.self).pointee)
}

func pack<M: PackedMessage>(_ message: M) -> [UInt8] {
    var arena = Arena()
    return UnsafeMutableRawPointer(arena.message(message)).withMemoryRebound(to: ProtobufCMessage.self, capacity: 1) {
        base in
        [UInt8](unsafeUninitializedCapacity: protobuf_c_message_get_packed_size(base)) { buffer, count in
            count = buffer.baseAddress.map { protobuf_c_message_pack(base, $0) } ?? 0
        }
    }
}

func pack<M: PackedMessage>(_ message: M, into bytes: inout [UInt8]) {
    bytes += pack(message)
}

/// Memory for one message being packed: what is handed out lives until the arena ends.
struct Arena: ~Copyable {
    private var chunks: [UnsafeMutableRawPointer]
    private var place: UnsafeMutableRawPointer
    private var left: Int

    init() {
        left = 1024
        place = .allocate(byteCount: left, alignment: 16)
        chunks = [place]
    }

    deinit { for chunk in chunks { chunk.deallocate() } }

    mutating func memory(_ count: Int) -> UnsafeMutableRawPointer {
        let needed = (count + 15) & ~15
        if needed > left {
            left = max(needed, 8192)
            place = .allocate(byteCount: left, alignment: 16)
            chunks.append(place)
        }
        defer {
            place += needed
            left -= needed
        }
        return place
    }

    mutating func string(_ value: String) -> UnsafeMutablePointer<CChar> {
        var value = value
        return value.withUTF8 { text in
            let memory = memory(text.count + 1)
            if let base = text.baseAddress { memory.copyMemory(from: base, byteCount: text.count) }
            memory.storeBytes(of: 0, toByteOffset: text.count, as: UInt8.self)
            return memory.assumingMemoryBound(to: CChar.self)
        }
    }

    mutating func bytes(_ value: [UInt8]) -> ProtobufCBinaryData {
        value.withUnsafeBytes { bytes in
            let memory = memory(max(1, bytes.count))
            if let base = bytes.baseAddress { memory.copyMemory(from: base, byteCount: bytes.count) }
            return ProtobufCBinaryData(len: bytes.count, data: memory.assumingMemoryBound(to: UInt8.self))
        }
    }

    mutating func array<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
        let memory = memory(values.count * MemoryLayout<Element>.stride)
            .bindMemory(to: Element.self, capacity: values.count)
        values.withUnsafeBufferPointer {
            if let base = $0.baseAddress { memory.initialize(from: base, count: $0.count) }
        }
        return memory
    }

    mutating func message<M: PackedMessage>(_ value: M) -> UnsafeMutablePointer<M.C> {
        let memory = memory(MemoryLayout<M.C>.stride).bindMemory(to: M.C.self, capacity: 1)
        M.initialize(memory)
        value.fill(&memory.pointee, arena: &self)
        return memory
    }

    mutating func messages<M: PackedMessage>(_ values: [M]) -> UnsafeMutablePointer<UnsafeMutablePointer<M.C>?> {
        array(each(values) { $0.message($1) })
    }

    mutating func strings(_ values: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        array(each(values) { $0.string($1) })
    }

    mutating func byteStrings(_ values: [[UInt8]]) -> UnsafeMutablePointer<ProtobufCBinaryData> {
        var made: [ProtobufCBinaryData] = []
        for value in values { made.append(bytes(value)) }
        return array(made)
    }

    private mutating func each<Value, Pointee>(
        _ values: [Value],
        _ make: (inout Arena, Value) -> UnsafeMutablePointer<Pointee>
    ) -> [UnsafeMutablePointer<Pointee>?] {
        var made: [UnsafeMutablePointer<Pointee>?] = []
        made.reserveCapacity(values.count)
        for value in values { made.append(make(&self, value)) }
        return made
    }
}

// What `init(unpacked:)` reads fields with. protobuf-c leaves no pointer of a required field nil, but nothing here
// depends on it.

func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

func bytes(_ data: ProtobufCBinaryData) -> [UInt8] { [UInt8](UnsafeBufferPointer(start: data.data, count: data.len)) }

func message<M: PackedMessage>(_ pointer: UnsafeMutablePointer<M.C>?) -> M {
    if let pointer { return M(unpacked: pointer.pointee) }
    return withUnsafeTemporaryAllocation(of: M.C.self, capacity: 1) { buffer in
        if let base = buffer.baseAddress { M.initialize(base) }
        return M(unpacked: buffer[0])
    }
}

func texts(_ count: Int, _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
    guard let pointers else { return [] }
    return (0..<count).map { text(pointers[$0]) }
}

func byteStrings(_ count: Int, _ values: UnsafeMutablePointer<ProtobufCBinaryData>?) -> [[UInt8]] {
    guard let values else { return [] }
    return (0..<count).map { bytes(values[$0]) }
}

func truths(_ count: Int, _ values: UnsafeMutablePointer<protobuf_c_boolean>?) -> [Bool] {
    guard let values else { return [] }
    return (0..<count).map { values[$0] != 0 }
}

func values<Value: BitwiseCopyable>(_ count: Int, _ values: UnsafeMutablePointer<Value>?) -> [Value] {
    [Value](UnsafeBufferPointer(start: values, count: values == nil ? 0 : count))
}

func enumerations<Value: HadoopEnumeration, C: RawRepresentable>(
    _ count: Int,
    _ values: UnsafeMutablePointer<C>?
) -> [Value] where C.RawValue == UInt32 {
    guard let values else { return [] }
    return (0..<count).compactMap { Value(rawValue: Int32(bitPattern: values[$0].rawValue)) }
}

func messages<M: PackedMessage>(
    _ count: Int,
    _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<M.C>?>?
) -> [M] {
    guard let pointers else { return [] }
    return (0..<count).map { message(pointers[$0]) }
}
