import {expect, onTestFinished, test} from 'vitest';
import {foreignRecipient, signIn, submit} from './commands.ts';
import {startPostfix, submissionServices, type PostfixOptions} from './postfix.ts';
import {causesOf, clientLines, diagnosisOf, resultOf} from './verdict.ts';

const rejecting = 'permit_mynetworks permit_sasl_authenticated reject_unauth_destination';
const deferring = 'permit_mynetworks permit_sasl_authenticated defer_unauth_destination';
const users = {ada: 'correct horse'};
const password = {SMTP_PASSWORD: users.ada};

async function start(options: PostfixOptions) {
	const postfix = await startPostfix(options);
	onTestFinished(() => postfix.stop());
	return postfix;
}

test.each([
	{restrictions: rejecting, code: '554 5.7.1'},
	{restrictions: deferring, code: '454 4.7.1'},
])(
	'relay denied with $code, AUTH not offered: the client is not among mynetworks',
	async example => {
		const postfix = await start({mainCf: {smtpd_relay_restrictions: example.restrictions}});
		const run = await postfix.exec(submit(25));
		expect(resultOf(run)).toMatchObject({outcome: 'problem', class: 'relay-denied', stage: 'rcpt'});
		expect(run.stdout).toContain(`${example.code} <${foreignRecipient}>: Relay access denied`);
		expect(causesOf(run)).toContain('client-not-in-mynetworks');
		expect(run.code).toBe(1);
	},
);

test.each([
	{restrictions: rejecting, code: '554 5.7.1'},
	{restrictions: deferring, code: '454 4.7.1'},
])('relay denied with $code, AUTH offered: nobody signed in', async example => {
	const postfix = await start({
		mainCf: {smtpd_relay_restrictions: example.restrictions},
		users,
	});
	const run = await postfix.exec(submit(25, '--ca', postfix.ca));
	expect(resultOf(run)).toMatchObject({class: 'relay-denied', cause: 'not-authenticated'});
	expect(run.stdout).toContain(`${example.code} <${foreignRecipient}>: Relay access denied`);
	expect(run.code).toBe(1);
});

test('relay denied without a login is healthy with it', async () => {
	const postfix = await start({users});
	const before = await postfix.exec(submit(25, '--ca', postfix.ca));
	expect(resultOf(before)).toMatchObject({class: 'relay-denied', cause: 'not-authenticated'});
	const after = await postfix.exec(submit(25, ...signIn('ada', postfix.ca)), password);
	expect(resultOf(after)).toMatchObject({outcome: 'healthy', class: null});
	expect(after.code).toBe(0);
	expect(postfix.log()).toContain('sasl_username=ada');
});

test.each([587, 465])('signing in on port %i is healthy, under verified TLS', async port => {
	const postfix = await start({users, masterCf: submissionServices});
	const run = await postfix.exec(submit(port, ...signIn('ada', postfix.ca)), password);
	expect(resultOf(run)).toMatchObject({outcome: 'healthy', class: null});
	expect(clientLines(run)).toContain(`RCPT TO:<${foreignRecipient}>`);
});

test('a wrong password is named, and no output holds it', async () => {
	const postfix = await start({users, masterCf: submissionServices});
	const wrong = 'battery staple';
	const run = await postfix.exec(submit(587, ...signIn('ada', postfix.ca)), {SMTP_PASSWORD: wrong});
	expect(resultOf(run)).toMatchObject({class: 'auth-failed', stage: 'auth'});
	expect(causesOf(run)).toContain('wrong-credentials');
	expect(run.code).toBe(1);
	for (const secret of [wrong, ...asSent('ada', wrong)]) {
		expect(run.stdout + run.stderr).not.toContain(secret);
	}
});

test('a certificate that nobody vouches for stops a login', async () => {
	const postfix = await start({users, masterCf: submissionServices});
	const args = submit(587, '--user', 'ada', '--password-env', 'SMTP_PASSWORD');
	const run = await postfix.exec(args, password);
	expect(resultOf(run)).toMatchObject({class: 'tls-certificate', cause: 'self-signed'});
	expect(clientLines(run).filter(line => line.startsWith('AUTH'))).toEqual([]);
});

test('a recipient elsewhere on port 587 without a login is told to sign in', async () => {
	const postfix = await start({users, masterCf: submissionServices});
	const run = await postfix.exec(submit(587, '--ca', postfix.ca));
	expect(resultOf(run).outcome).toBe('problem');
	expect(diagnosisOf(run).causes.map(cause => cause.id)).toContain('not-authenticated');
});

/** The forms in which a password stands on the wire. */
function asSent(user: string, secret: string): string[] {
	const plain = Buffer.from(`\0${user}\0${secret}`).toString('base64');
	return [plain, Buffer.from(secret).toString('base64')];
}
