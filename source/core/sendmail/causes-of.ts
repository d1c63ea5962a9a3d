import type {Situation} from './change.ts';
import type {Decision} from './decision.ts';
import {isBuilt, sourceOf} from './texts.ts';

/** The causes that a decision bears out. */
export function causesOf(situation: Situation): readonly string[] {
	const {decision, dialogue, tested, isOwnDomain, offersLogin} = situation;
	switch (decision.why) {
		case 'relay': {
			if (isOwnDomain) {
				return ['domain-not-local'];
			}

			const {login, mechanism} = dialogue;
			return [
				'client-not-in-mynetworks',
				...(login === undefined && offersLogin && tested.mechanisms.length > 0
					? ['not-authenticated']
					: []),
				...(login !== undefined && !tested.mechanisms.includes(mechanism)
					? ['submission-override']
					: []),
			];
		}

		case 'entry': {
			return entryCauses(decision);
		}

		case 'listed': {
			return ['ip-listed'];
		}

		case 'sender-domain': {
			return ['sender-domain-missing'];
		}

		case 'sender-form': {
			return ['sender-not-fqdn'];
		}

		case 'reverse-name': {
			return [dialogue.resolve === 'FORGED' ? 'ptr-mismatch' : 'ptr-missing'];
		}

		case 'table-fault': {
			const {failed} = decision;
			const type = failed === undefined ? undefined : sourceOf(situation.texts, failed)?.type;
			return [isBuilt(type) ? 'lookup-table-missing' : 'lookup-table-down'];
		}

		case 'encryption': {
			return ['client-without-tls'];
		}

		case 'login-wanted': {
			return ['not-authenticated'];
		}

		case 'size': {
			return ['size-limit'];
		}

		case 'rate': {
			return ['connection-rate'];
		}

		case 'connections': {
			return ['connection-limit'];
		}

		case 'no-such-user': {
			return ['no-such-user'];
		}

		case 'rule': {
			return [];
		}
	}
}

/** An entry of access is about who connects, who sends, or who receives; other tables are about the latter. */
function entryCauses({ruleset, code, enhanced, entry}: Decision): readonly string[] {
	if (/check_?mail$/i.test(ruleset)) {
		return ['sender-blocked'];
	}

	if (/check_?relay$/i.test(ruleset)) {
		return ['local-access-list', 'client-denied'];
	}

	const isGone = code === 550 && enhanced === '5.1.1';
	return isGone || entry?.map !== 'access' ? ['no-such-user'] : [];
}
