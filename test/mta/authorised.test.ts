// The third question of the flow: are you authenticated or authorised?
import {expect, onTestFinished, test} from 'vitest';
import {password, signIn, submit, user} from './commands.ts';
import {startBed} from './harness/bed.ts';
import {clientLines, resultOf} from './harness/verdict.ts';
import {testScenarios} from './run-scenarios.ts';
import {auth} from './scenarios/auth.ts';
import {relay} from './scenarios/relay.ts';

testScenarios(auth);
testScenarios(relay);

test('a wrong password is in no output', async () => {
	const bed = await startBed({server: 'postfix', prepare: 'with-submission'});
	onTestFinished(() => bed.stop());
	const wrong = 'battery staple';
	const run = await bed.exec(submit(587, ...signIn), {SMTP_PASSWORD: wrong});
	expect(resultOf(run)).toMatchObject({class: 'auth-failed'});
	for (const secret of [wrong, ...asSent(user, wrong)]) {
		expect(run.stdout + run.stderr).not.toContain(secret);
	}
});

test('a certificate that nobody vouches for stops a login', async () => {
	const setup = {
		server: 'postfix',
		certificate: 'self-signed',
		prepare: 'with-submission',
	} as const;
	const bed = await startBed(setup);
	onTestFinished(() => bed.stop());
	const run = await bed.exec(submit(587, ...signIn), {SMTP_PASSWORD: password});
	expect(resultOf(run)).toMatchObject({class: 'tls-certificate', cause: 'self-signed'});
	expect(clientLines(run).filter(line => line.startsWith('AUTH'))).toEqual([]);
});

/** The forms in which a password stands on the wire. */
function asSent(name: string, secret: string): string[] {
	const plain = Buffer.from(`\0${name}\0${secret}`).toString('base64');
	return [plain, Buffer.from(secret).toString('base64')];
}
