import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct MasterURLTests {
    @Test(arguments: [
        ("local", LocalMaster(slots: .count(1))), ("local[1]", LocalMaster(slots: .count(1))),
        ("local[4]", LocalMaster(slots: .count(4))), ("local[4096]", LocalMaster(slots: .count(4096))),
        ("local[*]", LocalMaster(slots: .allProcessors)), ("local[2,5]", LocalMaster(slots: .count(2), maxFailures: 5)),
        ("local[ 2 , 5 ]", LocalMaster(slots: .count(2), maxFailures: 5)),
        ("local[*,3]", LocalMaster(slots: .allProcessors, maxFailures: 3)),
    ])
    func localMastersAreRead(text: String, master: LocalMaster) throws {
        let read = try MasterURL(parsing: text)
        #expect(read == .local(master))
        #expect(try MasterURL(parsing: read.description) == read)
    }

    @Test(arguments: [
        ("local-cluster[2,1,1024]", LocalClusterMaster(executors: 2, cores: 1, memoryMebibytes: 1024)),
        ("local-cluster[ 1000 , 4096 , 64 ]", LocalClusterMaster(executors: 1000, cores: 4096, memoryMebibytes: 64)),
    ])
    func localClusterMastersAreRead(text: String, master: LocalClusterMaster) throws {
        let read = try MasterURL(parsing: text)
        #expect(read == .localCluster(master))
        #expect(try MasterURL(parsing: read.description) == read)
        #expect(read.hasExecutorProcesses && read.isOnThisMachine)
    }

    @Test(arguments: [
        "local-cluster[0,1,1024]", "local-cluster[1001,1,1024]", "local-cluster[1,0,1024]",
        "local-cluster[1,4097,1024]",
        "local-cluster[1,-1,1024]",
    ])
    func executorsAndSlotsOutOfRangeNameTheRange(text: String) {
        let error = #expect(throws: WeftError.self) { try MasterURL(parsing: text) }
        #expect(error?.code == "invalid-master")
        #expect(error?.message.contains("out of range") == true)
        #expect(error?.remedy.contains("from 1 to") == true)
    }

    @Test(arguments: ["local-cluster[1,1,63]", "local-cluster[1,1,99999999999999999999]", "local-cluster[1,1,-5]"])
    func memoryOutOfRangeNamesTheRange(text: String) {
        let error = #expect(throws: WeftError.self) { try MasterURL(parsing: text) }
        #expect(error?.message.contains("the memory in MiB") == true)
        #expect(error?.remedy.contains("from 64 to") == true)
    }

    @Test(arguments: [
        "local[0]", "local[-1]", "local[4097]", "local[99999999999999999999]", "local[2,0]", "local[2,1001]",
        "local[*,-3]",
    ])
    func numbersOutOfRangeNameTheRange(text: String) {
        let error = #expect(throws: WeftError.self) { try MasterURL(parsing: text) }
        #expect(error?.code == "invalid-master")
        #expect(error?.message.contains("out of range") == true)
        #expect(error?.remedy.contains("from 1 to") == true)
    }

    @Test(arguments: [
        "", "loca", "Local", "local[", "local]", "local[]", "local[2", "local[2]x", "local[,2]", "local[2,]",
        "local[2,3,4]", "local[a]", "local[1.5]", "local-cluster", "local-cluster[2]", "local-cluster[2,1]",
        "local-cluster[2,1,]", "local-cluster[2,1,1g]", "local-cluster[*,1,1024]", "local-cluster[1,1,64,1]",
        "local[**]", "local[٣]", "local:2", "http://x", "[2]", "local[2]]",
    ])
    func otherTextsAreNoMasters(text: String) {
        let error = #expect(throws: WeftError.self) { try MasterURL(parsing: text) }
        #expect(error?.code == "invalid-master", "\(String(describing: error))")
        #expect(error?.remedy.contains("local[N,F]") == true || error?.remedy.contains("from 1 to") == true)
    }

    @Test func yarnIsAClusterOfExecutorsElsewhere() throws {
        let master = try MasterURL(parsing: "yarn")
        #expect(master == .yarn && master.description == "yarn")
        #expect(master.hasExecutorProcesses && !master.isOnThisMachine && !master.fixesExecutors)
    }

    @Test(arguments: [
        "weft://host:7077", "spark://host:7077", "k8s://https://host", "mesos://host",
    ])
    func mastersOfLaterVersionsAreRefusedByName(text: String) {
        let error = #expect(throws: WeftError.self) { try MasterURL(parsing: text) }
        #expect(error?.code == "master-not-available")
        #expect(error?.message.contains(text) == true)
        #expect(error?.remedy.contains("local[*]") == true)
    }

    @Test func allProcessorsIsAtLeastOneSlot() {
        #expect(LocalMaster(slots: .allProcessors).slotCount >= 1)
        #expect(LocalMaster(slots: .count(7)).slotCount == 7)
    }
}
