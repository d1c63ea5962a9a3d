/** How a report in HTML looks: in light and in dark, on a small screen and on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --line: #8888; --soft: #8881; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin-top: 2rem; border-bottom: 1px solid var(--line); }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
code, li, td, th, p, h1, h3 { unicode-bidi: isolate; }
p, li, td, th, code { overflow-wrap: anywhere; }
pre { padding: 0.5rem; background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.25rem 0.5rem; border: 1px solid var(--line); text-align: start; vertical-align: top; }
th { background: var(--soft); font-weight: 600; }
th[scope="row"] { width: 12rem; }
@media print {
	:root { color-scheme: only light; }
	main { max-width: none; padding: 0; }
	h2, h3 { break-after: avoid; }
	tr, li { break-inside: avoid; }
}
`;

/** Its hash, by which the policy of the file lets this style in and no other. */
export const reportStyleHash = 'sha256-UV+X8opk7ZiMEN/NQTpzKc58BuD8569QTMr6xSviZjA=';
