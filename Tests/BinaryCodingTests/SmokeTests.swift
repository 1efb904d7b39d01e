import BinaryCoding
import Testing

private struct Point: Codable, Equatable {
    var x: Int
    var name: String
    var weight: Double?
}

@Test func aStructSurvives() throws {
    let point = Point(x: 1, name: "a", weight: nil)
    #expect(try BinaryCoding.decode(Point.self, from: BinaryCoding.encode(point)) == point)
}
