import WeftDiagnostics

/// A request for a ticket for a principal that no realm has (RFC 4120, 5.4.1).
struct KDCRequest {
    var realm: String
    var nonce: UInt32

    /// Whom the request is from: KDCs write the name into their logs.
    static let client = "weft-diagnose"

    var encoded: [UInt8] {
        let body = DER.sequence([
            DER.tagged(0, DER.bitString([0, 0, 0, 0])),
            DER.tagged(1, Self.name(kind: 1, [Self.client])),
            DER.tagged(2, DER.generalString(realm)),
            DER.tagged(3, Self.name(kind: 2, ["krbtgt", realm])),
            DER.tagged(5, DER.generalizedTime("20370913024805Z")),
            DER.tagged(7, DER.integer(Int64(nonce))),
            // aes256, aes128 and their successors, and RC4 for old realms.
            DER.tagged(8, DER.sequence([18, 17, 20, 19, 23].map { DER.integer($0) })),
        ])
        let message = DER.sequence([
            DER.tagged(1, DER.integer(5)), DER.tagged(2, DER.integer(10)), DER.tagged(4, body),
        ])
        return DER.element(0x6a, message)
    }

    private static func name(kind: Int64, _ parts: [String]) -> [UInt8] {
        DER.sequence([
            DER.tagged(0, DER.integer(kind)), DER.tagged(1, DER.sequence(parts.map { DER.generalString($0) })),
        ])
    }
}

/// What a KDC answers: a refusal with its time in it (RFC 4120, 5.9.1), or a ticket, which has the time inside.
struct KDCReply: Equatable {
    /// The KDC's clock, microseconds since 1970.
    var serverTime: Int64?
    /// The refusal's code.
    var errorCode: Int?

    /// Longer answers are none of a KDC's.
    static let maximumLength = 64 << 10

    static let noKDC = WeftError(
        "kerberos-failed",
        "what answers isn't a KDC",
        remedy: "check the kdc entries of krb5.conf"
    )

    init(parsing bytes: [UInt8]) throws {
        var reader = DERReader(bytes[...])
        guard let message = reader.next() else { throw Self.noKDC }
        if message.tag == 0x6b { return }
        guard message.tag == 0x7e, var fields = message.fields() else { throw Self.noKDC }
        while let field = fields.next() {
            var content = DERReader(field.content)
            switch field.tag {
            case 0xa4: serverTime = content.next().flatMap { $0.time }.map { $0 * 1_000_000 }
            case 0xa5:
                if let microseconds = content.next()?.integer, (0..<1_000_000).contains(microseconds) {
                    serverTime = serverTime.map { $0 + microseconds }
                }
            case 0xa6: errorCode = content.next()?.integer.flatMap { Int(exactly: $0) }
            default: break
            }
        }
        guard serverTime != nil, errorCode != nil else { throw Self.noKDC }
    }
}

/// The few forms of ASN.1's distinguished encoding that the messages here have.
enum DER {
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        let length = withUnsafeBytes(of: UInt64(content.count).bigEndian) { Array($0.drop { $0 == 0 }) }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }

    static func tagged(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { element(0xa0 | number, content) }

    static func sequence(_ elements: [[UInt8]]) -> [UInt8] { element(0x30, Array(elements.joined())) }

    static func integer(_ value: Int64) -> [UInt8] {
        var bytes = withUnsafeBytes(of: value.bigEndian) { Array($0) }
        while bytes.count > 1, bytes[0] == 0 && bytes[1] < 0x80 || bytes[0] == 0xff && bytes[1] >= 0x80 {
            bytes.removeFirst()
        }
        return element(0x02, bytes)
    }

    static func bitString(_ bytes: [UInt8]) -> [UInt8] { element(0x03, [0] + bytes) }

    static func generalString(_ text: String) -> [UInt8] { element(0x1b, Array(text.utf8)) }

    static func generalizedTime(_ text: String) -> [UInt8] { element(0x18, Array(text.utf8)) }
}

/// Reads elements one behind the other.
struct DERReader {
    struct Element {
        var tag: UInt8
        var content: ArraySlice<UInt8>

        /// What is in the sequence that is the element's only content.
        func fields() -> DERReader? {
            var reader = DERReader(content)
            guard let sequence = reader.next(), sequence.tag == 0x30 else { return nil }
            return DERReader(sequence.content)
        }

        var integer: Int64? {
            guard tag == 0x02, (1...8).contains(content.count), let first = content.first else { return nil }
            return content.reduce(first >= 0x80 ? -1 : 0) { $0 << 8 | Int64($1) }
        }

        /// Seconds since 1970 of a time as Kerberos writes it: `20261121190611Z`.
        var time: Int64? {
            guard tag == 0x18, content.count == 15, content.last == UInt8(ascii: "Z") else { return nil }
            var numbers: [Int64] = []
            var rest = content
            for length in [4, 2, 2, 2, 2, 2] {
                let digits = rest.prefix(length)
                guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
                numbers.append(digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) })
                rest = rest.dropFirst(length)
            }
            guard (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return nil }
            let days = Self.daysSince1970(year: numbers[0], month: numbers[1], day: numbers[2])
            return ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
        }

        /// In the calendar of today; years begin with March here, so that the odd day is the last one.
        static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
            let year = month <= 2 ? year - 1 : year
            let era = (year >= 0 ? year : year - 399) / 400
            let yearOfEra = year - era * 400
            let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
            return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next element; nil at the end and for bytes that are none.
    mutating func next() -> Element? {
        guard let tag = rest.popFirst(), tag & 0x1f != 0x1f, let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7f)
            guard (1...4).contains(count), rest.count >= count else { return nil }
            length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(count)
        }
        guard length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return Element(tag: tag, content: rest.prefix(length))
    }
}
