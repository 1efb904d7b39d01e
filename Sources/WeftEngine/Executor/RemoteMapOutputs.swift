import Synchronization
import WeftDiagnostics

/// Where map outputs are, as an executor knows it from the driver.
final class RemoteMapOutputs: MapOutputSource {
    private let driver: DriverLink
    private let known = Mutex<[Int: MapStatuses]>([:])
    private let asking = SingleFlight<Int, MapStatuses>()

    init(driver: DriverLink) { self.driver = driver }

    func locations(shuffleID: Int, partition: Int, epoch: Int) throws -> [MapOutputLocation] {
        let statuses = try statuses(shuffleID, epoch).statuses
        return try statuses.enumerated().map { index, status in
            guard let status else {
                throw ShuffleFetchFailure(
                    shuffleID: shuffleID,
                    mapIndex: index,
                    executorID: nil,
                    cause: WeftError("shuffle-missing", "map outputs of shuffle \(shuffleID) are missing")
                )
            }
            return status.location(partition: partition)
        }
    }

    private func statuses(_ shuffleID: Int, _ epoch: Int) throws -> MapStatuses {
        if let known = known.withLock({ $0[shuffleID] }), known.epoch >= epoch { return known }
        return try asking.run(shuffleID) {
            if let known = known.withLock({ $0[shuffleID] }), known.epoch >= epoch { return known }
            let answer: MapStatuses = try driver.ask(GetMapStatuses(shuffleID: shuffleID)).reply()
            // What isn't complete may be so a moment later without a new epoch.
            if answer.statuses.allSatisfy({ $0 != nil }) { known.withLock { $0[shuffleID] = answer } }
            return answer
        }
    }

    func remove(shuffleID: Int) { _ = known.withLock { $0.removeValue(forKey: shuffleID) } }
}
