/** The field's words that everything else is built from. No logic beyond look-ups. */

/** Where in the flow a reply or an error came; RFC 5321 names the commands. */
export const stages = [
	'dns',
	'connect',
	'banner',
	'ehlo',
	'starttls',
	'tls',
	'auth',
	'mail',
	'rcpt',
	'data',
	'message',
	'command',
] as const;
export type Stage = (typeof stages)[number];

/** What a port is for (RFC 6409, RFC 8314), independent of its number. */
export const services = ['smtp', 'submission', 'submissions'] as const;
export type Service = (typeof services)[number];

/** `submit`: hand mail to a server that passes it on. `deliver`: to the recipient's own server. */
export type Aim = 'submit' | 'deliver';

export type TlsMode = 'auto' | 'starttls' | 'implicit' | 'none';

/** Server software and providers that remedies and rules tell apart. */
export const mtas = [
	'postfix',
	'exim',
	'opensmtpd',
	'sendmail',
	'exchange',
	'microsoft365',
	'gmail',
	'yahoo',
	'haraka',
	'qmail',
	'courier',
	'dovecot',
	'stalwart',
	'maddy',
	'chasquid',
	'mailenable',
	'proofpoint',
	'mimecast',
	'barracuda',
	'amazon-ses',
] as const;
export type Mta = (typeof mtas)[number];

/** Classes that one reply or error can have. */
export const replyClasses = [
	'refused',
	'timeout',
	'unreachable',
	'dns-failure',
	'null-mx',
	'reset-or-dropped',
	'banner-rejected',
	'not-accepting-mail',
	'helo-rejected',
	'starttls-unavailable',
	'tls-handshake',
	'tls-certificate',
	'tls-required',
	'auth-required',
	'auth-failed',
	'auth-mechanism',
	'relay-denied',
	'sender-rejected',
	'sender-auth-failed',
	'reverse-dns',
	'blocklisted',
	'policy-or-spam',
	'content-rejected',
	'recipient-unknown',
	'recipient-restricted',
	'mailbox-full',
	'mailbox-disabled',
	'greylisted',
	'rate-limited',
	'too-many-connections',
	'message-too-large',
	'server-local-error',
	'syntax-or-protocol',
	'loop',
	'utf8',
	'success',
	'other',
] as const;
export type ReplyClass = (typeof replyClasses)[number];

/** Classes that only several observations together show. */
export const compoundClasses = [
	'no-banner',
	'not-smtp',
	'tls-mode-mismatch',
	'middlebox',
	'not-delivered',
] as const;

/** Classes that never stop mail by themselves. */
export const warningClasses = ['slow', 'one-family-broken', 'one-address-broken'] as const;

export const errorClasses = [...replyClasses, ...compoundClasses, ...warningClasses] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** Names of the SASL mechanisms that this side has (IANA), strongest first where TLS protects them. */
export const saslMechanisms = [
	'SCRAM-SHA-256-PLUS',
	'SCRAM-SHA-1-PLUS',
	'SCRAM-SHA-256',
	'SCRAM-SHA-1',
	'PLAIN',
	'LOGIN',
	'CRAM-MD5',
	'OAUTHBEARER',
	'XOAUTH2',
] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export type Certainty = 'certain' | 'likely' | 'possible';
export type Standing = 'confirmed' | 'likely' | 'possible' | 'ruled-out';

/** The four questions of the systematic flow, in their order. */
export const questions = [
	{id: 'reach', title: 'Can you reach the port?'},
	{id: 'handshake', title: 'Does the handshake work?'},
	{id: 'authorised', title: 'Are you authorised?'},
	{id: 'delivered', title: 'Accepted, then gone?'},
] as const;
export type QuestionId = (typeof questions)[number]['id'];
