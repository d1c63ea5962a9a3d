// How the sender's records are asked for.
import {expect, test} from 'vitest';
import {readArguments} from '../../source/command/arguments.ts';
import {buildOptions} from '../../source/command/build-options.ts';
import {optionsOf} from '../../source/command/typed-values.ts';
import {UsageError} from '../../source/core/usage-error.ts';
import {sameCommand} from '../../source/output/same-command.ts';
import {createForm, formValues} from '../../source/tui/form/form.ts';

const header = 'DKIM-Signature: v=1; d=a.example; s=s1\nFrom: ada@a.example\n\n';
const options = (...argv: string[]) => {
	const {options: given} = readArguments(argv, {importMeta: import.meta, version: '0.0.0'});
	return buildOptions(given, 'mail.example.com', () => header);
};

test('nobody who does not ask for records waits for them', () => {
	expect(options()).not.toHaveProperty('records');
	expect(options('--egress', '203.0.113.7')).not.toHaveProperty('records');
});

test.each([['--records'], ['--dkim-selector', 's1'], ['--headers', 'mail.eml']])(
	'%s asks for them',
	(...argv) => {
		expect(options(...argv).records).toBe(true);
	},
);

test('addresses and selectors are read as such', () => {
	expect(
		options('--egress', '[2001:db8::7]', '--dkim-selector', 's1, mail.2026,_x', '--headers', 'm'),
	).toMatchObject({
		egress: '2001:db8::7',
		dkimSelectors: ['s1', 'mail.2026', '_x'],
		headers: header,
	});
});

test.each([
	[['--egress', '192.168.1.7'], 'that the Internet can see'],
	[['--egress', 'mail'], 'an IP address'],
	[['--dkim-selector', 's1,'], 'names, as s1'],
	[['--dkim-selector', 'a b'], 'names, as s1'],
	[['--dkim-selector', Array(17).fill('s').join()], 'at most 16'],
])('%j is wrong use', (argv, why) => {
	expect(() => options(...argv)).toThrow(UsageError);
	expect(() => options(...argv)).toThrow(why);
});

test('a file that is no header of a message is wrong use', () => {
	const {options: given} = readArguments(['--headers', 'x'], {
		importMeta: import.meta,
		version: '0.0.0',
	});
	expect(() => buildOptions(given, 'mail.example.com', () => 'root:x:0:0')).toThrow(UsageError);
});

test('the command that says the same says this, too', () => {
	const command = sameCommand(
		options('--egress', '203.0.113.7', '--dkim-selector', 's1,s2', '--headers', 'm.eml'),
		{headers: 'm.eml'},
	);
	expect(command).toBe(
		'smtp-medic mail.example.com --records --egress 203.0.113.7 --dkim-selector s1,s2 --headers m.eml',
	);
});

test('whose mail is accepted and gone gets the records looked at, and nobody else', () => {
	const asked = (concern: 'vanished' | 'deliver') => {
		const form = createForm(concern, {host: '', user: ''}, {server: 'ada@example.com'});
		const built = optionsOf(formValues(form), new Map(), () => '');
		return 'options' in built ? built.options.records : built.error;
	};
	expect(asked('vanished')).toBe(true);
	expect(asked('deliver')).toBeUndefined();
});
