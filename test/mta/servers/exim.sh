# Exim as Debian configures it for an internet site, with names of our own, TLS, and accounts.
useradd --create-home ada
cat > /etc/exim4/update-exim4.conf.conf << 'END'
dc_eximconfig_configtype='internet'
dc_other_hostnames='example.test'
dc_local_interfaces=''
dc_readhost=''
dc_relay_domains=''
dc_minimaldns='false'
dc_relay_nets=''
dc_smarthost=''
CFILEMODE='644'
dc_use_split_config='false'
dc_hide_mailname=''
dc_mailname_in_oh='true'
dc_localdelivery='mail_spool'
END
cat > /etc/exim4/exim4.conf.localmacros << 'END'
MAIN_TLS_ENABLE = yes
MAIN_TLS_CERTIFICATE = /etc/ssl/mail/cert.pem
MAIN_TLS_PRIVATEKEY = /etc/exim4/exim.key
END
printf 'ada:%s\n' "$(openssl passwd -1 'correct horse')" > /etc/exim4/passwd
chgrp Debian-exim /etc/exim4/passwd
update-exim4.conf

# The certificate's key comes when a test starts; Exim's user must be able to read it
cat > /usr/local/sbin/before-start << 'END'
#!/bin/sh -eu
[ -e /etc/exim4/exim.key ] || install -o root -g Debian-exim -m 640 /etc/ssl/mail/key.pem /etc/exim4/exim.key
END
# What a test asks for by name
cat > /usr/local/sbin/with-auth << 'END'
#!/bin/sh -eu
# The examples of Debian's template: PLAIN and LOGIN, within TLS
sed -i '/^# plain_server:$/,/^#   .endif$/ s/^# //; /^# login_server:$/,/^#   .endif$/ s/^# //' \
	/etc/exim4/exim4.conf.template
update-exim4.conf
END
cat > /usr/local/sbin/with-submission << 'END'
#!/bin/sh -eu
with-auth
with-main 'daemon_smtp_ports = 25 : 465 : 587' 'tls_on_connect_ports = 465'
END
cat > /usr/local/sbin/with-main << 'END'
#!/bin/sh -eu
# Main options, each an argument
for option; do sed -i "1i $option" /etc/exim4/exim4.conf.template; done
update-exim4.conf
END
cat > /usr/local/sbin/with-rcpt-rule << 'END'
#!/bin/sh -eu
# The first rule of the access list for recipients
printf '%s\n' "$1" > /tmp/rule
sed -i '/^acl_check_rcpt:$/r /tmp/rule' /etc/exim4/exim4.conf.template
update-exim4.conf
END
chmod 755 /usr/local/sbin/*
