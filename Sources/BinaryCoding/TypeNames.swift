/// A type's name for people: qualified, without the addresses that stand for private scopes.
package func readableName(_ type: Any.Type) -> String {
    var rest = Substring(String(reflecting: type))
    var name = ""
    let mark = "(unknown context at $"
    while let open = rest.firstIndex(of: "(") {
        name += rest[..<open]
        rest = rest[open...]
        if rest.hasPrefix(mark), let close = rest.firstIndex(of: ")") {
            rest = rest[rest.index(after: close)...]
            if rest.first == "." { rest = rest.dropFirst() }
        } else {
            name.append("(")
            rest = rest.dropFirst()
        }
    }
    return name + rest
}
