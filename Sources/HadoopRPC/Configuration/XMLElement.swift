/// An element of an XML document, with local names only.
struct XMLElement: Sendable, Hashable {
    /// What an element consists of.
    enum Content: Sendable, Hashable {
        case element(XMLElement)
        case text(String)
    }

    /// The name without its namespace prefix.
    var name: String
    /// The attributes by their names without prefix.
    var attributes: [String: String] = [:]
    /// Elements and text in their order; text next to each other is one.
    var content: [Content] = []
    /// The line of the file that the element starts on, from 1.
    var line: Int

    /// All text in this element itself, not in those within it.
    var text: String {
        content.reduce(into: "") { text, part in
            if case .text(let more) = part { text += more }
        }
    }

    /// The elements in this one.
    var elements: [XMLElement] {
        content.compactMap { part in
            if case .element(let element) = part { element } else { nil }
        }
    }
}
