import Glibc
import Logging

/// The bounded queue of an `EventBus`, and the loop that empties it.
///
/// Unchecked: all state is touched only between `lock` and `unlock`.
final class EventQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let capacity: Int
    private var events: [WeftEvent] = []
    private var listeners: [any EventListener] = []
    /// Events taken from the queue that the listeners haven't all seen.
    private var inHandCount = 0
    private var dropped = 0
    private var isClosed = false
    private var isOver = false

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    var droppedCount: Int { locked { dropped } }

    func add(_ listener: any EventListener) { locked { listeners.append(listener) } }

    func post(_ event: WeftEvent) {
        let isFirstDrop = locked {
            if isClosed { return false }
            guard events.count + inHandCount < capacity else {
                dropped += 1
                return dropped == 1
            }
            events.append(event)
            if events.count == 1 { pthread_cond_broadcast(changed) }
            return false
        }
        if isFirstDrop {
            Logger(label: "weft.events").warning(
                "events are dropped because a listener is too slow: progress and metrics will be incomplete",
                metadata: ["capacity": "\(capacity)"]
            )
        }
    }

    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(changed)
        }
    }

    func waitUntilEmpty() {
        locked {
            while !isOver, !events.isEmpty || inHandCount > 0 { pthread_cond_wait(changed, mutex) }
        }
    }

    /// Hands events out until the queue is closed and empty.
    func run() {
        while let (batch, listeners) = next() {
            // The listeners are called without the lock: they may post, or add listeners.
            for event in batch {
                for listener in listeners { listener.onEvent(event) }
                locked { inHandCount -= 1 }
            }
        }
    }

    private func next() -> ([WeftEvent], [any EventListener])? {
        locked {
            pthread_cond_broadcast(changed)
            while events.isEmpty, !isClosed { pthread_cond_wait(changed, mutex) }
            if events.isEmpty {
                isOver = true
                pthread_cond_broadcast(changed)
                return nil
            }
            let batch = events
            events = []
            inHandCount = batch.count
            return (batch, listeners)
        }
    }
}
