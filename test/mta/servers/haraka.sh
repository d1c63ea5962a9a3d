# Haraka with names of our own, TLS, and accounts. It has no package, so it gets a start script as well.
useradd --create-home ada
mkdir -p /etc/haraka/config /etc/haraka/queue
cd /etc/haraka/config
cp /opt/haraka/node_modules/Haraka/config/*.ini .
printf 'mail.example.test\n' > me
printf 'example.test\n' > host_list
printf 'INFO\n' > loglevel
printf 'listen=0.0.0.0:25\nnodes=0\n[headers]\n' > smtp.ini
printf 'tls\nrcpt_to.in_host_list\nqueue/discard\n' > plugins
printf 'key=/etc/ssl/mail/key.pem\ncert=/etc/ssl/mail/cert.pem\n' > tls.ini
cat > auth_flat_file.ini << 'END'
[core]
methods=PLAIN,LOGIN
constrain_sender=false
[users]
ada=correct horse
END
openssl dhparam -dsaparam -out dhparams.pem 2048 2> /dev/null

cat > /etc/init.d/haraka << 'END'
#!/bin/sh
case $1 in
start)
	cd /etc/haraka
	YES_REALLY_DO_DISCARD=1 setsid node /opt/haraka/node_modules/Haraka/bin/haraka -c /etc/haraka \
		>> /var/log/mail.log 2>&1 < /dev/null &
	echo $! > /run/haraka.pid
	;;
stop) kill "$(cat /run/haraka.pid)" ;;
reload | restart) "$0" stop && sleep 1 && "$0" start ;;
esac
END
# What a test asks for by name
cat > /usr/local/sbin/with-submission << 'END'
#!/bin/sh -eu
cd /etc/haraka/config
sed -i 's/^listen=.*/listen=0.0.0.0:25,0.0.0.0:465,0.0.0.0:587/' smtp.ini
sed -i 's,^tls$,tls\nauth/flat_file,' plugins
END
chmod 755 /etc/init.d/haraka /usr/local/sbin/*
