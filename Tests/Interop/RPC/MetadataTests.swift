import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("Files and folders on a real NameNode")
struct MetadataTests {
    @Test("folders are made, listed in pages, renamed and removed, as Java sees them")
    func folders() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client()
        let base = bed.newPath()
        #expect(try client.statusIfPresent(base) == nil)
        #expect(throws: WeftError.self) { try client.makeDirectory(base + "/a/b", withParents: false) }
        // One more than the NameNode puts into one answer.
        for number in 0..<1001 { try client.makeDirectory("\(base)/many/\(String(format: "%04d", number))") }
        let names = try client.list(base + "/many").map(\.name)
        #expect(names.count == 1001)
        #expect(names == names.sorted())
        try client.makeDirectory(base + "/target")
        #expect(throws: WeftError.self) { try client.rename(base + "/many", to: base + "/missing/x") }
        try client.rename(base + "/many", to: base + "/renamed")
        #expect(
            String(decoding: try bed.javaShell("alice", "-ls", "-d", base + "/renamed"), as: UTF8.self).contains(
                "renamed"
            )
        )
        let error = #expect(throws: WeftError.self) { try client.delete(base, recursive: false) }
        #expect(error?.code == "directory-not-empty")
        #expect(try client.delete(base, recursive: true))
        #expect(try !client.delete(base, recursive: true))
    }

    @Test("permissions, owners, times, replication and quotas are set")
    func attributes() throws {
        let bed = try TestBed.shared(.insecure)
        let (client, root) = (try bed.client(), try bed.client("hdfs"))
        let base = bed.newPath()
        try client.makeDirectory(base)
        let file = base + "/file"
        try client.create(file).close()
        try client.setPermission(file, to: 0o640)
        try client.setTimes(file, modification: 1_500_000_000_123, access: nil)
        #expect(try client.setReplication(file, to: 2))
        try root.setOwner(file, owner: "bob", group: "staff")
        let status = try client.status(file)
        #expect(status.permission == 0o640)
        #expect(status.modificationTime == 1_500_000_000_123)
        #expect(status.replication == 2)
        #expect(status.owner == "bob" && status.group == "staff")
        let denied = #expect(throws: WeftError.self) { try client.setPermission(file, to: 0o777) }
        #expect(denied?.code == "permission-denied")
        #expect(try bed.client("bob").mayAccess(file, read: true, write: true))
        try root.setQuota(base, names: 2, space: nil)
        #expect(try client.contentSummary(base).quota == 2)
        let full = #expect(throws: WeftError.self) { try client.makeDirectory(base + "/one-too-many") }
        #expect(full?.code == "quota-exceeded", "\(full as Any)")
        try root.setQuota(base, names: nil, space: nil)
        #expect(try client.contentSummary(base).quota == nil)
        #expect(try client.contentSummary(base).fileCount == 1)
    }

    @Test("access control lists and extended attributes come back as they were set")
    func lists() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client()
        let path = bed.newPath()
        try client.makeDirectory(path)
        let entries = [
            HDFSACLEntry(.user("bob"), permission: 6), HDFSACLEntry(.group("staff"), permission: 4, isDefault: true),
        ]
        try client.modifyACL(path, with: entries)
        let acl = try client.acl(path).map(\.description)
        #expect(acl.contains("user:bob:rw-"), "\(acl)")
        #expect(acl.contains("default:group:staff:r--"), "\(acl)")
        #expect(try client.status(path).hasACL)
        let java = String(decoding: try bed.javaShell("alice", "-getfacl", path), as: UTF8.self)
        #expect(java.contains("user:bob:rw-"), "\(java)")
        try client.removeACLEntries(path, [entries[0]])
        try client.removeDefaultACL(path)
        try client.removeACL(path)
        #expect(try client.acl(path).isEmpty)
        try client.setExtendedAttribute("user.origin", to: [1, 0, 255], of: path)
        #expect(try client.extendedAttributes(path) == ["user.origin": [1, 0, 255]])
        #expect(throws: WeftError.self) {
            try client.setExtendedAttribute("user.origin", to: [], of: path, replacing: false)
        }
        try client.removeExtendedAttribute("user.origin", of: path)
        #expect(try client.extendedAttributes(path).isEmpty)
        #expect(throws: WeftError.self) { try client.setExtendedAttribute("origin", to: [], of: path) }
    }

    @Test("snapshots keep what was there, and tell what has changed")
    func snapshots() throws {
        let bed = try TestBed.shared(.insecure)
        let (client, root) = (try bed.client(), try bed.client("hdfs"))
        let path = bed.newPath()
        try client.makeDirectory(path + "/old")
        try root.allowSnapshots(path)
        #expect(try client.createSnapshot(path, name: "s1") == path + "/.snapshot/s1")
        try client.delete(path + "/old", recursive: true)
        try client.makeDirectory(path + "/new")
        #expect(try client.status(path + "/.snapshot/s1/old").isDirectory)
        let changes = try client.snapshotChanges(path, from: "s1", to: "")
        #expect(
            Set(changes.map { "\($0.kind.map(\.rawValue) ?? "?") \($0.path)" }).isSuperset(of: [
                "- old", "+ new", "M ",
            ]),
            "\(changes)"
        )
        #expect(try client.snapshottableDirectories().map(\.path).contains(path))
        try client.renameSnapshot(path, from: "s1", to: "s2")
        try client.deleteSnapshot(path, name: "s2")
        try root.disallowSnapshots(path)
    }

    @Test("files are truncated and concatenated")
    func lengths() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client()
        let base = bed.newPath()
        let block = 1 << 20
        for (name, byte) in [("a", UInt8(1)), ("b", 2)] {
            let output = try client.create("\(base)/\(name)", CreateOptions(blockSize: block))
            try output.write([UInt8](repeating: byte, count: block))
            try output.close()
        }
        try client.concatenate([base + "/b"], into: base + "/a")
        #expect(try client.status(base + "/a").length == UInt64(2 * block))
        #expect(try !client.exists(base + "/b"))
        if try !client.truncate(base + "/a", to: 1_500_000) {
            let deadline = Deadline.after(milliseconds: 60_000)
            while try !client.isClosed(base + "/a"), !deadline.hasPassed { usleep(200_000) }
        }
        #expect(try client.status(base + "/a").length == 1_500_000)
        #expect(try bed.javaShell("alice", "-tail", base + "/a") == [UInt8](repeating: 2, count: 1024))
    }
}
