/**
 * Scores the classifier on labelled replies: `npm run score -- FILE [--wrong]`. FILE has one JSON object
 * a line: `expected` (a class), and of `stage`, `code`, `enhanced`, `text`, `errorCode`, `mta` what is
 * known. Prints, by class, how many it found, how many of its answers were right, and the whole;
 * `--wrong` lists the replies that it missed.
 */
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {mtas, stages, type Mta, type Stage} from '../source/core/vocabulary.ts';
import {classify} from '../source/index.ts';

type Entry = {
	stage: string;
	code?: number | null;
	enhanced?: string | null;
	text?: string | null;
	errorCode?: string | null;
	mta?: string | null;
	expected: string;
};
type Tally = {there: number; said: number; right: number; second: number};

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {wrong: {type: 'boolean', default: false}},
});
const [file] = positionals;
if (file === undefined) {
	console.error('usage: npm run score -- FILE [--wrong]');
	process.exit(2);
}

const lines = readFileSync(file, 'utf8').split('\n');
const entries = lines.filter(line => line.trim() !== '').map(line => JSON.parse(line) as Entry);
const tallies = new Map<string, Tally>();

for (const entry of entries) {
	const {class: found, alternatives, rule} = classify(inputOf(entry));
	const isRight = found === entry.expected;
	const expected = tally(entry.expected);
	expected.there++;
	expected.right += isRight ? 1 : 0;
	expected.second += alternatives.some(other => other === entry.expected) ? 1 : 0;
	tally(found).said++;
	if (values.wrong && !isRight) {
		const reply = entry.text ?? entry.errorCode ?? '';
		console.log(`${entry.expected} taken for ${found} (${rule}) at ${entry.stage}:\n  ${reply}`);
	}
}

const table = [...tallies].toSorted(([, a], [, b]) => b.there - a.there);
console.log('class                    there  found  right of said');
for (const [name, {there, said, right}] of table) {
	const cells = [`${there}`.padStart(5), `${right}`.padStart(6), `${right}/${said}`.padStart(14)];
	console.log(`${name.padEnd(24)} ${cells.join(' ')}`);
}

const sum = (of: (tally: Tally) => number) => table.reduce((total, [, t]) => total + of(t), 0);
const right = sum(t => t.right);
const named = right + sum(t => t.second);
console.log(`right: ${share(right)}; right, or among the alternatives: ${share(named)}`);

function share(part: number): string {
	return `${part} of ${entries.length} (${((100 * part) / entries.length).toFixed(1)} %)`;
}

function tally(name: string): Tally {
	const known = tallies.get(name) ?? {there: 0, said: 0, right: 0, second: 0};
	tallies.set(name, known);
	return known;
}

function inputOf(entry: Entry): Parameters<typeof classify>[0] {
	const mta = mtas.find((name): name is Mta => name === entry.mta);
	return {
		stage: stages.find((name): name is Stage => name === entry.stage) ?? 'command',
		...(typeof entry.code === 'number' ? {code: entry.code} : {}),
		...(entry.enhanced ? {enhanced: entry.enhanced} : {}),
		...(entry.text ? {text: entry.text} : {}),
		...(entry.errorCode ? {error: entry.errorCode} : {}),
		...(mta ? {mta} : {}),
	};
}
