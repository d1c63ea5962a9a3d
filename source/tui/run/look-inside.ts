import type {Inside} from '../../core/server-access.ts';
import {subjectOf} from '../../core/subject.ts';
import type {Change} from '../change.ts';
import type {FieldSpec, Values} from '../fields/fields.ts';
import type {Look} from '../look.ts';
import {laid, paragraph} from '../text/laid.ts';
import {faint, row, toned, type Row} from '../text/row.ts';
import type {RunScreen} from './run-state.ts';
import type {SessionView} from './session-view.ts';

/** The form in which the user says where the server is, and lets it be looked at. */
export const lookInsideForm = {
	title: 'Is this the mail server? May I look at it?',
	submit: 'Look at it',
	specs: [
		{
			name: 'ssh',
			label: 'ssh to',
			why: 'Empty: this machine is the mail server. Else the name by which `ssh` reaches it, with your configuration, keys and agent.',
		},
		{
			name: 'sudo',
			label: 'sudo',
			why: 'yes: what needs root is tried with `sudo -n`, which never asks. Empty: it is left out and named, with the command for it.',
		},
	] satisfies readonly FieldSpec[],
};

/**
 * What the form begins with: the way that was wanted before, else the host that was dialled, else (where
 * that is this machine) nothing.
 */
export function lookInsideValues({options: {inside}, view: {observations}}: RunScreen): Values {
	if (inside) {
		return {ssh: inside.kind === 'ssh' ? inside.host : '', sudo: inside.sudo ? 'yes' : ''};
	}

	const {host, address} = subjectOf(observations);
	const isHere = observations.some(
		({tag, data}) =>
			tag === 'derived.loopback' ||
			(tag === 'endpoint.chosen' && data.local) ||
			('client' in data && address !== undefined && data.client === address),
	);
	return {ssh: isHere || typeof host !== 'string' ? '' : host};
}

/** What is wrong with the values of that form. */
export function lookInsideFaults({ssh = '', sudo = ''}: Values): Values {
	return {
		...(/^-|\s/.test(ssh)
			? {ssh: 'This is a name as `ssh` takes it: mail.example.com, or an alias of yours.'}
			: {}),
		...(/^(?:yes|y|no|n)?$/i.test(sudo) ? {} : {sudo: 'yes or no.'}),
	};
}

function insideOf({ssh = '', sudo = ''}: Values): Inside {
	const maySudo = /^y/i.test(sudo);
	return ssh === '' ? {kind: 'local', sudo: maySudo} : {kind: 'ssh', host: ssh, sudo: maySudo};
}

/** Whether the session asks if it may look into the server. */
export function mayLookInside({question}: SessionView): boolean {
	return question?.choices.some(({value}) => value === 'look-inside') ?? false;
}

/** There is a message to follow, and the server that has it in its log was not looked into yet. */
export function asksToFollow({options, view}: RunScreen): boolean {
	return options.follow !== undefined && options.inside === undefined && mayLookInside(view);
}

/** The answer that lets the server be looked at. */
export function lookInside(screen: RunScreen, values: Values): Change {
	const inside = insideOf(values);
	return {
		screen: {
			...screen,
			options: {...screen.options, inside},
			pane: 'verdict',
			paneChosen: false,
			verdict: {cursor: undefined, top: 0},
		},
		effects: [{type: 'answer', value: 'look-inside', changes: {inside}}],
	};
}

/** Everything that would be run and read on the server. */
export function lookRows({question}: SessionView, look: Look, width: number): Row[] {
	const looks = question?.looks ?? [];
	return [
		[],
		...paragraph(
			look,
			'Only this is run and read there, and nothing is changed (page-down shows the rest):',
			width,
		),
		...looks.flatMap(({command, why, needs}) =>
			laid(
				look,
				row(
					`${look.bullet} `,
					{text: command, tone: 'accent'},
					needs === 'root' ? toned('caution', ' (root)') : '',
					faint(` ${look.dot} ${why}`),
				),
				width,
				2,
			),
		),
	];
}
