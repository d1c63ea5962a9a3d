import {awayServices} from './away-services.ts';
import {all, last, type Observation} from './observation.ts';
import type {Fillings} from './phrase.ts';
import type {Mta} from './vocabulary.ts';

/** Postfix's form of one address in `mynetworks`: brackets around IPv6 (postconf(5)). */
export function addressRange(address: string): string {
	return address.includes(':') ? `[${address}]/128` : `${address}/32`;
}

/** The part of a mailbox after the last `@`. */
export function domainOf(mailbox: string): string {
	return mailbox.includes('@') ? mailbox.slice(mailbox.lastIndexOf('@') + 1) : '';
}

/** What is said where the provider of this side is not known. */
const liftByDefault =
	'ask the provider of this line or machine to lift the block. Most want to know what is sent, and a reverse name first; some never lift it.';

/** A port at which a relay can be reached from here, as far as is known: for a sentence. */
function relayPort(observations: readonly Observation[]): string {
	const provider = last(observations, 'network.provider');
	const silent = new Set(all(observations, 'tcp.silent').map(({port}) => port));
	const left = [587, 465].filter(
		port => !silent.has(port) && !(provider?.blocked.includes(port) ?? false),
	);
	return left.length > 0 ? left.join(' or ') : '2525, which some relays offer';
}

/** The server software: by what it says, else by what runs on the server, or is the only one installed there. */
export function softwareOf(observations: readonly Observation[]): Mta | undefined {
	const services = all(observations, 'server.service');
	const running = services.find(service => service.running);
	const [first] = services;
	const isOne = services.every(({mta}) => mta === first?.mta);
	return (
		last(observations, 'server.software')?.mta ?? running?.mta ?? (isOne ? first?.mta : undefined)
	);
}

/** What the sentences and commands of a walk speak about: host, port, client, sender, recipient … */
export function subjectOf(observations: readonly Observation[]): Fillings {
	const asked = last(observations, 'session.asked');
	const chosen = last(observations, 'endpoint.chosen');
	const tried = [
		...all(observations, 'tcp.open'),
		...all(observations, 'tcp.refused'),
		...all(observations, 'tcp.silent'),
		...all(observations, 'tcp.unreachable'),
		...all(observations, 'tcp.closed'),
	].find(facts => facts.role === 'conversation');
	const endpoint = chosen ?? tried;
	const found = all(observations, 'dns.address').at(0);
	const host =
		endpoint?.host ?? found?.host ?? last(observations, 'dns.failed')?.name ?? asked?.target;
	const address = endpoint?.address ?? found?.addresses[0];
	const port = endpoint?.port ?? asked?.port ?? (asked?.aim === 'submit' ? 587 : 25);
	const practice = asked?.practicePorts;
	const dialled = address ?? host ?? '';
	const refusal = last(observations, 'smtp.refusal');
	const submission = all(observations, 'tcp.open').find(
		({service, role}) => service !== 'smtp' && role !== 'control',
	);
	const replayed =
		all(observations, 'server.replay').findLast(({agrees}) => agrees) ??
		last(observations, 'server.foreseen');
	const client = chosen?.client ?? tried?.client;
	const leftOut = all(observations, 'client.left-out');
	const seenAs = last(observations, 'server.foreseen')?.client ?? client;
	const gate = leftOut.find(({tool}) => tool !== undefined);
	const rules = all(observations, 'server.firewall').filter(({verdict}) => verdict !== 'accept');
	const against = rules.find(({way}) => way === 'in');
	const withheld = rules.find(({way}) => way === 'reply');
	const tool = last(observations, 'server.firewall-tool');
	const fate = last(observations, 'delivery.fate');
	const notFound = last(observations, 'delivery.not-found');
	const spfAnswer = all(observations, 'records.finding').find(
		({topic, advice}) => topic === 'SPF' && advice !== '',
	);
	const certificate = all(observations, 'server.certificate').find(({missing}) => missing !== '');
	const signedInAs = last(observations, 'auth.accepted')?.user;
	return {
		host,
		address,
		port,
		service: endpoint?.service,
		client,
		/** The same as the server sees it: behind address translation that is another one. */
		clientSeen: seenAs,
		clientCidr: seenAs && addressRange(seenAs),
		/** The address from which others see this side, as far as it is known. */
		sendingAddress: last(observations, 'records.subject')?.address || client,
		/** A record that allows that address, as in a zone file. */
		spfRecord:
			all(observations, 'records.spf').find(facts => facts.suggestion)?.suggestion ??
			last(observations, 'records.spf-ahead')?.suggestion ??
			'"v=spf1 mx ip4:ADDRESS ~all"',
		/** Whose SPF record is at fault, and what puts it right. */
		spfAt: all(observations, 'records.spf')
			.find(({identity}) => identity === 'sender')
			?.path.at(-1),
		spfAnswer: spfAnswer && `${spfAnswer.advice} ${spfAnswer.publish}`.trim(),
		helo: last(observations, 'client.name')?.helo ?? asked?.helo,
		sender: asked?.sender,
		senderDomain: asked && domainOf(asked.sender),
		recipient: fate?.recipient || asked?.recipient,
		recipientDomain: fate?.recipient ? domainOf(fate.recipient) : asked?.recipientDomain,
		greetingName: last(observations, 'smtp.greeting')?.name,
		user: signedInAs ?? asked?.user,
		signedInAs,
		/** Of the message that was followed, or of the one that was sent. */
		queueId: fate?.queueId ?? last(observations, 'message.accepted')?.queueId,
		/** Of a message that is not in the log: what was looked for, where, and the time at which the log begins. */
		sought: notFound?.sought,
		logOf: notFound && last(observations, 'server.log')?.where,
		logBegins: notFound?.begins,
		/** How TLS begins in the dialogue, or how it was asked for. */
		tlsMode: chosen?.mode ?? asked?.tls,
		mta: softwareOf(observations),
		/** Why the message that was followed did not go on, in the log’s words. */
		fateReason: fate?.reason,
		...awayServices(observations),
		/** The file of the mail log, where one was read. */
		mailLog: last(observations, 'server.log')?.sources.find(source =>
			/^\/[\w/.-]*log$/.test(source),
		),
		code: refusal?.code,
		text: refusal?.text,
		target: asked?.target,
		/** Where the session looks from, if not from here, and why it cannot. */
		fromHost: asked?.fromHost,
		noWay: last(observations, 'views.no-way')?.why,
		/** The port of this server for clients that sign in: one that is open, or the usual one. */
		submissionPort: submission?.port ?? practice?.submission ?? 587,
		relayPort: relayPort(observations),
		lift: last(observations, 'network.provider')?.lift ?? liftByDefault,
		/** What a replay of the server’s restrictions comes to, where the server did the same or was not asked. */
		replayChange: replayed?.changeSays,
		replayList: replayed?.list,
		replayService: replayed?.service,
		replayTable: replayed?.table,
		replayKey: replayed?.key,
		replayLine: replayed?.line,
		/** The firewall rule that lets others in and not this client, and where it stands. */
		gateNames: gate?.names,
		gateClient: gate?.client,
		gateMatch: gate && (gate.client.includes(':') ? 'ip6' : 'ip'),
		gateVersion: gate && (gate.client.includes(':') ? 6 : 4),
		gateFamily: gate?.family,
		gateTable: gate?.table,
		gateChain: gate?.chain,
		gateBefore: gate?.before,
		/** Where the rule stands that turns connections away, and the one that keeps the answers in. */
		firewallFamily: against?.family,
		firewallTable: against?.table,
		firewallChain: against?.chain,
		firewallBefore: against?.before,
		answersFamily: withheld?.family,
		answersTable: withheld?.table,
		answersChain: withheld?.chain,
		/** What lets the port in with firewalld. */
		firewallZone: tool?.zone,
		firewallService: tool?.service,
		/** A file of certificate or key that the settings name and that is not there, and which line names it. */
		missingFile: certificate?.missing || undefined,
		missingPlace: certificate?.missingPlace || 'the server’s settings',
		/** The name that DNS is asked for: the target, or of a mailbox its domain. */
		targetName: asked && (domainOf(asked.target) || asked.target),
		/** Where a session asks a resolver of its own: it, and what is dialled by its answer. */
		resolver: asked?.resolver?.address,
		resolverPort: asked?.resolver?.port,
		dialled,
		dialledBeforePort: dialled.includes(':') ? `[${dialled}]` : dialled,
		practiceSmtp: practice?.smtp,
		practiceSubmission: practice?.submission,
		practiceSubmissions: practice?.submissions,
	};
}
