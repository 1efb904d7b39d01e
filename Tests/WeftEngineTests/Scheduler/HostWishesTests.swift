import Testing

@testable import WeftEngine

@Suite("Where executors that are still to come are wished for")
struct HostWishesTests {
    private func stage(_ key: StageSpec.Key, _ hosts: [[String]]) -> StageSpec {
        StageSpec(
            key: key,
            partitionCount: hosts.count,
            nodes: [NodeSpec(rddID: 0, partitionCount: hosts.count)],
            preferredLocations: hosts.map { $0.map { TaskLocation(host: $0) } }
        )
    }

    @Test("tasks count for each host that has their data, in the stages and partitions that will run")
    func counts() {
        let map = stage(.shuffleMap(shuffleID: 0), [["a", "b"], ["a", "a"], []])
        #expect(HostWishes.tasksByHost([map, stage(.result, [])], partitions: [0, 1]) == ["a": 2, "b": 1])
        let result = stage(.result, [["a"], ["b"], ["c"]])
        #expect(HostWishes.tasksByHost([result], partitions: [1, 1, 7]) == ["b": 1])
    }

    @Test("they are told when they change")
    func news() {
        var wishes = HostWishes()
        let hosts: [[String: Int]] = [[:], ["a": 1], ["a": 1], ["a": 2], [:], [:]]
        let told = hosts.map { wishes.note($0) }
        #expect(told == [false, true, false, true, true, false])
    }
}
