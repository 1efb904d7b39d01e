import WeftDiagnostics

/// A diagnosis as lines of text.
struct DiagnosisText {
    private var section = ""

    /// The lines for a finding, with a heading where another part of the diagnosis begins.
    mutating func lines(_ finding: DiagnosisFinding, section: String) -> [String] {
        var lines: [String] = []
        if section != self.section {
            self.section = section
            lines.append(section)
        }
        let verdict = Self.padded(finding.verdict.rawValue, to: 4)
        lines.append("  \(verdict)  \(Self.padded(finding.subject, to: 28))  \(finding.text)")
        lines += finding.details.map { "          \($0)" }
        return lines
    }

    /// The lines at the end: how it went, and what to do.
    static func conclusion(_ diagnosis: Diagnosis) -> [String] {
        let failures = diagnosis.count(.failure)
        let warnings = diagnosis.count(.warning)
        var lines = [""]
        if failures == 0, warnings == 0 {
            lines.append("All is well.")
        } else {
            let parts = [
                failures == 0 ? nil : "\(failures) \(failures == 1 ? "failure" : "failures")",
                warnings == 0 ? nil : "\(warnings) \(warnings == 1 ? "warning" : "warnings")",
            ]
            lines.append(parts.compactMap(\.self).joined(separator: ", ") + ".")
        }
        if !diagnosis.advice.isEmpty {
            lines.append("What to do:")
            lines += diagnosis.advice.enumerated().map { "  \($0.offset + 1). \($0.element)" }
        }
        return lines
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension DiagnosisFinding {
    static func ok(_ subject: String, _ text: String) -> DiagnosisFinding {
        DiagnosisFinding(verdict: .ok, subject: subject, text: text)
    }

    static func warning(_ subject: String, _ text: String, remedy: String) -> DiagnosisFinding {
        DiagnosisFinding(verdict: .warning, subject: subject, text: text, remedy: remedy)
    }

    static func failure(_ subject: String, _ text: String, remedy: String) -> DiagnosisFinding {
        DiagnosisFinding(verdict: .failure, subject: subject, text: text, remedy: remedy)
    }

    /// A failure by an error, with the error's code and facts.
    static func failure(_ subject: String, _ error: any Error) -> DiagnosisFinding {
        let error = WeftError(wrapping: error)
        var details = ["code: \(error.code.rawValue)"] + error.details.map { "\($0.name): \($0.value)" }
        if let cause = error.cause { details.append("cause: \(cause.message)") }
        return DiagnosisFinding(
            verdict: .failure,
            subject: subject,
            text: error.message,
            remedy: error.remedy,
            details: details
        )
    }
}
