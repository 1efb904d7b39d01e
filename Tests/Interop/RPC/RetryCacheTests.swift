import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

/// Calls whose answers get lost on the way from a real NameNode, which remembers what it has done (RetryCache.java).
@Suite("Lost answers of a NameNode")
struct RetryCacheTests {
    @Test("A call whose answer got lost is made again and gets the first answer, not an error about its own effect")
    func lostAnswers() throws {
        let bed = try TestBed.shared(.insecure)
        let proxy = try LoopbackProxy(to: try #require(bed.port(of: "namenode")))
        defer { proxy.stop() }
        let client = try HDFSClient(
            configuration: bed.configuration(),
            authority: "localhost:\(proxy.port)",
            user: bed.user()
        )
        func losing<R>(_ method: String, _ call: () throws -> R) throws -> R {
            let before = proxy.calls(of: method)
            proxy.loseAnswer(to: method)
            let result = try call()
            #expect(proxy.calls(of: method) == before + 2, "\(method)")
            return result
        }
        let base = bed.newPath()
        try client.makeDirectory(base)
        // Without the NameNode's memory: output-exists, or hdfs-file-in-use.
        let created = try losing("create") { try client.create(base + "/a") }
        try created.write([1, 2, 3])
        try created.close()
        let appended = try losing("append") { try client.append(base + "/a") }
        try appended.write([4])
        try appended.close()
        // Without it: input-not-found.
        try losing("rename2") { try client.rename(base + "/a", to: base + "/b") }
        let second = try client.create(base + "/c")
        try second.write([5, 6])
        try second.close()
        try losing("concat") { try client.concatenate([base + "/c"], into: base + "/b") }
        #expect(try client.open(base + "/b").next() == [1, 2, 3, 4, 5, 6])
        #expect(try client.list(base).map(\.name) == ["b"])
        // Without it: output-exists.
        try losing("setXAttr") {
            try client.setExtendedAttribute("user.once", to: [1], of: base + "/b", replacing: false)
        }
        // Without it: there was nothing to remove.
        #expect(try losing("delete") { try client.delete(base + "/b", recursive: false) })
        #expect(try client.list(base).isEmpty)
    }
}
