internal import WaiterPlatform

extension UploadCheckpoint {
    /// Returns whether the file at a path is the one that was being uploaded, and whether it has not changed since
    /// then.
    ///
    /// This compares the size, the inode and the modification time. The content is not read.
    public func matchesFile(at path: String) -> Bool {
        (try? FileChunkReader.identity(of: path))?.text == fileIdentity
    }
}
