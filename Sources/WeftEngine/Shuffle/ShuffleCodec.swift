/// How the blocks of shuffle files are compressed: what `weft.shuffle.compress` decides.
enum ShuffleCodec: UInt8, Sendable, Hashable, Codable {
    /// As they are.
    case none = 0
    /// With lz4, except for blocks that it makes no smaller.
    case lz4 = 1
}
