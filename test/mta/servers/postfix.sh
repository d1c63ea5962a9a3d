# Postfix as Debian installs it, with names of our own, TLS, and accounts for whoever asks for them.
useradd --create-home ada
postconf -e compatibility_level=3.6 myhostname=mail.example.test 'mydestination=example.test, localhost' \
	'mynetworks=127.0.0.0/8 [::1]/128' inet_interfaces=all inet_protocols=all relayhost= \
	alias_maps=hash:/etc/aliases alias_database=hash:/etc/aliases \
	'smtpd_relay_restrictions=permit_mynetworks permit_sasl_authenticated defer_unauth_destination' \
	smtpd_tls_cert_file=/etc/ssl/mail/cert.pem smtpd_tls_key_file=/etc/ssl/mail/key.pem \
	smtpd_tls_security_level=may smtpd_tls_auth_only=yes smtpd_sasl_path=smtpd
# Debian's start script copies files for a chroot; without it the services see the whole system
postconf -F '*/*/chroot=n'
printf 'postmaster: root\n' > /etc/aliases
newaliases

printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n' > /etc/postfix/sasl/smtpd.conf
printf 'correct horse' | saslpasswd2 -p -c -u mail.example.test ada
chgrp postfix /etc/sasldb2
chmod 640 /etc/sasldb2

cat > /etc/dovecot/dovecot.conf << 'END'
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 1 secs
passdb {
  driver = passwd-file
  args = /etc/dovecot/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}
service auth {
  unix_listener /var/spool/postfix/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
END
printf 'ada:{PLAIN}correct horse\n' > /etc/dovecot/users

# What a test asks for by name
cat > /usr/local/sbin/with-submission << 'END'
#!/bin/sh -eu
# The submission services, as the comments of Debian's master.cf have them
cat >> /etc/postfix/master.cf << 'SERVICES'
submission inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
submissions inet n - n - - smtpd
  -o syslog_name=postfix/submissions
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
SERVICES
END
cat > /usr/local/sbin/with-dovecot << 'END'
#!/bin/sh -eu
postconf -e smtpd_sasl_type=dovecot smtpd_sasl_path=private/auth
dovecot > /dev/null 2>&1
END
# saslauthd asks PAM for the accounts of this system; it starts when it is told to
printf 'ada:correct horse\n' | chpasswd
adduser postfix sasl
echo START=yes >> /etc/default/saslauthd
cat > /usr/local/sbin/with-saslauthd << 'END'
#!/bin/sh -eu
printf 'pwcheck_method: saslauthd\nmech_list: PLAIN LOGIN\n' > /etc/postfix/sasl/smtpd.conf
END
cat > /etc/fail2ban/jail.local << 'END'
[DEFAULT]
backend = polling
banaction = iptables-multiport
[sshd]
enabled = false
[postfix]
enabled = true
logpath = /var/log/mail.log
END
cat > /usr/local/sbin/with-postscreen << 'END'
#!/bin/sh -eu
postconf -M# smtp/inet
postconf -M smtp/inet='smtp inet n - n - 1 postscreen' smtpd/pass='smtpd pass - - n - - smtpd' \
	dnsblog/unix='dnsblog unix - - n - 0 dnsblog' tlsproxy/unix='tlsproxy unix - - n - 0 tlsproxy'
postconf -e "$@"
END
chmod 755 /usr/local/sbin/*
