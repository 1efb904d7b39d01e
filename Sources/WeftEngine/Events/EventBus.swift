import Glibc
import Logging
import Synchronization

/// Reads the events of an application.
public protocol EventListener: Sendable {
    /// Takes the next event.
    ///
    /// Called on the bus's thread, one event at a time, in the order of posting. A listener that takes long makes the
    /// queue grow, and a full queue loses events; so what takes long belongs on a thread of the listener's own.
    func onEvent(_ event: WeftEvent)
}

/// Carries events from those that post them to the listeners, without the former ever waiting.
///
/// One thread calls the listeners. The queue in between is bounded: when it is full events are dropped, which is
/// logged once and counted.
public final class EventBus: Sendable {
    private let queue: EventQueue
    private let thread = Mutex<pthread_t?>(nil)

    /// Makes a bus; events wait in its queue until `start()`.
    ///
    /// - Parameter capacity: how many events may wait for the listeners; at least 1.
    public init(capacity: Int = 10_000) {
        queue = EventQueue(capacity: max(capacity, 1))
    }

    deinit {
        // A bus nobody stopped: its thread empties the queue and ends by itself.
        queue.close()
        if let thread = thread.withLock({ $0 }) { pthread_detach(thread) }
    }

    /// Adds a listener; it gets the events not handed out yet.
    public func add(_ listener: any EventListener) { queue.add(listener) }

    /// Hands an event to the listeners, soon; it is dropped when the queue is full or the bus is stopped.
    public func post(_ event: WeftEvent) { queue.post(event) }

    /// How many events were dropped because the queue was full.
    public var droppedCount: Int { queue.droppedCount }

    /// Starts handing out events. Starting twice is once.
    public func start() {
        thread.withLock { thread in
            guard thread == nil else { return }
            var started = pthread_t()
            let context = Unmanaged.passRetained(queue)
            let status = pthread_create(
                &started,
                nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<EventQueue>.fromOpaque(context).takeRetainedValue().run()
                    return nil
                },
                context.toOpaque()
            )
            if status == 0 {
                thread = started
            } else {
                context.release()
                Logger(label: "weft.events").error(
                    "no thread for the event bus: progress, metrics and event log are off",
                    metadata: ["errno": "\(status)"]
                )
            }
        }
    }

    /// Waits until every event posted so far has been handed to all listeners.
    ///
    /// Returns at once when the bus hasn't been started, is stopped, or is the caller.
    public func flush() {
        guard let thread = thread.withLock({ $0 }), pthread_equal(thread, pthread_self()) == 0 else { return }
        queue.waitUntilEmpty()
    }

    /// Hands out what is queued, then stops. Later events are ignored; stopping twice is once.
    ///
    /// Must not be called by a listener with the expectation that the bus has stopped on return: there it only asks.
    public func stop() {
        queue.close()
        let thread = self.thread.withLock { thread in
            // A thread can't wait for itself.
            if let running = thread, pthread_equal(running, pthread_self()) != 0 { return pthread_t?.none }
            defer { thread = nil }
            return thread
        }
        if let thread { pthread_join(thread, nil) }
    }
}
