import HadoopProtos

/// A file that a NodeManager fetches before it starts a container (LocalResource.java).
///
/// Size and time must be those of the file when it is fetched: one that has changed since makes the start fail.
public struct LocalResource: Sendable, Hashable {
    /// Where it is.
    public var url: ResourceURL
    /// Its length in bytes.
    public var size: Int64
    /// When it was last written, in milliseconds since 1970.
    public var timestamp: Int64
    /// What is done with it.
    public var type: LocalResourceType
    /// Who shares it on the node.
    public var visibility: LocalResourceVisibility
    /// What is unpacked of a `pattern`; `nil` for others.
    public var pattern: String?

    /// Makes a resource.
    public init(
        url: ResourceURL,
        size: Int64,
        timestamp: Int64,
        type: LocalResourceType = .file,
        visibility: LocalResourceVisibility = .application,
        pattern: String? = nil
    ) {
        self.url = url
        self.size = size
        self.timestamp = timestamp
        self.type = type
        self.visibility = visibility
        self.pattern = pattern
    }
}

extension LocalResource {
    /// A resource as messages have it.
    public init(_ message: LocalResourceProto) {
        self.init(
            url: ResourceURL(message.resource ?? URLProto()),
            size: message.size ?? 0,
            timestamp: message.timestamp ?? 0,
            type: LocalResourceType(message.type ?? .file),
            visibility: LocalResourceVisibility(message.visibility ?? .application),
            pattern: message.pattern
        )
    }

    /// The resource for a message.
    public var message: LocalResourceProto {
        LocalResourceProto(
            resource: url.message,
            size: size,
            timestamp: timestamp,
            type: type.message,
            visibility: visibility.message,
            pattern: pattern
        )
    }
}
