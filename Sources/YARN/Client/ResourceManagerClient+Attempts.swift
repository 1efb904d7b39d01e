import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Attempts and containers of applications.
extension ResourceManagerClient {
    /// All attempts of an application that the ResourceManager remembers, the oldest first.
    ///
    /// - Throws: `application-not-found`.
    public func attempts(_ id: ApplicationID) throws -> [ApplicationAttemptReport] {
        let response: GetApplicationAttemptsResponseProto = try call(
            "getApplicationAttempts",
            GetApplicationAttemptsRequestProto(applicationId: id.message)
        )
        return response.applicationAttempts.map { ApplicationAttemptReport($0) }.sorted { $0.id < $1.id }
    }

    /// What there is to say of an attempt.
    ///
    /// - Throws: `application-not-found`, `attempt-not-found`.
    public func report(_ id: ApplicationAttemptID) throws -> ApplicationAttemptReport {
        let response: GetApplicationAttemptReportResponseProto = try call(
            "getApplicationAttemptReport",
            GetApplicationAttemptReportRequestProto(applicationAttemptId: id.message)
        )
        return ApplicationAttemptReport(try required(response.applicationAttemptReport, "report"))
    }

    /// Ends an attempt, so that another one is started if the application may have one.
    public func fail(_ id: ApplicationAttemptID) throws {
        let _: FailApplicationAttemptResponseProto = try call(
            "failApplicationAttempt",
            FailApplicationAttemptRequestProto(applicationAttemptId: id.message)
        )
    }

    /// The containers of an attempt that run.
    ///
    /// - Throws: `application-not-found`, `attempt-not-found`.
    public func containers(_ id: ApplicationAttemptID) throws -> [ContainerReport] {
        let response: GetContainersResponseProto = try call(
            "getContainers",
            GetContainersRequestProto(applicationAttemptId: id.message)
        )
        return response.containers.map { ContainerReport($0) }.sorted { $0.id < $1.id }
    }

    /// What there is to say of a container that runs.
    ///
    /// - Throws: `application-not-found`, `container-not-found`.
    public func report(_ id: ContainerID) throws -> ContainerReport {
        let response: GetContainerReportResponseProto = try call(
            "getContainerReport",
            GetContainerReportRequestProto(containerId: id.message)
        )
        return ContainerReport(try required(response.containerReport, "report"))
    }

    /// Has a signal sent to a container's processes.
    public func signal(_ id: ContainerID, _ signal: ContainerSignal) throws {
        let _: SignalContainerResponseProto = try call(
            "signalToContainer",
            SignalContainerRequestProto(containerId: id.message, command: signal.message)
        )
    }
}
