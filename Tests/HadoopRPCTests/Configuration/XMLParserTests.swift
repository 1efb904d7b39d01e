import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("XML of configuration files")
struct XMLParserTests {
    private func parse(_ text: String) throws -> XMLElement { try XMLParser.parse(Array(text.utf8), name: "test.xml") }

    private func refusal(_ text: String) -> String {
        do {
            return "no error: \(try parse(text))"
        } catch let error as WeftError where error.code == "hadoop-configuration" {
            return error.message
        } catch {
            return "another error: \(error)"
        }
    }

    @Test("Elements, attributes, text, CDATA, comments and instructions are read")
    func everything() throws {
        let root = try parse(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <?xml-stylesheet type="text/xsl" href="configuration.xsl"?>
            <!-- a comment with <tags> & more -->
            <a one="1" x:two='a "quoted" &lt;'>
              before<!-- in -->after<![CDATA[<&>]]>&amp;&#65;&#x1F418;&quot;&apos;&gt;
              <x:b/><c
                attribute = "v" />
            </a>
            <!-- at the end -->

            """
        )
        #expect(root.name == "a")
        #expect(root.line == 4)
        #expect(root.attributes == ["one": "1", "two": "a \"quoted\" <"])
        #expect(root.text.trimmingWhitespace() == "beforeafter<&>&A\u{1F418}\"'>")
        #expect(root.elements.map(\.name) == ["b", "c"])
        #expect(root.elements.map(\.line) == [6, 6])
        #expect(root.elements[1].attributes == ["attribute": "v"])
    }

    @Test("A document type is skipped, and what it declares isn't known")
    func documentType() throws {
        let root = try parse(
            """
            <!DOCTYPE a SYSTEM "file:///etc/passwd" [
              <!ENTITY big "]>"> <!-- ]> ' --> <!ENTITY x SYSTEM 'http://example.com/">'>
            ]>
            <a>text</a>
            """
        )
        #expect(root.text == "text")
        #expect(
            refusal("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>") == "test.xml:1 is not proper XML: &e; is not known here"
        )
        #expect(refusal("<!DOCTYPE a [<!ENTITY e 'x'>").hasSuffix("the document type doesn't end"))
        #expect(refusal("<a><!DOCTYPE a></a>").hasSuffix("a document type stands within an element"))
    }

    @Test(
        "What isn't proper XML is refused with line and reason",
        arguments: [
            ("", "there is no element in it"),
            ("text", "there is text outside of the elements"),
            ("<a></a>text", "there is text outside of the elements"),
            ("<![CDATA[x]]><a/>", "there is text outside of the elements"),
            ("<a/><b/>", "there is a second element behind the first"),
            ("<a>", "<a> of line 1 isn't closed"),
            ("<a></b>", "</b> stands where <a> of line 1 should be closed"),
            ("</a>", "</a> closes nothing"),
            ("<a", "<a> isn't written right"),
            ("<a b", "the attribute b has no value"),
            ("<a b=1/>", "the value of the attribute b has no quotes"),
            ("<a b='1/>", "the value of the attribute b doesn't end"),
            ("<a b='<'/>", "there is a < in the attribute b"),
            ("<a b='1'c='2'/>", "<a> isn't written right"),
            ("<a>1 < 2</a>", "there is no name where one should be; a < must be written as &lt;"),
            ("<a>&</a>", "an & must be written as &amp;"),
            ("<a>&nbsp;</a>", "&nbsp; is not known here"),
            ("<a>&#0;</a>", "&#0; is not known here"),
            ("<a>&#xD800;</a>", "&#xD800; is not known here"),
            ("<a>&#x110000;</a>", "&#x110000; is not known here"),
            ("<a>&#-5;</a>", "&#-5; is not known here"),
            ("<a><!-- x</a>", "a comment doesn't end"),
            ("<a><![CDATA[x</a>", "a CDATA section doesn't end"),
            ("<a/><?x", "a processing instruction doesn't end"),
            ("<a></a", "</a> isn't written right"),
            ("<a>\u{1}</a>", "there is a control character in it"),
            ("<?xml version='1.0' encoding='EBCDIC'?><a/>", "it is in ebcdic; save it as UTF-8"),
        ]
    )
    func refusals(_ text: String, _ reason: String) {
        #expect(refusal(text) == "test.xml:1 is not proper XML: \(reason)")
    }

    @Test("An error names the line that it is on")
    func lines() {
        #expect(refusal("<a>\n<b>\n\n</c></b></a>").hasPrefix("test.xml:4 "))
        #expect(refusal("<a>\r\n<b>\r\n</c></b></a>").hasPrefix("test.xml:3 "))
    }

    @Test("Depth and length have bounds")
    func bounds() {
        #expect(refusal(String(repeating: "<a>", count: 100)).hasSuffix("elements are nested more than 64 deep"))
        #expect(throws: WeftError.self) {
            try XMLParser.parse([UInt8](repeating: 0x20, count: XMLParser.maxLength + 1), name: "long.xml")
        }
    }

    @Test("Other encodings are read or named")
    func encodings() throws {
        let latin = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>Z".utf8) + [0xFC] + Array("rich</a>".utf8)
        #expect(try XMLParser.parse(latin, name: "x").text == "Zürich")
        #expect(try XMLParser.parse([0xEF, 0xBB, 0xBF] + Array("<a>é</a>".utf8), name: "x").text == "é")
        #expect(throws: WeftError.self) { try XMLParser.parse([0x3C, 0x61, 0x3E, 0xFC], name: "x") }
        #expect(throws: WeftError.self) { try XMLParser.parse([0xFF, 0xFE, 0x3C, 0], name: "x") }
    }

    @Test("Line ends become one character, also in attributes")
    func lineEnds() throws {
        #expect(try parse("<a>1\r\n2\r3\n</a>").text == "1\n2\n3\n")
        #expect(try parse("<a b='1\r\n2\t3'/>").attributes["b"] == "1 2 3")
    }

    @Test("Damaged documents are refused or read, never more")
    func fuzz() {
        // Short ones, so that a million take seconds.
        let seeds = [
            "<configuration><property name='a' value=\"b\"/></configuration>", "<c><value>&amp;</value></c>",
            "<!DOCTYPE x ['e'>]><c><include href='a'/></c>", "<?x?><c><![CDATA[<x>]]><!-- c --></c>",
        ].map { Array($0.utf8) }
        let words = [
            "<", ">", "&", ";", "]]>", "-->", "<!--", "<![CDATA[", "<?", "?>", "'", "\"", "</", "&#x", "<!DOCTYPE",
        ]
        InputFuzzer.run(seeds, words: words) { bytes in
            do { _ = try ConfigurationFile(bytes, path: "f.xml") } catch let error as WeftError {
                guard error.code == "hadoop-configuration" else { throw error }
            }
        }
    }
}
