import type {HowFailed} from '../mail-log/how-failed.ts';
import type {Whereabouts} from '../mail-log/trail.ts';
import type {Gate} from '../moved/left-out.ts';
import type {Judgement} from '../postfix/judge.ts';
import type {QueueGroup, QueueSummary} from '../queue/queue-groups.ts';
import type {Seen} from '../server-access.ts';
import type {Mta, ReplyClass} from '../vocabulary.ts';

/** From where the listeners of one port can be reached, as far as they decide it. */
export type ListenReach = 'nobody' | 'loopback' | 'ipv4' | 'ipv6' | 'some addresses' | 'all';

/** What the mail server itself says, looked at from inside. */
export type ServerFacts = {
	/** One look at the server itself: what was run or read there, and what came of it. */
	'server.looked': {where: string; command: string; why: string; status: Seen['status']};
	/** What could not be seen there, and the command that shows it to whoever may. */
	'server.not-seen': {where: string; what: string; command: string; why: string};
	/** There is no way into the server. */
	'server.closed-to-us': {where: string; why: string};
	/** The addresses of the machine that was looked into, and whether the dialled one is among them. */
	'server.identity': {
		where: string;
		addresses: readonly string[];
		dialled: string;
		owns: boolean;
	};
	/** A program listens on a port where mail is taken. `address`: `*` is every address of both families. */
	'server.listener': {
		address: string;
		port: number;
		family: 4 | 6 | 'both';
		loopback: boolean;
		/** Empty, and null, where this user may not see it. */
		process: string;
		pid: number | null;
	};
	/** A port where mail is taken, as all listeners on it together make it. */
	'server.port': {
		port: number;
		/** It is the port of this session. */
		asked: boolean;
		reach: ListenReach;
		addresses: readonly string[];
		process: string;
		/** Where it is a mail server: the programs that have a part of its addresses. */
		beside: string;
		/** What kind of program it is, by its name. */
		kind: 'mail server' | 'proxy' | 'other' | 'unknown' | 'none';
	};
	/**
	 * A line of the settings that decides on which addresses a port is listened on. Without a text there is
	 * no such line in the file, and `line` is 0.
	 */
	'server.listen-line': {
		mta: Mta;
		port: number;
		allows: 'nothing' | 'loopback' | 'ipv4' | 'ipv6' | 'all';
		text: string;
		file: string;
		line: number;
	};
	/** A mail server that is installed there. */
	'server.service': {
		mta: Mta;
		/** The unit, script or process by which this is known. */
		unit: string;
		/** As the service manager says it. */
		state: string;
		running: boolean;
		/** 0 where there is none, or it is not known. */
		mainPid: number;
		type: string;
		/** Whether it is started with the machine: `enabled`, `disabled`, `masked` …; empty where unknown. */
		atBoot: string;
		/** Since when it is in this state, as the service manager writes it. */
		since: string;
		/** The exit status of its last main process; null where it is not known. */
		lastExit: number | null;
	};
	/** No mail server that is known here is installed, or runs, there. */
	'server.no-service': {where: string};
	/**
	 * What the packet filter of the server does with the packets of a mail connection: those that come in,
	 * the answers to them, those to other mail servers, and their answers.
	 */
	'server.firewall': {
		way: 'in' | 'reply' | 'out' | 'reply-to-out';
		port: number;
		verdict: 'accept' | 'drop' | 'reject';
		/** The rule that decides, as it stands there. */
		rule: string;
		place: string;
		/** The same for commands; of nftables the family and the table. */
		tool: Gate['tool'];
		family: string;
		table: string;
		chain: string;
		/** The rule’s handle, or its number in the chain; 0 for the policy of the chain. */
		before: number;
		/** No rule stood before it that only the kernel can judge. */
		certain: boolean;
	};
	/**
	 * The rule that turns a connection away is one of ufw or firewalld, which would write over any other.
	 * `rule` is in that tool's words; `isFor` says whether it is one for this port, a wider one, or what the tool
	 * does without a rule. `file` and `line` are those of ufw, `zone` and `service` (its own name of
	 * the port, empty where it has none) those of firewalld.
	 */
	'server.firewall-tool': {
		tool: 'ufw' | 'firewalld';
		port: number;
		rule: string;
		isFor: 'this port' | 'more' | 'the rest';
		file: string;
		line: number;
		zone: string;
		service: string;
	};
	/**
	 * A service on the same machine that the mail server asks while it takes mail, or hands it to; whether
	 * something listens there, and the setting that names it.
	 */
	'server.asked-service': {
		mta: Mta;
		kind:
			| 'policy service'
			| 'milter'
			| 'content filter'
			| 'proxy filter'
			| 'virus scanner'
			| 'spam filter';
		address: string;
		listened: boolean;
		setting: string;
		file: string;
		line: number;
	};
	/** What the server's own programs say of its configuration; `line` is 0 where they name none. */
	'server.configuration': {mta: Mta; sound: boolean; file: string; line: number; message: string};
	'server.disk': {
		mount: string;
		freeKiB: number;
		usedPercent: number;
		inodesUsedPercent: number;
		full: boolean;
	};
	/** Files and connections that the main process of the mail server has open, and how many it may have. */
	'server.open-files': {mta: Mta; process: number; open: number; limit: number; full: boolean};
	/** A copy of a system file for services of Postfix that see nothing else (chroot). */
	'server.chroot-file': {copy: string; original: string; differs: boolean};
	/** The server's clock, ISO 8601, and how many seconds it is ahead of this machine's. */
	'server.clock': {server: string; seconds: number};
	'server.names': {resolvers: readonly string[]; overrides: readonly string[]};
	/** The certificate on disk. Null: it could not be known. */
	'server.certificate': {
		file: string;
		keyFile: string;
		/** The line of the settings that names it, and file and line in words; empty where it was not found. */
		setting: string;
		place: string;
		keySetting: string;
		keyPlace: string;
		readable: boolean;
		fingerprint: string;
		validTo: string;
		expired: boolean;
		keyFits: boolean | null;
		/** Why the mail server itself does not take the key; empty where it does, or it is not known. */
		keyRefused: string;
		/** The file of the two that is named and not there, and where it is named; empty where both are there. */
		missing: string;
		missingPlace: string;
		onWire: boolean | null;
	};
	/** What hinders the server from using its certificate or key, in words, with file and line. */
	'server.certificate-fault': {says: string};
	/** A setting of the server that decides about this dialogue; `line` is null where it is not known. */
	'server.setting': {
		name: string;
		value: string;
		/** Empty for a default. */
		file: string;
		line: number | null;
		/** File and line in words. */
		place: string;
		/** The service whose settings these are: an entry of master.cf. */
		service: string;
	};
	/** What Postfix’s restriction lists, or the rules of another server, lead to for this dialogue, against what the server did. */
	'server.replay': Judgement;
	/** How Exim or Sendmail would route the recipient. */
	'server.route': {address: string; outcome: 'routed' | 'undeliverable' | 'unknown'; text: string};
	'server.ban': {jail: string; address: string};
	'server.no-ban': {jails: readonly string[]};
	/** What waits in the server's queue. `age`: how long the oldest has waited, in words. */
	'server.queue': QueueSummary & {
		mta: Mta;
		age: string;
		/** The listing was longer than what was read. */
		cut: boolean;
	};
	/** Recipients whose mail was put off for one reason, or to one destination. */
	'server.queue-group': QueueGroup & {mta: Mta; age: string};
	/** The mail log that was read: as many lines of mail, from its end. Without a source none was seen. */
	'server.log': {where: string; sources: readonly string[]; lines: number; cut: boolean};
	/**
	 * A line of that log about this session, this message, or the server itself. `earlier`: from before this run,
	 * or of a time that is not known, so that it tells nothing of this run.
	 */
	'server.log-line': {
		about: 'session' | 'message' | 'trouble' | 'fatal' | 'earlier';
		text: string;
	};
	/** What became of a message by the server's log, for one recipient. */
	'delivery.fate': {
		/** It is the test message of this session. */
		own: boolean;
		where: Whereabouts;
		recipient: string;
		queueId: string;
		messageId: string;
		/** The next server, or what stored the mail; empty where nothing was reached. */
		relay: string;
		/** The words of the next server, or of this one. */
		reason: string;
		/** The reason as the reply rules read it; `success` where it was delivered or passed on. */
		class: ReplyClass;
		/** In which way it could not go on; empty where it did, or a rule or a person decided. */
		how: HowFailed | '';
		enhanced: string;
		/** The id that the next server gave it. */
		next: string;
		deferrals: number;
		bounceId: string;
		/** The line that says so; empty where nothing was said yet. */
		line: string;
	};
	/**
	 * The log says nothing about it. `waited`: milliseconds; `begins`: the time of the first line of the
	 * oldest log that was read, as it stands there.
	 */
	'delivery.not-found': {
		/** It is the test message of this session. */
		own: boolean;
		sought: string;
		sources: readonly string[];
		waited: number;
		begins: string;
	};
};
