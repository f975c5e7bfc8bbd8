/// A stacked bar chart as inline SVG that stretches to the width of the page.
///
/// The labels of the axes are HTML, because text in a stretched SVG would be distorted.
struct StackedBars {
    /// One part of each bar.
    struct Series {
        /// The name of the CSS class that colors the part.
        var style: String
        var values: [Double]
    }

    /// A description of the chart for screen readers, as HTML.
    var label: String
    var series: [Series]
    /// The text shown when the pointer is over a bar, as HTML.
    var tips: [String]
    /// The minimum number of slots. It prevents the bars from being too wide if there are only a few of them.
    private static let leastPlaces = 14

    /// The value of the highest bar.
    var maximum: Double {
        tips.indices.map { place in series.reduce(0) { $0 + $1.values[place] } }.max() ?? 0
    }

    /// The chart as an `svg` element.
    var svg: String {
        let places = max(Self.leastPlaces, tips.count)
        let scale = maximum > 0 ? 100 / maximum : 0
        var bottoms = [Double](repeating: 100, count: tips.count)
        var paths = ""
        for part in series {
            var path = ""
            for (place, value) in part.values.enumerated() where value > 0 {
                // A positive value is always visible.
                let height = max(value * scale, 0.4)
                bottoms[place] -= height
                path += "M\(place) \(Self.text(bottoms[place]))h.8v\(Self.text(height))h-.8z"
            }
            if !path.isEmpty { paths += "<path class=\"\(part.style)\" d=\"\(path)\"/>" }
        }
        let tips = tips.enumerated().map { "<rect x=\"\($0)\"><title>\($1)</title></rect>" }.joined()
        return """
            <svg viewBox="0 0 \(places) 100" preserveAspectRatio="none" role="img" aria-label="\(label)">\(paths)\
            <g>\(tips)</g></svg>
            """
    }

    /// Formats a coordinate with at most two decimal places.
    private static func text(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        var text = hundredths < 0 ? "-\(whole)" : "\(whole)"
        if rest > 0 {
            text += rest < 10 ? ".0\(rest)" : ".\(rest)"
            if text.hasSuffix("0") { text.removeLast() }
        }
        return text
    }
}
