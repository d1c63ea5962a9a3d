// The certificate that smtpd.conf names for a listener, against the one on the wire.
import {expect, onTestFinished, test} from 'vitest';
import {submit, signIn} from './commands.ts';
import {startBed} from './harness/bed.ts';
import {observed, runThere, ways, withSsh} from './harness/look-inside.ts';
import {causeOf, resultOf, summaryOf} from './harness/verdict.ts';

test.each(['here', 'ssh'] as const)(
	'a certificate that was renewed, and OpenSMTPD was not restarted (%s)',
	async way => {
		const bed = await startBed({
			server: 'opensmtpd7',
			certificate: 'expired',
			prepare: `with-submission; ${way === 'ssh' ? withSsh : ':'}`,
			afterStart: 'cp /mnt/pki/valid.pem /etc/ssl/mail/cert.pem',
		});
		onTestFinished(() => bed.stop());
		const check = async () =>
			runThere(bed, [...submit(587, ...signIn, '--ca', '/etc/ssl/mail/ca.pem', ...ways[way])]);
		const run = await check();
		const seen = summaryOf(run);
		expect(observed(run, 'server.certificate'), seen).toMatchObject([
			{
				file: '/etc/ssl/mail/cert.pem',
				keyFile: '/etc/ssl/mail/key.pem',
				readable: true,
				expired: false,
				keyFits: true,
				onWire: false,
			},
		]);
		expect(causeOf(run, 'not-reloaded'), seen).toMatchObject({standing: 'confirmed'});
		const fixes = causeOf(run, 'not-reloaded').fix.filter(
			({mta, effect}) => mta === 'opensmtpd' && effect === 'changes',
		);
		expect(fixes.length, seen).toBeGreaterThan(0);
		for (const {command} of fixes) {
			await bed.server.must(command);
		}

		await bed.server.listens('tcp', 587);
		expect(resultOf(await check()).outcome).toBe('healthy');
	},
);

test('a key that is another one’s is told from the files', async () => {
	const bed = await startBed({
		server: 'opensmtpd7',
		prepare: 'with-submission',
		afterStart: 'openssl genrsa -out /etc/ssl/mail/key.pem 2048',
		certificate: 'expired',
	});
	onTestFinished(() => bed.stop());
	const run = await runThere(bed, submit(587, ...signIn, ...ways.here));
	expect(observed(run, 'server.certificate'), summaryOf(run)).toMatchObject([
		{keyFits: false, onWire: true, expired: true},
	]);
});
