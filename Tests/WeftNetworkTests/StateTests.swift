import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(1_000_000_000) + .seconds(seconds) }

@Suite struct RequestTableTests {
    @Test("Answers find their requests in any order, once")
    func answers() throws {
        var table = RequestTable<String>()
        let first = table.add(deadline: nil, "a").id
        let second = table.add(deadline: nil, "b").id
        #expect(table.owed == 2)
        #expect(try table.answered(second) == "b")
        #expect(try table.answered(first) == "a")
        #expect(table.owed == 0)
        for id in [first, second, 0, 77] {
            #expect(thrown { _ = try table.answered(id) }?.code == "broken-stream")
        }
    }

    @Test("One timer serves all requests, and is asked for again only when it must go off earlier")
    func timers() {
        var table = RequestTable<String>()
        #expect(table.add(deadline: nil, "never").timer == nil)
        #expect(table.add(deadline: at(10), "ten").timer == at(10))
        #expect(table.add(deadline: at(20), "twenty").timer == nil)
        #expect(table.add(deadline: at(5), "five").timer == at(5))
        let early = table.expire(now: at(4))
        #expect(early.expired.isEmpty && early.timer == nil)
        let five = table.expire(now: at(5))
        #expect(five.expired == ["five"] && five.timer == at(10))
        let all = table.expire(now: at(30))
        #expect(all.expired == ["ten", "twenty"] && all.timer == nil)
        #expect(table.removeAll() == ["never"])
    }

    @Test("A late answer is dropped, and owed until it comes")
    func late() throws {
        var table = RequestTable<String>()
        let id = table.add(deadline: at(1), "a").id
        #expect(table.expire(now: at(1)).expired == ["a"])
        #expect(table.owed == 1)
        #expect(try table.answered(id) == nil)
        #expect(table.owed == 0)
        #expect(thrown { _ = try table.answered(id) }?.code == "broken-stream")
    }
}

@Suite struct ReadGateTests {
    @Test("Reading is held above the high mark and goes on below the low one, never while answers are owed")
    func marks() {
        let high = ReadGate.highWaterBytes
        let low = ReadGate.lowWaterBytes
        let steps: [(answers: Int, owed: Int, resumed: Bool, held: Bool)] = [
            (0, 0, false, false), (high, 0, false, false), (high + 1, 0, false, true), (low, 0, false, true),
            (low - 1, 0, true, false), (high, 0, false, false), (high + 1, 1, false, false), (high + 1, 0, false, true),
            (high + 1, 1, true, false), (high + 1, 0, false, true), (0, 0, true, false),
        ]
        var gate = ReadGate()
        for (index, step) in steps.enumerated() {
            #expect(gate.update(answers: step.answers, owed: step.owed) == step.resumed, "step \(index)")
            #expect(gate.isHeld == step.held, "step \(index)")
        }
    }
}

@Suite struct RefusalLogTests {
    private let scanner = RefusalLog.Key(reason: "not-weft", host: "10.0.0.1")
    private let stranger = RefusalLog.Key(reason: "authentication-failed", host: "10.0.0.1")

    @Test("Each reason of each host is worth one warning, the rest one summary a minute")
    func summaries() {
        var log = RefusalLog()
        #expect(log.refused(scanner, now: at(0)) == (true, nil))
        #expect(log.refused(stranger, now: at(0)) == (true, nil))
        #expect(log.summary() == [])
        #expect(log.refused(scanner, now: at(1)) == (false, at(61)))
        #expect(log.refused(scanner, now: at(2)) == (false, nil))
        #expect(log.refused(stranger, now: at(3)) == (false, nil))
        #expect(
            log.summary() == ["2 from 10.0.0.1: not-weft", "1 from 10.0.0.1: authentication-failed"]
        )
        #expect(log.summary() == [])
        #expect(log.refused(scanner, now: at(62)) == (false, at(122)))
        #expect(log.summary() == ["1 from 10.0.0.1: not-weft"])
    }

    @Test("Peers from everywhere don't fill the memory")
    func bounded() {
        var log = RefusalLog()
        for host in 0..<RefusalLog.maxKeys {
            #expect(log.refused(.init(reason: "not-weft", host: "h\(host)"), now: at(0)).warn)
        }
        for host in 0..<5000 { #expect(!log.refused(.init(reason: "not-weft", host: "x\(host)"), now: at(1)).warn) }
        #expect(log.summary() == ["5000 more"])
    }
}

@Suite struct AdmissionQueueTests {
    @Test("Below the limit nothing happens")
    func below() {
        var queue = AdmissionQueue(limit: 3)
        #expect(queue.accepted(1, now: at(0)) == [])
        #expect(queue.accepted(2, now: at(0)) == [])
        #expect(queue.finished(1, now: at(0)) == [])
        #expect(queue.finished(1, now: at(0)) == [])
    }

    @Test("At the limit accepting waits for a handshake to end")
    func waits() {
        var queue = AdmissionQueue(limit: 2)
        _ = queue.accepted(1, now: at(0))
        #expect(queue.accepted(2, now: at(0)) == [.pauseAccepting, .wake(at(1))])
        // Accepted before the pause came into effect.
        #expect(queue.accepted(3, now: at(0)) == [.wake(at(1))])
        #expect(queue.finished(2, now: at(0)) == [.wake(at(1))])
        #expect(queue.finished(1, now: at(0)) == [.resumeAccepting])
    }

    @Test("Whoever is silent for a second at the limit is closed, oldest first")
    func closes() {
        var queue = AdmissionQueue(limit: 2)
        _ = queue.accepted(1, now: at(0))
        #expect(queue.accepted(2, now: at(3)) == [.close(1)])
        #expect(queue.accepted(3, now: at(3)) == [.pauseAccepting, .wake(at(4))])
        #expect(queue.timePassed(now: at(4)) == [.close(2), .resumeAccepting])
        #expect(queue.finished(2, now: at(4)) == [])
    }
}

@Suite struct NetworkAddressTests {
    @Test("An IPv6 address is written in brackets")
    func text() {
        #expect(NetworkAddress(host: "node-1", port: 7077).description == "node-1:7077")
        #expect(NetworkAddress(host: "::1", port: 80).description == "[::1]:80")
    }
}
