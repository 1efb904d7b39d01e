import Dispatch
import Synchronization
import Testing

@testable import WeftEngine

@Suite struct EventBusTests {
    @Test func `every listener gets every event in order, also those posted before the start`() {
        let bus = EventBus()
        let listeners = [RecordingListener(), RecordingListener()]
        for listener in listeners { bus.add(listener) }
        let events = (0..<500).map { taskStart($0, stage: 0) }
        for event in events.prefix(100) { bus.post(event) }
        bus.start()
        bus.start()
        for event in events.dropFirst(100) { bus.post(event) }
        bus.stop()
        for listener in listeners { #expect(listener.events == events) }
        #expect(bus.droppedCount == 0)
    }

    @Test func `after the stop nothing is handed out, and stopping again does nothing`() {
        let bus = EventBus()
        let listener = RecordingListener()
        bus.add(listener)
        bus.start()
        bus.stop()
        bus.post(stageCompleted(0))
        bus.stop()
        bus.flush()
        #expect(listener.events.isEmpty)
    }

    @Test func `flush waits for what was posted`() {
        let bus = EventBus()
        let listener = RecordingListener()
        bus.add(listener)
        bus.flush()
        bus.start()
        for number in 1...50 {
            bus.post(taskStart(number, stage: 0))
            bus.flush()
            #expect(listener.events.count == number)
        }
        bus.stop()
    }

    @Test func `a full queue drops events and counts them, and the poster never waits`() {
        let isInHand = DispatchSemaphore(value: 0)
        let mayGoOn = DispatchSemaphore(value: 0)
        let listener = RecordingListener {
            isInHand.signal()
            mayGoOn.wait()
        }
        let bus = EventBus(capacity: 10)
        bus.add(listener)
        bus.start()
        bus.post(taskStart(0, stage: 0))
        isInHand.wait()
        for number in 1...30 { bus.post(taskStart(number, stage: 0)) }
        #expect(bus.droppedCount == 21, "one is in hand, nine wait")
        mayGoOn.signal()
        bus.stop()
        #expect(listener.events == (0..<10).map { taskStart($0, stage: 0) })
    }

    @Test func `a bus that is forgotten hands out what it has and lets its listeners go`() {
        let isGone = DispatchSemaphore(value: 0)
        final class Witness: EventListener {
            let isGone: DispatchSemaphore
            init(_ isGone: DispatchSemaphore) { self.isGone = isGone }
            func onEvent(_ event: WeftEvent) {}
            deinit { isGone.signal() }
        }
        do {
            let bus = EventBus()
            bus.add(Witness(isGone))
            bus.start()
            bus.post(stageCompleted(0))
        }
        #expect(isGone.wait(timeout: .now() + 60) == .success)
    }

    @Test func `a listener may post, flush and stop`() {
        final class Meddler: EventListener {
            let bus: EventBus
            let count = Mutex(0)
            init(_ bus: EventBus) { self.bus = bus }
            func onEvent(_ event: WeftEvent) {
                count.withLock { $0 += 1 }
                if event == stageSubmitted(0) {
                    bus.post(stageCompleted(0))
                    bus.flush()
                } else {
                    bus.stop()
                }
            }
        }
        let bus = EventBus()
        let meddler = Meddler(bus)
        bus.add(meddler)
        bus.start()
        bus.post(stageSubmitted(0))
        while meddler.count.withLock({ $0 }) < 2 { bus.flush() }
        bus.stop()
        #expect(meddler.count.withLock { $0 } == 2)
    }
}
