import type {Look} from '../../core/server-access.ts';

const byAddresses = {
	run: ['ip', '-o', 'address', 'show'],
	needs: 'anybody',
	why: 'which addresses it has',
} as const satisfies Look;

/** Everything that is run or read on the machine from which the session looks. */
export const looksThere = {
	addresses: byAddresses,
	routes: {
		read: '/proc/net/fib_trie',
		needs: 'anybody',
		why: 'the same where there is no ip (IPv4)',
	},
	routes6: {
		read: '/proc/net/if_inet6',
		needs: 'anybody',
		why: 'the same where there is no ip (IPv6)',
	},
	resolvers: {read: '/etc/resolv.conf', needs: 'anybody', why: 'which resolvers it asks'},
	hosts: {read: '/etc/hosts', needs: 'anybody', why: 'which names it knows without DNS'},
	name: {run: ['hostname', '-f'], needs: 'anybody', why: 'what it is called'},
	names: {
		run: ['getent', 'ahosts', '<name>'],
		needs: 'anybody',
		why: 'which addresses its applications get',
	},
	way: {
		run: ['ip', '-o', 'route', 'get', '<address>'],
		needs: 'anybody',
		why: 'from which of its addresses it connects',
	},
} as const satisfies Record<string, Look>;
