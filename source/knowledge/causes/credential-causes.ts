import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';

const failed = (text: RegExp) => saw('smtp.refusal', {class: 'auth-failed', text});

/** Why a login is not accepted. */
export const credentialCauses: readonly Cause[] = [
	{
		id: 'wrong-credentials',
		explains: ['auth-failed'],
		title: 'User name or password is wrong',
		because:
			'A typo, an old password in the program’s settings, or a character that got lost on the way into them.',
		frequency: 'common',
		evidence: [
			{
				when: failed(
					/authentication failed|authentication unsuccessful|incorrect authentication|invalid (credentials|login|user)|username and password not accepted|bad (user|password)/i,
				),
				says: 'The reply speaks of the credentials: {text}',
				weight: 'for',
			},
			{
				when: failed(
					/application-specific|app password|web browser|disabled|locked|suspended|blocked/i,
				),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
			{
				when: saw('smtp.refusal', {class: 'auth-failed', temporary: true}),
				says: 'The refusal is a temporary one ({code}), and a wrong password is not.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The same login by hand; swaks asks for the password.',
				command:
					'swaks --server {host} --port {port} --tls --auth --auth-user {user} --quit-after AUTH',
			},
			{
				text: 'On the server, with Dovecot (it asks for the password):',
				command: 'doveadm auth test {user}',
			},
			{
				text: 'On the server: what does the log say?',
				command: searchMailLog("grep -iE 'sasl|auth'"),
			},
		],
	},
	{
		id: 'app-password-needed',
		explains: ['auth-failed'],
		title: 'The provider wants an app password, or OAuth',
		because:
			'With two-factor login the normal password does not work for programs. The provider makes a separate one for them, or takes OAuth tokens only.',
		frequency: 'usual',
		evidence: [
			{
				when: failed(/application-specific|app(lication)? password/i),
				says: 'The reply says so: {text}',
				weight: 'proves',
			},
			{
				when: failed(/web browser|less secure|oauth|modern authentication/i),
				says: 'The reply asks for another way of signing in: {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('server.software', {mta: ['gmail', 'yahoo', 'microsoft365']}),
					saw('smtp.refusal', {class: 'auth-failed'}),
				),
				says: 'The provider is {mta}, which asks for that.',
				weight: 'for',
			},
			{
				when: saw('server.software', {mta: ['postfix', 'exim', 'opensmtpd', 'sendmail', 'haraka']}),
				says: 'The server runs {mta}; app passwords are a matter of big providers.',
				weight: 'against',
			},
		],
		confirm: [{text: 'Look in the account’s security settings for app passwords.', command: ''}],
	},
	{
		id: 'username-form',
		explains: ['auth-failed'],
		title: 'The user name has the wrong form',
		because:
			'Some servers want the whole address (`ada@example.com`), some only the part before the @, and some a name of their own such as `apikey`.',
		frequency: 'usual',
		evidence: [
			{
				when: failed(/user ?name|user (unknown|not found)|no such user|invalid user/i),
				says: 'The reply speaks of the user name: {text}',
				weight: 'for',
			},
			{
				when: failed(/application-specific|app password|web browser|locked|suspended/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'On the server, with Dovecot: which form does it look up?',
				command: 'doveadm user {user}; doveconf auth_username_format',
			},
		],
	},
	{
		id: 'auth-backend-down',
		explains: ['auth-failed', 'server-local-error'],
		title: 'The service that checks passwords does not work',
		because:
			'The mail server asks Dovecot, SASL, LDAP or a database. If that does not answer, no login works, with any password. Many servers, among them Postfix with Dovecot, then say 535 as for a wrong password.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {stage: 'auth', temporary: true}),
				says: 'The login was refused for the time being: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					text: /(temporary|internal) authentication (failure|error)|connection lost to authentication server|authentication (server|service|backend) (is )?(temporarily )?(unavailable|down|not available)/i,
				}),
				says: 'The reply says so: {text}',
				weight: 'proves',
			},
			{
				when: saw('server.log-line', {
					about: 'trouble',
					text: /\b(SASL|auth\w*)\b.*(cannot connect|connect to \S+ failed|connection refused|generic failure|no mechanism available|no such file|temporary \w* ?failure)/i,
				}),
				says: 'The server’s log of this session says so: `{text}`.',
				weight: 'proves',
			},
			{when: saw('auth.accepted'), says: 'Signing in worked.', weight: 'excludes'},
			{
				when: saw('smtp.refusal', {stage: ['mail', 'rcpt', 'data', 'message', 'banner', 'ehlo']}),
				says: 'The fault came at another step, {stage}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does Dovecot run, and is its socket where Postfix looks for it?',
				command:
					'systemctl status dovecot; ls -l /var/spool/postfix/private/auth; postconf smtpd_sasl_path',
			},
			{text: 'Does it know the user?', command: 'doveadm user {user}'},
			{
				text: 'Exim: the log names the look-up that failed.',
				command: 'tail -n 50 /var/log/exim4/mainlog /var/log/exim4/paniclog',
			},
		],
	},
	{
		id: 'account-blocked',
		explains: ['auth-failed'],
		title: 'The account is locked or not allowed to send',
		because:
			'After failed logins, for unpaid bills or for suspected abuse a provider locks accounts.',
		frequency: 'rare',
		evidence: [
			{
				when: failed(/locked|suspended|blocked|disabled|too many (failed|login)|abuse/i),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: failed(/application-specific|app password/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Sign in on the provider’s web page: does it say something about the account?',
				command: '',
			},
		],
	},
];
