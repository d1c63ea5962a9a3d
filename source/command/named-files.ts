/** What options name that is read from elsewhere, and so is no longer in the options of a session. */
export type NamedFiles = {
	ca?: string;
	headers?: string;
	passwordEnv?: string;
	passwordFile?: string;
};

/** The files and the variable that the words of the command line name. */
export function namedFiles(given: ReadonlyMap<string, string>): NamedFiles {
	const ca = given.get('ca');
	const headers = given.get('headers');
	const passwordEnv = given.get('password-env');
	const passwordFile = given.get('password-file');
	return {
		...(ca === undefined ? {} : {ca}),
		...(headers === undefined ? {} : {headers}),
		...(passwordEnv === undefined ? {} : {passwordEnv}),
		...(passwordFile === undefined ? {} : {passwordFile}),
	};
}
