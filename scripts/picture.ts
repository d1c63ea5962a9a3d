/**
 * Makes the pictures of the README from real runs: `npm run picture [-- NAME]`. Runs the built program
 * in a pseudo-terminal, in the practice lab, types the keys of the picture, and draws the screen.
 */
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';
import {screenSvg} from './screen-svg.ts';

type Picture = {
	name: string;
	title: string;
	args: readonly string[];
	/** What is waited for on the screen, and the keys that are typed then; the picture is the last. */
	scenes: ReadonlyArray<{until: RegExp; keys: string}>;
};

const columns = 120;
const rows = 34;
const root = path.join(import.meta.dirname, '..');

const pictures: readonly Picture[] = [
	{
		name: 'wizard',
		title: 'smtp-medic --lab relay-mynetworks',
		args: ['--lab', 'relay-mynetworks'],
		scenes: [{until: /relay/i, keys: ''}],
	},
];

for (const picture of pictures) {
	if (process.argv[2] === undefined || process.argv[2] === picture.name) {
		const file = path.join(root, 'media', `${picture.name}.svg`);
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, await take(picture));
		console.log(path.relative(process.cwd(), file));
	}
}

/** Plays the scenes of a picture; rejects, with the screen as it is, where one does not come. */
async function take({title, args, scenes}: Picture): Promise<string> {
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	const env: Record<string, string | undefined> = {
		...process.env,
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		LANG: 'C.UTF-8',
	};
	// Where it is set to anything, libraries leave colours out
	delete env['CI'];
	const program = [path.join(root, 'bin/smtp-medic.cjs'), ...args];
	const child = spawn(process.execPath, program, {
		cols: columns,
		rows,
		env,
	});
	const exited = new Promise<void>(resolve => child.onExit(() => resolve()));
	let changed = performance.now();
	child.onData(data => {
		changed = performance.now();
		terminal.write(data);
	});
	terminal.onData(data => child.write(data)); // Its answers to the program's questions
	try {
		for (const {until, keys} of scenes) {
			const isThere = () => until.test(textOf(terminal)) && performance.now() - changed > 700;
			await waitFor(isThere, () => `${until} is not on the screen:\n${textOf(terminal)}`);
			child.write(keys);
			changed = performance.now();
		}

		return screenSvg(terminal.buffer.active, columns, rows, title);
	} finally {
		child.kill('SIGTERM');
		await exited;
	}
}

function textOf({buffer}: headless.Terminal): string {
	const {active} = buffer;
	const lines = Array.from({length: rows}, (_, row) => active.getLine(active.viewportY + row));
	return lines.map(line => line?.translateToString(true) ?? '').join('\n');
}

async function waitFor(holds: () => boolean, complaint: () => string): Promise<void> {
	const start = performance.now();
	while (!holds()) {
		if (performance.now() - start > 60_000) {
			throw new Error(complaint());
		}

		await new Promise(resolve => {
			setTimeout(resolve, 30);
		});
	}
}
