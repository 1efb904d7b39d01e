import Crypto
import HadoopProtos
import WeftDiagnostics

/// A file's checksum as Java's clients and `hdfs dfs -checksum` have it; two files with the same one have the same bytes.
public struct HDFSFileChecksum: Sendable, Hashable, CustomStringConvertible {
    /// How the checksums of a file's chunks become one (`dfs.checksum.combine.mode`).
    public enum Mode: Sendable, Hashable {
        /// `MD5MD5CRC`, the default: depends on the sizes of blocks and chunks, too.
        case md5
        /// `COMPOSITE_CRC`: depends on the bytes only; needs Hadoop 3.1.1 on the servers.
        case compositeCRC
    }

    /// What it is: `MD5-of-0MD5-of-512CRC32C` for instance. Only checksums of the same algorithm can be compared.
    public var algorithm: String
    /// The checksum: for `md5` bytes for each checksum of a chunk (4), checksums for each block (8), MD5 (16).
    public var bytes: [UInt8]

    /// The bytes as hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Algorithm and bytes.
    public var description: String { "\(algorithm) \(hexadecimal)" }
}

/// Makes a file's checksum of those of its blocks (FileChecksumHelper.java).
struct FileChecksumCombination {
    private let mode: HDFSFileChecksum.Mode
    private let path: String
    private var first: OpBlockChecksumResponseProto?
    private var blocks = 0
    private var md5s: [UInt8] = []
    private var crc: UInt32 = 0

    init(mode: HDFSFileChecksum.Mode, path: String) {
        self.mode = mode
        self.path = path
    }

    /// Adds the next block.
    ///
    /// - Parameters:
    ///   - response: what a DataNode says about it.
    ///   - length: how many bytes it has.
    /// - Throws: `hdfs-protocol`; `hdfs-checksum-mixed` when blocks have different kinds of checksums;
    ///   `unsupported-by-server` when DataNodes can't combine them.
    mutating func add(_ response: OpBlockChecksumResponseProto, length: Int) throws {
        guard response.crcType != nil else {
            throw error("unsupported-by-server", "a DataNode doesn't say which checksums the block has")
        }
        if let first, first.crcType != response.crcType || first.bytesPerCrc != response.bytesPerCrc {
            throw error(
                "hdfs-checksum-mixed",
                "the file's blocks have different checksums: \(Self.name(first)) and \(Self.name(response))",
                remedy: "copy the file, so that all blocks have the same"
            )
        }
        switch mode {
        case .md5:
            guard response.blockChecksum.count == 16 else {
                throw error("hdfs-protocol", "a DataNode sent an MD5 of \(response.blockChecksum.count) bytes")
            }
            md5s += response.blockChecksum
        case .compositeCRC:
            guard response.blockChecksum.count == 4 else {
                throw error(
                    "unsupported-by-server",
                    "the DataNodes can't combine checksums",
                    remedy: "use MD5MD5CRC (dfs.checksum.combine.mode), or DataNodes of Hadoop 3.1.1 or later"
                )
            }
            let next = response.blockChecksum.reduce(0) { $0 << 8 | UInt32($1) }
            crc = blocks == 0 ? next : try polynomial(response).combined(crc, next, length: length)
        }
        if first == nil { first = response }
        blocks += 1
    }

    /// The file's checksum.
    func finish() throws -> HDFSFileChecksum {
        switch mode {
        case .md5:
            // Java digests its whole buffer, which is 32 bytes long at first and doubles, with the zeros at its end.
            var capacity = 32
            while capacity < md5s.count { capacity *= 2 }
            let padded = md5s + [UInt8](repeating: 0, count: capacity - md5s.count)
            let bytesPerCRC = first?.bytesPerCrc ?? 0
            // Only what a block has is told of files of several blocks.
            let crcPerBlock = blocks > 1 ? first?.crcPerBlock ?? 0 : 0
            var bytes: [UInt8] = []
            withUnsafeBytes(of: bytesPerCRC.bigEndian) { bytes += $0 }
            withUnsafeBytes(of: crcPerBlock.bigEndian) { bytes += $0 }
            bytes += Insecure.MD5.hash(data: padded)
            let type = first.map { Self.type($0) } ?? "CRC32"
            return HDFSFileChecksum(algorithm: "MD5-of-\(crcPerBlock)MD5-of-\(bytesPerCRC)\(type)", bytes: bytes)
        case .compositeCRC:
            let type = first.map { Self.type($0) } ?? "CRC32C"
            return HDFSFileChecksum(
                algorithm: "COMPOSITE-\(type)",
                bytes: withUnsafeBytes(of: crc.bigEndian) { Array($0) }
            )
        }
    }

    private func polynomial(_ response: OpBlockChecksumResponseProto) throws -> CRCPolynomial {
        switch response.crcType {
        case .checksumCrc32: return .crc32
        case .checksumCrc32c: return .crc32c
        default: throw error("hdfs-protocol", "the file's blocks have no checksums that could be combined")
        }
    }

    private static func type(_ response: OpBlockChecksumResponseProto) -> String {
        switch response.crcType {
        case .checksumCrc32: "CRC32"
        case .checksumCrc32c: "CRC32C"
        case .checksumNull: "NULL"
        default: "\(response.crcType?.description ?? "none")"
        }
    }

    private static func name(_ response: OpBlockChecksumResponseProto) -> String {
        "\(type(response)) of \(response.bytesPerCrc) bytes"
    }

    private func error(_ code: WeftError.Code, _ message: String, remedy: String = "") -> WeftError {
        WeftError(code, message, remedy: remedy, details: [.init("path", path)])
    }
}

/// Combines checksums of two runs of bytes into that of both (CrcUtil.java): a checksum is a polynomial over GF(2), and
/// `n` bytes behind it multiply it with x^8n.
struct CRCPolynomial {
    /// The polynomial without its highest term, lowest bit for the highest power.
    let reversed: UInt32

    static let crc32 = CRCPolynomial(reversed: 0xEDB8_8320)
    static let crc32c = CRCPolynomial(reversed: 0x82F6_3B78)

    /// The checksum of the bytes of `first` and then the `length` bytes of `second`.
    func combined(_ first: UInt32, _ second: UInt32, length: Int) -> UInt32 {
        var power: UInt32 = 1 << 31  // x^0
        var square: UInt32 = 1 << 23  // x^8
        var rest = UInt(clamping: length)
        while rest > 0 {
            if rest & 1 == 1 { power = product(power, square) }
            square = product(square, square)
            rest >>= 1
        }
        return product(first, power) ^ second
    }

    private func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var sum: UInt32 = 0
        var left = left
        var right = right
        while left != 0 {
            if left & 1 << 31 != 0 { sum ^= right }
            left <<= 1
            right = right & 1 == 1 ? right >> 1 ^ reversed : right >> 1
        }
        return sum
    }
}
