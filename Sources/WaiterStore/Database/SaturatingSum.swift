/// Addition that saturates at the maximum instead of overflowing.
enum SaturatingSum {
    static func of(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
