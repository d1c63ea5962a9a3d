import {expect, test} from 'vitest';
import {hopsIn} from '../../source/checks/path.ts';

test.each([
	[
		'mtr',
		[
			'Start: 2026-11-26T10:00:00+0000',
			'HOST: app01                       Loss%   Snt   Last   Avg  Best  Wrst StDev',
			'  1.|-- 192.0.2.1                  0.0%     1    0.3   0.3   0.3   0.3   0.0',
			'  2.|-- ???                       100.0     1    0.0   0.0   0.0   0.0   0.0',
			'  3.|-- 2001:db8:2::25             0.0%     1    8.1   8.1   8.1   8.1   0.0',
		],
		['192.0.2.1', '', '2001:db8:2::25'],
	],
	[
		'traceroute',
		[
			'traceroute to 198.51.100.25 (198.51.100.25), 20 hops max, 60 byte packets',
			' 1  192.0.2.1  0.321 ms',
			' 2  *',
			' 3  198.51.100.25  8.123 ms',
		],
		['192.0.2.1', '', '198.51.100.25'],
	],
	[
		'tcptraceroute',
		[
			'Tracing the path to 198.51.100.25 on TCP port 25 (smtp), 20 hops max',
			' 1  192.0.2.1  0.416 ms',
			' 2  198.51.100.25 [open]  8.602 ms',
		],
		['192.0.2.1', '198.51.100.25'],
	],
	['a tool that may not', ['You do not have enough privileges to use this traceroute method.'], []],
])('the hops that %s prints', (_, lines, hops) => {
	expect(hopsIn(lines.join('\n'))).toEqual(hops);
});
