# Sendmail as Debian configures it, listening everywhere, with names of our own, TLS, and accounts.
useradd --create-home ada
cd /etc/mail
printf 'example.test\nmail.example.test\n' > local-host-names
printf 'Connect:127.0.0.1 RELAY\n' > access
printf 'postmaster: root\n' > aliases
: > relay-domains
cat > tls-and-accounts.m4 << 'END'
define(`confDOMAIN_NAME', `mail.example.test')dnl
define(`confTO_IDENT', `0')dnl
define(`confCACERT', `/etc/ssl/mail/ca.pem')dnl
define(`confCACERT_PATH', `/etc/ssl/certs')dnl
define(`confSERVER_CERT', `/etc/ssl/mail/cert.pem')dnl
define(`confSERVER_KEY', `/etc/ssl/mail/key.pem')dnl
END
sed -i -e 's/Addr=127.0.0.1/Addr=0.0.0.0/' -e '/^dnl/d' \
	-e '/^FEATURE(`greet_pause/d' \
	-e 's,^include(`/etc/mail/m4/dialup.m4.*,include(`/etc/mail/tls-and-accounts.m4'"')dnl," \
	-e '/provider.m4/d' sendmail.mc

mkdir -p /etc/mail/sasl /usr/lib/sasl2
printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n' |
	tee /etc/mail/sasl/Sendmail.conf.2 /etc/mail/sasl/Sendmail.conf > /usr/lib/sasl2/Sendmail.conf
printf 'correct horse' | saslpasswd2 -p -c -u mail.example.test ada
chgrp smmta /etc/sasldb2
chmod 640 /etc/sasldb2

# Before each start: what the test has changed becomes effective
cat > /usr/local/sbin/before-start << 'END'
#!/bin/sh -eu
cd /etc/mail
m4 sendmail.mc > sendmail.cf
makemap hash access < access
sendmail-mta -bi > /dev/null
END
# What a test asks for by name
cat > /usr/local/sbin/with-auth << 'END'
#!/bin/sh -eu
cat >> /etc/mail/tls-and-accounts.m4 << 'OPTIONS'
define(`confAUTH_MECHANISMS', `PLAIN LOGIN')dnl
define(`confAUTH_OPTIONS', `A p y')dnl
TRUST_AUTH_MECH(`PLAIN LOGIN')dnl
OPTIONS
END
cat > /usr/local/sbin/with-submissions << 'END'
#!/bin/sh -eu
with-auth
echo 'DAEMON_OPTIONS(`Family=inet, Name=TLS-v4, Port=465, M=Eas, Addr=0.0.0.0'"')dnl" >> /etc/mail/tls-and-accounts.m4
END
cat > /usr/local/sbin/with-option << 'END'
#!/bin/sh -eu
# A line of m4
printf '%s\n' "$1" >> /etc/mail/tls-and-accounts.m4
END
chmod 755 /usr/local/sbin/*
