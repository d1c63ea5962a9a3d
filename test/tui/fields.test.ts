import {expect, test} from 'vitest';
import {
	createFields,
	pasteInto,
	updateFields,
	valuesOf,
	type Fields,
	type Validate,
} from '../../source/tui/fields/fields.ts';
import {textOf} from '../../source/tui/text/row.ts';
import {formRows} from '../../source/tui/fields/field-rows.ts';
import {look, namedKeys} from './screens.ts';

const specs = [
	{name: 'server', label: 'Server', why: 'The one of the app.', required: true},
	{name: 'port', label: 'Port', why: 'As in the app.'},
	{name: 'password', label: 'Password', why: 'Never shown.', secret: true},
];
const validate: Validate = ({port = ''}) => (/^\d*$/.test(port) ? {} : {port: 'not a port'});

function type(fields: Fields, ...keys: readonly string[]): {fields: Fields; submit: boolean} {
	let now = {fields, submit: false};
	for (const key of keys) {
		for (const id of namedKeys.has(key) || key.startsWith('ctrl-') ? [key] : key) {
			const text = namedKeys.has(id) || id.startsWith('ctrl-') ? '' : id;
			now = updateFields(now.fields, {id, text}, validate);
		}
	}

	return now;
}

const shown = (fields: Fields) =>
	formRows(fields, {submit: 'Go', reasons: 'all'}, look, 60).rows.map(textOf).join('\n');

test('begins at the first field that is empty', () => {
	expect(createFields(specs, {server: 'mail.example.com'}).active).toBe(1);
});

test('a field is checked when it is left, not while it is typed', () => {
	const typing = type(createFields(specs, {}), 'mail.example.com', 'enter', '58x');
	expect(typing.fields.errors).toEqual({});
	const left = type(typing.fields, 'tab');
	expect(left.fields.errors).toEqual({port: 'not a port'});
	expect(shown(left.fields)).toContain('✘ not a port');
	const corrected = type(left.fields, 'up', 'backspace', '7', 'enter');
	expect(corrected.fields.errors).toEqual({});
});

test('is sent off from its last place or with ctrl-r, when nothing is wrong or missing', () => {
	const empty = type(createFields(specs, {}), 'ctrl-r');
	expect(empty.submit).toBe(false);
	expect(empty.fields.errors).toEqual({server: 'Server: this is needed.'});
	expect(type(empty.fields, 'mail', 'ctrl-r').submit).toBe(true);
	expect(type(empty.fields, 'mail', 'enter', 'enter', 'enter', 'enter').submit).toBe(true);
});

test('a password is never drawn, only that something was typed', () => {
	const {fields} = type(createFields(specs, {server: 'm', port: '1'}), 'hunter2');
	expect(shown(fields)).not.toContain('hunter2');
	expect(shown(fields)).toContain('•••••••');
	expect(valuesOf(fields)['password']).toBe('hunter2');
});

test('editing within the text, by characters as a reader sees them', () => {
	const {fields} = type(
		createFields(specs, {}),
		'a漢b',
		'left',
		'backspace',
		'x',
		'home',
		'delete',
	);
	expect(valuesOf(fields)['server']).toBe('xb');
	expect(valuesOf(type(fields, 'end', ' two', 'ctrl-w').fields)['server']).toBe('xb');
	expect(valuesOf(type(fields, 'end', 'ctrl-u').fields)['server']).toBe('');
});

test('pasted text is put in on one line and without controls', () => {
	const fields = pasteInto(createFields(specs, {}), ' mail.exa\u001bmple.com\r\n');
	expect(valuesOf(fields)['server']).toBe('mail.example.com');
});
