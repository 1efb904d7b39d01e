import ClosureShipping

/// Something that is sent to another process and run there.
public protocol ShippedTask: Codable, Sendable {
    /// Runs it and says what came out.
    func run() throws -> String
}

/// A small imitation of the engine's RDD: generic, in a module of its own, and made of kernels that are lifted from the
/// user's closures in inlinable code.
public struct Flow<Element: Sendable>: ShippedTask {
    /// Computes the rows.
    public let rows: Function0<[Element]>

    /// Makes a flow of a kernel.
    @inlinable
    public init(_ rows: Function0<[Element]>) { self.rows = rows }

    /// All rows as text.
    public func run() throws -> String { "\(try rows())" }
}

extension Flow where Element: Codable {
    /// A flow of given rows.
    @inlinable
    public init(of rows: [Element]) { self.init(Function0 { rows }) }
}

extension Flow {
    /// A step behind another one.
    @inlinable
    public func through<U>(_ kernel: Function<[Element], [U]>) -> Flow<U> {
        let rows = rows
        return Flow<U>(Function0 { try kernel(try rows()) })
    }

    /// The engine's map.
    @inlinable
    public func map<U>(_ f: @escaping @Sendable (Element) throws -> U) -> Flow<U> {
        through(Function<[Element], [U]> { batch in try batch.map(f) })
    }

    /// The engine's filter.
    @inlinable
    public func filter(_ f: @escaping @Sendable (Element) throws -> Bool) -> Flow<Element> {
        through(Function<[Element], [Element]> { batch in try batch.filter(f) })
    }

    /// The engine's flatMap.
    @inlinable
    public func flatMap<S: Sequence & SendableMetatype>(_ f: @escaping @Sendable (Element) throws -> S) -> Flow<
        S.Element
    > {
        through(Function<[Element], [S.Element]> { batch in try batch.flatMap(f) })
    }

    /// A map with a value that needs no capture.
    @inlinable
    public func map<C: Codable & Sendable, U>(
        with value: C,
        _ f: @escaping @Sendable (Element, C) throws -> U
    ) -> Flow<U> {
        through(Function<[Element], [U]> { batch in try batch.map { try f($0, value) } })
    }

    /// Sorts by a closure.
    @inlinable
    public func sorted(by f: @escaping @Sendable (Element, Element) throws -> Bool) -> Flow<Element> {
        through(Function<[Element], [Element]> { batch in try batch.sorted(by: f) })
    }

    /// Keys each row.
    @inlinable
    public func keyBy<K>(_ f: @escaping @Sendable (Element) throws -> K) -> Flow<(K, Element)> {
        map { (try f($0), $0) }
    }

    /// Combines the values of each key as the engine does: with a table and four kernels.
    @inlinable
    public func reduceByKey<K: Hashable, V>(_ f: @escaping @Sendable (V, V) throws -> V) -> Flow<(K, V)>
    where Element == (K, V) {
        combineByKey(create: { $0 }, merge: f, combine: f)
    }

    /// Combines values of each key to another type.
    @inlinable
    public func combineByKey<K: Hashable, V, C>(
        create: @escaping @Sendable (V) throws -> C,
        merge: @escaping @Sendable (C, V) throws -> C,
        combine: @escaping @Sendable (C, C) throws -> C
    ) -> Flow<(K, C)> where Element == (K, V) {
        let aggregator = Aggregator<K, V, C>(
            makeTable: Function0<Table<K, C>> { Table<K, C>() },
            add: Function2<Table<K, C>, [(K, V)], Void> { table, rows in
                for (key, value) in rows {
                    if let old = table.values[key] {
                        table.values[key] = try merge(old, value)
                    } else {
                        table.values[key] = try create(value)
                    }
                }
            },
            combine: Function2<Table<K, C>, [(K, C)], Void> { table, rows in
                for (key, value) in rows {
                    if let old = table.values[key] {
                        table.values[key] = try combine(old, value)
                    } else {
                        table.values[key] = value
                    }
                }
            },
            partition: Function2<[(K, C)], Int, [Int]> { rows, count in
                rows.map { abs("\($0.0)".utf8.reduce(0) { $0 &* 31 &+ Int($1) }) % count }
            }
        )
        return through(Function<[(K, V)], [(K, C)]> { rows in try aggregator.run(rows) })
    }
}

extension Flow {
    /// Sorts by key, which needs one conformance, and groups, which needs another.
    @inlinable
    public func sortedByKey<K: Hashable & Comparable, V>() -> Flow<(K, V)> where Element == (K, V) {
        through(Function<[(K, V)], [(K, V)]> { rows in rows.sorted { $0.0 < $1.0 } })
    }

    /// The distinct keys in order, with two conformances in one kernel.
    @inlinable
    public func distinctKeys<K: Hashable & Comparable, V>() -> Flow<K> where Element == (K, V) {
        through(Function<[(K, V)], [K]> { rows in Set(rows.map(\.0)).sorted() })
    }
}

/// A generic final class that is only a parameter of kernels.
public final class Table<K: Hashable, C> {
    /// The combined values.
    public var values: [K: C] = [:]
    /// Makes an empty table.
    public init() {}
}

/// A struct of kernels that is itself captured.
public struct Aggregator<K: Hashable, V, C>: Codable, Sendable {
    let makeTable: Function0<Table<K, C>>
    let add: Function2<Table<K, C>, [(K, V)], Void>
    let combine: Function2<Table<K, C>, [(K, C)], Void>
    let partition: Function2<[(K, C)], Int, [Int]>

    /// Makes one.
    public init(
        makeTable: Function0<Table<K, C>>,
        add: Function2<Table<K, C>, [(K, V)], Void>,
        combine: Function2<Table<K, C>, [(K, C)], Void>,
        partition: Function2<[(K, C)], Int, [Int]>
    ) {
        self.makeTable = makeTable
        self.add = add
        self.combine = combine
        self.partition = partition
    }

    /// Combines in two tables and then those, sorted as text.
    public func run(_ rows: [(K, V)]) throws -> [(K, C)] {
        let whole = try makeTable()
        for part in [rows.prefix(rows.count / 2), rows.suffix(from: rows.count / 2)] {
            let table = try makeTable()
            try add(table, Array(part))
            try combine(whole, table.values.map { ($0.key, $0.value) })
        }
        let result = whole.values.map { ($0.key, $0.value) }.sorted { "\($0)" < "\($1)" }
        guard try partition(result, 2).allSatisfy({ $0 == 0 || $0 == 1 }) else { return [] }
        return result
    }
}

/// A function of one argument and what it is applied to.
public struct Call<A: Codable & Sendable, R>: ShippedTask {
    let function: Function<A, R>
    let argument: A

    /// Makes a call.
    @inlinable
    public init(_ argument: A, _ function: @escaping @Sendable (A) throws -> R) {
        self.init(argument, Function(function))
    }

    /// Makes a call of a wrapped function.
    public init(_ argument: A, _ function: Function<A, R>) {
        self.argument = argument
        self.function = function
    }

    /// The result as text.
    public func run() throws -> String { "\(try function(argument))" }
}
