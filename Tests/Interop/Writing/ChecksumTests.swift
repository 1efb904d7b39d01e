import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("Checksums of files on real DataNodes")
struct FileChecksumInteropTests {
    @Test(
        "checksums are those that Java computes, of files that Weft and Java wrote",
        arguments: [
            TestBedKind.insecure, .privacyAES,
        ]
    )
    func equal(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind.with(datanodes: 3))
        let local = FileManager.default.temporaryDirectory.appendingPathComponent("weft-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: local) }
        for (length, type) in [
            (0, "CRC32C"), (1, "CRC32"), (1 << 20, "CRC32C"), (2_600_001, "CRC32C"), (9 << 20, "CRC32"),
        ] {
            let settings = ["dfs.blocksize": "1m", "dfs.checksum.type": type]
            let client = try bed.client("alice", settings)
            let (ours, javas) = (bed.newPath(), bed.newPath())
            let data = pattern(length, seed: UInt64(length))
            let stream = try client.create(ours)
            try stream.write(data)
            try stream.close()
            try Data(data).write(to: local)
            try bed.javaShell(
                "alice",
                "-D",
                "dfs.blocksize=1048576",
                "-D",
                "dfs.checksum.type=\(type)",
                "-put",
                local.path,
                javas
            )
            let checksum = try client.checksum(ours)
            #expect(try client.checksum(javas) == checksum)
            // PATH, algorithm and hexadecimal digits with tabs between them.
            let told = String(decoding: try bed.javaShell("alice", "-checksum", ours, javas), as: UTF8.self)
            for (line, path) in zip(told.split(separator: "\n"), [ours, javas]) {
                #expect(line == "\(path)\t\(checksum.algorithm)\t\(checksum.hexadecimal)")
            }
        }
    }

    @Test("files that aren't there, and servers that can't, are told")
    func refused() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client()
        let missing = #expect(throws: WeftError.self) { _ = try client.checksum(bed.newPath()) }
        #expect(missing?.code == "input-not-found")
        let path = bed.newPath()
        let stream = try client.create(path)
        try stream.write([1, 2, 3])
        try stream.close()
        if TestBeds.hadoopHome == nil {
            let old = #expect(throws: WeftError.self) { _ = try client.checksum(path, mode: .compositeCRC) }
            #expect(old?.code == "unsupported-by-server")
        }
    }
}
