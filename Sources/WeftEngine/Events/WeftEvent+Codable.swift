extension WeftEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case event
        case data
    }

    private enum Name: String, Codable {
        case applicationStart
        case applicationEnd
        case environmentUpdate
        case jobStart
        case jobEnd
        case stageSubmitted
        case stageCompleted
        case stageSkipped
        case taskStart
        case taskEnd
        case executorAdded
        case executorRemoved
        case blockUpdated
        case credentialsUpdated
    }

    /// Reads an event from its name and its payload.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func data<Payload: Decodable>() throws -> Payload { try container.decode(Payload.self, forKey: .data) }
        switch try container.decode(Name.self, forKey: .event) {
        case .applicationStart: self = .applicationStart(try data())
        case .applicationEnd: self = .applicationEnd(try data())
        case .environmentUpdate: self = .environmentUpdate(try data())
        case .jobStart: self = .jobStart(try data())
        case .jobEnd: self = .jobEnd(try data())
        case .stageSubmitted: self = .stageSubmitted(try data())
        case .stageCompleted: self = .stageCompleted(try data())
        case .stageSkipped: self = .stageSkipped(try data())
        case .taskStart: self = .taskStart(try data())
        case .taskEnd: self = .taskEnd(try data())
        case .executorAdded: self = .executorAdded(try data())
        case .executorRemoved: self = .executorRemoved(try data())
        case .blockUpdated: self = .blockUpdated(try data())
        case .credentialsUpdated: self = .credentialsUpdated(try data())
        }
    }

    /// Writes the event's name and its payload.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func write(_ name: Name, _ data: some Encodable) throws {
            try container.encode(name, forKey: .event)
            try container.encode(data, forKey: .data)
        }
        switch self {
        case .applicationStart(let data): try write(.applicationStart, data)
        case .applicationEnd(let data): try write(.applicationEnd, data)
        case .environmentUpdate(let data): try write(.environmentUpdate, data)
        case .jobStart(let data): try write(.jobStart, data)
        case .jobEnd(let data): try write(.jobEnd, data)
        case .stageSubmitted(let data): try write(.stageSubmitted, data)
        case .stageCompleted(let data): try write(.stageCompleted, data)
        case .stageSkipped(let data): try write(.stageSkipped, data)
        case .taskStart(let data): try write(.taskStart, data)
        case .taskEnd(let data): try write(.taskEnd, data)
        case .executorAdded(let data): try write(.executorAdded, data)
        case .executorRemoved(let data): try write(.executorRemoved, data)
        case .blockUpdated(let data): try write(.blockUpdated, data)
        case .credentialsUpdated(let data): try write(.credentialsUpdated, data)
        }
    }
}
