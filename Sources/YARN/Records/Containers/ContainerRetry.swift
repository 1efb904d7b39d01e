import HadoopProtos

/// How a NodeManager starts a failed container anew, on the same node (ContainerRetryContext.java).
public struct ContainerRetry: Sendable, Hashable {
    /// The exit codes after which it does; `nil` for all but 0.
    public var errorCodes: [Int32]?
    /// How often at most; −1 for without end.
    public var maximumRetries: Int32
    /// How long to wait before, in milliseconds.
    public var interval: Int32
    /// How long a failure counts, in milliseconds; −1 for always.
    public var failuresValidityInterval: Int64

    /// Makes a rule.
    public init(
        errorCodes: [Int32]? = nil,
        maximumRetries: Int32,
        interval: Int32 = 0,
        failuresValidityInterval: Int64 = -1
    ) {
        self.errorCodes = errorCodes
        self.maximumRetries = maximumRetries
        self.interval = interval
        self.failuresValidityInterval = failuresValidityInterval
    }
}

extension ContainerRetry {
    /// A rule as messages have it.
    public init(_ message: ContainerRetryContextProto) {
        let policy = message.retryPolicy ?? .neverRetry
        self.init(
            errorCodes: policy == .retryOnSpecificErrorCodes ? message.errorCodes : nil,
            maximumRetries: policy == .neverRetry ? 0 : message.maxRetries ?? 0,
            interval: message.retryInterval ?? 0,
            failuresValidityInterval: message.failuresValidityInterval ?? -1
        )
    }

    /// The rule for a message.
    public var message: ContainerRetryContextProto {
        ContainerRetryContextProto(
            retryPolicy: maximumRetries == 0
                ? .neverRetry : errorCodes == nil ? .retryOnAllErrors : .retryOnSpecificErrorCodes,
            errorCodes: errorCodes ?? [],
            maxRetries: maximumRetries,
            retryInterval: interval,
            failuresValidityInterval: failuresValidityInterval
        )
    }
}
