import type {Phrase} from '../core/knowledge.ts';
import type {Tag} from '../core/observation.ts';

/** What an observation says in one sentence; `{name}` is one of its facts. */
export const sentences: Readonly<Record<Tag, Phrase>> = {
	'session.asked': 'asked: {aim} to {target}',
	'session.footprint':
		'this session has made {connections} connections so far and met with {rejections} rejections',
	'network.absent': 'this machine has no network but loopback',
	'network.provider':
		'this machine is in the network of {name} ({evidence}). {policy} Source: {source} ({asOf})',
	'path.hops':
		'{tool} towards port {port} of {address}: the last hop that answers is {last} (reached: {reached})',
	'path.unseen': 'the path to port {port} of {address} was not seen: {why}',
	'dns.answer': '{name} {type}: {status}, {records} (resolver {resolver}, {after} ms)',
	'dns.system': 'this system resolves {name} to {addresses} ({after} ms)',
	'dns.hosts-entry': 'the hosts file gives {addresses} for {name}, before DNS is asked',
	'dns.mx': 'mail for {domain} goes by its {source} records',
	'dns.null-mx': '{domain} publishes a null MX: it takes no mail at all (RFC 7505)',
	'dns.mx-invalid': 'the MX of {domain} names {exchange}, which is an {why} and no host name',
	'dns.failed': '{name} could not be resolved: {status} (resolver {resolver})',
	'dns.bogus':
		'without DNSSEC validation {name} has the {type} records {records}, with it {resolver} says SERVFAIL',
	'dns.address': '{host} has the addresses {addresses}',
	'dns.unexpected-address': '{host} resolves to {addresses}, and {expected} was expected',
	'dns.pointer': 'the reverse name of {address} is {names} ({status})',
	'tcp.open': '{host} [{address}] port {port} is open ({after} ms)',
	'tcp.refused': '{host} [{address}] port {port} refused the connection ({after} ms)',
	'tcp.silent': '{host} [{address}] port {port} gave no answer in {after} ms',
	'tcp.unreachable': '{host} [{address}] port {port} cannot be reached: {code} ({after} ms)',
	'tcp.closed': '{host} [{address}] port {port} accepted the connection and closed it ({how})',
	'endpoint.chosen': 'the dialogue goes to {host} [{address}] port {port}, from {client}',
	'client.name': 'this side calls itself {helo}',
	'smtp.greeting': 'the greeting came after {after} ms: {code} {text}',
	'smtp.no-greeting': 'no greeting in {waited} ms',
	'smtp.not-smtp': 'what answers is no SMTP server but looks like {looksLike}: {text}',
	'smtp.capabilities': '{verb} as {name}: {keywords}',
	'smtp.reply': '{command} was answered with {code} {text} ({after} ms)',
	'smtp.refusal': 'the server answered {code} {text}',
	'smtp.closed': 'the server closed the connection without a reply ({how}) after {command}',
	'smtp.silent': 'no reply to {command} in {waited} ms',
	'smtp.malformed': 'a reply breaks RFC 5321 4.2 ({fault}): {text}',
	'smtp.slow': 'the reply at the step {stage} took {after} ms',
	'smtp.injected': '{bytes} bytes came in plain behind the reply to STARTTLS and were dropped',
	'smtp.utf8-unavailable':
		'{address} goes beyond ASCII, and SMTPUTF8 is not in the EHLO reply of {host}',
	'clock.differs':
		'the greeting of {host} says that it is {server}, and this machine says {here}: {hours} hours apart',
	'server.software': 'the server software looks like {mta}: {evidence}',
	'server.looked': 'on {where}: {command} ({status})',
	'server.not-seen': 'not seen on {where}, {what}: {why}. As root: {command}',
	'server.closed-to-us': '{where} could not be looked into: {why}',
	'server.identity': '{where} has the addresses {addresses}; {dialled} is among them: {owns}',
	'server.listener': 'on the server, {process} (process {pid}) listens on {address} port {port}',
	'server.port': 'on the server, port {port} is listened on by {process} for {reach} ({addresses})',
	'server.listen-line':
		'on the server, {file}, line {line}, has {mta} listen on port {port} for {allows}: {text}',
	'server.firewall':
		'on the server, packets of the kind “{way}” for port {port} meet {verdict} in {place}: {rule}',
	'server.firewall-tool': 'on the server, {tool} decides about port {port}: {rule}',
	'server.asked-service':
		'on the server, {setting} ({file}, line {line}) names the {kind} {address}; something listens there: {listened}',
	'server.configuration':
		'on the server, the configuration of {mta} can be read: {sound} {message}',
	'server.disk':
		'on the server, {mount} has {freeKiB} KiB left ({usedPercent} % used, {inodesUsedPercent} % of the inodes)',
	'server.open-files':
		'on the server, {mta} (process {process}) has {open} files and connections open, and may have {limit}',
	'server.chroot-file': 'on the server, {copy} differs from {original}: {differs}',
	'server.clock': 'the server’s clock says {server}, {seconds} s ahead of this machine’s',
	'server.names': 'the server asks the resolvers {resolvers}; its hosts file overrides {overrides}',
	'server.certificate':
		'on the server, {file} is valid until {validTo} (shown on the wire: {onWire})',
	'server.certificate-fault': 'on the server, {says}',
	'server.setting': 'on the server, {name} of {service} is {value} ({place})',
	'server.route': 'on the server, the recipient {address} is {outcome} ({text})',
	'server.replay':
		'on the server, the restrictions of {service} lead to: {outcome} by {restriction} ({place}); the server did the same: {agrees}',
	'server.foreseen': '{says}',
	'client.left-out': '{client} is left out in {place}, which names {names}',
	'client.moved': '{says}',
	'records.spf-ahead':
		'SPF of {domain} for {address}, the address of {whose}: {result} by {mechanism}; for {relay}, the address of {host}: {relayResult}',
	'server.ban': 'on the server, fail2ban holds {address} in the jail {jail}',
	'server.no-ban': 'on the server, fail2ban does not hold this client (jails for mail: {jails})',
	'server.queue':
		'on the server, {messages} messages are in the queue of {mta}, {deferred} of them deferred and {held} on hold; the oldest came {age} ago',
	'server.queue-group':
		'on the server, mail for {count} recipients waits ({by}: {name}); the oldest came {age} ago: {reason}',
	'server.log': 'on {where}, the mail log was read: {sources}',
	'server.log-line': 'the server’s log: {text}',
	'delivery.fate': 'by the server’s log, the message {queueId} to {recipient} is {where}: {reason}',
	'delivery.not-found':
		'the log says nothing about {sought} ({sources}; its first line is of {begins})',
	'server.service': 'on the server, {unit} ({mta}) is {state}',
	'server.no-service': 'no mail server was found on {where}',
	'tls.established': '{protocol} with {cipher}, certificate for {name}',
	'tls.failed': 'the TLS handshake failed: {code} {message}',
	'tls.legacy-works':
		'with old versions and ciphers allowed the handshake works: {protocol}, {cipher}',
	'tls.legacy-fails': 'with old versions and ciphers allowed the handshake fails, too: {code}',
	'tls.not-offered': 'STARTTLS is not in the EHLO reply',
	'tls.given-up': 'TLS could not be used, so the dialogue went on unencrypted: {text}',
	'tls.other-mode-works': 'the other way of beginning works on this port: {mode}',
	'proxy.same-greeting':
		'{elsewhere}, an address that no host has, accepts connections to port {port} and greets with the same name, {name}',
	'proxy.not-seen':
		'an address that no host has does not greet on port {port}: no proxy answers in its place',
	'auth.offered': 'AUTH offers {mechanisms}',
	'auth.missing': 'AUTH is not in the EHLO reply',
	'auth.no-common-mechanism': 'the server offers {offered}, this side has {ours}',
	'auth.accepted': 'signed in as {user} with {mechanism}',
	'auth.mechanism-refused':
		'the login with {mechanism} was refused ({text}), and with {works} the same password was accepted: the server offers a mechanism that it cannot check',
	'auth.withheld': 'the password was not sent, because the connection is not encrypted',
	'auth.no-password': 'no password was given for {user}, so no login was tried',
	'message.sent': 'a test message was handed over, “{subject}”, with the Message-ID {messageId}',
	'message.accepted': 'the message was accepted: {text}',
	'message.unknown': 'no reply to the message in {waited} ms: delivery unknown',
	'other.worked': '{host} [{address}] port {port} works as far as EHLO and TLS',
	'other.certificate':
		'{host} [{address}] port {port} shows a certificate that is valid until {validTo} (accepted: {trusted})',
	'other.failed': '{host} [{address}] port {port}: {why}',
	'records.subject':
		'the records of {domain} are looked at, for the sending address {address} (known from: {addressFrom})',
	'records.spf':
		'SPF of {domain} for {address}: {result} by {mechanism}, with {lookups} look-ups of 10 and {voids} of 2 that found nothing',
	'records.spf-open': 'the SPF record of {domain} has {term}: anybody may send for it',
	'records.dkim-key':
		'the DKIM key {selector} of {domain} is {state} ({type}, {bits} bits, testing: {testing})',
	'records.dkim': 'usable DKIM keys of {domain}: {usable} ({asked} selectors were asked for)',
	'records.dmarc':
		'the DMARC record of {domain} is {state}: {policy}, by {tag} at {at}, for the organisation {organisation}',
	'records.alignment':
		'DMARC for From {fromDomain}: SPF of {spfDomain} {spf}, DKIM {dkim} ({dkimDomains}); {verdict}',
	'records.pointer': 'the reverse name of {address} is {names}: {state} ({forward})',
	'records.helo': 'the HELO name {helo} has the addresses {addresses}: {state}',
	'records.receiving': 'where mail to {domain} goes: {state} {exchanges}',
	'records.mta-sts': 'MTA-STS of {domain}: {state} {why}',
	'records.tls-rpt': 'TLS-RPT of {domain}: {state} {record}',
	'records.dane': 'TLSA records of {host}: {state} {records}',
	'records.bimi': 'BIMI of {domain}: {state} {logo}',
	'records.finding': '{says}',
	'copy.found':
		'the header of a copy was read, in {place} on {where}: {hops} hops (with the spam: {spam})',
	'copy.hop': 'hop {number} of the copy: from {from} to {by}, {protocol}, {delay} ms',
	'copy.signature': 'the signature of {domain} ({selector}) over the header: {state} {why}',
	'copy.result': '{server} found {method}={result} for {domain} (it is the receiver: {trusted})',
	'blocklist.tested': 'the blocklist {list} through {resolver}: {state} {why}',
	'blocklist.answer': '{list} on {subject}: {state} {means}',
	'views.looked': 'on {where}: {command} ({status})',
	'views.no-way': 'nothing can be tried from {host}: {why}',
	'views.row':
		'{row} {about}: {first} sees {seenFirst}, {second} sees {seenSecond} (differs: {differs})',
	'views.means': '{says}',
	'views.unseen': 'the view from {second} was not seen: {why}',
	'derived.certificates-differ':
		'{host} [{address}] shows another certificate, valid until {validTo} (accepted: {trusted})',
	'derived.expired-long-ago':
		'the certificate of {host} was valid until {validTo}, and the server’s clock says {server}',
	'derived.dane': 'the TLSA records of {host} ({records}) fit the certificate: {matches}',
	'derived.rewritten': 'the {where} of {host} is overwritten on the way: {text}',
	'derived.stranger': 'whoever answers for {host} calls itself {name}',
	'derived.refused-nearby':
		'refused in {after} ms, while an answer from {host} takes {roundTrip} ms: the refusal came from this side',
	'derived.mail-port-open': 'port {port} of {host} is open',
	'derived.control-port-open': 'port {port} of {host} answers, so the host is up',
	'derived.host-answers': '{host} itself refused port {port}, so the host is up',
	'derived.only-port-silent':
		'of the mail ports of {host}, only {port} is silent; it refuses {refused}',
	'derived.nothing-answers': 'nothing of {host} answers: {ports}',
	'derived.worked-before': 'port {port} of {host} worked earlier in this session',
	'derived.loopback': '{host} is this very machine ({address})',
	'derived.other-address': '{host} [{address}] port {port} is open, too',
	'derived.family-differs': 'IPv{works} of {host} works and IPv{fails} does not',
	'derived.own-domain': 'the MX of {domain} is this server, {host}',
};
