internal import WaiterPlatform

extension UploadCheckpoint {
    /// Returns whether the file at a path is the one that was being uploaded, and has not changed since.
    ///
    /// Compares the size, the inode and the modification time; the content is not read.
    public func matchesFile(at path: String) -> Bool {
        (try? FileChunkReader.identity(of: path))?.text == fileIdentity
    }
}
