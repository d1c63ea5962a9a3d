import type {Options} from '../../core/options.ts';
import {all, last} from '../../core/observation.ts';
import {classes} from '../../knowledge/classes.ts';
import type {NextAction} from '../../core/knowledge.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';
import {usualDelays} from '../../knowledge/usual-delays.ts';
import {asksToFollow, mayLookInside} from './look-inside.ts';
import {delayFor, isWaiting} from './retry.ts';
import type {Incident, RunScreen} from './run-state.ts';

export type ChoiceId =
	| NextAction
	| 'try-port'
	| 'wait-retry'
	| 'look-inside'
	| 'other-view'
	| 'stop-waiting'
	| 'after-acceptance'
	| 'guess'
	| 'hint'
	| 'settings'
	| 'ticket'
	| 'debrief'
	| 'back'
	| 'leave';

/** Something that can be done after a verdict. `changes` are the options that it takes. */
export type Choice = {id: ChoiceId; label: string; changes?: Partial<Options>};

const labels: Readonly<Record<Exclude<ChoiceId, 'try-port'>, string>> = {
	'sign-in': 'Sign in and try again',
	'other-port': 'Another port',
	recipient: 'Another recipient',
	sender: 'Another sender',
	'control-ports': 'Look at other ports of the host',
	'show-fix': 'Show the fix',
	rerun: 'Run again and compare',
	'wait-retry': 'Wait and try again',
	'look-inside': 'Look at the mail server itself',
	'other-view': 'Compare with the view from another machine',
	'stop-waiting': 'Stop waiting',
	report: 'Save a report',
	'after-acceptance': 'What happens after it was accepted',
	guess: 'Name the root cause',
	hint: 'Hint',
	settings: 'Change a setting',
	ticket: 'Read the ticket again',
	debrief: 'Read what it was',
	back: 'Another incident',
	leave: 'Leave',
};

const choice = (id: Exclude<ChoiceId, 'try-port'>): Choice => ({id, label: labels[id]});

/** What the control ports are: mail, and what most hosts answer on. */
export const controlPorts = [22, 25, 80, 443, 465, 587, 2525];

const preference = [587, 465, 25, 2525];

/** A mail port that was seen open and is not the one of the dialogue. */
function otherOpenPort({view}: RunScreen): number | undefined {
	const used = view.observations.findLast(o => o.tag === 'endpoint.chosen');
	const present = used?.tag === 'endpoint.chosen' ? used.data.port : undefined;
	const open = all(view.observations, 'tcp.open')
		.filter(({role, port}) => role !== 'control' && port !== present)
		.map(({port}) => port);
	return open.toSorted((a, b) => preference.indexOf(a) - preference.indexOf(b))[0];
}

function choicesFor(action: NextAction, screen: RunScreen): Choice[] {
	if (action === 'other-port') {
		const port = otherOpenPort(screen);
		return port === undefined
			? [choice(action)]
			: [{id: 'try-port', label: `Try port ${port}`, changes: {port}}];
	}

	if (action === 'show-fix' && !hasFix(screen)) {
		return [];
	}

	return [choice(action)];
}

/** The causes that are still open have something to do about them. */
export function hasFix({view}: RunScreen): boolean {
	return view.diagnosis?.causes.some(({standing}) => standing !== 'ruled-out') ?? false;
}

function inIncident(screen: RunScreen, {answer, solved, hints, scenario}: Incident): Choice[] {
	const {diagnosis} = screen.view;
	if (solved) {
		return [choice('debrief'), choice('back'), choice('rerun'), choice('leave')];
	}

	if (diagnosis && answer !== 'open') {
		return [
			...offeredFor(diagnosis.class, screen).filter(({id}) => id !== 'report'),
			choice('settings'),
			choice('back'),
		];
	}

	return [
		...(diagnosis ? [choice('guess')] : []),
		choice('settings'),
		choice('rerun'),
		...(hints < scenario.hints.length ? [choice('hint')] : []),
		choice('sign-in'),
		choice('ticket'),
		choice('back'),
	];
}

/** The server offered no login on the endpoint of the dialogue, so that signing in leads nowhere. */
function offersNoLogin({view: {observations}}: RunScreen): boolean {
	const heard = last(observations, 'smtp.capabilities');
	const isHidden = last(observations, 'tls.not-offered') === undefined && !heard?.secure;
	return heard !== undefined && heard.auth.length === 0 && !isHidden;
}

/**
 * What helps here comes before what does not: a fix where its cause is confirmed; without AUTH no login,
 * amid a dialogue no other port.
 */
function inOrder(failure: ErrorClass, screen: RunScreen): readonly NextAction[] {
	const {actions, question} = classes[failure];
	const isPermission = question === 'authorised';
	const isDialogue = last(screen.view.observations, 'smtp.greeting') !== undefined;
	const isUseless = (action: NextAction) =>
		(action === 'sign-in' && offersNoLogin(screen)) ||
		(action === 'control-ports' && isDialogue) ||
		(action === 'other-port' &&
			(isPermission || isDialogue) &&
			question !== 'handshake' &&
			otherOpenPort(screen) === undefined);
	const isConfirmed = screen.view.diagnosis?.causes[0]?.standing === 'confirmed';
	const rankOf = (action: NextAction) =>
		isConfirmed && action === 'show-fix' ? 0 : isUseless(action) ? 2 : 1;
	return actions.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** What a class opens; running again is always among it. */
function offeredFor(failure: ErrorClass, screen: RunScreen): Choice[] {
	const actions = inOrder(failure, screen);
	const rerun = actions.includes('rerun') ? [] : [choice('rerun')];
	const offered = [...actions.flatMap(action => choicesFor(action, screen)), ...rerun];
	if (isWaiting(screen)) {
		const now: Choice = {id: 'rerun', label: 'Try now'};
		return [now, choice('stop-waiting'), ...offered.filter(({id}) => id !== 'rerun')];
	}

	if (!delayFor(screen)) {
		return offered;
	}

	// Where waiting is what usually helps it comes first, else after what changes something
	const at = usualDelays[failure] === undefined ? 1 : 0;
	return [...offered.slice(0, at), choice('wait-retry'), ...offered.slice(at)];
}

/** What is offered once a run has ended; the first is what helps most often. */
export function choicesOf(screen: RunScreen): readonly Choice[] {
	const {view, incident, concern} = screen;
	if (!view.end) {
		return [];
	}

	if (incident) {
		return inIncident(screen, incident);
	}

	const {outcome} = view.end;
	const inside = [
		...(mayLookInside(view) ? [choice('look-inside')] : []),
		...(screen.options.lab === undefined ? [choice('other-view')] : []),
	];
	if (asksToFollow(screen)) {
		return [...inside, choice('rerun'), choice('report'), choice('leave')];
	}

	if (outcome === 'problem' && view.diagnosis) {
		const offered = offeredFor(view.diagnosis.class, screen);
		const at = isWaiting(screen) ? 2 : 1; // How to end the wait stays in front
		return [...offered.slice(0, at), ...inside, ...offered.slice(at), choice('leave')];
	}

	return [
		...(concern === 'vanished' && outcome === 'healthy' ? [choice('after-acceptance')] : []),
		choice('rerun'),
		...inside,
		choice('report'),
		choice('leave'),
	];
}
