# Sendmail as Debian configures it, listening everywhere, with names of our own, TLS, and accounts.
useradd --create-home ada
cd /etc/mail
printf 'example.test\nmail.example.test\n' > local-host-names
printf 'Connect:127.0.0.1 RELAY\n' > access
printf 'postmaster: root\n' > aliases
: > relay-domains
sed -i -e 's/Addr=127.0.0.1/Addr=0.0.0.0/' -e '/^dnl/d' -e '/^FEATURE(`greet_pause/d' \
	-e '/dialup.m4/d' -e '/provider.m4/d' sendmail.mc
cat > /usr/local/sbin/with-option << 'END'
#!/bin/sh -eu
# Lines of m4, each an argument
for line; do sed -i "/^MAILER_DEFINITIONS/i $line" /etc/mail/sendmail.mc; done
END
chmod 755 /usr/local/sbin/with-option
with-option "define(\`confDOMAIN_NAME', \`mail.example.test')dnl" "define(\`confTO_IDENT', \`0')dnl" \
	"define(\`confCACERT', \`/etc/ssl/mail/chain.pem')dnl" "define(\`confCACERT_PATH', \`/etc/ssl/certs')dnl" \
	"define(\`confSERVER_CERT', \`/etc/ssl/mail/cert.pem')dnl" "define(\`confSERVER_KEY', \`/etc/ssl/mail/key.pem')dnl"

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
# Sendmail sends the leaf alone from its certificate's file; the rest of the chain it takes from here
cat /etc/ssl/mail/cert.pem /etc/ssl/mail/ca.pem > /etc/ssl/mail/chain.pem
m4 sendmail.mc > sendmail.cf
makemap hash access < access
sendmail-mta -bi > /dev/null
END
# What a test asks for by name
cat > /usr/local/sbin/with-auth << 'END'
#!/bin/sh -eu
with-option "define(\`confAUTH_MECHANISMS', \`PLAIN LOGIN')dnl" "define(\`confAUTH_OPTIONS', \`A p y')dnl" \
	"TRUST_AUTH_MECH(\`PLAIN LOGIN')dnl"
END
cat > /usr/local/sbin/with-submissions << 'END'
#!/bin/sh -eu
with-auth
with-option "DAEMON_OPTIONS(\`Family=inet, Name=TLS-v4, Port=465, M=Eas, Addr=0.0.0.0')dnl"
END
chmod 755 /usr/local/sbin/*
