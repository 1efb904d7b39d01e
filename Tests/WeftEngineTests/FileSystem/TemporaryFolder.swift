import Foundation
import WeftDiagnostics

@testable import WeftEngine

/// A folder that goes away with its value.
final class TemporaryFolder {
    let path: ResourcePath
    let fileSystems = FileSystems()

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("weft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = .local(url.path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.path) }

    /// Writes a file, with the folders above it.
    @discardableResult
    func write(_ name: String, _ content: some Sequence<UInt8>) throws -> ResourcePath {
        let file = path.appending(name)
        if let parent = file.parent { try LocalFileSystem().makeDirectory(parent, withParents: true) }
        try Data(Array(content)).write(to: URL(fileURLWithPath: file.path))
        return file
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path.path + "/" + name)))
    }

    func status(_ name: String) throws -> FileStatus { try LocalFileSystem().status(path.appending(name)) }

    /// The names of everything below the folder, sorted.
    func names() -> [String] { (FileManager.default.subpaths(atPath: path.path) ?? []).sorted() }
}

/// The code of the error that a call throws, nil when it throws none or another kind.
func code(of call: () throws -> Void) -> String? { error(of: call)?.code.rawValue }

/// The error that a call throws.
func error(of call: () throws -> Void) -> WeftError? {
    do {
        try call()
        return nil
    } catch {
        return error as? WeftError
    }
}

/// What gzip makes of some bytes.
func gzipped(_ content: [UInt8]) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = try LocalFileSystem().create(folder.path.appending("x"), overwrite: false)
    let sink = try GzipSink(file)
    try content.withUnsafeBytes { try sink.write($0) }
    try sink.finish()
    try file.close()
    return try folder.read("x")
}
