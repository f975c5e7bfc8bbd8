extension UsageDashboard {
    /// The style sheet. It supports light and dark mode and adapts to any width.
    static let style = """
        :root{--back:#f7f7f8;--card:#fff;--text:#1d1d1f;--soft:#6b6b73;--line:#e3e3e8;--fresh:#2563eb;--cached:#93c5fd;\
        --reasoning:#a855f7;--output:#f59e0b;--over:#dc2626;--near:#d97706}\
        @media(prefers-color-scheme:dark){:root{--back:#111114;--card:#1c1c21;--text:#ededf0;--soft:#9b9ba5;--line:#33333b;\
        --fresh:#5b8def;--cached:#3d66ad;--reasoning:#b57bf5;--output:#f0b04a;--over:#f05252;--near:#e0a23c}}\
        *{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);\
        font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}\
        main{max-width:1080px;margin:0 auto;padding:24px 16px}h1{font-size:24px;margin:0}h2{font-size:16px;margin:0 0 12px}\
        h3{font-size:13px;font-weight:500;color:var(--soft);margin:0}.note,small{color:var(--soft);font-size:13px}\
        .note{margin:4px 0 0}section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;\
        margin:16px 0}section.cards{background:none;border:0;padding:0;display:grid;gap:12px;\
        grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}.cards>div{background:var(--card);\
        border:1px solid var(--line);border-radius:10px;padding:12px 14px;min-width:0}.cards b{display:block;font-size:18px;\
        font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\
        .budget+.budget{margin-top:12px}.budget>div:first-child{display:flex;flex-wrap:wrap;justify-content:space-between;\
        gap:0 12px}.budget span{overflow-wrap:anywhere}.meter{height:8px;border-radius:4px;background:var(--line);margin:4px 0;\
        overflow:hidden}.meter i{display:block;height:100%;background:var(--fresh)}.meter.near i{background:var(--near)}\
        .meter.over i{background:var(--over)}figure{margin:0}svg{display:block;width:100%;height:160px;\
        border-bottom:1px solid var(--line)}svg rect{width:1px;height:100px;fill:transparent}\
        svg rect:hover{fill:var(--soft);fill-opacity:.15}.axis{display:flex;justify-content:space-between}\
        .top{border-bottom:1px dashed var(--line);margin-bottom:2px}figcaption{display:flex;flex-wrap:wrap;gap:4px 16px;\
        margin-top:8px;font-size:13px}figcaption i{display:inline-block;width:10px;height:10px;border-radius:2px;\
        margin-right:6px}.cost,.fresh{fill:var(--fresh);background:var(--fresh)}.cached{fill:var(--cached);\
        background:var(--cached)}.reasoning{fill:var(--reasoning);background:var(--reasoning)}\
        .output,.estimate{fill:var(--output);background:var(--output)}.scroll{overflow-x:auto}\
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14px}\
        th,td{padding:6px 8px;text-align:right;white-space:nowrap;border-top:1px solid var(--line)}\
        thead th{border-top:0;color:var(--soft);font-weight:500;font-size:13px;padding-top:0}\
        th:first-child{text-align:left}tbody th{font-weight:400;white-space:normal;overflow-wrap:anywhere;min-width:110px}\
        .groups td:last-child{background:linear-gradient(var(--cached),var(--cached)) right bottom/var(--w) 3px no-repeat}\
        .totals{max-width:460px}@media(max-width:600px){main{padding:16px 10px}section{padding:12px}\
        .cards{grid-template-columns:1fr 1fr}.groups :is(th,td):is(:nth-child(3),:nth-child(5),:nth-child(7)){display:none}}\
        @media(max-width:480px){th,td{padding:6px 5px;font-size:13px}tbody th{min-width:80px}\
        .groups :is(th,td):nth-child(6){display:none}}
        """
}
