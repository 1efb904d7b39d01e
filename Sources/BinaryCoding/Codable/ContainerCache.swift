/// The keyed containers that were handed out, by frame, for the next row to use again.
///
/// Swift boxes each keyed container in an object of a generic class, and looking up that class takes longer than writing
/// a few fields. Weft's containers hold nothing but the session and the frame's index, so the next row's container of
/// the same key type in the same frame is the very same value.
struct ContainerCache {
    private struct Entry {
        var keyType: ObjectIdentifier
        var box: AnyObject
    }

    private var entries: [Entry?] = []

    /// The container that a frame had, if it was of this type.
    @inline(__always)
    func find<Container>(_ frame: Int, _ keyType: Any.Type, as type: Container.Type) -> Container? {
        guard frame < entries.count, let entry = entries[frame], entry.keyType == ObjectIdentifier(keyType) else {
            return nil
        }
        return unsafeBitCast(entry.box, to: type)
    }

    /// Keeps a container, which is a struct around a single object; another layout isn't kept.
    mutating func keep<Container>(_ container: Container, _ frame: Int, _ keyType: Any.Type) {
        guard MemoryLayout<Container>.size == MemoryLayout<AnyObject>.size, !_isPOD(Container.self), frame < 64 else {
            return
        }
        while entries.count <= frame { entries.append(nil) }
        entries[frame] = Entry(keyType: ObjectIdentifier(keyType), box: unsafeBitCast(container, to: AnyObject.self))
    }

    /// Lets go of all containers, which hold the session that holds them.
    mutating func removeAll() { entries = [] }
}
