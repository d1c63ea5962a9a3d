// Whose words the results in a header are: the receiver’s count, anybody else can have written the others.
import {expect, test} from 'vitest';
import {readHeaders} from '../../../source/core/headers/read-headers.ts';

const date = 'Thu, 26 Nov 2026 12:02:13 +0000';
const received = (from: string, by: string) =>
	`Received: from ${from} by ${by} with ESMTPS; ${date}`;
const found = (server: string, result: string) => `Authentication-Results: ${server}; ${result}`;
const outside = 'app.sender.example (app.sender.example [93.184.215.14])';
const rest = 'From: ada@sender.example\nMessage-ID: <a@sender.example>';

/** The results that count, and the others. */
function told(...lines: readonly string[]): {own: readonly string[]; others: readonly string[]} {
	const {results, earlier} = readHeaders([...lines, rest].join('\n'));
	const words = (some: typeof results) => some.map(({method, result}) => `${method}=${result}`);
	return {own: words(results), others: words(earlier)};
}

test.each([
	[
		'below the trace of the server that took it, as Gmail writes it',
		[
			'Received: by 2002:a05:7300:b806:b0:1e2:f6c5:8 with SMTP id q6; ' + date,
			received(outside, 'mx.receiver.example'),
			found('mx.receiver.example', 'dkim=pass header.d=sender.example'),
			received('laptop [192.168.1.2]', 'app.sender.example'),
		],
		['dkim=pass'],
		[],
	],
	[
		'above it, a field for each filter, as milters write it',
		[
			found('mail.receiver.example', 'dmarc=fail header.from=sender.example'),
			found('mail.receiver.example', 'dkim=none'),
			received(outside, 'mail.receiver.example'),
		],
		['dmarc=fail', 'dkim=none'],
		[],
	],
	[
		'under a name that is not that of the host, and before servers inside',
		[
			received('mx6.internal (mx6.internal [10.202.2.1])', 'store12.internal'),
			found('dmarc.receiver.example', 'spf=pass smtp.mailfrom=ada@sender.example'),
			received(outside, 'mx6.receiver.example'),
		],
		['spf=pass'],
		[],
	],
	[
		'a sender who says so of himself',
		[received(outside, 'mx.receiver.example'), found('mx.sender.example', 'dmarc=pass')],
		[],
		['dmarc=pass'],
	],
	[
		'a sender who takes the name of the receiver, further down',
		[
			received(outside, 'mx.receiver.example'),
			received('laptop [192.168.1.2]', 'app.sender.example'),
			found('mx.receiver.example', 'dmarc=pass'),
		],
		[],
		['dmarc=pass'],
	],
	[
		'the same where the receiver writes above its trace',
		[
			found('mx.receiver.example', 'dmarc=fail'),
			received(outside, 'mx.receiver.example'),
			found('mx.receiver.example', 'dmarc=pass'),
		],
		['dmarc=fail'],
		['dmarc=pass'],
	],
	[
		'behind a gateway that hides the address of the sender',
		[
			received('app.sender.example (unknown [172.18.0.1])', 'mx.receiver.example'),
			found('mx', 'dkim=fail'),
			found('app.sender.example', 'dmarc=pass'),
			received('laptop [93.184.215.14]', 'app.sender.example'),
		],
		['dkim=fail'],
		['dmarc=pass'],
	],
	[
		'another organisation below the same short suffix',
		[received(outside, 'mx.receiver.co.uk'), found('mx.other.co.uk', 'spf=pass')],
		[],
		['spf=pass'],
	],
])('%s', (_, lines, own, others) => {
	expect(told(...lines)).toEqual({own, others});
});
