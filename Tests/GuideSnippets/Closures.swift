import Weft

func closures(_ context: Context) async throws {
    let prices = context.parallelize([8.0, 12.0, 20.0])

    let limit = 10.0
    let dear = try await prices.filter { $0 > limit }.count()  // 2
    print(dear)

    final class Rates {
        let table = ["EUR": 1.1]
    }
    let rates = Rates()
    let rate = rates.table["EUR"] ?? 1  // take out what is needed, before the closure
    let euros = prices.map { $0 * rate }
    print(try await euros.count())

    let raised = prices.map(with: 1.5) { price, factor in price * factor }
    print(try await raised.collect())  // [12.0, 18.0, 30.0]

    struct Discount: Codable, Sendable {
        var from: Double
        var percent: Double
        func applied(to price: Double) -> Double { price >= from ? price * (1 - percent / 100) : price }
    }
    let discount = Discount(from: 10, percent: 50)
    print(try await prices.map { discount.applied(to: $0) }.collect())  // [8.0, 6.0, 10.0]

    let names = try context.broadcast(["DE": "Germany", "FR": "France"])
    let countries = context.parallelize(["FR", "DE", "FR"]).map { try names.value[$0] ?? "unknown" }
    print(try await countries.collect())  // ["France", "Germany", "France"]

    let lengths = countries.map { $0.count }  // not \.count: a key path can't travel
    print(try await lengths.max())

    try await refusal(context)
}

/// What the guide says that can't travel.
private func refusal(_ context: Context) async throws {
    struct Converter: Sendable {
        var factor: Double
    }
    let converter = Converter(factor: 1.1)
    do {
        _ = try await context.parallelize([8.0, 12.0]).map { $0 * converter.factor }.collect()
    } catch let error as WeftError {
        print(error)
    }
}
