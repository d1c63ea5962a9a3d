import {ownCommand} from './own-command.ts';
import {fillCommand, type Fillings} from './phrase.ts';

/** A call of a program that connects to the server, up to where the shell begins another command. */
const dialling =
	/\b(?:nc|swaks|openssl s_client|nmap|traceroute|tracepath|ping|smtp-medic check)\b[^;|&<>]*/g;

/** A question to the usual resolver; one with an `@` names its own. */
const asking = /\bdig(?= [^;|&@]*(?:[;|&)]|$))/g;

/** The standard mail ports, and the name under which the subject has the practice port for each. */
const practicePorts: Readonly<Record<string, string>> = {
	25: '{practiceSmtp}',
	465: '{practiceSubmissions}',
	587: '{practiceSubmission}',
};

const swaks = /\bswaks\b[^;|&<>]*/g;

/** Encryption and login as the session has them, where a call does not say otherwise. */
function asTheSession(call: string, {tlsMode, signedInAs}: Fillings): string {
	const isEnvelope = call.includes(' --from ');
	const secure =
		tlsMode === 'implicit'
			? ' --tls-on-connect'
			: isEnvelope && !call.includes(' --tls') && tlsMode !== 'none'
				? ' --tls-optional'
				: undefined;
	const secured =
		secure && call.includes(' --port {port}')
			? call.replace(/ --tls(?= |$)/, '').replace(' --port {port}', `$&${secure}`)
			: call;
	return isEnvelope && signedInAs !== undefined && !call.includes(' --auth')
		? secured.replace(' --from ', ' --auth --auth-user {user}$&')
		: secured;
}

/** The host as the session found it: by its address, since another resolver may not know the name. */
function atAddress(call: string): string {
	return call.startsWith('smtp-medic')
		? `${call.trimEnd()} --dns {resolver}:{resolverPort}`
		: call
				.replace(/-connect \{host\}/, '-connect {dialledBeforePort}')
				.replaceAll(/(?<!-(?:servername|ehlo|from|to) )\{host\}/g, '{dialled}');
}

/** A call with the ports of the practice server. */
function atPracticePorts(call: string): string {
	const there = call.replaceAll(
		/(?<=\}[ :]|--port |-p )(?:25|465|587)\b/g,
		port => practicePorts[port] ?? port,
	);
	return there.startsWith('smtp-medic') ? `${there} --insecure` : there;
}

/** The mail ports of a loop over ports; the others are those of this machine’s own services. */
function practiceLoop(ports: string): string {
	return ports
		.split(' ')
		.flatMap(port => practicePorts[port] ?? [])
		.join(' ');
}

/**
 * A command with which a user sees by hand what the session saw, ready for a shell. `swaks` begins TLS
 * and signs in as the session did. Where the session asks a resolver of its own (`--dns`, the lab),
 * `dig` asks the same one, and what is dialled is the address that it gave. In the lab, the ports are
 * those of the practice server, which is responsible for all its names itself.
 */
export function shownCommand(template: string, subject: Fillings): string {
	const own = ownCommand(template, subject).replaceAll(swaks, call => asTheSession(call, subject));
	if (subject['resolver'] === undefined) {
		return fillCommand(own, subject);
	}

	const inLab = subject['practiceSmtp'] !== undefined;
	const there = (inLab ? own.replaceAll(/ \+(?:trace|nssearch)\b/g, '') : own)
		.replaceAll(asking, 'dig @{resolver} -p {resolverPort}')
		.replaceAll(dialling, call => (inLab ? atPracticePorts(atAddress(call)) : atAddress(call)))
		.replaceAll(/(?<=\bfor p in )[\d ]+(?=;)/g, ports => (inLab ? practiceLoop(ports) : ports));
	return fillCommand(there, subject);
}
