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
    /// Whether the thread of the listeners runs; before that, events wait for it.
    private var isRunning = false
    /// Whether that thread sleeps until an event comes, and not only to let some more come.
    private var isWaiting = false
    /// Whether somebody waits for the queue to be empty.
    private var isFlushing = false

    /// How long events may gather before they are handed out, in nanoseconds. Waking a thread for each costs more than most
    /// of what posts them.
    private static let gatherTime = 5_000_000

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
            // Nobody listens, and whoever comes later gets what isn't handed out yet: nothing of this.
            if isClosed || isRunning && listeners.isEmpty { return false }
            guard events.count + inHandCount < capacity else {
                dropped += 1
                return dropped == 1
            }
            events.append(event)
            if isWaiting || events.count == capacity / 2 { pthread_cond_broadcast(changed) }
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
            isFlushing = true
            pthread_cond_broadcast(changed)
            while !isOver, !events.isEmpty || inHandCount > 0 { pthread_cond_wait(changed, mutex) }
            isFlushing = false
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
            isRunning = true
            pthread_cond_broadcast(changed)
            isWaiting = true
            while events.isEmpty, !isClosed { pthread_cond_wait(changed, mutex) }
            isWaiting = false
            gather()
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

    /// Lets more events come, unless somebody waits for these.
    private func gather() {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_nsec += Self.gatherTime
        if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
        }
        while !isClosed, !isFlushing, events.count < capacity / 2 {
            if pthread_cond_timedwait(changed, mutex, &deadline) == ETIMEDOUT { return }
        }
    }
}
