/// Decides when a connection isn't read from, because its peer asks more than it takes answers.
///
/// While the peer owes answers itself, reading goes on whatever it costs: two peers that both wait for the other to
/// read would wait for ever. When neither owes the other anything, neither has answers to send.
struct ReadGate {
    static let highWaterBytes = 4 << 20
    static let lowWaterBytes = 1 << 20

    /// Whether reading is held.
    private(set) var isHeld = false

    /// Something has changed: `answers` bytes of answers wait to be sent, and the peer owes `owed` answers. True when
    /// reading has to go on that was held.
    mutating func update(answers: Int, owed: Int) -> Bool {
        let before = isHeld
        if owed > 0 || answers < Self.lowWaterBytes {
            isHeld = false
        } else if answers > Self.highWaterBytes {
            isHeld = true
        }
        return before && !isHeld
    }
}
