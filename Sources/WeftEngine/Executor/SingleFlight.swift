import WeftDiagnostics

/// Lets one of several threads that need the same thing get it, while the others wait for what it gets.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private final class Flight: Sendable {
        let result = Condition<Result<Value, WeftError>?>(nil)
    }

    private let flights = Condition<[Key: Flight]>([:])

    /// What `body` gives, run by one thread at a time for a key.
    ///
    /// - Throws: what `body` throws, to all that waited for it; the next to come tries again.
    func run(_ key: Key, _ body: () throws -> Value) throws -> Value {
        let (flight, isFirst) = flights.withLock { flights -> (Flight, Bool) in
            if let flight = flights[key] { return (flight, false) }
            let flight = Flight()
            flights[key] = flight
            return (flight, true)
        }
        guard isFirst else { return try flight.result.wait { $0 }.get() }
        let result: Result<Value, WeftError>
        do {
            result = .success(try body())
        } catch {
            result = .failure(WeftError(wrapping: error))
        }
        _ = flights.withLock { $0.removeValue(forKey: key) }
        flight.result.withLock { $0 = result }
        flight.result.broadcast()
        return try result.get()
    }
}
