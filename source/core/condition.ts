import type {Facts, Observation, Tag} from './observation.ts';

/** What one field of an observation must be. An array means: one of these. */
export type Matcher =
	| string
	| number
	| boolean
	| null
	| RegExp
	| readonly (string | number | boolean | null)[]
	| {above: number}
	| {below: number}
	| {has: string | number}
	| {empty: boolean};

type Saw = {
	[T in Tag]: {saw: T; where?: {readonly [K in keyof Facts[T]]?: Matcher}};
}[Tag];

/** A condition over observations, as data that can be read, printed and drawn. */
export type Condition =
	Saw | {all: readonly Condition[]} | {any: readonly Condition[]} | {not: Condition};

/** Shorthand that keeps conditions readable in the tables. */
export function saw<T extends Tag>(
	tag: T,
	where?: {readonly [K in keyof Facts[T]]?: Matcher},
): Condition {
	return (where ? {saw: tag, where} : {saw: tag}) as Condition;
}

/** The negation of {@link saw}. */
export function never<T extends Tag>(
	tag: T,
	where?: {readonly [K in keyof Facts[T]]?: Matcher},
): Condition {
	return {not: saw(tag, where)};
}

export function both(...conditions: readonly Condition[]): Condition {
	return {all: conditions};
}

export function either(...conditions: readonly Condition[]): Condition {
	return {any: conditions};
}

function fits(value: unknown, matcher: Matcher): boolean {
	if (matcher instanceof RegExp) {
		return typeof value === 'string' && matcher.test(value);
	}

	if (Array.isArray(matcher)) {
		return matcher.includes(value);
	}

	if (typeof matcher === 'object' && matcher !== null) {
		if ('above' in matcher) {
			return typeof value === 'number' && value > matcher.above;
		}

		if ('below' in matcher) {
			return typeof value === 'number' && value < matcher.below;
		}

		if ('has' in matcher) {
			return Array.isArray(value) && value.includes(matcher.has);
		}

		if ('empty' in matcher) {
			const empty = value === '' || value === null || (Array.isArray(value) && value.length === 0);
			return empty === matcher.empty;
		}
	}

	return value === matcher;
}

function matches(observation: Observation, condition: Saw): boolean {
	if (observation.tag !== condition.saw) {
		return false;
	}

	const data = observation.data as Record<string, unknown>;
	return Object.entries(condition.where ?? {}).every(([key, matcher]) => fits(data[key], matcher));
}

/**
 * Decides a condition. Returns the observations that made it true (none for a negation), or
 * `undefined` where it does not hold. An empty array is therefore a yes.
 */
export function holds(
	condition: Condition,
	observations: readonly Observation[],
): readonly Observation[] | undefined {
	if ('saw' in condition) {
		const found = observations.filter(o => matches(o, condition));
		return found.length > 0 ? found : undefined;
	}

	if ('not' in condition) {
		return holds(condition.not, observations) ? undefined : [];
	}

	if ('any' in condition) {
		for (const part of condition.any) {
			const found = holds(part, observations);
			if (found) {
				return found;
			}
		}

		return undefined;
	}

	const found: Observation[] = [];
	for (const part of condition.all) {
		const some = holds(part, observations);
		if (!some) {
			return undefined;
		}

		found.push(...some);
	}

	return found;
}
