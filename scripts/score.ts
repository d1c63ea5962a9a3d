/**
 * Scores the classifier on labelled replies: `npm run score -- FILE [--wrong]`. FILE has one JSON object
 * a line: `expected` (a class), and of `stage`, `code`, `enhanced`, `text`, `errorCode`, `mta` what is
 * known. Prints accuracy, macro-F1, what each class was taken for, and the time for a reply; `--wrong`
 * lists the replies that were missed.
 */
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {createClassifier, type ClassifyInput} from '../source/core/classify.ts';
import {mtas, stages} from '../source/core/vocabulary.ts';
import {rules} from '../source/knowledge/rules.ts';

type Entry = {
	stage?: string | null;
	code?: number | null;
	enhanced?: string | null;
	text?: string | null;
	errorCode?: string | null;
	mta?: string | null;
	expected: string;
};

/** How a class fared: how often it was there, was said, and was right; what else it was taken for. */
type Tally = {there: number; said: number; right: number; takenFor: Map<string, number>};

const rounds = 50;
const classify = createClassifier(rules);

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
const inputs = entries.map(inputOf);
const tallies = new Map<string, Tally>();
let named = 0;
let certain = 0;
let certainButWrong = 0;

for (const [index, entry] of entries.entries()) {
	const found = classify(inputs[index] ?? {});
	const {class: said, alternatives, certainty, rule} = found;
	const isRight = said === entry.expected;
	const expected = tally(entry.expected);
	expected.there++;
	expected.right += isRight ? 1 : 0;
	tally(said).said++;
	named += isRight || alternatives.some(other => other === entry.expected) ? 1 : 0;
	certain += certainty === 'certain' ? 1 : 0;
	certainButWrong += certainty === 'certain' && !isRight ? 1 : 0;
	if (!isRight) {
		expected.takenFor.set(said, (expected.takenFor.get(said) ?? 0) + 1);
	}

	if (values.wrong && !isRight) {
		const reply = entry.text ?? entry.errorCode ?? '';
		console.log(`${entry.expected} taken for ${said} (${rule}) at ${entry.stage}:\n  ${reply}`);
	}
}

const table = [...tallies].toSorted(([, a], [, b]) => b.there - a.there);
console.log(`${'class'.padEnd(24)} there  right  precision  recall     F1  taken for`);
for (const [name, {there, said, right, takenFor}] of table) {
	const cells = [
		`${there}`.padStart(5),
		`${right}`.padStart(6),
		ratio(right, said).padStart(10),
		ratio(right, there).padStart(7),
		ratio(2 * right, there + said).padStart(6),
		` ${[...takenFor].map(([other, times]) => `${other} ${times}`).join(', ')}`,
	];
	console.log(`${name.padEnd(24)} ${cells.join(' ')}`.trimEnd());
}

const there = table.filter(([, t]) => t.there > 0);
const right = there.reduce((total, [, t]) => total + t.right, 0);
const macro = there.reduce((total, [, t]) => total + (2 * t.right) / (t.there + t.said), 0);
console.log(`accuracy: ${share(right)}; right, or among the alternatives: ${share(named)}`);
console.log(`macro-F1: ${(macro / there.length).toFixed(3)}, over the classes that are there`);
console.log(`certain: ${share(certain)}, of these wrong: ${certainButWrong}`);
console.log(`time: ${microseconds().toFixed(1)} microseconds for a reply, on average`);

function ratio(part: number, whole: number): string {
	return whole === 0 ? '-' : (part / whole).toFixed(2);
}

function share(part: number): string {
	return `${part} of ${entries.length} (${((100 * part) / entries.length).toFixed(1)} %)`;
}

function tally(name: string): Tally {
	const known = tallies.get(name) ?? {there: 0, said: 0, right: 0, takenFor: new Map()};
	tallies.set(name, known);
	return known;
}

/** The mean of the fastest round, because other work on this machine only ever adds. */
function microseconds(): number {
	let fastest = Infinity;
	for (let round = 0; round < rounds; round++) {
		const begin = process.hrtime.bigint();
		for (const input of inputs) {
			classify(input);
		}

		fastest = Math.min(fastest, Number(process.hrtime.bigint() - begin));
	}

	return fastest / 1000 / Math.max(1, inputs.length);
}

function inputOf(entry: Entry): ClassifyInput {
	return {
		stage: stages.find(name => name === entry.stage) ?? 'command',
		code: entry.code ?? undefined,
		enhanced: entry.enhanced ?? undefined,
		text: entry.text ?? undefined,
		error: entry.errorCode ?? undefined,
		mta: mtas.find(name => name === entry.mta),
	};
}
