/** Where everything in the lab is: nothing leaves this machine. */
export const serverAddress = '127.0.0.1';

/** The practice server's own name. */
export const serverName = 'mail.shop.example' as const;

/** The machine that the trainee works on, as the server sees it. */
export const clientName = 'app01.shop.example';

/**
 * The names that every scenario has: the shop whose server is broken, and a customer somewhere else.
 * Every address is one of the loopback network.
 */
export const usualRecords: readonly string[] = [
	'shop.example MX 10 mail.shop.example',
	'shop.example A 127.0.0.80',
	'shop.example TXT v=spf1 mx -all',
	'www.shop.example CNAME shop.example',
	`mail.shop.example A ${serverAddress}`,
	`app01.shop.example A ${serverAddress}`,
	'1.0.0.127.in-addr.arpa PTR app01.shop.example',
	'customer.example MX 10 mx1.customer.example',
	'customer.example MX 20 mx2.customer.example',
	'mx1.customer.example A 127.0.0.25',
	'mx2.customer.example A 127.0.0.26',
	'25.0.0.127.in-addr.arpa PTR mx1.customer.example',
	'26.0.0.127.in-addr.arpa PTR mx2.customer.example',
];
