import {saw} from '../../core/condition.ts';
import type {Remedy, RemedyStep} from '../../core/knowledge.ts';
import type {Gate} from '../../core/moved/left-out.ts';

/** Causes under which it is shown: a firewall before the server turns this client away. */
const causes = ['firewall-drop', 'firewall-reject', 'icmp-prohibited'] as const;

/** How a rule is put beside the one that lets other machines in, for this client alone. */
const ways: Readonly<Record<Gate['tool'], readonly [RemedyStep, ...RemedyStep[]]>> = {
	nft: [
		{
			say: 'The rule that lets {gateNames} in stands in this chain:',
			command: 'nft -a list chain {gateFamily} {gateTable} {gateChain}',
			effect: 'reads',
		},
		{
			say: 'Let this client in beside it, and nobody else.',
			command:
				'nft insert rule {gateFamily} {gateTable} {gateChain} handle {gateBefore} {gateMatch} saddr {gateClient} tcp dport {port} accept',
			effect: 'changes',
			undo: '`nft -a list chain {gateFamily} {gateTable} {gateChain}` shows the handle N of the new rule; `nft delete rule {gateFamily} {gateTable} {gateChain} handle N`',
		},
		{
			say: 'It lasts until the rules are loaded anew: write it into the file that they come from as well (`/etc/nftables.conf`), and take the old address out once nothing sends from there.',
			effect: 'changes',
			undo: 'Take the line out again.',
		},
	],
	iptables: byIptables('iptables'),
	ip6tables: byIptables('ip6tables'),
	'iptables-legacy': byIptables('iptables-legacy'),
	'ip6tables-legacy': byIptables('ip6tables-legacy'),
	ufw: [
		{say: 'The rules, with their numbers:', command: 'ufw status numbered', effect: 'reads'},
		{
			say: 'Let this client in beside {gateNames}, and nobody else.',
			command: 'ufw prepend allow from {gateClient} to any port {port} proto tcp',
			effect: 'changes',
			undo: '`ufw delete allow from {gateClient} to any port {port} proto tcp`',
		},
	],
	firewalld: [
		{
			say: 'What does the zone let in that decides about this client?',
			command: 'firewall-cmd --zone={firewallZone} --list-all',
			effect: 'reads',
		},
		{
			say: 'Let this client in beside {gateNames}, and nobody else.',
			command:
				'firewall-cmd --permanent --zone={firewallZone} --add-rich-rule="rule family=ipv{gateVersion} source address={gateClient} port port={port} protocol=tcp accept" && firewall-cmd --reload',
			effect: 'changes',
			undo: 'The same with `--remove-rich-rule`.',
		},
	],
};

function byIptables(
	tool: Exclude<Gate['tool'], 'nft' | 'ufw' | 'firewalld'> | 'ip6tables-legacy',
): [RemedyStep, ...RemedyStep[]] {
	return [
		{
			say: 'The rule that lets {gateNames} in stands in this chain:',
			command: `${tool} -S {gateChain}`,
			effect: 'reads',
		},
		{
			say: 'Let this client in beside it, and nobody else. It lasts until the next boot unless the rules are saved.',
			command: `${tool} -I {gateChain} {gateBefore} -s {gateClient} -p tcp --dport {port} -j ACCEPT`,
			effect: 'changes',
			undo: `\`${tool} -D {gateChain} -s {gateClient} -p tcp --dport {port} -j ACCEPT\``,
		},
	];
}

/** A firewall that lets other machines in and not this one: it alone is let in, too. */
export const letInRemedies: readonly Remedy[] = Object.entries(ways).flatMap(([tool, steps]) =>
	causes.map((cause): Remedy => ({
		cause,
		mta: 'any',
		where: 'server',
		when: saw('client.left-out', {kind: 'firewall', tool}),
		steps,
	})),
);
