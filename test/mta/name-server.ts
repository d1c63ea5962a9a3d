/** The resolver of the two machines: answers for example.test, and with NXDOMAIN for all else. */
import {createSocket} from 'node:dgram';
import {decode, encode, type Answer} from 'dns-packet';
import {clientAddress, clientName, resolverAddress, serverAddress, serverName} from './machine.ts';

const ttl = 60;
const reverse = (address: string) => `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
const records: Answer[] = [
	{name: 'example.test', type: 'MX', ttl, data: {preference: 10, exchange: serverName}},
	{name: serverName, type: 'A', ttl, data: serverAddress},
	{name: clientName, type: 'A', ttl, data: clientAddress},
	// The server's as well, though a server may not know that yet
	{name: 'new.test', type: 'MX', ttl, data: {preference: 10, exchange: serverName}},
	{name: 'elsewhere.test', type: 'MX', ttl, data: {preference: 10, exchange: 'mx.elsewhere.test'}},
	{name: 'mx.elsewhere.test', type: 'A', ttl, data: '192.0.2.77'},
	{name: reverse(serverAddress), type: 'PTR', ttl, data: serverName},
	{name: reverse(clientAddress), type: 'PTR', ttl, data: clientName},
];

const nameError = 3;
const server = createSocket('udp4');
server.on('message', (message, peer) => {
	const {id, questions = []} = decode(message);
	const named = records.filter(r => r.name === questions[0]?.name.toLowerCase());
	const answers = named.filter(r => r.type === questions[0]?.type);
	const flags = 0x01_80 | (named.length > 0 ? 0 : nameError);
	const reply = encode({type: 'response', id: id ?? 0, flags, questions, answers});
	server.send(reply, peer.port, peer.address);
});
server.bind(53, resolverAddress);
