// What the log of a real server has of earlier sessions is never taken for a line about this one.
import {expect, onTestFinished, test} from 'vitest';
import {ownRecipient, sender} from './commands.ts';
import {serverAddress} from './harness/addresses.ts';
import {startBed, type Run} from './harness/bed.ts';
import {observed, runThere} from './harness/look-inside.ts';
import {causeOf, causesOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';

const check = ['check', serverAddress, '--aim', 'deliver', '--port', '25', '--tls', 'none'];
const args = [...check, '--from', sender, '--to', ownRecipient, '--on-server', '--json'];

const ofPolicy = /problem talking to server 127\.0\.0\.1:10023/;
const logOf = (run: Run, ...abouts: readonly string[]) =>
	observed(run, 'server.log-line').flatMap(({about, text}) => (abouts.includes(about) ? text : []));
const endOfLog = (run: Run) =>
	run.events.flatMap(e => (e.type === 'step-finished' && e.step === 'log' ? e.summary : []));

test('a fault that was mended is not confirmed by what the log has of it', async () => {
	const bed = await startBed({
		server: 'postfix',
		prepare:
			'postconf -e "smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10023" smtpd_policy_service_try_limit=1',
	});
	onTestFinished(() => bed.stop());
	const before = await runThere(bed, args);
	expect(causeOf(before, 'policy-service-down'), summaryOf(before)).toMatchObject({
		standing: 'confirmed',
	});
	expect(logOf(before, 'session', 'trouble').join('\n')).toMatch(ofPolicy);

	await bed.server.must(`
		postconf -e 'smtpd_recipient_restrictions = check_recipient_access inline:{{${ownRecipient}=451 4.3.5 Local configuration is being changed}}'
		postfix reload`);
	const after = await runThere(bed, args);
	expect(resultOf(after), summaryOf(after)).toMatchObject({class: 'server-local-error'});
	expect(logOf(after, 'session').join('\n')).toMatch(/451 4\.3\.5 .*is being changed/);
	expect(logOf(after, 'session', 'trouble', 'fatal').join('\n')).not.toMatch(ofPolicy);
	const {causes} = diagnosisOf(after);
	expect(causes.find(({id}) => id === 'policy-service-down')?.standing).not.toBe('confirmed');

	await bed.server.must('postfix stop');
	const refused = await runThere(bed, args);
	expect(causesOf(refused)[0], summaryOf(refused)).toBe('mta-stopped');
	expect(logOf(refused, 'session', 'trouble')).toEqual([]);
	expect(endOfLog(refused).join()).toMatch(/no line about this session/);
});
