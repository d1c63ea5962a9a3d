import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {manPage} from '../../source/command/man-page.ts';
import {optionTable} from '../../source/command/option-table.ts';

test('the manual page in the package is the one that the table of options makes', () => {
	const written = readFileSync(new URL('../../man/smtp-medic.1', import.meta.url), 'utf8');
	expect(written).toBe(manPage(packageJson.version, packageJson.description));
});

test('the manual page names every option', () => {
	const page = manPage('1.0.0', '').replaceAll('\\-', '-');
	for (const {name} of optionTable) {
		expect(page).toContain(`--${name}`);
	}
});
