import headless from '@xterm/headless';
import {expect, onTestFinished, test} from 'vitest';
import {createLook} from '../../source/tui/look.ts';
import {entries} from '../../source/tui/menu/entries.ts';
import {menuFrame} from '../../source/tui/menu/menu-frame.ts';
import {ansiOf} from '../../source/tui/text/ansi.ts';
import {draw} from './draw.tsx';
import {look, menu, services} from './screens.ts';

/** What a terminal of this size shows of the rows. */
async function shown(columns: number, rows: number): Promise<string | undefined> {
	const frame = menuFrame({columns, rows}, look, services.known);
	if (!frame) {
		return undefined;
	}

	const emulator = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	onTestFinished(() => emulator.dispose());
	await new Promise<void>(resolve => {
		emulator.write(frame.map(row => ansiOf(row, look)).join('\r\n'), resolve);
	});
	const {active} = emulator.buffer;
	return Array.from({length: rows}, (_, row) =>
		(active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
	).join('\n');
}

test.each([
	[80, 24],
	[140, 45],
	[100, 18],
	[60, 15],
	[59, 15],
	[60, 14],
	[47, 13],
	[40, 11],
	[40, 8],
	[20, 24],
])('at %i×%i the first frame is the one that Ink draws', async (columns, rows) => {
	const drawn = draw({...menu, size: {columns, rows}});
	onTestFinished(() => drawn.close());
	const frame = await shown(columns, rows);
	expect(frame).toBe(await drawn.screen());
});

test.each([
	[40, 7],
	[20, 4],
])('at %i×%i there is no room for all of it, and nothing is shown ahead', (columns, rows) => {
	expect(menuFrame({columns, rows}, look, services.known)).toBeUndefined();
});

test.each([
	[47, 13],
	[40, 8],
])('at %i×%i every choice is on the screen, whole', async (columns, rows) => {
	const screen = await shown(columns, rows);
	for (const {label} of entries) {
		expect(screen).toContain(label.slice(0, columns - 4));
	}
});

test('styles are left away where the terminal is to have none', () => {
	const plain = createLook(true, false);
	const rows = menuFrame({columns: 80, rows: 24}, plain, services.known) ?? [];
	expect(rows.map(row => ansiOf(row, plain)).join('\n')).toMatch(/^[\n -~]+$/);
});
