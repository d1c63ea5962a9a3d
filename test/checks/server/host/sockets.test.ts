import {expect, test} from 'vitest';
import {
	reachOf,
	socketsOfProc,
	socketsOfSs,
} from '../../../../source/checks/server/host/sockets.ts';

// iproute2 6.1 on Debian 12, as root, beside Postfix, Docker and sshd
const ss = `State  Recv-Q Send-Q        Local Address:Port Peer Address:PortProcess
LISTEN 0      100               127.0.0.1:25        0.0.0.0:*    users:(("master",pid=1042,fd=13))
LISTEN 0      128                 0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=650,fd=3))
LISTEN 0      4096        127.0.0.53%lo:53         0.0.0.0:*    users:(("systemd-resolve",pid=420,fd=14))
LISTEN 0      4096                0.0.0.0:587       0.0.0.0:*    users:(("docker-proxy",pid=1777,fd=4))
LISTEN 0      4096                   [::]:587          [::]:*    users:(("docker-proxy",pid=1784,fd=4))
LISTEN 0      511                       *:465             *:*    users:(("haproxy",pid=900,fd=5),("haproxy",pid=899,fd=5))
LISTEN 0      100                   [::1]:25           [::]:*    users:(("master",pid=1042,fd=14))
LISTEN 0      20        [fe80::1]%eth0:2525          [::]:*
`;

test('each listening socket of ss has its address, port and program', () => {
	const found = socketsOfSs(ss).map(({address, port, family, loopback, process, pid}) =>
		[address, port, family, loopback, process, pid].join(' '),
	);
	expect(found).toEqual([
		'127.0.0.1 25 4 true master 1042',
		'0.0.0.0 22 4 false sshd 650',
		'127.0.0.53 53 4 true systemd-resolve 420',
		'0.0.0.0 587 4 false docker-proxy 1777',
		':: 587 6 false docker-proxy 1784',
		'* 465 both false haproxy 900',
		'::1 25 6 true master 1042',
		'fe80::1 2525 6 false  ',
	]);
});

// Linux 6.1 on x86-64: master on 127.0.0.1:25, sshd on 0.0.0.0:22, and a connection that stands
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0019 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 23012 1 0000000000000000 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 19911 1 0000000000000000 100 0 0 10 0
   2: 0A0200C0:0016 0A6433C6:D431 01 00000000:00000000 02:000A2B1C 00000000     0        0 24004 2 0000000000000000 20 4 30 10 -1
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:0019 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 23013 1 0000000000000000 100 0 0 10 0
   1: 00000000000000000000000000000000:024B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 19922 1 0000000000000000 100 0 0 10 0
   2: B80D0120020000000000000025000000:01D1 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 19923 1 0000000000000000 100 0 0 10 0
`;

test('without ss, /proc tells the addresses, and no program', () => {
	expect(socketsOfProc(tcp).map(({address, port}) => `${address} ${port}`)).toEqual([
		'127.0.0.1 25',
		'0.0.0.0 22',
	]);
	expect(socketsOfProc(tcp6).map(({address, port}) => `${address} ${port}`)).toEqual([
		'::1 25',
		'* 587',
		'2001:db8:0:2::25 465',
	]);
	expect(socketsOfProc(tcp).every(({process, pid}) => process === '' && pid === null)).toBe(true);
});

test.each([
	[[], 'nobody'],
	[['127.0.0.1', '::1'], 'loopback'],
	[['0.0.0.0'], 'ipv4'],
	[['0.0.0.0', '::1'], 'ipv4'],
	[['::'], 'ipv6'],
	[['0.0.0.0', '::'], 'all'],
	[['*'], 'all'],
	[['192.0.2.10', '127.0.0.1'], 'some addresses'],
])('%j is reached from %s', (addresses, reach) => {
	const lines = addresses.map(address => {
		const shown = address.includes(':') ? `[${address}]` : address;
		return `LISTEN 0 100 ${shown}:25 0.0.0.0:*`;
	});
	expect(reachOf(socketsOfSs(lines.join('\n')))).toBe(reach);
});

test('what is no line of theirs is passed over', () => {
	const noise = 'ss: invalid option\nusers:(("x",pid=1))\nLISTEN\n\0\n';
	expect([...socketsOfSs(noise), ...socketsOfProc(noise)]).toEqual([]);
});
