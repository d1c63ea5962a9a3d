import {bytesOf, type Mechanism} from './mechanism.ts';

/** PLAIN (RFC 4616): everything in one message. */
export const plain: Mechanism = {
	name: 'PLAIN',
	reveals: true,
	begin: ({user, secret}) => ({
		initial: bytesOf(`\0${user}\0${secret}`),
		respond: challenge => (challenge.length === 0 ? bytesOf(`\0${user}\0${secret}`) : undefined),
	}),
};

/** LOGIN (never a standard; draft-murchison-sasl-login): the server asks for the name, then the password. */
export const login: Mechanism = {
	name: 'LOGIN',
	reveals: true,
	begin({user, secret}) {
		const answers = [user, secret];
		return {
			respond() {
				const answer = answers.shift();
				return answer === undefined ? undefined : bytesOf(answer);
			},
		};
	},
};
