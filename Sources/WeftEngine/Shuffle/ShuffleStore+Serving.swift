import WeftDiagnostics

extension ShuffleStore {
    /// The most bytes of an answer, whatever is asked for.
    static let maximumAnswerSize = 16 << 20
    /// The most map outputs that one request may ask for.
    static let maximumPartCount = 4096

    /// Finds what a request asks for. The bytes are read by the answer, so that they can go where they are sent from.
    ///
    /// Called on any thread. What can't be found is said in the answer's parts.
    ///
    /// - Throws: `bad-request` when a request asks for more than there may be in an answer, or for less than nothing.
    func serve(_ request: ShuffleBlockRequest) throws -> ShuffleAnswer {
        guard request.parts.count <= Self.maximumPartCount else { throw badRequest("\(request.parts.count) parts") }
        var room = Self.maximumAnswerSize
        for part in request.parts {
            guard part.offset >= 0, part.limit >= 0, part.limit <= room else {
                throw badRequest("bytes \(part.offset) and \(part.limit) more")
            }
            room -= part.limit
        }
        var answer = ShuffleAnswer()
        for part in request.parts {
            let id = ShuffleOutputID(shuffleID: request.shuffleID, mapIndex: part.mapIndex, attempt: part.attempt)
            answer.add(part) {
                let file = try file(id)
                return (file, try file.segments(of: request.partition))
            }
        }
        return answer
    }

    private func badRequest(_ what: String) -> WeftError {
        WeftError(
            "bad-request",
            "\(what) of a shuffle can't be asked for at once",
            remedy: "run all processes of the application from the same build"
        )
    }

    /// The answer to a request, in memory.
    func response(to request: ShuffleBlockRequest) throws -> ShuffleBlockResponse {
        let answer = try serve(request)
        let bytes = try [UInt8](unsafeUninitializedCapacity: answer.byteCount) { buffer, count in
            let whole = UnsafeMutableRawBufferPointer(buffer)
            count = try answer.read(into: .init(rebasing: whole[..<answer.byteCount]))
        }
        return ShuffleBlockResponse(parts: answer.parts, bytes: bytes)
    }
}

/// What an executor answers to a request for shuffle blocks, before its bytes are read.
struct ShuffleAnswer: Sendable {
    /// One for each part of the request, in its order.
    private(set) var parts: [ShuffleBlockResponse.Part] = []
    /// How many bytes the parts have together.
    private(set) var byteCount = 0
    private var runs: [(file: ShuffleFile, place: ShuffleSegment)] = []

    fileprivate mutating func add(
        _ part: ShuffleBlockRequest.Part,
        _ find: () throws -> (ShuffleFile, [ShuffleSegment])
    ) {
        var answer = ShuffleBlockResponse.Part(
            mapIndex: part.mapIndex,
            attempt: part.attempt,
            offset: part.offset,
            totalBytes: 0,
            byteCount: 0,
            failure: nil
        )
        do {
            let (file, segments) = try find()
            for segment in segments {
                // What of the segment is inside the range that is asked for.
                let start = max(0, part.offset - answer.totalBytes)
                let count = min(segment.length - start, part.limit - answer.byteCount)
                if count > 0 {
                    runs.append((file, ShuffleSegment(offset: segment.offset + start, length: count)))
                    answer.byteCount += count
                }
                answer.totalBytes += segment.length
            }
            byteCount += answer.byteCount
        } catch {
            answer.failure = WeftError(wrapping: error)
        }
        parts.append(answer)
    }

    /// Reads the bytes of all parts, one after the other.
    ///
    /// - Parameter buffer: `byteCount` bytes.
    /// - Returns: how many bytes were read, always `byteCount`.
    /// - Throws: what reading throws.
    @discardableResult
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        precondition(buffer.count >= byteCount, "the buffer has no room for the answer")
        var done = 0
        for run in runs {
            try run.file.read(into: .init(rebasing: buffer[done..<(done + run.place.length)]), at: run.place.offset)
            done += run.place.length
        }
        return done
    }
}
