import Testing

@testable import WeftEngine

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "abc", 3), ("abc", "abc", 0), ("abc", "ABC", 0), ("memroy", "memory", 1),
        ("kitten", "sitting", 3), ("ab", "ba", 1), ("abc", "ca", 3),
    ])
    func lettersAreCounted(left: String, right: String, distance: Int) {
        #expect(EditDistance.between(left, right) == distance)
        #expect(EditDistance.between(right, left) == distance)
    }

    @Test func theFirstOfEquallyNearWordsIsTaken() {
        #expect(EditDistance.nearest(to: "cat", in: ["dog", "bat", "hat"])?.name == "bat")
        #expect(EditDistance.nearest(to: "cat", in: []) == nil)
    }
}
