@preconcurrency import Glibc
import WeftDiagnostics

extension Configuration {
    /// The settings of an application that was started by itself, without `weft submit`: `weft-defaults.conf` and the
    /// environment.
    ///
    /// - Parameters:
    ///   - environment: the environment variables; the process's own by default.
    ///   - executable: the path of the running program, from which `conf/` is found where `WEFT_CONF_DIR` isn't set.
    /// - Throws: `WeftError` for an unreadable file, an unknown key or a value that isn't allowed.
    public static func load(
        environment: [String: String] = ProcessEnvironment.variables,
        executable: String? = ProcessEnvironment.executablePath
    ) throws -> Configuration {
        var configuration = Configuration()
        if let path = try defaultsFile(environment: environment, executable: executable) {
            try configuration.loadFile(path)
        }
        try configuration.loadEnvironment(environment)
        return configuration
    }

    /// Sets every key that a properties file names.
    ///
    /// - Throws: `WeftError` for an unreadable file, an unknown key or a value that isn't allowed; key errors name file
    ///   and line.
    public mutating func loadFile(_ path: String) throws {
        for line in try PropertiesFile.read(path) {
            try set(line.key, line.value, source: .file(path: path, line: line.number))
        }
    }

    /// Sets every key whose environment variable has a value: `WEFT_EXECUTOR_MEMORY` sets `weft.executor.memory`.
    ///
    /// An empty variable counts as unset. Other programs and Weft itself have `WEFT_` variables that are no keys, so an
    /// unknown one is an error only when it is one or two letters away from one that is a key.
    ///
    /// - Throws: `WeftError` for a misspelt variable or a value that isn't allowed.
    public mutating func loadEnvironment(_ environment: [String: String]) throws {
        let keys = Dictionary(
            ConfigurationKeys.all.map { ($0.environmentVariable, $0.name) },
            uniquingKeysWith: { first, _ in first }
        )
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("WEFT_") {
            if value.isEmpty { continue }
            if let name = keys[variable] {
                try set(name, value, source: .environment(variable: variable))
            } else if !ProcessEnvironment.ownVariables.contains(variable),
                let nearest = EditDistance.nearest(to: variable, in: keys.keys.sorted()), nearest.distance <= 2
            {
                throw WeftError(
                    "unknown-configuration-key",
                    "the environment variable \(variable) sets no configuration key",
                    remedy: "did you mean \(nearest.name)? Rename the variable or unset it"
                )
            }
        }
    }

    /// The path of `weft-defaults.conf`: in `WEFT_CONF_DIR`, else in `conf` beside the folder of the executable; `nil`
    /// when there is none.
    ///
    /// - Throws: `WeftError` `configuration-file-unreadable` when `WEFT_CONF_DIR` is no folder.
    public static func defaultsFile(environment: [String: String], executable: String?) throws -> String? {
        let folder: String
        if let given = environment["WEFT_CONF_DIR"], !given.isEmpty {
            guard FileKind.isFolder(given) else {
                throw WeftError(
                    "configuration-file-unreadable",
                    "WEFT_CONF_DIR is \(given), which is not a folder",
                    remedy: "set WEFT_CONF_DIR to the folder of weft-defaults.conf, or unset it"
                )
            }
            folder = given
        } else if let executable, let parent = FileKind.parent(executable).flatMap(FileKind.parent) {
            folder = parent == "/" ? "/conf" : parent + "/conf"
        } else {
            return nil
        }
        let path = folder + "/weft-defaults.conf"
        return access(path, F_OK) == 0 ? path : nil
    }
}

/// What the process was started with.
public enum ProcessEnvironment {
    /// The variable in which `weft submit` tells an application where its settings are.
    static let submitDescriptorVariable = "WEFT_SUBMIT_FD"
    /// Variables of Weft's own that are no configuration keys.
    static let ownVariables: Set<String> = ["WEFT_CONF_DIR", submitDescriptorVariable]

    /// The environment variables as they are now.
    public static var variables: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    /// The path of the running program's file, with symbolic links resolved; `nil` where `/proc` isn't mounted.
    public static var executablePath: String? {
        guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Small questions about paths.
enum FileKind {
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The path of the folder that holds the last part of an absolute path.
    static func parent(_ path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
