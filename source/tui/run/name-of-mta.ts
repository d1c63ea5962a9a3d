const names: Readonly<Record<string, string>> = {
	opensmtpd: 'OpenSMTPD',
	microsoft365: 'Microsoft 365',
	'amazon-ses': 'Amazon SES',
	qmail: 'qmail',
	mailenable: 'MailEnable',
	maddy: 'maddy',
	chasquid: 'chasquid',
};

/** Server software as it writes its own name. */
export function nameOfMta(mta: string): string {
	return names[mta] ?? mta.charAt(0).toUpperCase() + mta.slice(1);
}
