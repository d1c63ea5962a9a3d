export type Size = {readonly columns: number; readonly rows: number};

/** `panes`: side by side; `tabs`: one at a time; `lines`: one column of plain lines without frames. */
export type Mode = 'panes' | 'tabs' | 'lines';

const panesFrom = 100;
const tabsFrom = {columns: 60, rows: 15};

/** Which form of the screens fits. */
export function modeOf({columns, rows}: Size): Mode {
	if (columns < tabsFrom.columns || rows < tabsFrom.rows) {
		return 'lines';
	}

	return columns < panesFrom ? 'tabs' : 'panes';
}

/** Rows and columns inside a pane. */
export type Inside = {readonly width: number; readonly height: number};

/** The first visible item of a list, so that the cursor is on the screen and as little moves as possible. */
export function scrolledTo(top: number, cursor: number, height: number, total: number): number {
	const most = Math.max(0, total - height);
	const wanted = cursor < top ? cursor : cursor >= top + height ? cursor - height + 1 : top;
	return Math.max(0, Math.min(most, wanted));
}
