// What may be typed into `sendmail -bt`: a session's values can never be a command of their own.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	asClientAddr,
	isPlainMailbox,
	mapCommands,
	testCommands,
	testInput,
	type TestDialogue,
} from '../../../source/core/sendmail/test-input.ts';

const dialogue: TestDialogue = {
	client: '192.0.2.10',
	name: 'app.example.test',
	resolve: 'OK',
	sender: 'bob@app.test',
	recipient: 'eve@elsewhere.test',
	login: undefined,
	mechanism: '',
	secure: false,
	flags: '',
};

/** The only beginnings that a line may have, and what may stand behind them. */
const commands = [
	/^\.D\{client_addr\}(IPv6:)?[\da-f.:]+$/i,
	/^\.D\{client_(name|ptr)\}\[?[\w.:-]+\]?$/,
	/^\.D\{client_resolve\}(OK|FAIL|FORGED|TEMP)$/,
	/^\.D\{daemon_flags\}[A-Za-z ]+$/,
	/^\.D\{verify\}(NO|NONE)$/,
	/^\.D\{cipher_bits\}256$/,
	/^\.D\{auth_type\}[A-Z\d_-]+$/,
	/^\.D\{auth_authen\}[\w@.+-]+$/,
	/^\.D\{mail_from\}<[^\s$`"\\<>,;:()[\]|/]*>$/,
	/^\.Df(<>|[^\s$`"\\<>,;:()[\]|/]+)$/,
	/^[DA] <[^\s$<>]+> <\?> <\+ Connect> <[^\s$<>]*>$/,
	/^check_(mail|rcpt) <[^\s$`"\\<>,;:()[\]|/]*>$/,
	/^\/parse [^\s$`"\\<>,;:()[\]|/]+$/,
	/^\/mx [a-z\d.-]+$/i,
	/^\$=(w|R|\{TrustAuthMech\})$/,
];

const hostile = fc.oneof(
	fc.string({unit: 'binary', maxLength: 300}),
	fc.constantFrom(
		'bob@app.test\n/quit',
		'bob@app.test\r\n.D{client_addr}127.0.0.1',
		'$&{auth_type}@app.test',
		'${daemon_addr}',
		'a@b\0c',
		'-bi',
		'/etc/passwd',
		'|/bin/sh',
		'"|/bin/sh"@app.test',
		'=w',
		'.S0',
		'3,0 x',
		`${'a'.repeat(3000)}@app.test`,
		`a@${'b'.repeat(2100)}`,
		' bob@app.test',
		'bob@app.test check_rcpt',
		'böb@app.test',
		'[192.0.2.1]',
	),
);
const value = (plain: string) => fc.oneof(fc.constant(plain), hostile);

test('nothing that a session may hold becomes a command, or a second one', () => {
	fc.assert(
		fc.property(
			fc.record({
				client: value('192.0.2.10'),
				name: value('app.example.test'),
				resolve: fc.constantFrom('OK', 'FAIL', 'FORGED', 'TEMP'),
				sender: value('bob@app.test'),
				recipient: value('eve@elsewhere.test'),
				login: fc.option(value('ada'), {nil: undefined}),
				mechanism: value('PLAIN'),
				secure: fc.boolean(),
				flags: value('a EE'),
			}),
			given => {
				const made = testCommands(given);
				const lines = made ? testInput(made).split('\n').slice(0, -1) : [];
				expect(lines.length).toBe(made?.length ?? 0);
				for (const line of lines) {
					expect(commands.some(command => command.test(line))).toBe(true);
					expect(line.length).toBeLessThan(1000);
				}
			},
		),
		{numRuns: 2000},
	);
});

test('the same for what maps are asked for', () => {
	fc.assert(
		fc.property(fc.array(fc.record({map: value('aliases'), key: value('ada')})), lookUps => {
			const made = mapCommands(lookUps);
			const lines = made ? testInput(made).split('\n').slice(0, -1) : [];
			expect(lines.length).toBe(made ? lookUps.length : 0);
			expect(lines.every(line => /^\/map [\w.]+ [\w@.+-]+$/.test(line))).toBe(true);
		}),
	);
});

describe('a dialogue', () => {
	test('is asked about as the daemon would', () => {
		const lines = testCommands(dialogue)?.map(({line}) => line);
		expect(lines).toEqual([
			'.D{client_addr}192.0.2.10',
			'.D{client_name}app.example.test',
			'.D{client_ptr}app.example.test',
			'.D{client_resolve}OK',
			'.D{verify}NONE',
			'.D{mail_from}<bob@app.test>',
			'.Dfbob@app.test',
			'D <app.example.test> <?> <+ Connect> <192.0.2.10>',
			'A <192.0.2.10> <?> <+ Connect> <>',
			'check_mail <bob@app.test>',
			'check_rcpt <eve@elsewhere.test>',
			'/parse eve@elsewhere.test',
			'/mx elsewhere.test',
			'$=w',
			'$=R',
			'$={TrustAuthMech}',
		]);
	});

	test('with a login, the null sender and no name', () => {
		const made = testCommands({
			...dialogue,
			name: '',
			resolve: 'FAIL',
			sender: '',
			login: 'ada',
			mechanism: 'PLAIN',
			flags: 'a EE',
		});
		expect(made?.map(({line}) => line)).toEqual(
			expect.arrayContaining([
				'.D{client_name}[192.0.2.10]',
				'.D{auth_type}PLAIN',
				'.D{auth_authen}ada',
				'.D{daemon_flags}a EE',
				'.Df<>',
				'check_mail <>',
			]),
		);
	});

	test('with a name that does not lead back has that as its reverse name alone', () => {
		const made = testCommands({...dialogue, resolve: 'FORGED'});
		expect(made?.map(({line}) => line)).toEqual(
			expect.arrayContaining([
				'.D{client_name}[192.0.2.10]',
				'.D{client_ptr}app.example.test',
				'D <[192.0.2.10]> <?> <+ Connect> <192.0.2.10>',
			]),
		);
	});

	test('that did not come to a recipient asks for none', () => {
		const lines = testCommands({...dialogue, recipient: ''})?.map(({line}) => line) ?? [];
		expect(lines.some(line => /rcpt|parse|mx/.test(line))).toBe(false);
	});

	test.each([
		['sender', {sender: 'bob@app.test\n/quit'}],
		['recipient', {recipient: '"|id"@app.test'}],
		['name of the client', {name: '$(host x $)'}],
		['login', {login: 'ada\n', mechanism: 'PLAIN'}],
		['mechanism', {login: 'ada', mechanism: 'PLAIN\n=w'}],
		['address', {client: '192.0.2.10\n'}],
	])('with a %s of another form is not asked about at all', (_, change) => {
		expect(testCommands({...dialogue, ...change})).toBeUndefined();
	});
});

test.each([
	['192.0.2.10', '192.0.2.10'],
	['::ffff:192.0.2.10', '192.0.2.10'],
	['2001:db8:2::25', 'IPv6:2001:db8:2:0:0:0:0:25'],
	['::1', 'IPv6:0:0:0:0:0:0:0:1'],
])('%s is %s to the rules', (address, rules) => {
	expect(asClientAddr(address)).toBe(rules);
});

test.each(['bob', 'bob@app.test', 'a.b+c@sub.app.test', "o'neil@app.test", 'a%b@c.test'])(
	'%s can be asked about',
	mailbox => {
		expect(isPlainMailbox(mailbox)).toBe(true);
	},
);
