import Glibc
import Testing

/// A folder that goes away with its last user.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/weft-rpc-tests.XXXXXX".utf8CString)
        path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    /// The files in the folder.
    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = try #require(fopen("\(path)/\(name)", "w"))
        fputs(text, file)
        fclose(file)
        return "\(path)/\(name)"
    }

    /// Writes a configuration file with properties; `!` before a key makes it final.
    @discardableResult
    func write(_ name: String, properties: KeyValuePairs<String, String>) throws -> String {
        let lines = properties.map { key, value in
            let isFinal = key.hasPrefix("!")
            return "<property><name>\(isFinal ? String(key.dropFirst()) : key)</name><value>\(value)</value>"
                + (isFinal ? "<final>true</final>" : "") + "</property>\n"
        }
        return try write(name, "<configuration>\n\(lines.joined())</configuration>\n")
    }
}
