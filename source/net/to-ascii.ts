import {domainToASCII} from 'node:url';

/**
 * A name in the form that DNS and certificates know (IDNA); empty where it has none. Names in ASCII
 * stay as they are: IDNA would take a last label of digits for a part of an address.
 */
export function toAscii(name: string): string {
	return /[^ -~]/.test(name) ? domainToASCII(name) : name;
}
