import Foundation
import WeftDiagnostics

/// A file system in memory of a few pages, as only root may mount one.
struct TinyDisk {
    let path: String

    /// Whether this machine lets the tests mount one.
    static let isPossible: Bool = {
        guard let folder = try? ScratchFolder.make() else { return false }
        defer { folder.remove() }
        guard let disk = try? TinyDisk(in: folder) else { return false }
        disk.unmount()
        return true
    }()

    init(in folder: ScratchFolder, kibibytes: Int = 64) throws {
        try folder.makeFolder("disk")
        path = folder.path("disk")
        guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path) else {
            throw WeftError("no-mount", "can't mount")
        }
    }

    func unmount() { _ = Self.run("umount", path) }

    private static func run(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
