/// Where a configuration value comes from. A source later in this list wins over the ones before it.
public enum ConfigurationSource: Sendable, Hashable, Codable {
    /// The key's declaration.
    case defaultValue
    /// A line of `weft-defaults.conf` or of the file given by `--properties-file`.
    case file(path: String, line: Int)
    /// An environment variable.
    case environment(variable: String)
    /// A flag of the command line, `--executor-memory` for instance.
    case flag(String)
    /// The application's own code.
    case code

    var precedence: Int {
        switch self {
        case .defaultValue: 0
        case .file: 1
        case .environment: 2
        case .flag: 3
        case .code: 4
        }
    }
}

extension ConfigurationSource: CustomStringConvertible {
    /// The source as errors and `--verbose` name it.
    public var description: String {
        switch self {
        case .defaultValue: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let variable): "environment variable \(variable)"
        case .flag(let flag): "flag \(flag)"
        case .code: "application code"
        }
    }
}
