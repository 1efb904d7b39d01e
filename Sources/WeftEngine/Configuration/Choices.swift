/// Where the driver of an application runs.
public enum DeployMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// In the process that was submitted.
    case client
    /// Inside the cluster.
    case cluster
}

/// How jobs that run at the same time share task slots.
public enum SchedulerMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// The earliest job first.
    case fifo = "FIFO"
    /// Pools share by weight and minShare.
    case fair = "FAIR"
}
