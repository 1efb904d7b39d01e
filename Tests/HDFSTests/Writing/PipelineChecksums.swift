import CHadoopCoding
import HadoopProtos

/// Checksums of chunks as a DataNode computes them, one by one.
enum PipelineChecksums {
    static func make(_ type: ChecksumTypeProto, _ data: [UInt8], _ chunk: Int) -> [UInt8] {
        guard type != .checksumNull else { return [] }
        var all: [UInt8] = []
        for start in stride(from: 0, to: data.count, by: chunk) {
            let piece = Array(data[start..<min(start + chunk, data.count)])
            let crc =
                type == .checksumCrc32
                ? weft_crc32_by_tables(0, piece, piece.count) : weft_crc32c_by_tables(0, piece, piece.count)
            withUnsafeBytes(of: crc.bigEndian) { all += $0 }
        }
        return all
    }
}
