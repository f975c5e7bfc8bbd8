internal import Waiter
internal import WaiterLocal
internal import WaiterPlatform

/// The lists of models that servers have given, a file for each profile; kept for listings and completion only.
package struct ModelLists: Sendable {
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// The list of a profile, if that address was asked before; whatever is wrong with the file is as if it were not
    /// there.
    package func list(ofProfile name: String, at baseURL: String) -> ListedModels? {
        guard let file = try? TextFile.readOwn(path(name)), let json = try? JSONValue(parsing: file.bytes),
            let list = ListedModels(json), list.baseURL == baseURL
        else { return nil }
        return list
    }

    /// Keeps a list; one that cannot be kept is no failure.
    package func keep(_ list: ListedModels, ofProfile name: String) {
        do {
            try PrivateFile.createDirectory(directory)
            try PrivateFile.replace(path(name), with: Array((list.json.jsonText + "\n").utf8))
        } catch {
            // The next listing asks again.
        }
    }

    /// Profiles may have any name; a file has one that leads nowhere else.
    private func path(_ profile: String) -> String {
        let name = profile.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
            let digits = String(byte, radix: 16)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }
        return "\(directory)/\(name.joined()).json"
    }
}
