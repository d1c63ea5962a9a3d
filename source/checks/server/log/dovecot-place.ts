/** Where the part before the first colon of a location is the way in which Dovecot stores mail. */
const location = /^(?<driver>maildir|mbox):(?<root>[^:]*)(?<more>(?::[^:]*)*)$/;

/** Puts the user in for Dovecot’s variables; undefined where there is one that is not known here. */
function expanded(text: string, user: string, home: string): string | undefined {
	const [name = '', domain = ''] = user.split('@');
	const values: Readonly<Record<string, string>> = {u: user, n: name, d: domain, h: home};
	let isKnown = true;
	const filled = text
		.replace(/^~(?=\/|$)/, () => home)
		.replaceAll(/%(L?)(.)/g, (_, lower: string, letter: string) => {
			const value = letter === '%' ? '%' : values[letter];
			isKnown &&= value !== undefined;
			return lower === '' ? (value ?? '') : (value ?? '').toLowerCase();
		});
	return isKnown && /^\/[^\p{Cc}]{1,500}$/u.test(filled) ? filled : undefined;
}

/**
 * Where Dovecot stores the mail that comes in for a user, by what `doveadm user -f mail` and `-f home` print:
 * a mailbox file, or a Maildir with a slash at its end. Undefined where it is stored in another form, which
 * nothing but Dovecot can read, or where the place depends on what is not known here.
 */
export function dovecotPlace(mail: string, home: string, user: string): string | undefined {
	const {driver, root = '', more = ''} = location.exec(mail.trim())?.groups ?? {};
	const inbox = more
		.split(':')
		.find(option => option.startsWith('INBOX='))
		?.slice('INBOX='.length);
	if (driver === undefined || (driver === 'mbox' && inbox === undefined)) {
		return undefined;
	}

	const place = expanded(inbox ?? root, user, home.trim());
	return driver === 'maildir' && place !== undefined ? `${place.replace(/\/+$/, '')}/` : place;
}
