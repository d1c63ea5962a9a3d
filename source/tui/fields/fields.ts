import type {Key} from '../keys.ts';
import {editText, insertText, textField, type TextField} from './text-field.ts';

/** One question of a form. */
export type FieldSpec = {
	name: string;
	label: string;
	/** Why it is asked, and what an empty answer means. */
	why: string;
	/** What is typed must not be seen. */
	secret?: boolean;
	required?: boolean;
};

export type Values = Readonly<Record<string, string>>;

/** A form while it is filled in; `active` beyond the last field is the button that submits. */
export type Fields = {
	readonly specs: readonly FieldSpec[];
	readonly values: Readonly<Record<string, TextField>>;
	readonly active: number;
	readonly errors: Values;
};

/** What is wrong with the values, by field; an empty object where nothing is. */
export type Validate = (values: Values) => Values;

/** A form with these values in it; it begins at the first empty field, or at its button. */
export function createFields(specs: readonly FieldSpec[], values: Values): Fields {
	const empty = specs.findIndex(({name}) => !values[name]);
	const button = specs.length > 1 ? specs.length : 0;
	return {
		specs,
		values: Object.fromEntries(specs.map(({name}) => [name, textField(values[name] ?? '')])),
		active: empty < 0 ? button : empty,
		errors: {},
	};
}

/** What has been typed, without spaces around it; a password stays as it is. */
export function valuesOf({specs, values}: Fields): Values {
	return Object.fromEntries(
		specs.map(({name, secret}) => {
			const value = values[name]?.value ?? '';
			return [name, secret ? value : value.trim()];
		}),
	);
}

/** Moves to another field; the one that is left is checked, and so is any that was wrong before. */
function moveTo(fields: Fields, active: number, validate: Validate): Fields {
	const {specs, errors} = fields;
	const left = specs[fields.active]?.name;
	const found = validate(valuesOf(fields));
	const kept = Object.entries(found).filter(([name]) => name === left || name in errors);
	return {
		...fields,
		active: Math.max(0, Math.min(specs.length, active)),
		errors: Object.fromEntries(kept),
	};
}

/** Checks everything; goes to the first field that is wrong or missing, if there is one. */
export function checkAll(fields: Fields, validate: Validate): {fields: Fields; valid: boolean} {
	const {specs} = fields;
	const values = valuesOf(fields);
	const missing = specs
		.filter(({name, required}) => required && !values[name])
		.map(({name, label}) => [name, `${label}: this is needed.`] as const);
	const errors = {...Object.fromEntries(missing), ...validate(values)};
	const wrong = specs.findIndex(({name}) => errors[name] !== undefined);
	return {
		fields: {...fields, errors, active: wrong < 0 ? fields.active : wrong},
		valid: wrong < 0,
	};
}

/** Says something about one field, and goes there. */
export function withError(fields: Fields, name: string, error: string): Fields {
	const index = fields.specs.findIndex(spec => spec.name === name);
	return {...fields, errors: {[name]: error}, active: Math.max(0, index)};
}

/** What a key does to the form. `submit`: the form is complete and was sent off. */
export function updateFields(
	fields: Fields,
	key: Key,
	validate: Validate,
): {fields: Fields; submit: boolean} {
	const {specs, values, active} = fields;
	const spec = specs[active];
	switch (key.id) {
		case 'up':
		case 'shift-tab': {
			return {fields: moveTo(fields, active - 1, validate), submit: false};
		}

		case 'down':
		case 'tab': {
			return {
				fields: moveTo(fields, (active + 1) % (specs.length + 1), validate),
				submit: false,
			};
		}

		case 'enter':
		case 'ctrl-r': {
			const isLast = specs.length === 1 || active >= specs.length;
			if (key.id === 'enter' && !isLast) {
				return {fields: moveTo(fields, active + 1, validate), submit: false};
			}

			const checked = checkAll(fields, validate);
			return {fields: checked.fields, submit: checked.valid};
		}

		default: {
			const field = spec && values[spec.name];
			const edited = field && editText(field, key);
			return {
				fields: edited && spec ? {...fields, values: {...values, [spec.name]: edited}} : fields,
				submit: false,
			};
		}
	}
}

/** Pasted text goes into the active field. */
export function pasteInto(fields: Fields, text: string): Fields {
	const spec = fields.specs[fields.active];
	const field = spec && fields.values[spec.name];
	return field
		? {...fields, values: {...fields.values, [spec.name]: insertText(field, text.trim())}}
		: fields;
}
