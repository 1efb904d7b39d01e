import CSwiftRuntime
import Glibc
import Synchronization
import WeftDiagnostics

/// The main executable or a shared library of this process.
///
/// An address travels as an image and an offset in it: the same file means the same thing in another process, wherever
/// the loader put it there.
final class Image: Sendable {
    /// What a part of an image may be used for.
    enum Use {
        /// Machine code.
        case code
        /// Descriptions the compiler made of types, protocols and closures.
        case data
    }

    struct Segment: Sendable {
        var addresses: Range<UInt>
        var isReadable: Bool
        var isExecutable: Bool
    }

    /// The file's name without folders; empty for the main executable.
    let name: String
    private let path: String
    private let bias: UInt
    let segments: [Segment]
    private let notes: [Range<UInt>]
    private let identity = Mutex<Identity?>(nil)

    /// Which build of a file this is.
    struct Identity: Sendable {
        /// The GNU build-id in hexadecimal, or the checksum of the file if it has none.
        var text: String
        /// The checksum of `text`, for comparing.
        var fingerprint: UInt64
    }

    fileprivate init(path: String, bias: UInt, segments: [Segment], notes: [Range<UInt>]) {
        self.path = path
        self.bias = bias
        self.segments = segments
        self.notes = notes
        name = path.split(separator: "/").last.map(String.init) ?? ""
    }

    /// The offset of an address of this image.
    func offset(of address: UInt) -> UInt64 { UInt64(address &- bias) }

    /// The address `offset` in this image, if `size` bytes from there on can be used in this way.
    func address(_ offset: UInt64, size: Int, for use: Use) -> UnsafeRawPointer? {
        let address = bias &+ UInt(truncatingIfNeeded: offset)
        let fits = segments.contains { segment in
            segment.addresses.contains(address) && segment.addresses.upperBound - address >= UInt(size)
                && (use == .code ? segment.isExecutable : segment.isReadable)
        }
        return fits ? UnsafeRawPointer(bitPattern: address) : nil
    }

    /// Which build of its file this image is; found out once.
    func build() throws -> Identity {
        try identity.withLock { known in
            if let known { return known }
            var text = buildID() ?? ""
            if text.isEmpty { text = try fileChecksum() }
            let made = Identity(text: text, fingerprint: Array(text.utf8).withUnsafeBytes { Checksum.of($0) })
            known = made
            return made
        }
    }

    /// The build-id that the linker left in a note: name size, content size, kind, name, content, each in four bytes'
    /// steps.
    private func buildID() -> String? {
        for note in notes {
            guard let start = UnsafeRawPointer(bitPattern: note.lowerBound) else { continue }
            var reader = UnsafeRawBufferPointer(start: start, count: note.count)[...]
            while reader.count >= 12 {
                let header = UnsafeRawBufferPointer(rebasing: reader)
                let nameSize = Int(header.load(as: UInt32.self))
                let size = Int(header.load(fromByteOffset: 4, as: UInt32.self))
                let kind = header.load(fromByteOffset: 8, as: UInt32.self)
                let content = 12 + (nameSize + 3) & ~3
                let end = content + (size + 3) & ~3
                guard end <= header.count else { break }
                if kind == 3 && header[12..<12 + nameSize].elementsEqual("GNU\0".utf8) {
                    return header[content..<content + size].map(hexadecimal).joined()
                }
                reader = reader.dropFirst(end)
            }
        }
        return nil
    }

    private func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private func fileChecksum() throws -> String {
        let path = path.isEmpty ? "/proc/self/exe" : path
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        let size = 1 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        var sum = Checksum()
        while true {
            // Portions must be the same in each process, so each is filled up.
            var filled = 0
            while filled < size {
                let count = read(file, buffer.baseAddress.map { $0 + filled }, size - filled)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw unreadable(path) }
                if count == 0 { break }
                filled += count
            }
            if filled == 0 { break }
            sum.add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<filled]))
        }
        return "file-" + String(sum.value, radix: 16)
    }

    private func unreadable(_ path: String) -> WeftError {
        WeftError(
            "executable-unreadable",
            "the program's file can't be read to find out which build it is: \(String(cString: strerror(errno)))",
            remedy: "Link the program with --build-id, or let it read its own file",
            details: [.init("path", path)]
        )
    }
}

/// All images of this process.
enum Images {
    private struct Listing {
        var images: [Image] = []
        /// Which image each loaded segment belongs to.
        var segments: [(addresses: Range<UInt>, image: Image)] = []

        func image(at address: UInt) -> Image? { segments.first { $0.addresses.contains(address) }?.image }
    }

    private static let listing = Mutex(Listing())

    /// The image that holds an address.
    static func image(at address: UnsafeRawPointer) -> Image? {
        let address = UInt(bitPattern: address)
        return listing.withLock { listing in
            if let known = listing.image(at: address) { return known }
            listing = list(keeping: listing)
            return listing.image(at: address)
        }
    }

    /// Whether an address is one of machine code.
    static func isCode(_ address: UnsafeRawPointer) -> Bool {
        guard let image = image(at: address) else { return false }
        return image.address(image.offset(of: UInt(bitPattern: address)), size: 1, for: .code) != nil
    }

    /// The image of a name, if there is exactly one.
    static func image(named name: String) throws -> Image {
        let found = listing.withLock { listing in
            var found = listing.images.filter { $0.name == name }
            if found.isEmpty {
                listing = list(keeping: listing)
                found = listing.images.filter { $0.name == name }
            }
            return found
        }
        if found.count == 1 { return found[0] }
        throw WeftError(
            "image-unknown",
            found.isEmpty
                ? "the library \(name) isn't loaded in this process"
                : "several libraries named \(name) are loaded in this process",
            remedy: "Run the same build of the program, with the same libraries, on driver and executors"
        )
    }

    /// Asks the loader. Images that are known already stay the same objects, since they remember their build.
    private static func list(keeping old: Listing) -> Listing {
        var raw: [weft_segment] = []
        var count = weft_loaded_segments(nil, 0)
        repeat {
            // Another thread may load a library between the calls.
            raw = Array(repeating: weft_segment(), count: count)
            count = weft_loaded_segments(&raw, raw.count)
        } while count > raw.count
        var known: [UInt: Image] = [:]
        for (addresses, image) in old.segments { known[addresses.lowerBound] = image }
        var listing = Listing()
        for part in Dictionary(grouping: raw.prefix(count), by: \.image).sorted(by: { $0.key < $1.key }).map(\.value) {
            let loaded = part.filter { $0.note == 0 }
            guard let first = loaded.first else { continue }
            let image =
                known[first.start]
                ?? Image(
                    path: first.path.map { String(cString: $0) } ?? "",
                    bias: first.bias,
                    segments: loaded.map {
                        Image.Segment(
                            addresses: $0.start..<$0.end,
                            isReadable: $0.readable != 0,
                            isExecutable: $0.executable != 0
                        )
                    },
                    notes: part.filter { $0.note != 0 }.map { $0.start..<$0.end }
                )
            listing.images.append(image)
            for segment in loaded { listing.segments.append((segment.start..<segment.end, image)) }
        }
        return listing
    }
}
