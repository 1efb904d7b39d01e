/// A packet on its way into a block (DFSPacket.java): where its bytes belong, not the bytes themselves.
struct WritePacket: Sendable, Hashable {
    /// The sequence number of heartbeats.
    static let heartbeatSeqno: Int64 = -1

    /// Counts up by one for each packet of a stream.
    var seqno: Int64
    /// Where in the block its first byte belongs.
    var offset: Int
    /// How many bytes of data it has; the last packet of a block has none.
    var length: Int
    /// Whether it ends the block.
    var isLast: Bool
    /// Whether DataNodes bring the block to their disks before they acknowledge it.
    var isSync: Bool
    /// Which buffer of the stream has its bytes; `nil` for a packet without data.
    var slot: Int?

    /// Where in the block the byte after its last one belongs.
    var end: Int { offset + length }
}
