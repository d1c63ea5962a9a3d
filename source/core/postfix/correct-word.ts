import {nearest} from '../nearest.ts';
import {placeInWords} from './config-file.ts';
import type {Rejection} from './outcome.ts';
import {composed, restrictions} from './restrictions.ts';
import type {Settings} from './settings.ts';

/** How a restriction that Postfix cannot make sense of is put right, in a sentence with file and line. */
export function correctedWord({restriction, at}: Rejection, settings: Settings): string {
	const [word = ''] = restriction.split(/\s/);
	const classes = settings.words('smtpd_restriction_classes').map(({text}) => text);
	const known = [...Object.keys(restrictions), ...Object.keys(composed), ...classes];
	const place = placeInWords(at);
	if (known.some(name => name.toLowerCase() === word.toLowerCase())) {
		return `In ${place}, correct what stands behind \`${word}\`: it is not what that restriction takes, such as a table of the form \`hash:/etc/postfix/NAME\`.`;
	}

	const meant = nearest(word.toLowerCase(), known, Math.min(4, Math.floor(word.length / 3)));
	return meant === undefined
		? `In ${place}, correct or delete \`${word}\`: Postfix knows no such restriction.`
		: `In ${place}, write \`${meant}\` instead of \`${word}\`, which is no restriction that Postfix knows.`;
}
