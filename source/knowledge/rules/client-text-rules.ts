import type {ReplyRule} from '../../core/knowledge.ts';

/** What mail clients and libraries print when there is no reply. */
export const clientTextRules: readonly ReplyRule[] = [
	{
		id: 'client-says-refused',
		class: 'refused',
		strength: 'wording',
		clientSide: true,
		says: [
			/connection (was )?(actively )?refused|\beconnrefused\b|actively refused|\b10061\b|\berrno 111\b|connectexception: .{0,40}refused/,
		],
		samples: [
			'ConnectionRefusedError: [Errno 111] Connection refused',
			'dial tcp 192.0.2.7:587: connect: connection refused',
			'No connection could be made because the target machine actively refused it 192.0.2.7:25',
		],
		source: 'connect(2) as Python, Go, Java and .NET print it',
	},
];
