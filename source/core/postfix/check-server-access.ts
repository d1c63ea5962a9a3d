import {askDns} from './ask.ts';
import {
	clientSubject,
	decide,
	onlyRefusing,
	parents,
	type Restriction,
	type Subject,
} from './check-access.ts';
import {addressKeys, domainKeys} from './keys.ts';
import type {About} from './outcome.ts';
import {labels, notSeen, type ReplayState} from './replay-state.ts';
import {lookUpFirst} from './table.ts';

/** `check_*_mx_access` and `check_*_a_access`: a name by the hosts that its mail goes to. */
export function serverAccess(
	kind: 'mx' | 'a',
	subjectOf: (state: ReplayState) => Subject | undefined,
): Restriction {
	return function* (state, call, run) {
		const subject = subjectOf(state);
		const domain = subject?.value.replace(/^.*@/, '').replace(/\[[\d.:a-f]+\]$/i, '') ?? '';
		if (!subject || domain === '' || domain.startsWith('[')) {
			return 'dunno';
		}

		const exchanges = kind === 'mx' ? yield* askDns(domain, 'MX') : undefined;
		if (exchanges && !['ok', 'nxdomain', 'nodata'].includes(exchanges.status)) {
			return notSeen(state, call, `the MX records of ${domain} could not be looked up`);
		}

		const named = (exchanges?.records ?? []).map(record => record.replace(/^\d+ /, ''));
		for (const host of named.length > 0 ? named : [domain]) {
			const keys = kind === 'mx' ? domainKeys(host, parents(state)) : [];
			const four = yield* askDns(host, 'A');
			const six = yield* askDns(host, 'AAAA');
			const asked = [keys, ...[...four.records, ...six.records].map(addressKeys)];
			for (const group of asked.filter(list => list.length > 0)) {
				const hit = yield* lookUpFirst(call.argument, group);
				if (hit.status !== 'missing') {
					return onlyRefusing(state, call, yield* decide(state, call, subject, hit, run));
				}
			}
		}

		return 'dunno';
	};
}

export function subjectAbout(about: About): (state: ReplayState) => Subject | undefined {
	return state => {
		const {client, helo, sender, recipient} = state.dialogue;
		switch (about) {
			case 'helo': {
				return {value: helo, label: labels.helo, about};
			}

			case 'sender': {
				return sender === '' ? undefined : {value: sender, label: labels.sender, about};
			}

			case 'recipient': {
				return recipient === '' ? undefined : {value: recipient, label: labels.recipient, about};
			}

			default: {
				return client.name.name === 'unknown' ? undefined : clientSubject(state);
			}
		}
	};
}
