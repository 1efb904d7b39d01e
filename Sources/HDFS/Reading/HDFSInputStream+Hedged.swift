import HadoopProtos
import HadoopRPC
import WeftDiagnostics

extension HDFSInputStream {
    /// Reads a range that lies within one block; when a replica is slow, another one is asked too, and the first that has
    /// all of it wins (DFSInputStream.hedgedFetchBlockByteRange).
    func readHedged(
        into destination: UnsafeMutableRawBufferPointer,
        at position: UInt64,
        _ corrupt: inout CorruptReplicas
    ) throws {
        var attempts = BlockAttempts(context.settings)
        let race = HedgedRace()
        defer { race.end() }
        var running: Set<String> = []
        while true {
            var wait = context.settings.hedgedReadThreshold
            if running.isEmpty {
                let (block, datanode) = try chooseReplica(at: position, &attempts)
                start(race, block, datanode, position, destination.count)
                running.insert(datanode.id.identity)
            } else {
                let block = try locations.block(at: position)
                let avoided = avoidedDatanodes.union(running)
                if let other = BlockAttempts.choose(block, avoided: avoided, local: context.localAddresses) {
                    start(race, block, other, position, destination.count)
                    running.insert(other.id.identity)
                } else {
                    // Each of them gives up by itself when its DataNode is silent.
                    wait = Self.longWait
                }
            }
            guard let finish = race.next(until: .after(milliseconds: wait)) else { continue }
            running.remove(finish.datanode.id.identity)
            switch finish.result {
            case .success(let bytes):
                return bytes.withUnsafeBytes { destination.copyMemory(from: $0) }
            case .failure(let error):
                try judge(error, finish.block, finish.datanode, &attempts, &corrupt)
            }
        }
    }

    private static let longWait = 60_000

    private func start(
        _ race: HedgedRace,
        _ block: LocatedBlockProto,
        _ datanode: DatanodeInfoProto,
        _ position: UInt64,
        _ count: Int
    ) {
        context.hedging.run { [context, verifiesChecksums] in
            let result: Result<[UInt8], WeftError>
            do {
                let range = BlockReader.Range(offset: position - block.offset, length: UInt64(count))
                let reader = try context.open(block, on: datanode.id, range, verifies: verifiesChecksums)
                result = .success(try race.run(reader, count))
                context.release(reader)
            } catch {
                result = .failure(WeftError(wrapping: error))
            }
            race.finish(HedgedRace.Finish(block: block, datanode: datanode, result: result))
        }
    }
}
