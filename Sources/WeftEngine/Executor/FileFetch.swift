import Glibc
import WeftDiagnostics

/// Fetches an added file or archive from the driver into the executor's own folder.
struct FileFetch: Sendable {
    let driver: DriverLink
    let directories: LocalDirectories

    /// Gives the path of the file, or of the folder of the unpacked archive.
    ///
    /// - Throws: `file-not-added`, `bad-archive`, `disk-full` and their kin, with nothing left behind.
    func callAsFunction(_ name: String) throws -> String {
        let info: FileInfo = try driver.ask(GetFile(name: name)).reply()
        let folder = try directories.folder("files")
        let target = folder + "/" + name
        guard info.isArchive else {
            try fetch(name, info, to: target)
            return target
        }
        let packed = try directories.folder("archives/\(name)") + "/" + info.fileName
        try fetch(name, info, to: packed)
        do {
            try Archive.unpack(packed, into: target)
        } catch {
            _ = try? LocalFileSystem().delete(.local(target), recursive: true)
            throw error
        }
        return target
    }

    private func fetch(_ name: String, _ info: FileInfo, to target: String) throws {
        let output = try LocalFileSystem().create(.local(target), overwrite: true)
        do {
            var offset = 0
            while offset < info.byteCount {
                let bytes = try driver.ask(FetchFilePart(name: name, offset: offset, limit: 1 << 20)).allBytes
                guard !bytes.isEmpty, bytes.count <= info.byteCount - offset else {
                    throw WeftError(
                        "corrupt-data",
                        "the added file \(name) changed while it was sent",
                        remedy: "leave files alone that were added"
                    )
                }
                try bytes.withUnsafeBytes { try output.write($0) }
                offset += bytes.count
            }
            try output.close()
            _ = chmod(target, mode_t(info.mode))
        } catch {
            output.abort()
            _ = try? LocalFileSystem().delete(.local(target), recursive: false)
            throw error
        }
    }
}
