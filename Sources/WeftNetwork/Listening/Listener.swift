import NIOCore

/// A port on which peers are accepted.
public final class Listener: Sendable {
    /// The port, also where any was asked for.
    public let port: Int
    private let channel: any Channel

    init(port: Int, channel: any Channel) {
        self.port = port
        self.channel = channel
    }

    /// Accepts no more peers. Connections that are there stay.
    public func close() { channel.close(promise: nil) }
}
