import {expect, test} from 'vitest';
import {
	addressesOfFib,
	addressesOfInet6,
	addressesOfIp,
} from '../../../source/core/machine-addresses.ts';
import {processesIn, runningAmong} from '../../../source/checks/server/processes.ts';
import {stateInOpenRc} from '../../../source/checks/server/service.ts';
import {hasMainProcess, isLoaded, unitsIn} from '../../../source/checks/server/units.ts';

// systemd 252 on Debian 12: Postfix was killed, and `postfix.service` does not know
const bookworm = `Type=forking
MainPID=0
ExecMainCode=1
ExecMainStatus=1
Result=exit-code
Id=postfix@-.service
LoadState=loaded
ActiveState=failed
SubState=failed
UnitFileState=enabled-runtime
StateChangeTimestamp=Wed 2026-11-25 08:15:03 UTC

Type=oneshot
MainPID=0
ExecMainCode=1
ExecMainStatus=0
Result=success
Id=postfix.service
LoadState=loaded
ActiveState=active
SubState=exited
UnitFileState=enabled
StateChangeTimestamp=Tue 2026-11-24 07:01:00 UTC

Id=exim4.service
LoadState=not-found
ActiveState=inactive
SubState=dead
MainPID=0
`;

test('units are told apart, and an active shell without a main process is no mail server', () => {
	const units = unitsIn(bookworm);
	expect(units.map(({Id}) => Id)).toEqual([
		'postfix@-.service',
		'postfix.service',
		'exim4.service',
	]);
	expect(units.map(isLoaded)).toEqual([true, true, false]);
	expect(units.some(hasMainProcess)).toBe(false);
	expect(units[0]).toMatchObject({ActiveState: 'failed', ExecMainStatus: '1'});
});

test('what systemctl says without systemd is no unit', () => {
	const said =
		'System has not been booted with systemd as init system (PID 1). Can’t operate.\nFailed to connect to bus: Host is down\n';
	expect(unitsIn(said)).toEqual([]);
});

// procps 4.0 beside Postfix, and an unrelated `master`
const withPostfix = `      1       0 10-02:03:04 systemd
    650       1 10-02:03:01 sshd
    700       1    02:03:01 master
   1042       1 3-01:00:00 master
   1043    1042    00:12:31 pickup
   1044    1042 3-01:00:00 qmgr
   2001    1042       00:03 smtpd
`;

const running = (output: string) =>
	runningAmong(processesIn(output)).map(
		({program, daemon}) => `${program.mta} ${daemon.pid} ${daemon.age}`,
	);

test('Postfix is the master with its own children, and its smtpd is not OpenSMTPD', () => {
	expect(running(withPostfix)).toEqual(['postfix 1042 3-01:00:00']);
});

test.each([
	['  900       1    01:00 exim4\n  901     900   00:01 exim4\n', 'exim 900 01:00'],
	['  80   1    01:00 smtpd\n  81  80  01:00 smtpd\n  82 80 01:00 smtpd\n', 'opensmtpd 80 01:00'],
	['  70   1    01:00 sendmail-mta\n', 'sendmail 70 01:00'],
	['    1     0 01:00 /usr/sbin/exim\n', 'exim 1 01:00'],
])('%j: its daemon is the process that the others come from', (output, expected) => {
	expect(running(output)).toEqual([expected]);
});

test('with nothing of mail running, none is found', () => {
	expect(running('  1 0 01:00 init\n  9 1 01:00 master\n 10 9 01:00 mysqld\n')).toEqual([]);
});

test('OpenRC says whether a service is started', () => {
	const status = `Runlevel: default
 sshd                                          [  started 01:02:03 (0) ]
 postfix                                       [  crashed  ]
Dynamic Runlevel: hotplugged
`;
	expect(stateInOpenRc(status, ['postfix@-.service', 'postfix.service'])).toBe('crashed');
	expect(stateInOpenRc(status, ['exim4.service'])).toBeUndefined();
});

test('a machine has its addresses by ip, or by /proc where there is none', () => {
	const ip = `1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
2: eth0    inet 192.0.2.10/24 brd 192.0.2.255 scope global eth0\\       valid_lft forever
2: eth0    inet6 2001:db8::10/64 scope global \\       valid_lft forever preferred_lft forever
`;
	expect(addressesOfIp(ip)).toEqual(['127.0.0.1', '192.0.2.10', '2001:db8::10']);
	const fib = `Local:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 192.0.2.0/24 2 0 1
        |-- 192.0.2.0
           /24 link UNICAST
        |-- 192.0.2.10
           /32 host LOCAL
        |-- 192.0.2.255
           /32 link BROADCAST
`;
	expect(addressesOfFib(fib + fib)).toEqual(['192.0.2.10']);
	const six = '20010db8000000000000000000000010 02 40 00 80     eth0\n';
	expect(addressesOfInet6(six)).toEqual(['2001:db8::10']);
});
