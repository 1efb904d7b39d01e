/// Sizes as people read them (StringUtils.java, TraditionalBinaryPrefix).
enum SizeText {
    private static let prefixes = ["K", "M", "G", "T", "P", "E"]

    /// `512`, `1.5 K`, `2 M`: a power of 1024 with one decimal, none when nothing is left over.
    static func human(_ size: UInt64) -> String {
        guard size >= 1024 else { return String(size) }
        var index = 0
        while index + 1 < prefixes.count, size >> UInt64(10 * (index + 2)) > 0 { index += 1 }
        let shift = UInt64(10 * (index + 1))
        let rest = size & ((1 << shift) - 1)
        if rest == 0 { return "\(size >> shift) \(prefixes[index])" }
        var tenths = (size >> shift) * 10 + (rest * 10 + (1 << (shift - 1))) >> shift
        if tenths >= 10240, index + 1 < prefixes.count {
            index += 1
            tenths = 10
        }
        return "\(tenths / 10).\(tenths % 10) \(prefixes[index])"
    }

    static func text(_ size: UInt64, isHuman: Bool) -> String { isHuman ? human(size) : String(size) }
}
