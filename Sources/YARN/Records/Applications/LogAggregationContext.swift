import HadoopProtos

/// Which of an application's logs are collected: regular expressions of file names (LogAggregationContext.java).
public struct LogAggregationContext: Sendable, Hashable {
    /// What is collected when the application has ended; all by default.
    public var includePattern: String
    /// What isn't; nothing by default.
    public var excludePattern: String
    /// What is collected while it runs; nothing by default.
    public var rolledIncludePattern: String
    /// What isn't while it runs; all by default.
    public var rolledExcludePattern: String

    /// Makes a choice.
    public init(
        includePattern: String = ".*",
        excludePattern: String = "",
        rolledIncludePattern: String = "",
        rolledExcludePattern: String = ".*"
    ) {
        self.includePattern = includePattern
        self.excludePattern = excludePattern
        self.rolledIncludePattern = rolledIncludePattern
        self.rolledExcludePattern = rolledExcludePattern
    }

    /// A choice as messages have it.
    public init(_ message: LogAggregationContextProto) {
        self.init(
            includePattern: message.includePattern ?? ".*",
            excludePattern: message.excludePattern ?? "",
            rolledIncludePattern: message.rolledLogsIncludePattern ?? "",
            rolledExcludePattern: message.rolledLogsExcludePattern ?? ".*"
        )
    }

    /// The choice for a message.
    public var message: LogAggregationContextProto {
        LogAggregationContextProto(
            includePattern: includePattern,
            excludePattern: excludePattern,
            rolledLogsIncludePattern: rolledIncludePattern,
            rolledLogsExcludePattern: rolledExcludePattern
        )
    }
}
