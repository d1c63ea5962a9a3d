/**
 * The wires: client — router — mail server, and a second server behind the same router, which is the
 * resolver as well. None of it has a way out.
 */
import {execute, type Machine} from './machine.ts';
import {
	clientAddress,
	resolverAddress,
	secondAddress,
	serverAddress,
	serverAddress6,
	strangerAddress,
} from './addresses.ts';

type Link = {
	/** The router’s interface, for rules of its firewall. */
	device: string;
	addresses: readonly string[];
	gateways: readonly string[];
	routerAddresses: readonly string[];
};

export const links = {
	client: {
		device: 'client',
		addresses: [`${clientAddress}/24`, `${strangerAddress}/24`, '2001:db8:1::10/64'],
		gateways: ['192.0.2.1', '2001:db8:1::1'],
		routerAddresses: ['192.0.2.1/24', `${resolverAddress}/24`, '2001:db8:1::1/64'],
	},
	server: {
		device: 'server',
		addresses: [`${serverAddress}/24`, `${serverAddress6}/64`],
		gateways: ['198.51.100.1', '2001:db8:2::1'],
		routerAddresses: ['198.51.100.1/24', '2001:db8:2::1/64'],
	},
	second: {
		device: 'second',
		addresses: [`${secondAddress}/24`, '2001:db8:3::26/64'],
		gateways: ['203.0.113.1', '2001:db8:3::1'],
		routerAddresses: ['203.0.113.1/24', '2001:db8:3::1/64'],
	},
} as const satisfies Record<string, Link>;

/** Lays the wire between the router and a machine. */
export async function connect(router: Machine, machine: Machine, link: Link): Promise<void> {
	// This one runs where both processes have a number
	const inRouter = ['-t', `${router.pid}`, '-n', '--'];
	const peer = ['peer', 'name', 'eth0', 'netns', `${machine.pid}`];
	const add = ['ip', 'link', 'add', link.device, 'type', 'veth', ...peer];
	const {code, stderr} = await execute(['nsenter', ...inRouter, ...add]);
	if (code !== 0) {
		throw new Error(`no wire between ${router.name} and ${machine.name}: ${stderr}`);
	}

	await router.must(assign(link.device, link.routerAddresses).join(' && '));
	const routes = link.gateways.map(gateway => `ip route add default via ${gateway}`);
	await machine.must([...assign('eth0', link.addresses), ...routes].join(' && '));
}

/** Lets a machine pass packets on between its links. */
export async function forward(router: Machine): Promise<void> {
	await router.must(
		'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding',
	);
}

function assign(device: string, addresses: readonly string[]): string[] {
	const add = addresses.map(address => {
		const options = address.includes(':') ? ' nodad' : '';
		return `ip address add ${address} dev ${device}${options}`;
	});
	return [`ip link set ${device} up`, ...add];
}
