# OpenSMTPD with names of our own, TLS, and accounts. In Debian 12 its TLS handshake always fails,
# since it cannot use a key together with OpenSSL 3.
useradd --create-home ada
printf 'postmaster: root\n' > /etc/aliases
printf 'ada %s\n' "$(openssl passwd -6 'correct horse')" > /etc/credentials
cat > /etc/smtpd.conf << 'END'
pki mail.example.test cert "/etc/ssl/mail/cert.pem"
pki mail.example.test key "/etc/ssl/mail/key.pem"
table aliases file:/etc/aliases
table credentials file:/etc/credentials
listen on 0.0.0.0 port 25 hostname mail.example.test tls pki mail.example.test
action "local" mbox alias <aliases>
action "outbound" relay
match from any for domain "example.test" action "local"
match from local for any action "outbound"
match from auth for any action "outbound"
END

# As systemd does it; Debian's own start script does not find the processes that it should end
cat > /etc/init.d/opensmtpd << 'END'
#!/bin/sh
case $1 in
start) smtpd && until smtpctl show status > /dev/null 2>&1; do sleep 0.1; done ;;
stop) pkill -x smtpd; while pgrep -x smtpd > /dev/null; do sleep 0.1; done ;;
restart) "$0" stop; "$0" start ;;
esac
END
# What a test asks for by name
cat > /usr/local/sbin/with-submission << 'END'
#!/bin/sh -eu
sed -i '/port 25/ a\
listen on 0.0.0.0 port 465 hostname mail.example.test smtps pki mail.example.test auth <credentials>\
listen on 0.0.0.0 port 587 hostname mail.example.test tls-require pki mail.example.test auth <credentials>' /etc/smtpd.conf
END
chmod 755 /usr/local/sbin/*
