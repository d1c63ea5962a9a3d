// What may be done on somebody's mail server: reading, and nothing else.
import {expect, test} from 'vitest';
import {inspections} from '../../source/checks/server/inspections.ts';
import {lookByHand, type Look} from '../../source/core/server-access.ts';
import {inspectionCalls} from '../../source/knowledge/inspections.ts';
import {looksThere} from '../../source/net/elsewhere/looks.ts';

/** Commands that only read, each as a whole. Whoever adds one here has read its manual. */
const readsOnly: readonly RegExp[] = [
	/^cat \/(proc|etc|var|usr)\//,
	/^tail -c \d+ \/var\/log\//,
	/^ss -(tlnp?|xl)$/,
	/^ip -o (address show|route get <(client|address)>)$/,
	/^hostname -f$/,
	/^systemctl show -p [\w,]+( [\w@.-]+)+$/,
	/^ps -e( -o [a-z]+=)+$/,
	/^journalctl -q --no-pager -o cat -n \d+ -u <unit> _TRANSPORT=stdout$/,
	/^rc-status --all --nocolor$/,
	/^ls \/proc\/<process>\/fd$/,
	/^ls -d( \/[\w./-]+)+$/,
	/^postfix status$/,
	/^postconf$/,
	/^cat \/<configuration folder>\/(main|master)\.cf$/,
	/^cat \/<file that a list names>$/,
	/^postmap -q <key> <table>$/,
	/^getent a?hosts <[a-z ]+>$/,
	/^getent passwd <user>$/,
	/^awk -v id=<message id> '[^']*printf "%s",text;exit[^']*' \/<mailbox file>$/,
	/^grep -rlF -e <message id> \/<maildir>$/,
	/^sed '\/\^\.\\\{0,1\\\}\$\/q' \/<message file>$/,
	/^doveadm user -f (mail|home) <user>$/,
	/^fail2ban-client status( <jail>)?$/,
	/^nft -[aj] list ruleset$/,
	/^firewall-cmd --zone=<zone> --list-all$/,
	/^ip6?tables(-legacy)?-save$/,
	/^postconf (-n|-M|-xh( \w+)+)$/,
	/^exim4? (-bV|-bP( \w+)+)$/,
	/^printf '%s\\r\\n' <dialogue> \| exim4? -bh <client> -oMi <address and port>( -oMaa <mechanism> -oMai <login>)?$/,
	/^exim4? -bt <recipient>$/,
	/^cat \/<table or class file>$/,
	/^printf '%s\\n' <rules to test> \| (sendmail-mta|sendmail\.sendmail|\/usr\/libexec\/sendmail\/sendmail) -bt -d21\.15,60\.1$/,
	/^getent passwd <local user>$/,
	/^ls -lnL <key file>$/,
	/^smtpd -n$/,
	/^cat \/<file that the configuration names>$/,
	/^makemap -U <database>$/,
	/^getent passwd <account>$/,
	/^printf '%s\\n' \/quit \| \S+ -bt -d0\.1$/,
	/^openssl x509 -in <certificate file> -noout -fingerprint -sha256 -enddate -pubkey$/,
	/^setpriv --reuid=<server user> --regid=<server group> --init-groups test -r <key file>$/,
	/^openssl pkey -in <key file> -passin pass: -pubout$/,
	/^df -P -[ki]( \/[\w/]+)+$/,
	/^date -u \+[%\w:-]+$/,
	/^date '\+%s %z'$/,
	/^journalctl -o short-iso --no-pager -q( -r)?( -n \d+)?( --case-sensitive=no --grep=<what is sought>)? SYSLOG_FACILITY=2$/,
	/^ls -1t \/var\/log(\/exim4?)?$/,
	/^(z|xz)?grep -aiE -e <what is sought> \/var\/log\/<name>$/,
	/^(gzip|xz) -dc \/var\/log\/<name>$/,
	/^postqueue -[jp]$/,
	/^exim4? -bp$/,
	/^smtpctl show queue$/,
	/^mailq -v$/,
];

const sets: ReadonlyArray<readonly [string, readonly Look[]]> = [
	...inspections.map(({id, looks: own}) => [id, own] as const),
	['from-host', Object.values(looksThere)],
];
const looks = sets.flatMap(([id, own]) => own.map(look => [id, lookByHand(look), look] as const));

test.each(looks)('%s: %s only reads, and says why', (_, command, {why, patience = 0}) => {
	expect(readsOnly.some(pattern => pattern.test(command))).toBe(true);
	expect(why).toMatch(/^\p{L}.*[^.]$/u);
	expect(patience).toBeLessThanOrEqual(60_000);
});

test('every inspection is called for, and every call has its inspection', () => {
	const ids = inspections.map(({id}) => id);
	expect(inspectionCalls.map(({inspection}) => inspection).toSorted()).toEqual(ids.toSorted());
	expect(new Set(ids).size).toBe(ids.length);
});

test('whatever is looked at, first it is seen whether it is the right machine', () => {
	const [first, ...others] = inspectionCalls;
	expect(first?.inspection).toBe('identity');
	for (const {when} of others) {
		expect(first?.when).toEqual(expect.arrayContaining([...when]));
	}
});

test.each(inspectionCalls)('$inspection says what it does, and why', ({does, why, when}) => {
	expect(does).toMatch(/^\p{Lu}.*\.$/u);
	expect(why).toMatch(/^\p{Lu}.*\.$/u);
	expect(new Set(when).size).toBe(when.length);
});
