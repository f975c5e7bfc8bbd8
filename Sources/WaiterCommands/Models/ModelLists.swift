internal import Waiter
internal import WaiterLocal
internal import WaiterPlatform

/// A cache of model lists, with one file per profile. It is used only for listings and completion.
package struct ModelLists: Sendable {
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// Returns the cached list for a profile and base URL.
    ///
    /// An invalid file is treated as missing.
    package func list(ofProfile name: String, at baseURL: String) -> ListedModels? {
        guard let file = try? TextFile.readOwn(path(name)), let json = try? JSONValue(parsing: file.bytes),
            let list = ListedModels(json), list.baseURL == baseURL
        else { return nil }
        return list
    }

    /// Caches a list, ignoring failures.
    package func keep(_ list: ListedModels, ofProfile name: String) {
        do {
            try PrivateFile.createDirectory(directory)
            try PrivateFile.replace(path(name), with: Array((list.json.jsonText + "\n").utf8))
        } catch {
            // If the list was not cached, the next listing requests the models again.
        }
    }

    /// Returns the path of a profile's file, with special characters escaped so that the path stays in the directory.
    private func path(_ profile: String) -> String {
        let name = profile.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
            let digits = String(byte, radix: 16)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }
        return "\(directory)/\(name.joined()).json"
    }
}
