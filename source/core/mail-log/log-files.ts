/** How an older log is packed; empty where it is not. */
export type Packing = '' | 'gz' | 'xz';

export type LogFile = {file: string; packing: Packing};

/** Older files of one log that are looked at, at most. */
const most = 10;

/**
 * What logrotate, savelog and newsyslog append to the name of a log that they put aside: a number or a
 * date, and how it is packed (`mail.log.1`, `mail.log.2.gz`, `maillog-20261125`).
 */
const appended = /^[.-](?:\d{1,10}|\d{4}-\d\d-\d\d)(?:[.-]\d{1,10})?(?:\.(?<packing>gz|xz))?$/;

/**
 * The older files of a log, in the order of the listing, which is to be the newest first. `listing`: the
 * names in the folder of `log`, a line each.
 */
export function olderFiles(log: string, listing: string): readonly LogFile[] {
	const slash = log.lastIndexOf('/') + 1;
	const folder = log.slice(0, slash);
	const name = log.slice(slash);
	return listing
		.split('\n')
		.flatMap((entry): LogFile[] => {
			const found = entry.startsWith(name) ? appended.exec(entry.slice(name.length)) : null;
			const packing = (found?.groups?.['packing'] ?? '') as Packing;
			return found ? [{file: `${folder}${entry}`, packing}] : [];
		})
		.slice(0, most);
}
