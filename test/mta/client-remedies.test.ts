// What remedies tell a Postfix that sends: commands that it takes, and that can be taken back.
import {expect, onTestFinished, test} from 'vitest';
import {remedies} from '../../source/knowledge/remedies.ts';
import {startBed} from './harness/bed.ts';

const commands = remedies
	.filter(({where}) => where !== 'server')
	.flatMap(({steps}) => steps.filter(({effect}) => effect === 'changes'))
	.map(({command}) => command ?? '')
	.filter(command => command.includes('postconf') && !command.includes('{'));

test('a Postfix takes every setting that a remedy gives it, and goes on', async () => {
	expect(commands.length).toBeGreaterThan(5);
	const bed = await startBed({server: 'postfix'});
	onTestFinished(() => bed.stop());
	for (const command of new Set(commands)) {
		const {code, stdout, stderr} = await bed.server.shell(command);
		expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
	}

	// Unused or unknown parameters are warned of here
	expect(await bed.server.must('postconf -n 2>&1 > /dev/null; postfix check 2>&1')).toBe('');
	expect(await bed.talk(25, ['EHLO app.example.test'])).toContain('220 mail.example.test');
});
