import Foundation
import Testing

/// Runs the probe program twice: what one process encodes, another one, loaded at other addresses, runs.
@Suite struct TwoProcessTests {
    /// The probe lies beside the tests' executable.
    private static var probe: URL? {
        let folder = (CommandLine.arguments + [Bundle.main.executablePath ?? ""])
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        let found = folder + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        return found.map { $0.appendingPathComponent("ShippingProbe") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private func run(_ arguments: String...) throws -> [String] {
        let process = Process()
        let probe: URL = try #require(Self.probe)
        process.executableURL = probe
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func closuresRunInAnotherProcess() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shipping-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let written = try run("write", folder.path, "5")
        let ran = try run("run", folder.path)
        let sent = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        // Every job that could be written ran, with the result it has in the first process.
        #expect(ran.count >= sent.count)
        #expect(sent.count > 50)
        let expected = Set(written)
        for line in ran { #expect(expected.contains(line)) }
        #expect(!ran.contains { $0.contains(" failed: ") })
    }
}
