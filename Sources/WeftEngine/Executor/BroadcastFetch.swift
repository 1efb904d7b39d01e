import CWeftEngine
import NIOCore
import WeftDiagnostics

/// Fetches a broadcast in pieces, each from any process that has it.
///
/// The pieces are taken in random order, and what has come is offered to the others at once: soon executors give one
/// another what the driver has given once.
struct BroadcastFetch {
    let store: BroadcastStore
    let driver: DriverLink
    let peers: PeerNetwork

    func callAsFunction(_ id: Int) throws -> [UInt8] {
        let info: BroadcastInfo
        do {
            info = try driver.ask(GetBroadcast(id: id)).reply()
        } catch let error as WeftError where error.code == "broadcast-destroyed" {
            throw error
        }
        guard info.pieceSize > 0, info.byteCount >= 0, info.checksums.count == info.pieceCount else {
            throw WeftError("corrupt-data", "what the driver says of broadcast \(id) can't be right")
        }
        var holders = info.holders.filter { $0 != driver.executorID }
        var isTold = false
        var pieces = [[UInt8]](repeating: [], count: info.pieceCount)
        for index in (0..<info.pieceCount).shuffled() {
            let piece = try fetch(index, of: id, info, from: &holders)
            pieces[index] = piece
            guard info.pieceCount > 1 else { continue }
            store.hold(piece, of: id, index: index)
            if !isTold {
                isTold = true
                driver.tell(BroadcastHeld(id: id))
            }
        }
        if !isTold { driver.tell(BroadcastHeld(id: id)) }
        if pieces.count == 1 { return pieces[0] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(info.byteCount)
        for piece in pieces { bytes += piece }
        return bytes
    }

    private func fetch(
        _ index: Int,
        of id: Int,
        _ info: BroadcastInfo,
        from holders: inout [String]
    ) throws -> [UInt8] {
        let request = FetchBroadcastPiece(id: id, index: index)
        // Two peers at most; the driver always has it.
        for holder in holders.shuffled().prefix(2) {
            do {
                let piece = try peers.ask(holder, request).allBytes
                if info.isRight(piece, index) { return piece }
            } catch {
                holders.removeAll { $0 == holder }
            }
        }
        let piece = try driver.ask(request).allBytes
        guard info.isRight(piece, index) else {
            throw WeftError(
                "broadcast-destroyed",
                "piece \(index) of broadcast \(id) isn't what the driver promised",
                remedy: "call `destroy()` only when no job uses the value"
            )
        }
        return piece
    }
}

extension BroadcastInfo {
    var pieceCount: Int { (byteCount + pieceSize - 1) / pieceSize }

    func isRight(_ piece: [UInt8], _ index: Int) -> Bool {
        piece.count == min(pieceSize, byteCount - index * pieceSize)
            && piece.withUnsafeBytes { weft_crc32c(0, $0.baseAddress, $0.count) } == checksums[index]
    }
}
