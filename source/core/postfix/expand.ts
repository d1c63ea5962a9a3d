import type {Place, Placed} from './placed.ts';

type Cell = {text: string; at: Place};
type Lookup = (name: string) => Placed | undefined;

const deepest = 40;

function cellsOf(value: Placed): Cell[] {
	return value.flatMap(({text, at}) => [...text].map(character => ({text: character, at})));
}

function joined(cells: readonly Cell[]): string {
	return cells.map(cell => cell.text).join('');
}

/** The index behind the bracket that closes the one at `start`; the end where there is none. */
function closing(cells: readonly Cell[], start: number): number {
	const open = cells[start]?.text ?? '';
	const close = open === '(' ? ')' : '}';
	let depth = 0;
	for (let index = start; index < cells.length; index++) {
		const {text} = cells[index] ?? {text: ''};
		depth += text === open ? 1 : text === close ? -1 : 0;
		if (depth === 0) {
			return index + 1;
		}
	}

	return cells.length;
}

function skipBlank(cells: readonly Cell[], from: number): number {
	let index = from;
	while (index < cells.length && /\s/.test(cells[index]?.text ?? '')) {
		index++;
	}

	return index;
}

function trimmed(cells: readonly Cell[]): readonly Cell[] {
	const blank = (cell: Cell) => /\s/.test(cell.text);
	const first = cells.findIndex(cell => !blank(cell));
	const last = cells.findLastIndex(cell => !blank(cell));
	return first === -1 ? [] : cells.slice(first, last + 1);
}

/** `3.6` against `3.10`, part by part, as the operators `<level` and so on compare. */
function compareLevels(left: string, right: string): number {
	const [a, b] = [left, right].map(text => text.split('.').map(Number));
	for (let index = 0; index < 3; index++) {
		const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
		if (difference !== 0) {
			return difference;
		}
	}

	return 0;
}

function compares(left: string, operator: string, right: string): boolean {
	const numbers = /^\d+$/.test(left) && /^\d+$/.test(right);
	const difference = operator.endsWith('level')
		? compareLevels(left, right)
		: numbers
			? Number(left) - Number(right)
			: left === right
				? 0
				: left < right
					? -1
					: 1;
	switch (operator.replace(/level$/, '')) {
		case '==': {
			return difference === 0;
		}

		case '!=': {
			return difference !== 0;
		}

		case '<': {
			return difference < 0;
		}

		case '<=': {
			return difference <= 0;
		}

		case '>': {
			return difference > 0;
		}

		default: {
			return difference >= 0;
		}
	}
}

/** A branch behind `?` or `:`, in braces or up to the end; and the index behind it. */
function branch(cells: readonly Cell[], from: number): [readonly Cell[], number] {
	const start = skipBlank(cells, from);
	if (cells[start]?.text === '{') {
		const end = closing(cells, start);
		return [trimmed(cells.slice(start + 1, end - 1)), end];
	}

	return [cells.slice(from), cells.length];
}

/** What `?{…}:{…}` comes to, given the index of `?` or `:`. */
function choose(cells: readonly Cell[], from: number, holds: boolean): readonly Cell[] {
	const [first, end] = branch(cells, from + 1);
	if (cells[from]?.text === ':') {
		return holds ? [] : first;
	}

	const colon = skipBlank(cells, end);
	if (holds) {
		return first;
	}

	return cells[colon]?.text === ':' ? branch(cells, colon + 1)[0] : [];
}

function expandBraced(inner: readonly Cell[], get: Lookup, depth: number): readonly Cell[] {
	if (inner[skipBlank(inner, 0)]?.text === '{') {
		const start = skipBlank(inner, 0);
		const [left, after] = branch(inner, start);
		const rest = joined(inner.slice(after));
		const operator = /^\s*([=!<>]=|[<>])(level)?\s*/.exec(rest);
		if (!operator) {
			return [];
		}

		const [right, end] = branch(inner, after + operator[0].length);
		const holds = compares(
			joined(expandCells(left, get, depth)),
			`${operator[1]}${operator[2] ?? ''}`,
			joined(expandCells(right, get, depth)),
		);
		return expandCells(choose(inner, skipBlank(inner, end), holds), get, depth);
	}

	const name = /^\s*\w+/.exec(joined(inner))?.[0] ?? '';
	const value = cellsOf(get(name.trim()) ?? []);
	const next = skipBlank(inner, name.length);
	if (next >= inner.length) {
		return expandCells(value, get, depth);
	}

	return expandCells(choose(inner, next, value.length > 0), get, depth);
}

function expandCells(cells: readonly Cell[], get: Lookup, depth: number): Cell[] {
	const result: Cell[] = [];
	if (depth > deepest) {
		return result; // It refers to itself; Postfix refuses to start
	}

	for (let index = 0; index < cells.length;) {
		const cell = cells[index];
		const next = cells[index + 1]?.text ?? '';
		if (cell?.text !== '$') {
			result.push(...(cell ? [cell] : []));
			index++;
		} else if (next === '$') {
			result.push(cell);
			index += 2;
		} else if (next === '{' || next === '(') {
			const end = closing(cells, index + 1);
			result.push(...expandBraced(cells.slice(index + 2, end - 1), get, depth + 1));
			index = end;
		} else {
			const name = /^\w+/.exec(joined(cells.slice(index + 1)))?.[0] ?? '';
			result.push(...expandCells(cellsOf(get(name) ?? []), get, depth + 1));
			index += 1 + name.length;
		}
	}

	return result;
}

/**
 * A value with its `$name`, `${name?…:…}` and `${{a} == {b} ? {…} : {…}}` put in, as postconf(5)
 * describes them. What comes from another parameter keeps that parameter’s place.
 */
export function expand(value: Placed, get: Lookup): Placed {
	return expandCells(cellsOf(value), get, 0);
}
