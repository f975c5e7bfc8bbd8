import Testing

@testable import WaiterLocal

@Suite("The download meter")
struct DownloadMeterTests {
    @Test("Two downloads add up to one number that grows to the total")
    func twoDownloads() {
        var meter = DownloadMeter(expecting: [30, 70])
        meter.measure(10)
        #expect(meter.completedBytes == 10 && meter.totalBytes == 100)
        meter.advance()
        #expect(meter.completedBytes == 30)
        meter.measure(50)
        #expect(meter.completedBytes == 80)
        meter.advance()
        #expect(meter.completedBytes == 100)
    }

    @Test("pip's temporary copies never exceed the total, and their removal never decreases the progress")
    func clamped() {
        var meter = DownloadMeter(expecting: [30, 70])
        meter.measure(64)
        #expect(meter.completedBytes == 30)
        meter.measure(0)
        #expect(meter.completedBytes == 30)
    }

    @Test("The size reported by pip replaces the expected one")
    func corrected() {
        var meter = DownloadMeter(expecting: [30, 70])
        meter.correct(size: 40)
        #expect(meter.totalBytes == 110)
        meter.measure(35)
        #expect(meter.completedBytes == 35)
        meter.correct(size: 20)
        #expect(meter.completedBytes <= meter.totalBytes)
    }

    @Test("After the last download, the number is final")
    func afterTheEnd() {
        var meter = DownloadMeter(expecting: [1])
        meter.advance()
        meter.measure(5)
        meter.correct(size: 9)
        meter.advance()
        #expect(meter.completedBytes == 1 && meter.totalBytes == 1)
    }
}
