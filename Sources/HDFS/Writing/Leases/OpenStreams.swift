import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// The files that a client is writing. While there are any, one thread renews their lease and another one looks after
/// their connections; calling the NameNode may take long, and DataNodes wait for nobody.
final class OpenStreams: Sendable {
    private struct Weak: Sendable {
        weak var stream: HDFSOutputStream?
    }

    private struct State {
        var streams: [ObjectIdentifier: Weak] = [:]
        var schedule: LeaseSchedule?
        var isKeeping = false
        var isRenewing = false
    }

    private let namenode: any NamenodeCalls
    private let clientName: String
    private let hardLimit: Int
    private let renewalInterval: Int
    private let state = Mutex(State())

    /// How often both threads look whether there is something to do, in milliseconds.
    private static let tick = 1_000

    /// - Parameters:
    ///   - hardLimit: how long a lease lives that isn't renewed, in milliseconds.
    ///   - renewalInterval: how often it is renewed, in milliseconds.
    init(namenode: any NamenodeCalls, clientName: String, hardLimit: Int, renewalInterval: Int = 30_000) {
        self.namenode = namenode
        self.clientName = clientName
        self.hardLimit = hardLimit
        self.renewalInterval = renewalInterval
    }

    /// How many files are open.
    var count: Int { state.withLock { $0.streams.count } }

    func add(_ stream: HDFSOutputStream) {
        let (keeps, renews) = state.withLock { state in
            state.streams[ObjectIdentifier(stream)] = Weak(stream: stream)
            if state.schedule == nil {
                var schedule = LeaseSchedule(hardLimit: hardLimit, now: PipelineDriver.now)
                schedule.interval = renewalInterval
                state.schedule = schedule
            }
            defer {
                state.isKeeping = true
                state.isRenewing = true
            }
            return (!state.isKeeping, !state.isRenewing)
        }
        // The threads hold this object only while they look, so that a client that nobody needs goes.
        let tick = min(Self.tick, max(1, renewalInterval / 4))
        if keeps { Pause.everyNow(and: Self.tick) { [weak self] in self?.keep() ?? false } }
        if renews { Pause.everyNow(and: tick) { [weak self] in self?.renew() ?? false } }
    }

    func remove(_ stream: HDFSOutputStream) {
        state.withLock { _ = $0.streams.removeValue(forKey: ObjectIdentifier(stream)) }
    }

    private func keep() -> Bool {
        let streams = state.withLock { state -> [HDFSOutputStream]? in
            Self.forgetEnded(&state)
            if state.streams.isEmpty {
                state.isKeeping = false
                return nil
            }
            return state.streams.values.compactMap(\.stream)
        }
        guard let streams else { return false }
        for stream in streams { stream.keep() }
        return true
    }

    private func renew() -> Bool {
        let now = PipelineDriver.now
        let action = state.withLock { state -> LeaseSchedule.Action? in
            Self.forgetEnded(&state)
            guard !state.streams.isEmpty, let schedule = state.schedule else {
                state.isRenewing = false
                state.schedule = nil
                return nil
            }
            return schedule.action(now: now)
        }
        switch action {
        case nil: return false
        case .wait: return true
        case .giveUp:
            giveUp(nil)
            return true
        case .renew: break
        }
        do {
            _ = try namenode.call(
                "renewLease",
                RenewLeaseRequestProto(clientName: clientName),
                .idempotent,
                returning: RenewLeaseResponseProto.self
            )
            state.withLock { $0.schedule?.renewed(now: now) }
        } catch {
            let later = PipelineDriver.now
            let isLost = state.withLock { state in
                state.schedule?.failed(now: later)
                return state.schedule?.action(now: later) == .giveUp
            }
            if isLost { giveUp(WeftError(wrapping: error)) }
        }
        return true
    }

    private func giveUp(_ cause: WeftError?) {
        let streams = state.withLock { state in
            defer {
                state.streams = [:]
                state.schedule = nil
            }
            return state.streams.values.compactMap(\.stream)
        }
        for stream in streams {
            stream.abort(
                WeftError(
                    "hdfs-lease-lost",
                    "the lease couldn't be renewed for \(hardLimit / 1000) seconds; the NameNode has given it away",
                    remedy: "check that the NameNode can be reached, and write the file again",
                    details: [.init("path", stream.path)],
                    cause: cause
                )
            )
        }
    }

    private static func forgetEnded(_ state: inout State) {
        for (key, entry) in state.streams where entry.stream == nil { state.streams[key] = nil }
    }
}
