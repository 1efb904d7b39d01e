import Foundation
import Testing

@testable import WeftEngine

@Suite struct ConfigurationDocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: [
        ("docs/configuration.md", ConfigurationKeys.documentation),
        ("conf/weft-defaults.conf.template", ConfigurationKeys.template),
    ])
    func theCommittedFileIsTheGeneratedOne(path: String, generated: String) throws {
        let committed = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
        #expect(committed == generated, "\(path) is out of date: run `make docs`")
    }

    @Test func everyKeyIsDocumented() {
        for key in ConfigurationKeys.all {
            #expect(ConfigurationKeys.documentation.contains("### `\(key.name)`"))
            #expect(!key.meaning.isEmpty && key.meaning.hasSuffix("."))
            #expect(!key.since.isEmpty)
        }
    }

    @Test func theTemplateWithoutCommentSignsIsAConfiguration() throws {
        let lines = ConfigurationKeys.template.split(separator: "\n").filter { $0.hasPrefix("# weft.") }
        #expect(lines.count == ConfigurationKeys.all.count)
        var configuration = Configuration()
        for line in PropertiesFile.parse(lines.map { $0.dropFirst(2) }.joined(separator: "\n")) {
            try configuration.set(line.key, line.value, source: .file(path: "template", line: line.number))
        }
        #expect(configuration[ConfigurationKeys.executorMemory] == Configuration()[ConfigurationKeys.executorMemory])
        #expect(configuration[ConfigurationKeys.appName] == nil)
    }
}
