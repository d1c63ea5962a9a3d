// The application’s server has moved, and the old address still stands in three places: one run from the
// new server finds them all, says what they have in common, and what it shows puts them right.
import {expect, test, type TestContext} from 'vitest';
import {foreignRecipient, password, sender, signIn, user} from './commands.ts';
import {clientAddress, secondAddress, serverAddress, serverName} from './harness/addresses.ts';
import {startBed, type Bed, type BedSetup, type Run} from './harness/bed.ts';
import {observed} from './harness/look-inside.ts';
import {node, type Machine} from './harness/machine.ts';
import {causeOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';

const [oldAddress, newAddress] = [clientAddress, secondAddress];

/** The network of rules that a careful admin has: ssh for all, port 25 for the application alone. */
const dropped = (allowed: string) => `
	nft -f - << 'END'
table inet filter {
	chain input {
		type filter hook input priority 0; policy drop;
		iif lo accept
		ct state established,related accept
		icmp type echo-request accept
		tcp dport 22 accept
		ip saddr ${allowed} tcp dport 25 counter accept
	}
}
END`;

const rejected = (allowed: string) => `
	iptables -A INPUT -s ${allowed} -p tcp --dport 25 -j ACCEPT
	iptables -A INPUT -p tcp --dport 25 -j REJECT`;

const spf = (...allowed: readonly string[]) =>
	`app.test TXT v=spf1 ${allowed.map(address => `ip4:${address} `).join('')}-all`;

const ownAndOld = `postconf -e "mynetworks = 127.0.0.0/8 [::1]/128 ${oldAddress}"`;

/** A key of the new machine for a user of the mail server who may use sudo. */
async function connectBySsh({server}: Bed, application: Machine): Promise<void> {
	await application.must(`
		cat /mnt/pki/ca.pem >> /etc/ssl/certs/ca-certificates.crt
		mkdir -p -m 700 /root/.ssh
		ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
		cp /root/.ssh/id_ed25519.pub /mnt/application.pub
		printf 'Host mail\\n\\tHostName ${serverName}\\n\\tUser ada\\n\\tStrictHostKeyChecking accept-new\\n' > /root/.ssh/config`);
	await server.must(`
		mkdir -p /run/sshd /home/ada/.ssh
		cp /mnt/application.pub /home/ada/.ssh/authorized_keys
		usermod -s /bin/bash ada
		chown -R ada /home/ada
		rm -f /usr/local/bin/sudo
		echo 'ada ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/ada
		/usr/sbin/sshd`);
}

type Started = {bed: Bed; application: Machine};

/** The mail server, and the application’s new machine, which has a Postfix of its own that is stopped. */
async function start(
	setup: BedSetup,
	{onTestFinished}: Pick<TestContext, 'onTestFinished'>,
): Promise<Started> {
	const bed = await startBed({...setup, second: {server: 'postfix', stopped: true}});
	onTestFinished(() => bed.stop());
	const {second: application} = bed;
	if (!application) {
		throw new Error('there is no second machine');
	}

	await connectBySsh(bed, application);
	return {bed, application};
}

const envelope = ['--from', sender, '--to', foreignRecipient];
const check = ['check', serverName, '--port', '25', ...envelope, '--timeout', '3'];

async function runOn(
	machine: Machine,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Run> {
	const output = await machine.run([node, '/mnt/program/bin/smtp-medic.cjs', ...args], env);
	const lines = output.stdout.split('\n').filter(line => line.startsWith('{'));
	return {...output, events: lines.map(line => JSON.parse(line) as Run['events'][number])};
}

const lookInside = ['--ssh', 'mail', '--sudo', '--json'];

/** Runs the commands that are shown for a cause, as they stand. */
async function apply({server}: Bed, {fix}: ReturnType<typeof causeOf>): Promise<void> {
	const [first] = fix;
	const steps = fix.filter(({mta, command}) => mta === first?.mta && command !== '');
	expect(steps.some(({effect}) => effect === 'changes')).toBe(true);
	for (const {command} of steps) {
		await server.must(command);
	}
}

const lineOfMynetworks = async ({server}: Bed) =>
	Number(await server.must("grep -n '^mynetworks' /etc/postfix/main.cf | cut -d: -f1"));

const walls = [
	{
		wall: 'dropped by nftables',
		class: 'timeout',
		cause: 'firewall-drop',
		rules: dropped(oldAddress),
		rule: `ip saddr ${oldAddress} tcp dport 25 accept”`,
		place: 'inet filter input',
	},
	{
		wall: 'rejected by iptables',
		class: 'refused',
		cause: 'firewall-reject',
		rules: rejected(oldAddress),
		rule: `-A INPUT -s ${oldAddress}/32 -p tcp -m tcp --dport 25 -j ACCEPT”`,
		place: 'filter INPUT',
	},
	{
		wall: 'dropped by ufw',
		class: 'timeout',
		cause: 'firewall-drop',
		rules: `
			ufw allow 22/tcp
			ufw allow from ${oldAddress} to any port 25 proto tcp
			ufw --force enable`,
		rule: `-A ufw-user-input -s ${oldAddress}/32 -p tcp -m tcp --dport 25 -j ACCEPT”`,
		place: 'filter ufw-user-input',
	},
	{
		wall: 'rejected by firewalld',
		class: 'unreachable',
		cause: 'icmp-prohibited',
		rules: `
			mkdir -p /run/dbus
			dbus-daemon --system --fork
			firewalld
			until firewall-cmd --state > /dev/null 2>&1; do sleep 0.1; done
			firewall-cmd --permanent --zone=public --add-rich-rule='rule family="ipv4" source address="${oldAddress}" port port="25" protocol="tcp" accept'
			firewall-cmd --reload`,
		rule: `ip saddr ${oldAddress} tcp dport 25 accept”`,
		place: 'inet firewalld filter_IN_public_allow',
	},
] as const;

test.concurrent.for(walls)(
	'the application has moved, and is $wall: all three places are found in one run, and put right',
	async ({class: failure, cause, rules, rule, place}, context) => {
		const {bed, application} = await start(
			{
				server: 'postfix',
				prepare: ownAndOld,
				afterStart: rules,
				dns: [spf(oldAddress)],
			},
			context,
		);
		const run = await runOn(application, [...check, ...lookInside]);
		const seen = summaryOf(run);
		expect(run.code, seen).toBe(1);
		expect(resultOf(run), seen).toMatchObject({class: failure, stage: 'connect', cause});
		expect(causeOf(run, cause), seen).toMatchObject({standing: 'confirmed'});
		const line = await lineOfMynetworks(bed);

		// Each by itself, with its place
		const places = observed(run, 'client.left-out');
		expect(places, seen).toMatchObject([
			{kind: 'firewall', names: [oldAddress], client: newAddress},
			{kind: 'mynetworks', names: [oldAddress], client: newAddress},
			{kind: 'spf', names: [oldAddress], client: newAddress},
		]);
		expect(places[0]?.place).toContain(`“${rule}`);
		expect(places[0]?.place).toContain(`(${place})`);
		expect(places[1]?.place).toBe(`mynetworks (/etc/postfix/main.cf, line ${line})`);
		expect(places[2]?.place).toBe('the SPF record of app.test');
		const [foreseen] = observed(run, 'server.foreseen');
		expect(foreseen, seen).toMatchObject({
			class: 'relay-denied',
			outcome: 'refused',
			certain: true,
			code: 454,
			restriction: 'defer_unauth_destination',
			change: 'add-network',
			changeSays: `Add ${newAddress}/32 to mynetworks (/etc/postfix/main.cf, line ${line}).`,
		});
		const {warnings} = resultOf(run);
		expect(warnings.map(warning => warning.class).toSorted(), seen).toEqual(
			expect.arrayContaining(['relay-denied', 'sender-auth-failed']),
		);

		// What they have in common
		const [story, ...others] = observed(run, 'client.moved');
		expect(others).toEqual([]);
		expect(story, seen).toMatchObject({old: [oldAddress], client: newAddress});
		expect(story?.certainty).toBe('likely');
		expect(story?.places).toHaveLength(3);
		expect(story?.says).toMatch(
			/^192\.0\.2\.10 is still named in the firewall rule “.+”.*, mynetworks \(\/etc\/postfix\/main\.cf, line \d+\) and the SPF record of app\.test; this machine is 203\.0\.113\.26\. It looks like a move/,
		);

		// What is shown lets this machine in, and nobody else
		const ahead = diagnosisOf(run).ahead ?? [];
		expect(ahead.map(one => [one.class, one.cause.id])).toEqual([
			['relay-denied', 'client-not-in-mynetworks'],
			['sender-auth-failed', 'spf-fail'],
		]);
		await apply(bed, causeOf(run, cause));
		const stillDenied = await runOn(application, [...check, '--json']);
		expect(resultOf(stillDenied), summaryOf(stillDenied)).toMatchObject({class: 'relay-denied'});
		const [mynetworks] = ahead;
		if (mynetworks) {
			await apply(bed, mynetworks.cause);
		}

		const accepted = await runOn(application, [...check, '--json']);
		expect(resultOf(accepted), summaryOf(accepted)).toMatchObject({outcome: 'healthy'});
		const old = await bed.exec([...check, '--json']);
		expect(resultOf(old), summaryOf(old)).toMatchObject({outcome: 'healthy'});
		expect(await bed.talkAsStranger(25, ['EHLO x.test'])).toBe('');
		const [published] = observed(run, 'records.finding');
		expect(published?.publish).toBe(
			`app.test. TXT "v=spf1 ip4:${newAddress} ip4:${oldAddress} -all"`,
		);
	},
);

test.concurrent(
	'without a recipient the rules are not gone through, and the places are the same',
	async context => {
		const {application} = await start(
			{
				server: 'postfix',
				prepare: ownAndOld,
				afterStart: rejected(oldAddress),
				dns: [spf(oldAddress)],
			},
			context,
		);
		const unsent = ['check', serverName, '--port', '25', '--from', sender, '--timeout', '3'];
		const run = await runOn(application, [...unsent, ...lookInside]);
		expect(observed(run, 'server.foreseen'), summaryOf(run)).toEqual([]);
		expect(observed(run, 'client.left-out'), summaryOf(run)).toMatchObject([
			{kind: 'firewall'},
			{kind: 'mynetworks'},
			{kind: 'spf'},
		]);
		expect(observed(run, 'client.moved')).toMatchObject([{old: [oldAddress], certainty: 'likely'}]);
	},
);

test.concurrent('Exim tells the same story, by its own account of its rules', async context => {
	const {bed, application} = await start(
		{
			server: 'exim',
			prepare: `
			sed -i "s/^dc_relay_nets=.*/dc_relay_nets='${oldAddress}'/" /etc/exim4/update-exim4.conf.conf
			update-exim4.conf`,
			afterStart: dropped(oldAddress),
			dns: [spf(oldAddress)],
		},
		context,
	);
	const run = await runOn(application, [...check, ...lookInside]);
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({class: 'timeout', cause: 'firewall-drop'});
	expect(observed(run, 'client.left-out'), seen).toMatchObject([
		{kind: 'firewall', names: [oldAddress]},
		{
			kind: 'exim-hosts',
			names: [oldAddress],
			place: expect.stringMatching(
				/^dc_relay_nets \(\/etc\/exim4\/update-exim4\.conf\.conf, line \d+\)$/,
			),
		},
		{kind: 'spf', names: [oldAddress]},
	]);
	expect(observed(run, 'server.foreseen'), seen).toMatchObject([
		{class: 'relay-denied', outcome: 'refused', code: 550, text: 'relay not permitted'},
	]);
	expect(observed(run, 'client.moved'), seen).toMatchObject([{old: [oldAddress]}]);
	const [relaying] = diagnosisOf(run).ahead ?? [];
	expect(relaying?.cause.id, seen).toBe('client-not-in-mynetworks');
	await apply(bed, causeOf(run, 'firewall-drop'));
	if (relaying) {
		await apply(bed, relaying.cause);
	}

	const accepted = await runOn(application, [...check, '--json']);
	expect(resultOf(accepted), summaryOf(accepted)).toMatchObject({outcome: 'healthy'});
});

test.concurrent(
	'past the firewall, the refusal and the SPF record still make one story',
	async context => {
		const {application} = await start(
			{
				server: 'postfix',
				prepare: ownAndOld,
				dns: [spf(oldAddress, serverAddress)],
			},
			context,
		);
		const run = await runOn(application, [...check, ...lookInside]);
		const seen = summaryOf(run);
		expect(resultOf(run), seen).toMatchObject({class: 'relay-denied'});
		expect(observed(run, 'server.foreseen')).toEqual([]);
		expect(observed(run, 'client.moved'), seen).toMatchObject([
			{old: [oldAddress], certainty: 'possible'},
		]);
		const plain = await runOn(application, [...check, ...lookInside.slice(0, -1)]);
		expect(plain.stdout).toContain(observed(run, 'client.moved')[0]?.says);
		// The record allows the mail server, from which receivers get what it passes on
		const [finding] = observed(run, 'records.finding');
		expect(finding, seen).toMatchObject({severity: 'warning', class: 'sender-auth-failed'});
		expect(finding?.says).toContain(`allows ${serverAddress}`);
	},
);

test.concurrent(
	'an access table that lets the old address in is named with its line',
	async context => {
		const {application} = await start(
			{
				server: 'postfix',
				prepare: `
			printf '# who may relay\\n${oldAddress} OK\\n' > /etc/postfix/applications
			postmap hash:/etc/postfix/applications
			postconf -e 'smtpd_client_restrictions = check_client_access hash:/etc/postfix/applications, reject'`,
				dns: [spf(oldAddress)],
			},
			context,
		);
		const run = await runOn(application, [...check, ...lookInside]);
		const seen = summaryOf(run);
		expect(resultOf(run), seen).toMatchObject({outcome: 'problem', stage: 'rcpt'});
		expect(observed(run, 'client.left-out')[0], seen).toEqual({
			kind: 'access-table',
			place: 'hash:/etc/postfix/applications (/etc/postfix/applications, line 2)',
			names: [oldAddress],
			client: newAddress,
		});
		expect(observed(run, 'client.moved'), seen).toMatchObject([{old: [oldAddress]}]);
	},
);

test.concurrent(
	'where only one place is behind, it is found, and no story is told',
	async context => {
		const {application} = await start(
			{
				server: 'postfix',
				prepare: ownAndOld,
				afterStart: dropped(`{ ${oldAddress}, ${newAddress} }`),
				dns: [spf(newAddress)],
			},
			context,
		);
		const run = await runOn(application, [...check, ...lookInside]);
		expect(resultOf(run), summaryOf(run)).toMatchObject({class: 'relay-denied'});
		expect(observed(run, 'client.left-out')).toMatchObject([{kind: 'mynetworks'}]);
		expect(observed(run, 'client.moved')).toEqual([]);
	},
);

test.concurrent(
	'behind a wall, the rules are gone through for the user who would sign in',
	async context => {
		const {application} = await start(
			{
				server: 'postfix',
				prepare: 'with-submission',
				afterStart: rejected(oldAddress).replaceAll('--dport 25', '--dport 587'),
			},
			context,
		);
		const submit = ['check', serverName, '--port', '587', ...envelope, '--timeout', '3'];
		const without = await runOn(application, [...submit, ...lookInside]);
		expect(resultOf(without), summaryOf(without)).toMatchObject({class: 'refused'});
		expect(observed(without, 'server.foreseen'), summaryOf(without)).toMatchObject([
			{outcome: 'refused', service: 'submission/inet', change: 'sign-in', certain: true},
		]);
		// Whoever signs in there needs to be in no list of addresses but the firewall’s
		expect(observed(without, 'client.left-out')).toMatchObject([{kind: 'firewall'}]);
		const signedIn = await runOn(application, [...submit, ...signIn, ...lookInside], {
			SMTP_PASSWORD: password,
		});
		expect(observed(signedIn, 'server.foreseen'), summaryOf(signedIn)).toMatchObject([
			{
				outcome: 'accepted',
				restriction: 'permit_sasl_authenticated',
				says: expect.stringContaining(`let this client, signed in as ${user}, through`),
			},
		]);
	},
);

test.concurrent(
	'where every place has the new address as well, nothing is said to be old',
	async context => {
		const {bed, application} = await start(
			{
				server: 'postfix',
				prepare: `postconf -e "mynetworks = 127.0.0.0/8 ${oldAddress} ${newAddress}"`,
				afterStart: dropped(`{ ${oldAddress}, ${newAddress} }`),
				dns: [spf(oldAddress, newAddress)],
			},
			context,
		);
		const healthy = await runOn(application, [...check, ...lookInside]);
		expect(resultOf(healthy), summaryOf(healthy)).toMatchObject({outcome: 'healthy', warnings: []});
		expect(observed(healthy, 'client.left-out')).toEqual([]);

		// The mail server is stopped: that is all, and what lies behind it would let this client through
		await bed.server.must('systemctl stop postfix');
		const stopped = await runOn(application, [...check, ...lookInside]);
		expect(resultOf(stopped), summaryOf(stopped)).toMatchObject({
			class: 'refused',
			cause: 'mta-stopped',
		});
		expect(observed(stopped, 'server.foreseen')).toMatchObject([
			{outcome: 'accepted', class: null, restriction: 'permit_mynetworks'},
		]);
		expect(observed(stopped, 'client.left-out')).toEqual([]);
		expect(observed(stopped, 'client.moved')).toEqual([]);
	},
);
