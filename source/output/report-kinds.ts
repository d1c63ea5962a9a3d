/** The kinds of report, by the ending of a file's name. */
export const reportKinds = ['md', 'html', 'json'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** The kind that a file's name means; undefined for any other. */
export function reportKindOf(name: string): ReportKind | undefined {
	return reportKinds.find(kind => name.toLowerCase().endsWith(`.${kind}`));
}
